/** An agent that is sensed as if it stood elsewhere, and a world that goes on as if nobody had asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { busySquare } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

function wander(world: World, steps: number, each?: () => void): void {
  const random = createRandom(5, 'wander');
  const actions = new Float32Array(2 * world.layout.agents);
  for (let i = 0; i < steps; i++) {
    for (let k = 0; k < actions.length; k++) actions[k] = random.range(-1, 1.5);
    world.step(actions);
    each?.();
  }
}

function sensed(world: World, a: number) {
  const found = new Int32Array(80);
  const scan = new Float32Array(24);
  const count = world.neighbours(a, found.length, 6, found);
  world.castScan(a, scan.length, 10, scan, 0);
  return {
    neighbours: [...found.subarray(0, count)],
    scan: [...scan],
    clearance: world.clearance(a, 10),
    touching: world.touching[a],
    velocity: [...world.velocity.subarray(2 * a, 2 * a + 2)],
    known: [...world.memory.age],
  };
}

describe('an agent elsewhere', () => {
  // Above 64 bodies neighbours are searched for in a grid.
  it.each([6, 70])('senses what it would if it stood there, among %d', (agents) => {
    const world = new World(busySquare(agents), { seed: 3 });
    wander(world, 20);
    const free: [number, number][] = [];
    const random = createRandom(1, 'places');
    while (free.length < 12) {
      const [x, z] = [random.range(-7, 7), random.range(-7, 7)];
      if (world.isFree(x, z, world.radius, { ignoreAgent: 2 })) free.push([x, z]);
    }
    const before = sensed(world, 2);
    const there: ReturnType<typeof sensed>[] = [];
    world.elsewhere(2, (put) => {
      for (const [x, z] of free) {
        put(x, z);
        there.push(sensed(world, 2));
      }
    });
    expect(sensed(world, 2)).toEqual(before);
    const heading = world.heading[2] as number;
    for (const [i, [x, z]] of free.entries()) {
      world.place(2, x, z, heading);
      // `place` says that nothing is touched; what is free touches nothing but its skin.
      const { touching, ...placed } = sensed(world, 2);
      expect(touching).toBe(0);
      expect(there[i]).toMatchObject(placed);
    }
    expect(new Set(there.map(({ scan }) => scan.join())).size).toBe(12);
    world.dispose();
  });

  it('touches who stands there', () => {
    const world = new World(busySquare(3), { seed: 3 });
    let touching = 0;
    world.elsewhere(0, (put) => {
      put((world.position[3] as number) + 0.1, world.position[5] as number);
      touching = world.touching[0] as number;
    });
    expect(touching & touches.agent).toBe(touches.agent);
    world.dispose();
  });

  it.each([
    ['bodies', 6, undefined],
    ['bodies, many', 70, undefined],
    ['with a limited sight', 6, 3],
  ] as const)('is back to the bit, and the world goes on: %s', (_, agents, sight) => {
    const layout = busySquare(agents);
    const seeing = sight ? { ...layout, body: { ...layout.body, sight } } : layout;
    const [asked, left] = [0, 1].map(() => new World(seeing, { seed: 3 })) as [World, World];
    const random = createRandom(2, 'places');
    wander(left, 40);
    let turn = 0;
    wander(asked, 40, () => {
      const a = turn++ % agents;
      asked.elsewhere(a, (put) => {
        for (let i = 0; i < 5; i++) {
          put(random.range(-8, 8), random.range(-8, 8));
          sensed(asked, a);
        }
      });
    });
    expect(asked.save()).toEqual(left.save());
    for (const world of [asked, left]) world.dispose();
  });

  it('goes back although who read has thrown', () => {
    const world = new World(busySquare(3), { seed: 3 });
    const before = world.save();
    expect(() =>
      world.elsewhere(1, (put) => {
        put(1, 1);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(world.save()).toEqual(before);
    world.dispose();
  });
});
