import { beforeAll, describe, expect, it } from 'vitest';
import ringScene from '../../scenes/crowdnav-plusplus.json';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import { parseScene } from '../../src/scene/scene-file.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { busySquare, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

/** Sends the agents about; the same draws for all worlds given. */
function wander(worlds: readonly World[], seed: number, steps: number, each?: () => void): void {
  const random = createRandom(seed, 'wander');
  const actions = new Float32Array(2 * (worlds[0] as World).layout.agents);
  for (let i = 0; i < steps; i++) {
    for (let k = 0; k < actions.length; k++) actions[k] = random.range(-1, 1.5);
    for (const world of worlds) world.step(actions);
    each?.();
  }
}

function scans(world: World): Float32Array {
  const out = new Float32Array(16 * world.layout.agents);
  for (let a = 0; a < world.layout.agents; a++) world.castScan(a, 16, 10, out, 16 * a);
  return out;
}

describe('save', () => {
  it.each([true, false])('save: a restored world continues to the bit (flat: %s)', (flat) => {
    const layout = busySquare(12, flat);
    const original = new World(layout, { seed: 3 });
    wander([original], 5, 60);
    original.setGoal(4, 1, 2);
    // The seed of a world that is restored into does not matter.
    const restored = new World(layout, { seed: 4 });
    restored.restore(original.save());
    expect(scans(restored)).toEqual(scans(original));
    wander([original, restored], 9, 300, () => {
      expect(restored.bodies.position).toEqual(original.bodies.position);
    });
    expect(restored.time).toBe(original.time);
    expect(restored.goal).toEqual(original.goal);
    expect(restored.touching).toEqual(original.touching);
    expect(scans(restored)).toEqual(scans(original));
    expect(restored.save()).toEqual(original.save());
    original.dispose();
    restored.dispose();
  });

  it('save: saving does not disturb the world that is saved', () => {
    const [a, b] = [new World(busySquare(6), { seed: 1 }), new World(busySquare(6), { seed: 1 })];
    wander([a, b], 2, 50, () => a.save());
    expect(b.bodies.position).toEqual(a.bodies.position);
    a.dispose();
    b.dispose();
  });

  it('save: bytes of something else are refused, and leave the world as it was', () => {
    const world = new World(busySquare(2), { seed: 1 });
    wander([world], 2, 5);
    const bytes = world.save();
    const before = world.bodies.position.slice();
    const other = (layout = busySquare(2), substeps = 6) =>
      new World(layout, { seed: 1, substeps });
    expect(() => world.restore(new Uint8Array(3))).toThrow(InputError);
    expect(() => world.restore(new Uint8Array(5000))).toThrow('saved world');
    expect(() => world.restore(bytes.slice(0, 600))).toThrow(InputError);
    expect(() => world.restore(bytes.slice(0, -200))).toThrow(InputError);
    expect(() => world.restore(other(square()).save())).toThrow('this layout');
    expect(() => world.restore(other(busySquare(2), 3).save())).toThrow('time steps');
    const newer = bytes.slice();
    newer[4] = 9;
    expect(() => world.restore(newer)).toThrow('version 1, but got 9');
    expect(world.bodies.position).toEqual(before);
    world.restore(bytes);
    expect(world.save()).toEqual(bytes);
    world.dispose();
  });
});

const header = 16;
/** Identity: seed, seconds of a decision, substeps, and five counts. */
const identity = 8;

const numbersIn = (bytes: Uint8Array) => new DataView(bytes.buffer).getUint32(8, true);

function withNumber(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const changed = bytes.slice();
  new DataView(changed.buffer).setFloat64(header + 8 * index, value, true);
  return changed;
}

/** What restoring says where one number of the state after the other is `value`: only what is refused. */
function refusals(world: World, bytes: Uint8Array, value: number): string[] {
  const said: string[] = [];
  for (let index = identity; index < numbersIn(bytes); index++) {
    try {
      world.restore(withNumber(bytes, index, value));
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      said.push((error as Error).message);
    }
  }
  return said;
}

