import { describe, expect, test } from 'vitest';
import { createRandom, largestSeed } from '../../src/core/random.ts';

const draws = (random: ReturnType<typeof createRandom>, count = 8) =>
  Array.from({ length: count }, () => random.uniform());

describe('random', () => {
  test('the same seed and names give the same numbers', () => {
    expect(draws(createRandom(7, 'layout', 3))).toEqual(draws(createRandom(7, 'layout', 3)));
  });

  test('another seed, name or number gives other numbers', () => {
    const streams = [
      createRandom(7, 'layout', 3),
      createRandom(8, 'layout', 3),
      createRandom(7, 'noise', 3),
      createRandom(7, 'layout', 4),
      createRandom(7, 'layout'),
      createRandom(7, 'layout3'),
    ];
    expect(new Set(streams.map((random) => random.uniform())).size).toBe(streams.length);
  });

  test('the largest seed is another than all others: what is above it is not', () => {
    const first = (seed: number) => createRandom(seed, 'layout').uniform();
    expect(first(largestSeed)).not.toBe(first(0));
    expect(first(largestSeed + 1)).toBe(first(0));
  });

  test('drawing from one stream does not move another', () => {
    const one = createRandom(7, 'one');
    const expected = draws(createRandom(7, 'other'));
    draws(one);
    expect(draws(createRandom(7, 'other'))).toEqual(expected);
  });

  test('neighbouring seeds are not correlated', () => {
    const firsts = Array.from({ length: 4000 }, (_, seed) => createRandom(seed, 'x').uniform());
    let product = 0;
    for (let i = 1; i < firsts.length; i++) product += (firsts[i]! - 0.5) * (firsts[i - 1]! - 0.5);
    // The variance of a uniform is 1/12; the correlation's standard error here is 0.016.
    expect(Math.abs((product / (firsts.length - 1)) * 12)).toBeLessThan(0.06);
  });

  test('a restored state continues exactly, normal draws included', () => {
    const random = createRandom(3, 'noise');
    random.normal();
    const state = JSON.parse(JSON.stringify(random.state()));
    const expected = [random.normal(), random.uniform(), random.integer(10)];
    const other = createRandom(99);
    other.restore(state);
    expect([other.normal(), other.uniform(), other.integer(10)]).toEqual(expected);
  });

  test('integers and ranges keep to their bounds and reach them', () => {
    const random = createRandom(1);
    const integers = Array.from({ length: 500 }, () => random.integer(4));
    expect([...new Set(integers)].sort()).toEqual([0, 1, 2, 3]);
    const values = Array.from({ length: 2000 }, () => random.range(-2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(Math.min(...values)).toBeLessThan(-1.9);
    expect(Math.max(...values)).toBeGreaterThan(5.9);
  });

  test('normal draws have mean 0, variance 1 and 68 % within one', () => {
    const random = createRandom(5);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    const within = values.filter((value) => Math.abs(value) < 1).length / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
    expect(within).toBeCloseTo(0.683, 1);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});
