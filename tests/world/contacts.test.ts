import { beforeAll, describe, expect, it } from 'vitest';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { barrel, box, crate, door, pillar, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const still = Float32Array.of(0, 0);

/** What one standing agent touches at (x, z) after one decision. */
function touchingAt(parts: Parameters<typeof square>[0], x: number, z: number): number {
  const world = new World(square(parts), { seed: 1 });
  world.place(0, x, z, 0);
  world.step(still);
  const bits = world.touching[0] as number;
  world.dispose();
  return bits;
}

describe('contacts', () => {
  it('contacts: a standing agent touches what its surface meets, and nothing 2 cm away', () => {
    const statics = [
      box('box', [0, 0], [1, 2, 1], { yaw: Math.PI / 4 }),
      pillar('pillar', [5, 0], 0.5),
    ];
    const props = [crate('crate', [0, 5], 10, Math.PI / 4), barrel('barrel', [5, 5], 10)];
    const doors = [door('door', [-5, 0], { openShare: 0 })];
    const diagonal = Math.SQRT1_2;
    const things = [
      { parts: { statics }, x: diagonal + 0.3, z: 0, bits: touches.static },
      { parts: { statics }, x: 5.8, z: 0, bits: touches.static },
      { parts: { doors }, x: -5, z: 0.36, bits: touches.static },
      { parts: {}, x: 9.7, z: 0, bits: touches.static },
      { parts: { props }, x: 0.6 * diagonal + 0.3, z: 5, bits: touches.prop },
      { parts: { props }, x: 5.65, z: 5, bits: touches.prop },
    ];
    for (const { parts, x, z, bits } of things) {
      expect(touchingAt(parts, x + 0.005, z)).toBe(bits);
      expect(touchingAt(parts, x + (x > 9 ? -0.02 : 0.02), z)).toBe(
        bits === touches.static && z === 0.36 ? bits : 0,
      );
    }
  });

  it('contacts: an agent that corners a walker touches it', () => {
    const walkers = [
      walker('w', [
        [-2, 0],
        [2, 0],
      ]),
    ];
    const alley = [
      box('a', [0, -0.6], [8, 2, 0.2]),
      box('b', [0, 0.6], [8, 2, 0.2]),
      box('end', [-2.6, 0], [0.2, 2, 1]),
    ];
    const world = new World(square({ walkers, statics: alley }), { seed: 1 });
    world.place(0, 2, 0, Math.PI / 2);
    let bits = 0;
    for (let i = 0; i < 30; i++) {
      world.step(Float32Array.of(1.5, 0));
      bits |= world.touching[0] as number;
    }
    expect(bits & touches.walker).toBe(touches.walker);
    expect(bits & touches.agent).toBe(0);
    world.dispose();
  });

  it('contacts: a graze within one decision is not lost', () => {
    // Two that pass at 3 m/s, 2 mm too close, are within 1 cm of one another for only 0.08 s.
    const world = new World(square({ agents: 2 }), { seed: 1 });
    let unseen = 0;
    for (let start = 0; start < 0.3; start += 0.03) {
      world.place(0, 0, 2, 0);
      world.place(1, 0.598, -2 - start, Math.PI);
      let bits = 0;
      let closest = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 30; i++) {
        world.step(Float32Array.of(1.5, 0, 1.5, 0));
        bits |= world.touching[0] as number;
        const [ax, , az, bx, , bz] = world.position as unknown as number[];
        closest = Math.min(closest, Math.hypot((ax ?? 0) - (bx ?? 0), (az ?? 0) - (bz ?? 0)));
      }
      expect(bits).toBe(touches.agent);
      if (closest > 0.61) unseen++;
    }
    // Some of them were farther apart than that whenever a decision ended.
    expect(unseen).toBeGreaterThan(0);
    world.dispose();
  });
});
