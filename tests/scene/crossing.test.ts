/** Layouts of crossings; those of the public code are held against its draws in tests/scenes. */
import { describe, expect, it } from 'vitest';
import crowdnav from '../../scenes/crowdnav.json';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Ground, Layout } from '../../src/scene/layout.ts';
import { parseScene } from '../../src/scene/scene-file.ts';

const common = { people: 8, circle: 4, speed: 1, yields: false };
const laidOut = (generator: object, seed: number) =>
  layOut(parseScene({ ...crowdnav, generate: [{ ...common, ...generator }] }, 'a scene'), seed);
const parseAndLayOut = (generator: object, seed: number) =>
  layOut(parseScene({ ...crowdnav, generate: [generator] }, 'a scene'), seed);
const apart = (a: Ground, b: Ground) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Start and goal of everyone, the agent first. */
function ways({ journeys, walkers }: Layout): (readonly [Ground, Ground])[] {
  const { from, to } = (journeys as NonNullable<typeof journeys>)[0]!;
  return [[from, to], ...walkers.map(({ route }) => route as unknown as [Ground, Ground])];
}

describe('crossing', () => {
  it('circle: everyone goes to the opposite point, clear of the starts and goals before', () => {
    for (let seed = 0; seed < 20; seed++) {
      const layout = laidOut({ kind: 'circle-crossing' }, seed);
      const all = ways(layout);
      expect(layout.walkers).toHaveLength(8);
      expect(all[0]).toEqual([
        [0, -4],
        [0, 4],
      ]);
      all.forEach(([from, to], i) => {
        expect([to[0] + from[0], to[1] + from[1]]).toEqual([0, 0]);
        expect(Math.abs(Math.hypot(...from) - 4)).toBeLessThan(Math.SQRT1_2);
        for (const [otherFrom, otherTo] of all.slice(0, i)) {
          expect(Math.min(apart(from, otherFrom), apart(from, otherTo))).toBeGreaterThanOrEqual(
            0.8,
          );
        }
      });
    }
  });

  it('square: everyone goes to the other half, starts clear of starts and goals of goals', () => {
    const signs = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const all = ways(laidOut({ kind: 'square-crossing', width: 10 }, seed));
      all.forEach(([from, to], i) => {
        for (const [otherFrom, otherTo] of all.slice(0, i)) {
          expect(apart(from, otherFrom)).toBeGreaterThanOrEqual(0.8);
          expect(apart(to, otherTo)).toBeGreaterThanOrEqual(0.8);
        }
        if (i === 0) return;
        expect(Math.sign(from[0])).toBe(-Math.sign(to[0]));
        expect(Math.max(...[...from, ...to].map(Math.abs))).toBeLessThanOrEqual(5);
        signs.add(Math.sign(from[0]));
      });
    }
    expect(signs.size).toBe(2);
  });

  it('ring: everyone goes to the opposite point, clear of those before, the agent far enough', () => {
    const ring = { kind: 'ring-crossing', people: 20, circle: 8, noise: 2, half: 6, leastWay: 8 };
    for (let seed = 0; seed < 20; seed++) {
      const layout = parseAndLayOut({ ...ring, speed: 1, yields: false }, seed);
      const all = ways(layout);
      const [from, to] = all[0] as readonly [Ground, Ground];
      expect(Math.max(...[...from, ...to].map(Math.abs))).toBeLessThanOrEqual(6);
      expect(apart(from, to)).toBeGreaterThanOrEqual(8);
      all.slice(1).forEach(([start, end], i) => {
        expect([end[0] + start[0], end[1] + start[1]]).toEqual([0, 0]);
        for (const [otherFrom, otherTo] of all.slice(0, i + 1)) {
          const least = Math.min(apart(start, otherFrom), apart(start, otherTo));
          expect(least).toBeGreaterThanOrEqual(0.85);
        }
      });
      // Two doubles a number, at least: four for the agent, three a person.
      expect(layout.ring?.draws).toBeGreaterThanOrEqual(64);
    }
  });

  it('ring: people for whom there is no room are refused', () => {
    const full = { kind: 'ring-crossing', people: 50, circle: 1, noise: 0, half: 6, leastWay: 8 };
    expect(() => parseAndLayOut({ ...full, speed: 1 }, 1)).toThrow(
      '50 do not fit on a ring of 1 m',
    );
  });

  it('the same seed gives the same layout, another one another', () => {
    const kind = { kind: 'circle-crossing' };
    expect(laidOut(kind, 3)).toEqual(laidOut(kind, 3));
    expect(laidOut(kind, 3).walkers).not.toEqual(laidOut(kind, 4).walkers);
  });

  it('twenty people find room, however often they are drawn anew', () => {
    for (let seed = 1000; seed < 1010; seed++) {
      expect(laidOut({ kind: 'circle-crossing', people: 20 }, seed).walkers).toHaveLength(20);
    }
  });
});
