import { beforeAll, describe, expect, it } from 'vitest';
import { createOutlines, distanceTo } from '../../src/world/outlines.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { box, busySquare, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const still = new Float32Array(32);

describe('walkers', () => {
  it('walkers: go round their route at their speed', () => {
    const route = [
      [-3, -3],
      [3, -3],
      [3, 3],
      [-3, 3],
    ] as const;
    const world = new World(square({ agents: 1, walkers: [walker('w', route, 1.2)] }), { seed: 1 });
    world.place(0, 9, 9, 0);
    const missed = new Set(['-3,-3', '3,-3', '3,3', '-3,3']);
    for (let i = 0; i < 220; i++) {
      world.step(still);
      const [x, z] = [world.bodies.position[3] as number, world.bodies.position[5] as number];
      for (const [px, pz] of route) {
        if (Math.hypot(px - x, pz - z) < 0.5) missed.delete(`${px},${pz}`);
      }
    }
    expect([...missed]).toEqual([]);
    expect(Math.hypot(...world.bodies.velocity.subarray(2, 4))).toBeCloseTo(1.2, 1);
    world.dispose();
  });

  it('walkers: two that meet head-on pass without touching', () => {
    const walkers = [
      walker('a', [
        [-5, 0],
        [5, 0],
      ]),
      walker('b', [
        [5, 0],
        [-5, 0],
      ]),
    ];
    const world = new World(square({ walkers }), { seed: 1 });
    world.place(0, 9, 9, 0);
    let closest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 80; i++) {
      world.step(still);
      const [ax, , az, bx, , bz] = world.bodies.position.subarray(3);
      const apart = Math.hypot((ax as number) - (bx as number), (az as number) - (bz as number));
      closest = Math.min(closest, apart);
    }
    expect(closest).toBeGreaterThan(0.6);
    expect(closest).toBeLessThan(2);
    expect(world.bodies.position[3]).toBeGreaterThan(2);
    world.dispose();
  });

  it('walkers: go round an agent that stands in their way', () => {
    const world = new World(
      square({
        walkers: [
          walker('w', [
            [-5, 0.05],
            [5, 0],
          ]),
        ],
      }),
      { seed: 1 },
    );
    world.place(0, 0, 0, 0);
    for (let i = 0; i < 75; i++) {
      world.step(still);
      expect(world.touching[0]).toBe(0);
    }
    expect(world.bodies.position[3]).toBeGreaterThan(2);
    world.dispose();
  });

  it('walkers: never stand in what stands, even if a route leads through it', () => {
    const layout = {
      ...busySquare(8),
      statics: [...busySquare(8).statics, box('across', [0, -7], [0.4, 2, 3], { yaw: 0.3 })],
    };
    const world = new World(layout, { seed: 2 });
    const outlines = createOutlines(layout);
    let gap = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 300; i++) {
      world.step(still);
      for (const n of [world.bodies.walkers, world.bodies.walkers + 1]) {
        const x = world.bodies.position[3 * n] as number;
        const z = world.bodies.position[3 * n + 2] as number;
        for (let s = 0; s < outlines.statics; s++) {
          gap = Math.min(gap, distanceTo(outlines, s, x, z, 0.3) - 0.3);
        }
      }
    }
    expect(gap).toBeGreaterThan(-0.01);
    world.dispose();
  });
});
