import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { bodyKinds, createBodies } from '../../src/world/bodies.ts';
import {
  clearance,
  createNeighbourSearch,
  gather,
  markMoved,
  nearest,
} from '../../src/world/neighbours.ts';
import { crate, door, square, walker } from './fixtures/layouts.ts';

const crowd = square({
  agents: 70,
  props: [crate('crate', [1, 1], 5)],
  doors: [door('door', [0, 0])],
  walkers: [
    walker('walker', [
      [3, 3],
      [4, 4],
    ]),
  ],
});

function strew(bodies: ReturnType<typeof createBodies>, seed: number): void {
  const random = createRandom(seed, 'strew');
  for (let n = 0; n < bodies.count; n++) {
    // A few stand outside the border, where the grid has no cells of its own.
    bodies.position[3 * n] = random.range(-12, 12);
    bodies.position[3 * n + 2] = random.range(-12, 12);
  }
}

describe('neighbours', () => {
  it('neighbours: sorted by the distance between surfaces, nearest first, without doors', () => {
    const bodies = createBodies(crowd);
    const search = createNeighbourSearch(crowd, bodies);
    strew(bodies, 1);
    const gap = (n: number) =>
      Math.hypot(
        (bodies.position[3 * n] as number) - (bodies.position[15] as number),
        (bodies.position[3 * n + 2] as number) - (bodies.position[17] as number),
      ) -
      (bodies.radius[n] as number) -
      (bodies.radius[5] as number);
    const expected = Array.from({ length: bodies.count }, (_, n) => n)
      .filter((n) => n !== 5 && bodies.kind[n] !== bodyKinds.door && gap(n) <= 6)
      .sort((a, b) => gap(a) - gap(b));
    const out = new Int32Array(100);
    const found = nearest(search, 5, 100, 6, out);
    expect([...out.subarray(0, found)]).toEqual(expected);
    expect(expected.length).toBeGreaterThan(5);
  });

  it('neighbours: what meets a disc is gathered, and with a grid not everything', () => {
    const bodies = createBodies(crowd);
    const search = createNeighbourSearch(crowd, bodies, { gridFrom: 0 });
    const random = createRandom(1, 'discs');
    let gathered = 0;
    for (let seed = 0; seed < 20; seed++) {
      strew(bodies, seed);
      markMoved(search);
      for (let i = 0; i < 20; i++) {
        const [x, z, radius] = [random.range(-11, 11), random.range(-11, 11), random.range(0, 2)];
        const found = new Set(search.gathered.subarray(0, gather(search, x, z, radius)));
        for (let n = 0; n < bodies.count; n++) {
          const dx = (bodies.position[3 * n] as number) - x;
          const dz = (bodies.position[3 * n + 2] as number) - z;
          const meets = Math.hypot(dx, dz) < radius + (bodies.radius[n] as number);
          if (meets && bodies.kind[n] !== bodyKinds.door) expect(found.has(n)).toBe(true);
        }
        gathered += found.size;
      }
    }
    expect(gathered / 400).toBeLessThan(bodies.count / 3);
  });

  it('neighbours: the clearance is that to the nearest avatar or walker, with a grid and without', () => {
    const bodies = createBodies(crowd);
    const withGrid = createNeighbourSearch(crowd, bodies, { gridFrom: 0 });
    const without = createNeighbourSearch(crowd, bodies, { gridFrom: 1000 });
    const out = new Int32Array(bodies.count);
    for (let seed = 0; seed < 20; seed++) {
      strew(bodies, seed);
      markMoved(withGrid);
      for (let self = 0; self < 70; self++) {
        const free = clearance(without, self, 10);
        expect(clearance(withGrid, self, 10)).toBe(free);
        expect(clearance(withGrid, self, 0.01)).toBe(Math.min(0.01, free));
        const found = nearest(without, self, bodies.count, 10, out);
        const at = out.subarray(0, found).findIndex((n) => bodies.kind[n] !== bodyKinds.prop);
        expect(free).toBeCloseTo(at < 0 ? 10 : (without.distance[at] as number), 12);
      }
    }
  });

  it('neighbours: a grid finds what comparing all finds', () => {
    const bodies = createBodies(crowd);
    const withGrid = createNeighbourSearch(crowd, bodies, { gridFrom: 0 });
    const without = createNeighbourSearch(crowd, bodies, { gridFrom: 1000 });
    const a = new Int32Array(8);
    const b = new Int32Array(8);
    for (let seed = 0; seed < 20; seed++) {
      strew(bodies, seed);
      markMoved(withGrid);
      for (let self = 0; self < 70; self++) {
        for (const reach of [0.5, 3, 30]) {
          const found = nearest(withGrid, self, 8, reach, a);
          expect(found).toBe(nearest(without, self, 8, reach, b));
          expect(a.subarray(0, found)).toEqual(b.subarray(0, found));
        }
      }
    }
  });

  it('neighbours: a grid finds those who came in another’s place, larger than all before', () => {
    const bodies = createBodies(crowd);
    const search = createNeighbourSearch(crowd, bodies, { gridFrom: 0 });
    strew(bodies, 1);
    bodies.position.set([0, 0.85, 0], 0);
    expect(gather(search, 0, 0, 0.1)).toBeLessThan(bodies.count);
    const grown = bodies.walkers;
    bodies.position.set([11, 0.85, 11], 3 * grown);
    bodies.radius[grown] = 15.5;
    markMoved(search);
    expect(search.gathered.subarray(0, gather(search, 0, 0, 0.1))).toContain(grown);
    expect(clearance(search, 0, 10)).toBeCloseTo(Math.hypot(11, 11) - 0.3 - 15.5, 5);
    const out = new Int32Array(1);
    expect([nearest(search, 0, 1, 10, out), out[0]]).toEqual([1, grown]);
  });

  it('neighbours: nothing within reach is 0 found', () => {
    const layout = square({ agents: 2 });
    const bodies = createBodies(layout);
    bodies.position.set([0, 0.85, 0, 5, 0.85, 0]);
    const out = new Int32Array(1);
    expect(nearest(createNeighbourSearch(layout, bodies), 0, 1, 4.3, out)).toBe(0);
    expect(nearest(createNeighbourSearch(layout, bodies), 0, 1, 4.5, out)).toBe(1);
    expect(out[0]).toBe(1);
  });
});
