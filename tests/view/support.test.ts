import { describe, expect, it } from 'vitest';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { freeShare, supportHeight } from '../../src/view/support.ts';
import { smallLayout } from './small-layout.ts';

const platform: Static = {
  id: 'platform',
  look: 'platform',
  position: [0, 0.3, 0],
  yaw: 0,
  shape: { type: 'box', size: [2, 0.6, 2] },
};
/** Rises from (−4, 0) to (−1, 0.6). */
const ramp: Static = {
  id: 'ramp',
  look: 'ramp',
  position: [-2.5, 0.3, 0],
  yaw: 0,
  shape: { type: 'ramp', size: [3, 0.6, 2] },
};
const hilly: Layout = { ...smallLayout, flat: false, statics: [platform, ramp] };

describe('support height', () => {
  it('is that of a platform on it and 0 beside it', () => {
    expect(supportHeight(hilly, 0, 0.9)).toBeCloseTo(0.6, 6);
    expect(supportHeight(hilly, 0, 1.1)).toBe(0);
  });

  it('rises along a ramp, whichever way the ramp is turned', () => {
    expect(supportHeight(hilly, -4, 0)).toBeCloseTo(0, 6);
    expect(supportHeight(hilly, -2.5, 0)).toBeCloseTo(0.3, 6);
    const turned = { ...ramp, position: [0, 0.3, 0] as const, yaw: Math.PI / 2 };
    const layout = { ...hilly, statics: [turned] };
    // A quarter turn to the left carries +x to −z.
    expect(supportHeight(layout, 0, -1.4)).toBeGreaterThan(0.5);
    expect(supportHeight(layout, 0, 1.4)).toBeLessThan(0.1);
  });

  it('walls are not walked on', () => {
    expect(supportHeight({ ...smallLayout, flat: false }, 0, -3)).toBe(0);
  });
});

const sight = (z1: number, y = 0.5) => ({ x0: 0, y0: y, z0: 0, x1: 0, y1: y, z1 });
const whole = (top: number) => top;

describe('free share of a sight line', () => {
  it('ends at the face of a wall', () => {
    // The wall's near face is at z = −2.9.
    expect(freeShare(smallLayout.statics, sight(-5.8), whole)).toBeCloseTo(0.5, 6);
  });

  it('is whole where nothing stands', () => {
    expect(freeShare(smallLayout.statics, sight(5), whole)).toBe(1);
    expect(freeShare(smallLayout.statics, sight(-2.5), whole)).toBe(1);
  });

  it('passes over a wall that is cut away', () => {
    expect(freeShare(smallLayout.statics, sight(-5.8, 1.5), whole)).toBeLessThan(1);
    expect(freeShare(smallLayout.statics, sight(-5.8, 1.5), () => 1)).toBe(1);
  });

  it('a start inside of a static is not stopped by it', () => {
    const inside = { x0: 0, y0: 0.5, z0: -3, x1: 0, y1: 0.5, z1: 2 };
    expect(freeShare(smallLayout.statics, inside, whole)).toBe(1);
  });
});
