import { describe, expect, it } from 'vitest';
import { frameInterval } from '../../src/app/draw-frames.ts';

describe('draw frames', () => {
  it('a card that is done by the next frame of the screen draws every one', () => {
    for (const milliseconds of [0, 7, 16.7, 33.3]) expect(frameInterval(milliseconds)).toBe(0);
  });

  it('a slower one gets pauses, longer the slower it is, without a jump', () => {
    expect(frameInterval(36) - 36).toBeLessThan(5);
    expect(60 / frameInterval(60)).toBeCloseTo(0.6, 1);
    expect(350 / frameInterval(350)).toBeCloseTo(0.425, 2);
  });

  it('but a picture a second is shown where it can make one, and it is never flooded', () => {
    expect(frameInterval(600)).toBe(1000);
    expect(frameInterval(1400)).toBe(1400);
  });
});
