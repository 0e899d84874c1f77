import { describe, expect, it } from 'vitest';
import { groundMap, pavingPixels } from '../../src/view/paving.ts';
import { smallLayout } from './small-layout.ts';

describe('paving', () => {
  it('is the same at every start', () => {
    expect(pavingPixels(64)).toEqual(pavingPixels(64));
  });

  it('has joints that are darker than slabs', () => {
    const pixels = pavingPixels(512);
    // Rows are 0.6 m of 4.8 m: pixel rows 0 and 64 lie in joints, 32 in the middle of slabs.
    const brightness = (row: number) => {
      let sum = 0;
      for (let i = 0; i < 512; i++) sum += pixels[(row * 512 + i) * 4] as number;
      return sum / 512;
    };
    expect(brightness(0)).toBeLessThan(brightness(32) - 10);
    expect(brightness(64)).toBeLessThan(brightness(32) - 10);
  });
});

describe('ground map', () => {
  it('is darkest at the foot of a static and white far from it', () => {
    const map = groundMap(smallLayout, 10);
    expect([map.width, map.height]).toEqual([100, 100]);
    const at = (x: number, z: number) =>
      map.pixels[(Math.floor((z + 5) * 10) * 100 + Math.floor((x + 5) * 10)) * 4] as number;
    expect(at(0, 4)).toBe(255);
    expect(at(0, -2.85)).toBeLessThan(at(0, -2.5));
    expect(at(0, -2.5)).toBeLessThan(255);
  });
});
