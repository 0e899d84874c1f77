import { describe, expect, it } from 'vitest';
import { rateInterval } from '../../src/agents/rate-interval.ts';
import { wilsonInterval } from '../../src/agents/wilson.ts';
import { createRandom } from '../../src/core/random.ts';
import { studentT } from '../../src/core/student-t.ts';

/** `worlds[w]` successes of `each` cases in world w. */
const cases = (worlds: readonly number[], each: number) =>
  worlds.flatMap((hits, seed) =>
    Array.from({ length: each }, (_, i) => ({ seed, outcome: i < hits ? 'success' : 'timeout' })),
  );

describe('rate interval', () => {
  it('is Wilson’s where every world has one case, of whichever outcome', () => {
    const alone = cases([1, 1, 0, 1, 0, 1, 1, 1], 1);
    expect(rateInterval(alone)).toEqual(wilsonInterval(6, 8));
    expect(rateInterval(alone, 'timeout')).toEqual(wilsonInterval(2, 8));
    expect(rateInterval([])).toEqual({ low: 0, high: 1 });
  });

  it('takes cases of a world that all end alike for one', () => {
    const worlds = Array.from({ length: 40 }, (_, w) => (w % 4 === 0 ? 0 : 8));
    const { low, high } = rateInterval(cases(worlds, 8));
    const ofWorlds = wilsonInterval(30, 40, studentT(39));
    // m / (m − 1) aside, forty cases.
    expect(low).toBeCloseTo(ofWorlds.low, 1);
    expect(high).toBeCloseTo(ofWorlds.high, 1);
    expect(high - low).toBeGreaterThan(2.5 * (0.79 - 0.7));
  });

  it('is no narrower than that of as many independent cases', () => {
    const evenly = rateInterval(cases(Array(40).fill(6), 8));
    const independent = wilsonInterval(240, 320);
    expect(evenly.low).toBeLessThanOrEqual(independent.low);
    expect(evenly.high).toBeGreaterThanOrEqual(independent.high);
  });

  it('says little of two worlds, and nothing of one', () => {
    const { low, high } = rateInterval(cases([256, 256], 256));
    expect([low < 0.8, high]).toEqual([true, 1]);
    expect(rateInterval(cases([6], 8))).toEqual({ low: 0, high: 1 });
    expect(rateInterval(cases([8], 8))).toEqual({ low: 0, high: 1 });
  });

  it('holds the true rate nearly as often as it says, where Wilson’s of all cases does not', () => {
    const random = createRandom(7, 'coverage');
    const rate = 0.9;
    const held = [0, 0];
    const tries = 2000;
    for (let t = 0; t < tries; t++) {
      // Half of the worlds' failures come in fours.
      const worlds = Array.from({ length: 30 }, () => {
        if (random.uniform() < 0.5) {
          return (
            8 - 4 * (Number(random.uniform() < 1 - rate) + Number(random.uniform() < 1 - rate))
          );
        }
        return Array.from({ length: 8 }).filter(() => random.uniform() < rate).length;
      });
      const all = cases(worlds, 8);
      const hits = worlds.reduce((a, b) => a + b);
      for (const [i, { low, high }] of [
        rateInterval(all),
        wilsonInterval(hits, all.length),
      ].entries()) {
        if (low <= rate && rate <= high) held[i] = (held[i] ?? 0) + 1;
      }
    }
    const [clustered = 0, independent = 0] = held.map((count) => count / tries);
    expect(clustered).toBeGreaterThan(0.93);
    expect(independent).toBeLessThan(0.86);
  });

  it('has quantiles of Student’s t to one in a hundred', () => {
    const known = [
      ...([
        [1, 12.706],
        [2, 4.303],
        [3, 3.182],
        [5, 2.571],
        [10, 2.228],
      ] as const),
      ...([
        [30, 2.042],
        [62, 1.999],
        [1000, 1.962],
      ] as const),
    ];
    for (const [freedom, t] of known) {
      expect(Math.abs(studentT(freedom) / t - 1), `${freedom}`).toBeLessThan(0.01);
    }
  });
});
