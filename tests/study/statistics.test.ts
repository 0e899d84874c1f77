/** Interquartile mean and comparison against values worked out by hand or by enumeration. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { difference, estimate, excludesZero } from '../../src/study/compare-arms.ts';
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
