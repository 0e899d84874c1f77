/** A thing that is left out is sensed by nobody, and the world goes on as if nobody had asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Layout } from '../../src/scene/layout.ts';
import { bodyKinds, loadPhysics, type Thing, touches, World } from '../../src/world/world.ts';
import { busySquare, crate, door, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const reach = 6;

/** Everything that sensors read of a world which may have to do with others. */
function sensedBy(world: World) {
  const { agents } = world.layout;
  return Array.from({ length: agents }, (_, a) => {
    const found = new Int32Array(80);
    const scan = new Float32Array(24);
    const count = world.neighbours(a, found.length, reach, found);
    world.castScan(a, scan.length, 10, scan, 0);
    return {
      neighbours: [...found.subarray(0, count)],
      scan: [...scan],
      clearance: world.clearance(a, 10),
      touching: world.touching[a],
    };
  });
}

function sensedWithout(world: World, thing: Thing) {
  let sensed: ReturnType<typeof sensedBy> = [];
  world.without(thing, () => {
    sensed = sensedBy(world);
  });
  return sensed;
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

const everything = ({ bodies, layout }: World): Thing[] => [
  ...Array.from({ length: bodies.count }, (_, index) => ({ kind: 'body', index }) as const),
  ...layout.statics.map((_, index) => ({ kind: 'static', index }) as const),
];

describe('a thing that is left out', () => {
  // Above 64 bodies neighbours are searched for in a grid.
  it.each([6, 70])('is no neighbour of any of %d agents, and all others are', (agents) => {
    const world = new World(busySquare(agents), { seed: 3 });
    wander([world], 20, 1);
    const before = sensedBy(world);
    for (let index = 0; index < world.bodies.count; index += 3) {
      const without = sensedWithout(world, { kind: 'body', index });
      for (const [a, { neighbours }] of before.entries()) {
        if (a === index) continue;
        expect(without[a]?.neighbours).toEqual(neighbours.filter((n) => n !== index));
      }
    }
    expect(sensedBy(world)).toEqual(before);
    world.dispose();
  });

  it('stops no ray: scans are those of a world that was laid out without it', () => {
    const layout = { ...busySquare(5), doors: [door('closed', [0.2, 1], { phase: 0.7 })] };
    const world = new World(layout, { seed: 3 });
    world.place(0, 0.2, 3, 0); // before the door
    const poses = [...world.position];
    const scansOf = (changed: Partial<Layout>) => {
      const other = new World({ ...layout, ...changed }, { seed: 3 });
      for (let a = 0; a < layout.agents; a++) {
        other.place(a, poses[3 * a] ?? 0, poses[3 * a + 2] ?? 0, world.heading[a] as number);
      }
      const scans = sensedBy(other).map(({ scan }) => scan);
      other.dispose();
      return scans;
    };
    const before = sensedBy(world).map(({ scan }) => scan);
    let changed = 0;
    for (const index of layout.statics.keys()) {
      const without = sensedWithout(world, { kind: 'static', index }).map(({ scan }) => scan);
      expect(without).toEqual(scansOf({ statics: layout.statics.filter((_, s) => s !== index) }));
      if (JSON.stringify(without) !== JSON.stringify(before)) changed++;
    }
    expect(changed).toBeGreaterThan(4);
    const { doors } = world.bodies;
    const ofDoor = sensedWithout(world, { kind: 'body', index: doors }).map(({ scan }) => scan);
    expect(ofDoor).toEqual(scansOf({ doors: [] }));
    expect(ofDoor).not.toEqual(before);
    world.dispose();
  });

  it('is not touched; who touches another of its kind still touches one', () => {
    const world = new World(
      square({ agents: 3, props: [crate('near', [0, -0.6], 500), crate('far', [6, 6], 500)] }),
      { seed: 1 },
    );
    world.place(0, 0, 0, 0);
    world.place(1, -0.6, 0, 0);
    world.place(2, 0.6, 0, 0);
    world.step(new Float32Array(6));
    expect(world.touching[0]).toBe(touches.prop | touches.agent);
    const touching = (index: number) => sensedWithout(world, { kind: 'body', index })[0]?.touching;
    const { props } = world.bodies;
    expect(touching(props)).toBe(touches.agent);
    expect(touching(props + 1)).toBe(touches.prop | touches.agent);
    // Two robots are touched: one of them is left in any case.
    expect(touching(1)).toBe(touches.prop | touches.agent);
    expect(world.touching[0]).toBe(touches.prop | touches.agent);
    world.dispose();
  });

  it('is remembered by nobody', () => {
    const layout = square({
      agents: 2,
      body: { radius: 0.3, height: 1.7, maxSpeed: 1.5, faces: 'way', sight: 3 },
      walkers: [
        walker('ann', [
          [0, -2],
          [0, -8],
        ]),
      ],
    });
    const world = new World(layout, { seed: 2 });
    world.place(0, 0, 0, 0);
    world.place(1, 5, 5, 0);
    for (let i = 0; i < 30; i++) world.step(new Float32Array(4));
    const { memory, bodies } = world;
    const before = memory.age.slice();
    expect(bodies.kind[bodies.walkers]).toBe(bodyKinds.walker);
    expect(before[bodies.walkers]).toBeGreaterThan(0);
    world.without({ kind: 'body', index: bodies.walkers }, () => {
      expect(memory.age[bodies.walkers]).toBe(Number.POSITIVE_INFINITY);
      expect(memory.age[bodies.count + bodies.walkers]).toBe(Number.POSITIVE_INFINITY);
    });
    expect(memory.age).toEqual(before);
    world.dispose();
  });
});

describe('leaving out', () => {
  it.each([6, 70])('changes no bit of what comes, with %d agents', (agents) => {
    const [asked, left] = [1, 2].map(() => new World(busySquare(agents), { seed: 5 })) as [
      World,
      World,
    ];
    const things = everything(asked);
    let next = 0;
    wander([asked, left], 30, 7, () => {
      for (let i = 0; i < 4; i++) {
        sensedWithout(asked, things[next % things.length] as Thing);
        next += 5;
      }
      expect(Buffer.compare(asked.save(), left.save())).toBe(0);
    });
    for (const world of [asked, left]) world.dispose();
  });

  it('is back after a failure', () => {
    const world = new World(busySquare(2), { seed: 5 });
    const before = world.save();
    const thing: Thing = { kind: 'body', index: 1 };
    expect(() =>
      world.without(thing, () => {
        expect(world.leftOut).toEqual([thing]);
        throw new Error('No answer.');
      }),
    ).toThrow('No answer');
    expect(world.leftOut).toEqual([]);
    expect(world.save()).toEqual(before);
    world.dispose();
  });

  it('may be one of several, and all come back as they were', () => {
    const [asked, left] = [5, 5].map((seed) => new World(busySquare(6), { seed })) as [
      World,
      World,
    ];
    wander([asked, left], 10, 7, () => {
      // All but the one who looks.
      const things = everything(asked).slice(1);
      const leaveOut = (from: number): void => {
        if (from < things.length) {
          asked.without(things[from] as Thing, () => leaveOut(from + 1));
          return;
        }
        const [{ neighbours, clearance }] = sensedBy(asked) as [
          ReturnType<typeof sensedBy>[0] & {},
        ];
        expect([neighbours, clearance]).toEqual([[], 10]);
      };
      leaveOut(0);
      expect(Buffer.compare(asked.save(), left.save())).toBe(0);
    });
    for (const world of [asked, left]) world.dispose();
  });
});
