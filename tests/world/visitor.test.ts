/** A visitor in a world: comes, walks, meets what is there, is saved, goes, and leaves no trace. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import type { Ground, Layout } from '../../src/scene/layout.ts';
import { visitorSpeed } from '../../src/world/bodies.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { box, busySquare, crate, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const at = (world: World, row = world.bodies.visitor) => [
  world.bodies.position[3 * row] as number,
  world.bodies.position[3 * row + 2] as number,
];

const stand = (world: World) => new Float32Array(2 * world.layout.agents);

/** Drives the visitor for some decisions. */
function walk(world: World, [x, z]: Ground, decisions: number, each?: () => void): void {
  world.driveVisitor(x, z);
  for (let i = 0; i < decisions; i++) {
    world.step(stand(world));
    each?.();
  }
}

/** One agent and people of a benchmark's crowd, who do not see agents, as points or as rigid bodies. */
function crowd(motion: Layout['motion'], routes: readonly (readonly [Ground, Ground])[]): World {
  const layout = square({
    motion,
    body: { radius: 0.3, height: 1.2, maxSpeed: 1, faces: 'goal', sight: 5 },
    crowd: { margin: 0, neighbourDistance: 10, maxNeighbours: 10, timeHorizon: 5 },
    journeys: [{ from: [0, -8], to: [0, 8] }],
    walkers: routes.map((route, i) => ({ ...walker(`p${i}`, route, 1), yields: false })),
  });
  return new World(layout, { seed: 1, decisionSeconds: 0.25 });
}

