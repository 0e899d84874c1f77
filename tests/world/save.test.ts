import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
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
