import { describe, expect, it } from 'vitest';
import type { Layout } from '../../src/scene/layout.ts';
import { groundUnder, pickThing, type Standing } from '../../src/view/pick-thing.ts';
import { smallLayout } from './small-layout.ts';

const down = (x: number, z: number) => ({
  origin: { x, y: 10, z },
  direction: { x: 0, y: -1, z: 0 },
});

const layout: Layout = {
  ...smallLayout,
  statics: [
    ...smallLayout.statics,
    {
      ...{ id: 'hedge-2', look: 'hedge', position: [-2, 0.5, 0], yaw: Math.PI / 4 },
      shape: { type: 'box', size: [2, 1, 0.4] },
    },
    {
      ...{ id: 'hedge-2-lip-1', look: 'hedge', position: [-2, 0.5, 2], yaw: 0 },
      shape: { type: 'box', size: [0.4, 1, 0.4] },
    },
  ],
};
/** Rows: two agents, the crate, the walker, a visitor. The crate lies on its edge, turned by 45° about z. */
const standing: Standing = {
  position: new Float32Array([0, 0.6, 0, 2, 0.6, 0, 3, 0.3, 3, -4, 0.8, 4, 0, 0, 0]),
  rotation: new Float32Array([
    ...[0, 0, 0, 1, 0, 0, 0, 1],
    ...[0, 0, Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)],
    ...[0, 0, 0, 1, 0, 0, 0, 1],
  ]),
  goal: new Float32Array([4, -4, 3, 3.3]),
};
const at = (x: number, z: number, slack = 0) => pickThing(down(x, z), layout, standing, slack);

describe('picking things', () => {
  it('a thing is met as it is turned, and a part of it is all of it', () => {
    // Along its own x, which is (cos 45°, −sin 45°).
    expect(at(-1.4, -0.6)?.thing).toBe('statics/hedge-2');
    expect(at(-1.4, 0.6)).toBeUndefined();
    expect(at(-2, 2)?.thing).toBe('statics/hedge-2');
    expect(at(-2, 0)?.along).toBeCloseTo(9, 5);
  });

  it('a crate that was tipped over is as wide as it lies', () => {
    const half = 0.3 * Math.SQRT2;
    expect(at(3 + half - 0.02, 3)?.thing).toBe('props/crate');
    expect(at(3 + half + 0.02, 2.7)).toBeUndefined();
    expect(at(3 + half + 0.1, 2.7, 0.02)?.thing).toBe('props/crate');
  });

  it('of two the nearer is met, what stands on a goal hides it, and the building is looked through', () => {
    expect(at(3, 3.2)?.thing).toBe('props/crate');
    expect(at(4, -4)?.thing).toBe('goals/0');
    expect(at(0, -3)).toBeUndefined();
    const level = {
      origin: { x: -2, y: 0.5, z: -5 },
      direction: { x: 0, y: 0, z: 1 },
    };
    expect(pickThing(level, layout, standing, 0)?.thing).toBe('statics/hedge-2');
    // Through the wall at z = −3, and to the nearer part.
    expect(pickThing(level, layout, standing, 0)?.along).toBeLessThan(5.5);
  });

  it('a look above the horizon meets no ground', () => {
    expect(groundUnder({ ...down(0, 0), direction: { x: 1, y: 0, z: 0 } })).toBeUndefined();
    const slanted = { origin: { x: 0, y: 2, z: 0 }, direction: { x: 0.6, y: -0.8, z: 0 } };
    expect(groundUnder(slanted)?.x).toBeCloseTo(1.5, 9);
  });
});
