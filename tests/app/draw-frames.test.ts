import { describe, expect, it } from 'vitest';
import { frameInterval, nextResolution } from '../../src/app/draw-frames.ts';

describe('draw frames', () => {
  it('a fast graphics card draws every frame that the screen shows', () => {
    expect(frameInterval(0)).toBe(0);
    expect(frameInterval(10)).toBe(0);
  });

  it('a slow one is busy for at most four tenths of the time', () => {
    expect(20 / frameInterval(20)).toBeCloseTo(0.4);
    expect(300 / frameInterval(300)).toBeCloseTo(0.4);
  });

  it('but a picture a second is shown where it can make one, and it is never flooded', () => {
    expect(frameInterval(600)).toBe(1000);
    expect(frameInterval(1400)).toBe(1400);
  });

  it('a slow card draws coarser, to a limit, and finer again when it has time', () => {
    expect(nextResolution(1, 50)).toBe(1);
    let share = 1;
    for (let i = 0; i < 10; i++) share = nextResolution(share, 400);
    expect(share).toBe(0.6);
    for (let i = 0; i < 10; i++) share = nextResolution(share, 10);
    expect(share).toBe(1);
  });
});
