/** Interquartile mean, bootstrap and comparison against values worked out by hand or by enumeration. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { bootstrap, quantile } from '../../src/study/bootstrap.ts';
import { difference, estimate, excludesZero } from '../../src/study/compare-arms.ts';
import { interquartileMean } from '../../src/study/interquartile-mean.ts';

const random = () => createRandom(1, 'statistics');
const mean = ([values]: [number[]]) => values.reduce((sum, x) => sum + x, 0) / values.length;
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

describe('bootstrap', () => {
  it('quantiles lie straight between neighbours', () => {
    expect(quantile([10, 20, 40], 0.25)).toBe(15);
    expect(quantile([10, 20, 40], 0.9)).toBeCloseTo(36, 12);
    expect(quantile([10, 20, 40], 1)).toBe(40);
    expect(quantile([7], 0.025)).toBe(7);
  });

  it('of 0 and 1, whose mean becomes 0, ½, ½ or 1, has the quantiles of these', () => {
    const at = (level: number) => bootstrap([[0, 1]], mean, { random: random(), level });
    expect(at(0.95)).toEqual({ value: 0.5, low: 0, high: 1 });
    expect(at(0.4)).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  it('of five runs comes to the quantiles of all 3,125 ways to draw them', () => {
    const runs = [0.62, 0.71, 0.78, 0.8, 0.93];
    const all = Array.from({ length: 5 ** 5 }, (_, way) =>
      interquartileMean(runs.map((_, i) => runs[Math.floor(way / 5 ** i) % 5] as number)),
    ).sort((a, b) => a - b);
    const { value, low, high } = bootstrap<[number[]]>(
      [runs],
      ([drawn]) => interquartileMean(drawn),
      {
        random: random(),
        resamples: 40_000,
      },
    );
    expect(value).toBeCloseTo((0.75 * 0.71 + 0.78 + 0.75 * 0.8) / 2.5, 12);
    expect(Math.abs(low - quantile(all, 0.025))).toBeLessThan(0.01);
    expect(Math.abs(high - quantile(all, 0.975))).toBeLessThan(0.01);
  });

  it('draws every stratum from itself alone', () => {
    const sums = ([one, other]: [number[], number[]]) => (one[0] as number) + (other[0] as number);
    const { low, high } = bootstrap<[number[], number[]]>([[1, 1, 1], [10]], sums, {
      random: random(),
    });
    expect([low, high]).toEqual([11, 11]);
  });

  it('repeats itself with the same seed', () => {
    const runs = [[0.1, 0.4, 0.2, 0.9, 0.3]] as [number[]];
    const once = bootstrap(runs, mean, { random: random() });
    expect(bootstrap(runs, mean, { random: random() })).toEqual(once);
    expect(once.low).toBeLessThan(once.value);
    expect(once.high).toBeGreaterThan(once.value);
  });
});

describe('compare arms', () => {
  const baseline = bySeed(0.2, 0.9, 0.5, 0.7, 0.4);

  it('an arm that is better by the same on every seed is better for certain', () => {
    const better = new Map([...baseline].map(([seed, figure]) => [seed, figure + 0.05]));
    const shown = difference(better, baseline, random());
    for (const bound of Object.values(shown)) expect(bound).toBeCloseTo(0.05, 12);
    expect(excludesZero(shown)).toBe(true);
    // The same figures of other seeds say nothing: the seeds differ by more.
    const others = new Map([...better].map(([seed, figure]) => [seed + 100, figure]));
    const unpaired = difference(others, baseline, random());
    expect(unpaired.value).toBeCloseTo(0.05, 12);
    expect(unpaired.low).toBeLessThan(-0.1);
    expect(excludesZero(unpaired)).toBe(false);
  });

  it('seeds that only one of them has count as well', () => {
    const half = new Map([...baseline].slice(0, 3));
    const { value } = difference(half, baseline, random());
    expect(value).toBeCloseTo(
      interquartileMean([0.2, 0.9, 0.5]) - interquartileMean([...baseline.values()]),
      12,
    );
  });

  it('worse is shown as well as better, and a bound of zero shows nothing', () => {
    expect(excludesZero({ value: -0.2, low: -0.3, high: -0.1 })).toBe(true);
    expect(excludesZero({ value: 0.2, low: 0, high: 0.3 })).toBe(false);
    // Three times 0.4 and once 0.4 have sums that differ in the last bit.
    const same = difference(bySeed(0.4, 0.4, 0.4), bySeed(0.4), random());
    expect(excludesZero(same)).toBe(false);
  });

  it('one run is a point', () => {
    expect(estimate(bySeed(0.8), random())).toEqual({ value: 0.8, low: 0.8, high: 0.8 });
  });
});
