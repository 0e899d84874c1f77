import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import type { Ground, Layout } from '../../src/scene/layout.ts';
import { World } from '../../src/world/world.ts';
import { leastAllocatedBytes } from '../contracts/allocated-bytes.ts';
import { square, walker } from './fixtures/layouts.ts';

const avoidance = { margin: 0, neighbourDistance: 10, maxNeighbours: 10, timeHorizon: 5 };

/** One agent from (0, −4) to (0, 4), looking at its goal, among people who walk as told. */
function crossing(people: readonly (readonly [Ground, Ground])[], yields = false): Layout {
  return square({
    motion: 'points',
    body: { radius: 0.3, height: 1.2, maxSpeed: 1, faces: 'goal' },
    crowd: avoidance,
    journeys: [{ from: [0, -4], to: [0, 4] }],
    walkers: people.map((route, i) => ({ ...walker(`p${i}`, route, 1), yields })),
  });
}

const options = { seed: 1, decisionSeconds: 0.25, substeps: 15 };
const ahead = Float32Array.of(1, 0);
const place = (world: World, row: number) => [
  world.bodies.position[3 * row] as number,
  world.bodies.position[3 * row + 2] as number,
];

describe('points', () => {
  it('a velocity is reached at once, on the disc, and no border ends it', () => {
    const world = new World(crossing([]), options);
    world.step(ahead);
    expect(place(world, 0)[1]).toBeCloseTo(-3.75, 6);
    expect(world.velocity[1]).toBeCloseTo(1, 6);
    world.step(Float32Array.of(1, 1));
    expect(Math.hypot(world.velocity[0] as number, world.velocity[1] as number)).toBeCloseTo(1, 6);
    for (let i = 0; i < 80; i++) {
      world.step(Float32Array.of(-1, 0));
    }
    expect(place(world, 0)[1]).toBeLessThan(-20);
    expect(world.touching[0]).toBe(0);
  });

  it('the heading is towards the goal, from the start on', () => {
    const world = new World(crossing([]), options);
    const towardsGoal = () => {
      const [x = 0, z = 0] = place(world, 0);
      return Math.atan2(x - 0, z - 4);
    };
    expect(Math.cos((world.heading[0] as number) - towardsGoal())).toBeCloseTo(1, 9);
    for (let i = 0; i < 10; i++) {
      world.step(Float32Array.of(0.3, 0.8));
      expect(Math.cos((world.heading[0] as number) - towardsGoal())).toBeCloseTo(1, 9);
    }
  });

  it('bodies go through each other, and the least clearance says so', () => {
    // Stands in the way and stays there: its goal is where it begins.
    const world = new World(
      crossing([
        [
          [0, -2],
          [0, -2],
        ],
      ]),
      options,
    );
    const gaps: number[] = [];
    for (let i = 0; i < 16; i++) {
      world.step(ahead);
      gaps.push(world.leastClearance(0, 10));
    }
    expect(place(world, 0)[1]).toBeCloseTo(0, 5);
    expect(place(world, 1)).toEqual([0, -2]);
    // From 2 m between the centres, a quarter of a metre per step: 1.75 − 0.6 after the first.
    expect(gaps[0]).toBeCloseTo(1.15, 6);
    expect(Math.min(...gaps)).toBeCloseTo(-0.6, 6);
    expect(world.leastClearance(0, -1)).toBe(-1);
  });

  it('a walker counts on the velocity that it had before the step', () => {
    // Sets off to the agent: its first step is judged as if it stood, its second as if it went on.
    const world = new World(
      crossing([
        [
          [0, 0],
          [0, -8],
        ],
      ]),
      options,
    );
    const still = Float32Array.of(0, 0);
    world.step(still);
    expect(world.leastClearance(0, 10)).toBeCloseTo(4 - 0.6, 6);
    expect(place(world, 1)[1]).toBeCloseTo(-0.25, 6);
    world.step(still);
    expect(world.leastClearance(0, 10)).toBeCloseTo(3.5 - 0.6, 6);
  });

  it('a restored world continues to the bit', () => {
    const people = [
      [
        [3, 1],
        [-3, -1],
      ],
      [
        [-2, 3],
        [2, -3],
      ],
      [
        [0, 3],
        [0, -3],
      ],
    ] as const;
    const original = new World(crossing(people, true), options);
    for (let i = 0; i < 7; i++) original.step(ahead);
    const restored = new World(crossing(people, true), { ...options, seed: 2 });
    restored.restore(original.save());
    expect(restored.leastClearance(0, 10)).toBe(original.leastClearance(0, 10));
    for (let i = 0; i < 20; i++) {
      for (const world of [original, restored]) world.step(ahead);
      expect(restored.bodies).toEqual(original.bodies);
      expect(restored.leastClearance(0, 10)).toBe(original.leastClearance(0, 10));
    }
    expect(restored.save()).toEqual(original.save());
    const other = new World(crossing([people[0]], true), options);
    expect(() => other.restore(original.save())).toThrow(InputError);
  });

  it('a step leaves no object behind', async () => {
    const people = Array.from({ length: 5 }, (_, i) => [
      [4 * Math.cos(i), 4 * Math.sin(i)],
      [-4 * Math.cos(i), -4 * Math.sin(i)],
    ]) as unknown as [Ground, Ground][];
    const world = new World(crossing(people), options);
    // Numbers that the compiler boxes are 16 bytes each: 452 in all, or fewer where it does better. A list of two numbers
    // per person would be 320 more.
    const mostBytes = 700;
    expect(await leastAllocatedBytes(() => world.step(ahead), mostBytes)).toBeLessThan(mostBytes);
  }, 60_000);
});

describe('crowd', () => {
  it('people go to the end of their route, slower over the last metre, and stay', () => {
    const world = new World(
      crossing([
        [
          [5, 0],
          [5, 3],
        ],
      ]),
      options,
    );
    const still = Float32Array.of(0, 0);
    const speeds: number[] = [];
    for (let i = 0; i < 60; i++) {
      world.step(still);
      speeds.push(world.bodies.velocity[3] as number);
    }
    expect(speeds[0]).toBeCloseTo(1, 9);
    expect(speeds[9]).toBeLessThan(1);
    expect(speeds[9]).toBeGreaterThan(0);
    expect(Math.abs(speeds.at(-1) as number)).toBeLessThan(1e-3);
    expect(place(world, 1)[1]).toBeCloseTo(3, 3);
  });

  it('who is not seen changes nobody’s way, and who is seen is avoided', () => {
    const walk = (yields: boolean, action: Float32Array) => {
      const world = new World(
        crossing(
          [
            [
              [0, 4],
              [0, -4],
            ],
          ],
          yields,
        ),
        options,
      );
      for (let i = 0; i < 20; i++) world.step(action);
      return place(world, 1);
    };
    const aside = Float32Array.of(0, 1);
    expect(walk(false, ahead)).toEqual(walk(false, aside));
    expect(walk(false, ahead)[0]).toBe(0);
    expect(Math.abs(walk(true, Float32Array.of(0.9, 0.1))[0] as number)).toBeGreaterThan(0.1);
  });
});
