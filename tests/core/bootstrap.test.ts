/** Bootstrap intervals against values worked out by hand or by enumeration. */
import { describe, expect, it } from 'vitest';
import { bootstrap, quantile } from '../../src/core/bootstrap.ts';
import { createRandom } from '../../src/core/random.ts';
import { interquartileMean } from '../../src/study/interquartile-mean.ts';

const random = () => createRandom(1, 'statistics');
const mean = ([values]: [number[]]) => values.reduce((sum, x) => sum + x, 0) / values.length;

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