describe('visitor', () => {
  it('walks where it is driven, gathers speed as agents do, and is no faster than a person may', () => {
    const world = new World(square(), { seed: 1 });
    world.place(0, 8, 8, 0);
    expect(world.visitor).toBeUndefined();
    expect(world.enterVisitor(-4, 0, 0.5)).toBe(true);
    expect(world.visitor).toEqual({ x: -4, z: 0, heading: 0.5 });
    expect(visitorSpeed(world.layout)).toBe(1.5);
    walk(world, [100, 0], 1);
    // A quarter second from 0 to 1.5 m/s.
    expect(world.bodies.velocity[2 * world.bodies.visitor]).toBeLessThan(0.5);
    walk(world, [100, 0], 19);
    const [x, z] = at(world);
    expect(x).toBeGreaterThan(-4 + 1.5 * 1.8);
    expect(x).toBeLessThan(-4 + 1.5 * 2);
    expect(z).toBeCloseTo(0, 5);
    // It looks to +x, which is to the right of −z.
    expect(world.visitor?.heading).toBeCloseTo(-Math.PI / 2, 5);
    world.dispose();
  });

  it('comes in at the free place that is nearest, within the border, or not at all', () => {
    const layout = square({ statics: [box('block', [0, 0], [4, 2, 4])] });
    const world = new World(layout, { seed: 1 });
    world.place(0, 5, 5, 0);
    world.enterVisitor(0.5, 0, 0);
    const [x = 0, z = 0] = at(world);
    expect(world.isFree(x, z, 0.2)).toBe(false);
    // The block ends at 2 m; a visitor is 0.3 m wide and keeps 0.1 m to it.
    expect(Math.max(Math.abs(x), Math.abs(z))).toBeGreaterThanOrEqual(2.4);
    expect(Math.max(Math.abs(x), Math.abs(z))).toBeLessThan(2.7);
    world.enterVisitor(1e9, 3, 0);
    expect(at(world)[0]).toBeCloseTo(9.6, 0);
    expect(() => world.enterVisitor(Number.NaN, 0, 0)).toThrow(InputError);
    expect(() => world.driveVisitor(0, Number.POSITIVE_INFINITY)).toThrow(InputError);
    world.dispose();

    const full = new World(square({ statics: [box('all', [0, 0], [20, 2, 20])] }), { seed: 1 });
    expect(full.enterVisitor(0, 0, 0)).toBe(false);
    expect(full.visitor).toBeUndefined();
    full.dispose();
  });

  it('is stopped by walls and agents, pushes crates, and is touched as another agent', () => {
    const layout = square({
      agents: 2,
      statics: [box('wall', [0, -6], [20, 2, 0.2])],
      props: [crate('crate', [6, -2], 5)],
    });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, -8, 8, 0);
    world.enterVisitor(0, 2, 0);
    let felt = 0;
    walk(world, [0, -1], 20, () => {
      felt |= world.touching[0] as number;
    });
    expect(felt).toBe(touches.agent);
    expect(world.touching[1]).toBe(0);
    // Both are of the same weight: the agent is pushed along, and never run through.
    expect((at(world)[1] as number) - (at(world, 0)[1] as number)).toBeGreaterThan(0.59);
    world.enterVisitor(6, 0, 0);
    walk(world, [0, -1.5], 60);
    expect(at(world, 2)[1]).toBeLessThan(-3);
    world.enterVisitor(-6, -4, 0);
    walk(world, [0, -1.5], 40);
    expect(at(world)[1]).toBeCloseTo(-5.6, 1);
    world.dispose();
  });

  it('is near, in the way and in the snapshot while it is in, and nowhere afterwards', () => {
    const world = new World(square({ agents: 2 }), { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, 9, 9, 0);
    const found = new Int32Array(4);
    const snapshot = createSnapshot(world.layout);
    const look = () => {
      world.writeSnapshot(snapshot);
      return [world.neighbours(0, 4, 6, found), world.isFree(1.5, 0, 0.3), snapshot.visited];
    };
    expect(look()).toEqual([0, true, false]);
    world.enterVisitor(1.5, 0, Math.PI / 2);
    expect(look()).toEqual([1, false, true]);
    expect(found[0]).toBe(world.bodies.visitor);
    expect(world.clearance(0, 5)).toBeCloseTo(0.9, 5);
    const row = world.bodies.visitor;
    expect([...snapshot.position.slice(3 * row)]).toEqual([1.5, Math.fround(0.85), 0]);
    expect([...snapshot.rotation.slice(4 * row)].map((q) => q.toFixed(3))).toEqual(
      ['0.000', '0.707', '0.000', '0.707'], //
    );
    world.leaveVisitor();
    world.leaveVisitor();
    expect(look()).toEqual([0, true, false]);
    expect(world.clearance(0, 5)).toBe(5);
    world.dispose();
  });

  it('is found in a grid of many bodies, too', () => {
    const world = new World(square({ agents: 70 }), { seed: 2 });
    world.place(0, 0, 0, 0);
    for (let a = 1; a < 70; a++) world.place(a, 9.5 - (a % 18), 9 - 0.1 * a, 0);
    world.place(1, 0, 1, 0);
    world.enterVisitor(-0.75, 0, 0);
    const found = new Int32Array(70);
    expect(world.neighbours(0, 1, 6, found)).toBe(1);
    expect(found[0]).toBe(world.bodies.visitor);
    world.leaveVisitor();
    world.neighbours(0, 1, 6, found);
    expect(found[0]).toBe(1);
    world.dispose();
  });

  it('follows the ground over steps, as agents do', () => {
    const step = box('step', [0, -3], [6, 0.2, 4], { look: 'step' });
    const world = new World(square({ flat: false, statics: [step] }), { seed: 1 });
    world.place(0, 8, 8, 0);
    world.enterVisitor(0, 0, 0);
    walk(world, [0, -1.2], 25);
    const row = world.bodies.visitor;
    expect(world.bodies.position[3 * row + 1]).toBeCloseTo(0.85 + 0.2, 2);
    world.dispose();
  });

  it.each([
    ['pedestrians of a street', 'bodies', false],
    ['a crowd of rigid bodies', 'bodies', true],
    ['a crowd of points', 'points', true],
  ] as const)('%s keep clear of it, though they do not yield to agents', (_, motion, isCrowd) => {
    const route = [
      [-6, 0.05],
      [6, 0.05],
    ] as const;
    const run = (visited: boolean) => {
      const world = isCrowd
        ? crowd(motion, [route])
        : new World(square({ walkers: [{ ...walker('w', route, 1), yields: false }] }), {
            seed: 1,
          });
      world.place(0, 8, 8, 0);
      if (visited) world.enterVisitor(0, 0, 0);
      let least = Number.POSITIVE_INFINITY;
      walk(world, [0, 0], isCrowd ? 44 : 110, () => {
        const [x = 0, z = 0] = at(world, world.bodies.walkers);
        least = Math.min(least, Math.hypot(x, z) - 0.6);
      });
      const [x] = at(world, world.bodies.walkers);
      world.dispose();
      return { least, x };
    };
    expect(run(false).least).toBeLessThan(-0.4);
    const { least, x } = run(true);
    expect(least).toBeGreaterThan(-0.01);
    expect(x).toBeGreaterThan(3);
  });

  it('among points it goes through others, who are told how near it came; the border keeps it', () => {
    const world = crowd('points', []);
    world.enterVisitor(2, -8, 0);
    world.driveVisitor(-1.5, 0);
    world.step(stand(world));
    expect(at(world)[0]).toBeCloseTo(2 - 1.5 * 0.25, 6);
    expect(world.leastClearance(0, 9)).toBeCloseTo(2 - 0.375 - 0.6, 5);
    let least = 9;
    walk(world, [-1.5, 0], 40, () => {
      least = Math.min(least, world.leastClearance(0, 9));
    });
    expect(least).toBeLessThan(-0.4);
    expect(at(world)[0]).toBeCloseTo(-9.7, 5);
    world.dispose();
  });

  it('who sees only so far remembers it, until it has gone', () => {
    const world = crowd('points', [
      [
        [3, -8],
        [3, -8],
      ],
    ]);
    const { memory, bodies } = world;
    const known = () => [...memory.age.subarray(0, bodies.count)];
    expect(known()).toEqual([Number.POSITIVE_INFINITY, 0]);
    world.enterVisitor(0, -4, 0);
    expect(known()).toEqual([Number.POSITIVE_INFINITY, 0, 0]);
    walk(world, [0, 1.5], 12);
    expect(known()[2]).toBeGreaterThan(0);
    expect(memory.position[2 * 2 + 1]).toBeCloseTo(at(world)[1] as number, 1);
    world.leaveVisitor();
    expect(known()).toEqual([Number.POSITIVE_INFINITY, 0]);
    expect(memory.position[2]).toBeCloseTo(3, 6);
    world.dispose();
  });

  it('a world sensed without it knows nobody there, and knows it again afterwards', () => {
    const world = crowd('points', []);
    world.enterVisitor(0, -6, 0);
    world.step(stand(world));
    const index = world.bodies.visitor;
    const ages = () => [...world.memory.age.subarray(0, world.bodies.count)];
    const before = ages();
    expect(before[index]).toBe(0);
    world.without({ kind: 'body', index }, () => {
      expect(ages()[index]).toBe(Number.POSITIVE_INFINITY);
      expect(world.clearance(0, 9)).toBe(9);
    });
    expect(ages()).toEqual(before);
    expect(world.clearance(0, 9)).toBeLessThan(2);
  });

  it.each([true, false])('a saved world with a visitor goes on to the bit (flat: %s)', (flat) => {
    const layout = busySquare(6, flat);
    const original = new World(layout, { seed: 3 });
    original.enterVisitor(1, 7, 0);
    original.leaveVisitor();
    original.enterVisitor(0, 6, 0);
    walk(original, [0.6, -1], 12);
    const restored = new World(layout, { seed: 4 });
    restored.restore(original.save());
    expect(restored.visitor).toEqual(original.visitor);
    // It goes on wanting what it wanted.
    for (let i = 0; i < 100; i++) {
      original.step(stand(original));
      restored.step(stand(restored));
      expect(restored.bodies.position).toEqual(original.bodies.position);
    }
    expect(restored.save()).toEqual(original.save());
    const without = new World(layout, { seed: 5 });
    restored.restore(without.save());
    expect(restored.visitor).toBeUndefined();
    expect(restored.save()).toEqual(without.save());
    for (const world of [original, restored, without]) world.dispose();
  });

  it('a saved crowd of points with a visitor goes on to the bit', () => {
    const routes = [
      [
        [-6, 0],
        [6, 0],
      ],
      [
        [6, 0.5],
        [-6, -0.5],
      ],
    ] as const;
    const original = crowd('points', routes);
    original.enterVisitor(0, 0.5, 0);
    walk(original, [0.2, 0.1], 12);
    const restored = crowd('points', routes);
    restored.restore(original.save());
    for (let i = 0; i < 40; i++) {
      original.step(stand(original));
      restored.step(stand(restored));
    }
    expect(restored.save()).toEqual(original.save());
  });

  it('a world that it has left has the bodies of before, and no broken bytes let one in', () => {
    const [a, b] = [0, 1].map(() => new World(busySquare(3), { seed: 1 })) as [World, World];
    a.enterVisitor(9, -9, 0);
    a.leaveVisitor();
    for (let i = 0; i < 50; i++) {
      for (const world of [a, b]) world.step(stand(world));
    }
    expect(a.bodies.count).toBe(b.bodies.count);
    const rows = 3 * a.bodies.count;
    expect(a.bodies.position.subarray(0, rows)).toEqual(b.bodies.position.subarray(0, rows));
    const bytes = a.save();
    bytes[12] = 1;
    expect(() => b.restore(bytes)).toThrow(InputError);
    expect(b.visitor).toBeUndefined();
    a.dispose();
    b.dispose();
  });

  it('a step with a visitor leaves no object behind', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const world = crowd('points', [
      [
        [-6, 0],
        [6, 0],
      ],
    ]);
    world.enterVisitor(0, 6, 0);
    const actions = stand(world);
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++) {
        world.driveVisitor(0.5, 0.25);
        world.step(actions);
      }
    };
    run(1000);
    // Numbers that the compiler boxes are 16 bytes each; an object per body would be more.
    const mostBytes = 400;
    let least = Number.POSITIVE_INFINITY;
    // On a busy machine the compiler, a thread of its own, may need some rounds until it has seen to a step; what a
    // step itself allocates is there in every one of them.
    for (let round = 0; round < 20 && least >= mostBytes; round++) {
      collect();
      const before = process.memoryUsage().heapUsed;
      run(1000);
      least = Math.min(least, (process.memoryUsage().heapUsed - before) / 1000);
    }
    expect(least).toBeLessThan(mostBytes);
  });
});
