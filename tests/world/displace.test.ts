/** A body that is sensed as if it stood elsewhere or twice, and a world that goes on as if nobody had asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { loadPhysics, mostCopies, touches, World } from '../../src/world/world.ts';
import { busySquare, crate, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const reach = 6;

function sensed(world: World) {
  return Array.from({ length: world.layout.agents }, (_, a) => {
    const found = new Int32Array(80);
    const count = world.neighbours(a, found.length, reach, found);
    return {
      neighbours: [...found.subarray(0, count)],
      clearance: world.clearance(a, 10),
      touching: world.touching[a] as number,
      known: [...world.memory.age.subarray(0, world.layout.agents * world.bodies.count)],
    };
  });
}

function sensedWith(world: World, displacements: Parameters<World['displaced']>[0]) {
  let seen: ReturnType<typeof sensed> = [];
  world.displaced(displacements, () => {
    seen = sensed(world);
  });
  return seen;
}

function wander(worlds: readonly World[], steps: number, seed: number, each?: () => void): void {
  const random = createRandom(seed, 'wander');
  const actions = new Float32Array(2 * (worlds[0] as World).layout.agents);
  for (let i = 0; i < steps; i++) {
    for (let k = 0; k < actions.length; k++) actions[k] = random.range(-1, 1.5);
    for (const world of worlds) world.step(actions);
    each?.();
  }
}

describe('a body that is supposed to be elsewhere', () => {
  // Above 64 bodies neighbours are searched for in a grid.
  it.each([6, 70])('is sensed by all of %d agents as if it stood there', (agents) => {
    const world = new World(busySquare(agents), { seed: 3 });
    wander([world], 20, 1);
    const before = sensed(world);
    const { position } = world;
    // Agent 2 is put where it is free, in fact, and as if.
    const random = createRandom(1, 'places');
    for (let i = 0; i < 8; ) {
      const [x, z] = [random.range(-7, 7), random.range(-7, 7)];
      if (!world.isFree(x, z, world.radius, { ignoreAgent: 2 })) continue;
      i++;
      const dx = x - (position[6] as number);
      const dz = z - (position[8] as number);
      const supposed = sensedWith(world, [{ body: 2, x: dx, z: dz, copy: false }]);
      expect(sensed(world)).toEqual(before);
      const moved = new World(world.layout, { seed: 3 });
      moved.restore(world.save());
      moved.place(2, x, z, world.heading[2] as number);
      for (const [a, { neighbours, clearance }] of sensed(moved).entries()) {
        expect(supposed[a]?.neighbours).toEqual(neighbours);
        expect(supposed[a]?.clearance).toBeCloseTo(clearance, 5);
      }
      moved.dispose();
    }
    world.dispose();
  });

  it('is touched there, and no more where it was', () => {
    const layout = square({ agents: 2, props: [crate('near', [0, -0.6], 500)] });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, 3, 0, 0);
    world.step(new Float32Array(4));
    expect(world.touching[0]).toBe(touches.prop);
    const { props } = world.bodies;
    const away = { body: props, x: 2, z: -2, copy: false };
    const near = { body: 1, x: -2.45, z: 0, copy: false };
    expect(sensedWith(world, [away])[0]?.touching).toBe(0);
    expect(sensedWith(world, [away, near])[0]?.touching).toBe(touches.agent);
    // A copy of a box is a box, turned as it is.
    const beside = { body: props, x: 0, z: 1.2, copy: true };
    expect(sensedWith(world, [away, beside])[0]?.touching).toBe(touches.prop);
    expect(sensedWith(world, [away, { ...beside, z: 1.24 }])[0]?.touching).toBe(0);
    expect(world.touching[0]).toBe(touches.prop);
    world.dispose();
  });

  it('is there twice as a copy of the same kind, size and velocity, with a visitor in and without', () => {
    const world = new World(
      square({
        agents: 2,
        walkers: [
          walker('ann', [
            [-2, 3],
            [2, 3],
          ]),
        ],
      }),
      { seed: 1 },
    );
    world.place(0, 0, 0, 0);
    world.place(1, 6, 6, 0);
    wander([world], 5, 2);
    const { bodies } = world;
    for (const visited of [false, true]) {
      if (visited) world.enterVisitor(-2, 0, 0);
      const count = bodies.count;
      const list = Array.from({ length: visited ? bodies.count : 3 }, (_, body) => body);
      for (const body of list) {
        const row = bodies.visitor + 1;
        world.displaced([{ body, x: 0.5, z: -0.25, copy: true }], () => {
          expect(bodies.count).toBe(row + 1);
          expect(bodies.radius[row]).toBe(bodies.radius[body]);
          const kind = body === bodies.visitor ? bodies.visitorAs : bodies.kind[body];
          expect(bodies.kind[row]).toBe(kind);
          for (const [i, off] of [0.5, 0, -0.25].entries()) {
            const place = (bodies.position[3 * body + i] as number) + off;
            expect(bodies.position[3 * row + i]).toBeCloseTo(place, 5);
          }
          expect(bodies.velocity.slice(2 * row, 2 * row + 2)).toEqual(
            bodies.velocity.slice(2 * body, 2 * body + 2),
          );
          const found = new Int32Array(20);
          const number = world.neighbours(0, 20, 20, found);
          expect(found.subarray(0, number)).toContain(row);
          expect(found.subarray(0, number).includes(bodies.visitor)).toBe(visited);
          // A copy can be left out like anything else.
          world.without({ kind: 'body', index: row }, () => {
            const left = world.neighbours(0, 20, 20, found);
            expect(found.subarray(0, left)).not.toContain(row);
          });
        });
        expect(bodies.count).toBe(count);
      }
    }
    world.dispose();
  });

  it('is seen, lost or still believed where it was, as the one who sees only so far would', () => {
    const { body } = square();
    const layout = square({
      agents: 1,
      body: { ...body, sight: 2 },
      walkers: [
        walker('ann', [
          [1, 0],
          [1, 0],
        ]),
        walker('bob', [
          [6, 0],
          [6, 0],
        ]),
      ],
    });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.step(new Float32Array(2));
    const { bodies, memory } = world;
    const ages = () => [...memory.age.subarray(bodies.walkers, bodies.count)];
    const never = Number.POSITIVE_INFINITY;
    expect(ages().slice(0, 2)).toEqual([0, never]);
    const known = (displacements: Parameters<World['displaced']>[0]) => {
      let is: number[] = [];
      world.displaced(displacements, () => {
        is = ages();
      });
      return is;
    };
    const [ann, bob] = [bodies.walkers, bodies.walkers + 1];
    expect(known([{ body: ann, x: 5, z: 0, copy: false }])).toEqual([never, never]);
    expect(known([{ body: bob, x: -5, z: 0, copy: false }])).toEqual([0, 0]);
    // Ann, Bob, nobody in the visitor's row, and two copies, of whom one is in sight.
    const copies = [
      { body: ann, x: 0, z: 1, copy: true },
      { body: bob, x: 0, z: 1, copy: true },
    ];
    expect(known(copies)).toEqual([0, never, never, 0, never]);
    expect(ages()).toEqual([0, never]);
    world.dispose();
  });

  it.each([
    ['bodies', 6, undefined],
    ['bodies, many', 70, undefined],
    ['with a limited sight', 6, 3],
  ] as const)('changes nothing of what comes: %s', (_name, agents, sight) => {
    const layout = { ...busySquare(agents) };
    const body = sight === undefined ? layout.body : { ...layout.body, sight };
    const [asked, left] = [0, 1].map(() => new World({ ...layout, body }, { seed: 3 })) as [
      World,
      World,
    ];
    const random = createRandom(9, 'ask');
    for (const world of [asked, left]) world.enterVisitor(0, 0, 0);
    let step = 0;
    wander([asked, left], 60, 4, () => {
      if (++step === 30) for (const world of [asked, left]) world.leaveVisitor();
      const displacements = Array.from({ length: 1 + (step % mostCopies) }, (_, i) => ({
        ...{ body: random.integer(asked.bodies.count), copy: i % 2 === 0 },
        ...{ x: random.range(-3, 3), z: random.range(-3, 3) },
      }));
      asked.displaced(displacements, () => sensed(asked));
    });
    expect(Buffer.compare(asked.save(), left.save())).toBe(0);
    expect(sensed(asked)).toEqual(sensed(left));
    for (const world of [asked, left]) world.dispose();
  });
});
