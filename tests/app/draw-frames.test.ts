import { describe, expect, it } from 'vitest';
import { frameInterval } from '../../src/app/draw-frames.ts';

describe('draw frames', () => {
  it('a fast graphics card draws every frame that the screen shows', () => {
    expect(frameInterval(0)).toBe(0);
    expect(frameInterval(10)).toBe(0);
  });

  it('a slow one is busy for at most four tenths of the time', () => {
    expect(20 / frameInterval(20)).toBeCloseTo(0.4);
    expect(80 / frameInterval(80)).toBeCloseTo(0.4);
  });

  it('but five pictures a second are shown where it can make them, and it is never flooded', () => {
    expect(frameInterval(150)).toBe(200);
    expect(frameInterval(900)).toBe(900);
  });
});
