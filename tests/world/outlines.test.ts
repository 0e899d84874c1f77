import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Static } from '../../src/scene/layout.ts';
import { createOutlines, distanceTo, groundHeight } from '../../src/world/outlines.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { box, busySquare, crate, pillar, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const ramp: Static = {
  ...box('ramp', [0, 0], [4, 1, 2], { look: 'ramp' }),
  shape: { type: 'ramp', size: [4, 1, 2] },
};

describe('outlines', () => {
  it('outlines: the distance to a turned box is the one to its nearest point', () => {
    const yaw = 0.7;
    const outlines = createOutlines(square({ statics: [box('box', [2, -1], [3, 2, 1], { yaw })] }));
    const random = createRandom(1, 'points');
    for (let i = 0; i < 50; i++) {
      const [x, z] = [random.range(-6, 6), random.range(-6, 6)];
      let nearest = Number.POSITIVE_INFINITY;
      for (let u = -1.5; u <= 1.5001; u += 0.02) {
        for (let v = -0.5; v <= 0.5001; v += 0.02) {
          const px = 2 + u * Math.cos(yaw) + v * Math.sin(yaw);
          const pz = -1 - u * Math.sin(yaw) + v * Math.cos(yaw);
          nearest = Math.min(nearest, Math.hypot(px - x, pz - z));
        }
      }
      expect(Math.max(0, distanceTo(outlines, 0, x, z, 0))).toBeCloseTo(nearest, 1);
    }
  });

  it('outlines: the ground rises along a ramp, and a platform out of reach is none', () => {
    const platform = box('platform', [3, 0], [2, 1, 2], { look: 'platform' });
    const hedge = box('hedge', [0, 5], [2, 0.2, 2], { look: 'hedge' });
    const outlines = createOutlines(square({ flat: false, statics: [ramp, platform, hedge] }));
    expect(groundHeight(outlines, -1, 0, 9)).toBeCloseTo(0.25, 6);
    expect(groundHeight(outlines, 1, 0.5, 9)).toBeCloseTo(0.75, 6);
    expect(groundHeight(outlines, 1, 1.5, 9)).toBe(0);
    expect(groundHeight(outlines, 3, 0, 9)).toBe(1);
    expect(groundHeight(outlines, 3, 0, 0.9)).toBe(0);
    expect(groundHeight(outlines, 0, 5, 9)).toBe(0);
  });
});

describe('free places', () => {
  it('free places: not in or near a static, prop, walker or other agent', () => {
    const layout = square({
      agents: 2,
      statics: [box('box', [5, 5], [2, 2, 2]), pillar('pillar', [-5, 5], 1)],
      props: [crate('crate', [5, -5], 10)],
      walkers: [
        walker('walker', [
          [-5, -5],
          [5, -5],
        ]),
      ],
    });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, 0, 8, 0);
    const near = [
      [6.2, 5],
      [-5, 3.8],
      [5, -4.5],
      [-5, -4.5],
      [0.5, 8],
      [9.8, 0],
    ] as const;
    const clear = [
      [6.4, 5],
      [-5, 3.6],
      [5, -4.3],
      [-5, -4.3],
      [0.7, 8],
      [9.6, 0],
    ] as const;
    expect(near.map(([x, z]) => world.isFree(x, z, 0.3))).toEqual(near.map(() => false));
    expect(clear.map(([x, z]) => world.isFree(x, z, 0.3))).toEqual(clear.map(() => true));
    expect(world.isFree(0, 0, 0.3)).toBe(false);
    expect(world.isFree(0, 0, 0.3, { ignoreAgent: 0 })).toBe(true);
    world.dispose();
  });

  it('free places: the top of a ramp and of a platform are free, the edge of a platform is not', () => {
    const platform = box('platform', [5, 5], [4, 1, 4], { look: 'platform' });
    const world = new World(square({ flat: false, statics: [ramp, platform] }), { seed: 1 });
    world.place(0, -8, -8, 0);
    expect(world.isFree(1, 0, 0.3)).toBe(true);
    expect(world.isFree(5, 5, 0.3)).toBe(true);
    expect(world.isFree(2.8, 5, 0.3)).toBe(false);
    expect(world.isFree(1.8, 1.1, 0.3)).toBe(false);
    world.dispose();
  });

  it('free places: agents begin at them', () => {
    const world = new World(busySquare(20), { seed: 8 });
    for (let a = 0; a < 20; a++) {
      const [x, z] = [world.position[3 * a] as number, world.position[3 * a + 2] as number];
      expect(world.isFree(x, z, 0.299, { ignoreAgent: a })).toBe(true);
    }
    world.dispose();
  });

  it('free places: a region is found by a point in it', () => {
    const world = new World(busySquare(1), { seed: 1 });
    expect(world.regionAt(0, -5)).toBe(0);
    expect(world.regionAt(0, 5)).toBe(1);
    expect(world.regionAt(0, 11)).toBe(-1);
    world.dispose();
  });
});
