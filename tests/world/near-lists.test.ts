import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createNearLists, listAt } from '../../src/world/near-lists.ts';

const ground = { min: [-7, -5], max: [6.3, 8] } as const;
const reach = 1.5;

const random = createRandom(1, 'circles');
const circles = Array.from({ length: 60 }, () => ({
  x: random.range(-9, 9),
  z: random.range(-9, 9),
  radius: random.range(0.1, 2),
}));
const lists = createNearLists(ground, circles, reach);

function read(x: number, z: number, asked: number): number[] {
  const list = listAt(lists, x, z, asked);
  return [...lists.things.subarray(lists.start[list], lists.start[list + 1])];
}

describe('near lists', () => {
  it('near lists: hold all that is within reach of a place, in ascending order, and not much else', () => {
    let listed = 0;
    for (let i = 0; i < 500; i++) {
      const x = random.range(-7, 6.3);
      const z = random.range(-5, 8);
      const found = read(x, z, reach);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      circles.forEach((circle, thing) => {
        const gap = Math.hypot(circle.x - x, circle.z - z) - circle.radius;
        if (gap <= reach) expect(found).toContain(thing);
      });
      listed += found.length;
    }
    expect(listed / 500).toBeLessThan(20);
  });

  it('near lists: off the ground, and for a longer reach, there are all things', () => {
    expect(read(-7.01, 0, 0)).toHaveLength(60);
    expect(read(0, 9.01, 0)).toHaveLength(60);
    expect(read(0, 0, reach + 0.01)).toHaveLength(60);
  });
});
