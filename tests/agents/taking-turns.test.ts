import { describe, expect, it } from 'vitest';
import { corridor } from '../../scenes/corridor.ts';
import { rooms } from '../../scenes/rooms.ts';
import { passagesOf, waitingPlace } from '../../src/agents/taking-turns.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Ground } from '../../src/scene/layout.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(seeds)('taking turns in layout %d', (seed) => {
  const layout = layOut(corridor.scene, seed);
  const passages = passagesOf(layout);
  const [west, east] = layout.portals.map(({ position }) => position) as [Ground, Ground];
  const eastward: Ground = [west[0] - 1, west[1]];
  const westward: Ground = [east[0] + 1, east[1]];
  const waits = (time: number, from: Ground, to: Ground) =>
    waitingPlace(passages, time, [{ x: from[0], z: from[1] }], 0, { corners: [from, to], next: 1 });

  it('only one end may be entered at a time, both in turn, and neither in between', () => {
    const seen = new Set<string>();
    for (let time = 0; time < 40; time += 0.1) {
      const closed = [waits(time, eastward, westward), waits(time, westward, eastward)].map(
        Boolean,
      );
      seen.add(closed.join());
    }
    expect(seen).toEqual(new Set(['false,true', 'true,false', 'true,true']));
  });

  it('whoever waits stands in its own hall, off the way of those who come out', () => {
    for (let time = 0; time < 40; time += 0.1) {
      for (const [from, to, mouth] of [
        [eastward, westward, west],
        [westward, eastward, east],
      ] as const) {
        const place = waits(time, from, to);
        if (!place) continue;
        expect(Math.sign(place[0])).toBe(Math.sign(from[0]));
        expect(Math.abs(place[1] - mouth[1])).toBeGreaterThan(4 * layout.body.radius);
        expect(Math.abs(place[1])).toBeLessThan(layout.max[1] - layout.body.radius);
      }
    }
  });

  it('whoever is inside goes on, and so does whoever is far off or on no way through', () => {
    const inside: Ground = [(west[0] + east[0]) / 2, west[1]];
    const far: Ground = [west[0] - 4, west[1]];
    for (let time = 0; time < 40; time += 0.1) {
      expect(waits(time, inside, westward)).toBeUndefined();
      expect(waits(time, far, westward)).toBeUndefined();
      expect(waits(time, eastward, far)).toBeUndefined();
    }
  });
});

it('taking turns: a doorway between two rooms is no passage', () => {
  for (const seed of seeds) expect(passagesOf(layOut(rooms.scene, seed))).toEqual([]);
});
