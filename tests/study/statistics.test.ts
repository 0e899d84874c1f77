/** Interquartile mean and comparison against values worked out by hand or by enumeration. */
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/core/bootstrap.ts';
import { createRandom } from '../../src/core/random.ts';
import { commonSeeds, difference, estimate, excludesZero } from '../../src/study/compare-arms.ts';
import { interquartileMean } from '../../src/study/interquartile-mean.ts';

const random = () => createRandom(1, 'statistics');
const bySeed = (...figures: number[]) => new Map(figures.map((figure, i) => [i + 1, figure]));

describe('interquartile mean', () => {
  it.each<[number[], number]>([
    [[0.7], 0.7],
    [[0, 1], 0.5],
    // Ranks 0.75 to 2.25: a quarter of 0, all of 1, a quarter of 5, of one and a half.
    [[5, 0, 1], (0.25 * 0 + 1 + 0.25 * 5) / 1.5],
    [[9, 1, 2, -50], 1.5],
    // Ranks 1.25 to 3.75: three quarters of 1, all of 2, three quarters of 4, of two and a half.
    [[100, 4, 2, 1, 0], (0.75 * 1 + 2 + 0.75 * 4) / 2.5],
    [[8, 7, 6, 5, 4, 3, 2, 1], 4.5],
  ])('of %j is %d', (values, expected) => {
    expect(interquartileMean(values)).toBeCloseTo(expected, 12);
  });

  it('leaves the order of its values alone', () => {
    const values = [3, 1, 2];
    interquartileMean(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('compare arms', () => {
  const baseline = bySeed(0.2, 0.9, 0.5, 0.7, 0.4);

  it('an arm that is better by the same on every seed is better for certain', () => {
    const better = new Map([...baseline].map(([seed, figure]) => [seed, figure + 0.05]));
    const shown = difference(better, baseline, random()) as Estimate;
    for (const bound of Object.values(shown)) expect(bound).toBeCloseTo(0.05, 12);
    expect(excludesZero(shown)).toBe(true);
  });

  it('compares over the seeds that both have, and not at all where there are none', () => {
    const half = new Map([...baseline].slice(0, 3).map(([seed, figure]) => [seed, figure + 0.1]));
    half.set(77, -5);
    expect(commonSeeds(half, baseline)).toEqual([1, 2, 3]);
    expect(difference(half, baseline, random())?.value).toBeCloseTo(0.1, 12);
    expect(difference(bySeed(0.4), new Map([[2, 0.4]]), random())).toBeNull();
  });

  it('worse is shown as well as better, and a bound of zero shows nothing', () => {
    expect(excludesZero({ value: -0.2, low: -0.3, high: -0.1 })).toBe(true);
    expect(excludesZero({ value: 0.2, low: 0, high: 0.3 })).toBe(false);
    // Sums in another order differ in the last bit.
    expect(excludesZero({ value: 1e-17, low: 1e-17, high: 1e-17 })).toBe(false);
  });

  it('one run is a point', () => {
    expect(estimate(bySeed(0.8), random())).toEqual({ value: 0.8, low: 0.8, high: 0.8 });
  });

  it.each([3, 5])(
    'of %d seeds, at most one difference in twenty is called real that is none',
    (seeds) => {
      const draws = createRandom(11, 'null', seeds);
      const arm = (shift = 0) =>
        bySeed(...Array.from({ length: seeds }, () => draws.normal() + shift));
      const repetitions = 150;
      let [wrong, found] = [0, 0];
      for (let i = 0; i < repetitions; i++) {
        const interval = (shift: number) =>
          difference(arm(shift), arm(), createRandom(i, 'bootstrap')) as Estimate;
        if (excludesZero(interval(0))) wrong++;
        if (excludesZero(interval(8))) found++;
      }
      // Three standard errors above; the bare bootstrap has .27 of three seeds and .11 of five.
      expect(wrong / repetitions).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / repetitions));
      expect(found / repetitions).toBeGreaterThan(0.8);
    },
  );
});