/** A world of the ring, in which people are replaced as they arrive and the robot remembers whom it saw. */
function ringWorld(): World {
  const world = new World(layOut(parseScene(ringScene, 'the ring'), 3), {
    ...{ seed: 3, decisionSeconds: 0.25 },
  });
  wander([world], 1, 60);
  return world;
}

describe('save: what comes from a file of anyone’s', () => {
  it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e300])(
    'is refused where any number is %d, and the world stays as it was',
    (value) => {
      const world = new World(busySquare(3), { seed: 1 });
      world.enterVisitor(0, 0, 0);
      wander([world], 2, 20);
      const bytes = world.save();
      const doubles = value === 1e300;
      const said = refusals(world, bytes, value);
      // Of those that are kept in double precision, 1e300 is one like any other.
      if (doubles) expect(said.length).toBeGreaterThan(50);
      else expect(said).toHaveLength(numbersIn(bytes) - identity);
      expect(said[1]).toMatch(
        /^Expected number 9 of a saved world to be a finite one of a Float32A/,
      );
      if (!doubles) expect(world.save()).toEqual(bytes);
      world.dispose();
    },
  );

  it('is refused where an index leads nowhere', () => {
    const layout = busySquare(3);
    const world = new World(layout, { seed: 1 });
    wander([world], 2, 20);
    const bytes = world.save();
    const points = (value: number) =>
      refusals(world, bytes, value).filter((message) => message.includes('the point that walker'));
    for (const value of [-1, 1000]) expect(points(value)).toHaveLength(layout.walkers.length);
    expect(points(1000)[0]).toMatch(
      /^Expected the point that walker 0 goes to of a saved world to be a/,
    );
    expect(points(0)).toEqual([]);
    world.dispose();
  });

  it('is refused where its random stream has gone further than it can have', () => {
    const world = ringWorld();
    const bytes = world.save();
    const { ring } = world.layout;
    world.restore(bytes);
    expect(world.save()).toEqual(bytes);
    for (const value of [1e15, 1e9, (ring?.draws ?? 0) - 1]) {
      const draws = refusals(world, bytes, value).filter((message) => message.includes('draws'));
      expect(draws, `${value}`).toHaveLength(1);
    }
    // After no decision nothing was drawn.
    const first = world.steps;
    const steps = withNumber(bytes, identity, 0);
    expect(first).toBe(60);
    expect(() => world.restore(steps)).toThrow(
      /random draws of a saved world to be .* but got \d+:/,
    );
    for (const value of [-1, 0.5]) {
      expect(() => world.restore(withNumber(bytes, identity, value))).toThrow(
        /decisions of a saved/,
      );
    }
    world.dispose();
  });

  it('is refused where a body is nowhere, or none of the layout’s', () => {
    const points = ringWorld();
    const moved = points.save();
    const at = header + 8 * numbersIn(moved);
    new DataView(moved.buffer).setFloat64(at, Number.NaN, true);
    expect(() => points.restore(moved)).toThrow(/points at finite places/);

    const [world, other] = [
      new World(busySquare(3), { seed: 1 }),
      new World(busySquare(2), { seed: 1 }),
    ];
    world.place(1, 1.2345678, -3.456789, 0);
    const bytes = world.save();
    const start = header + 8 * numbersIn(bytes);
    const own = bytes.subarray(start);
    const foreign = other.save();
    const others = foreign.subarray(header + 8 * numbersIn(foreign));
    const mixed = new Uint8Array([...bytes.subarray(0, start), ...others]);
    expect(() => world.restore(mixed)).toThrow(/the bodies of its layout at finite places/);

    const view = new DataView(own.buffer, own.byteOffset, own.byteLength);
    const wanted = Math.fround(1.2345678);
    let found = 0;
    for (let i = 0; i + 4 <= own.length; i++) {
      if (view.getFloat32(i, true) !== wanted) continue;
      view.setFloat32(i, Number.NaN, true);
      found++;
    }
    expect(found).toBeGreaterThan(0);
    expect(() => world.restore(bytes)).toThrow(/the bodies of its layout at finite places/);
    expect(world.position[3]).toBe(wanted);
    wander([world], 3, 5);
    for (const each of [points, world, other]) each.dispose();
  });
});
