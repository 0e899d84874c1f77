/** Rank correlation, entropy and pooled means against values worked out by hand. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { normalisedEntropy } from '../../src/explain/entropy.ts';
import { Pooled } from '../../src/explain/pooled.ts';
import { kendallTau } from '../../src/explain/rank-correlation.ts';

describe('kendall’s tau-b', () => {
  it.each<[string, number[], number[], number]>([
    ['the same order', [1, 2, 3, 4], [10, 20, 30, 40], 1],
    ['the opposite order', [1, 2, 3], [3, 2, 1], -1],
    // Of six pairs five agree and one does not.
    ['two neighbours exchanged', [1, 2, 3, 4], [1, 3, 2, 4], 4 / 6],
    // Pairs 12 13 14 23 24 34: one is tied in a; of the others all agree: 5 / √(5 · 6).
    ['a tie in one of them', [1, 1, 2, 3], [1, 2, 3, 4], 5 / Math.sqrt(30)],
    // Tied in both: 5 agree of 5 in either.
    ['a tie of the same two in both', [1, 1, 2, 3], [5, 5, 6, 7], 1],
    // a ties 1 2, b ties 3 4: 4 agree; 5 are untied in each.
    ['ties of different ones', [1, 1, 2, 3], [1, 2, 3, 3], 4 / 5],
    // Kendall's own example (1945): all 33 pairs that neither ties agree.
    [
      'ten with ties',
      [1, 2.5, 2.5, 4.5, 4.5, 6.5, 6.5, 8, 9.5, 9.5],
      [1, 2, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
      33 / Math.sqrt(41 * 36),
    ],
  ])('%s', (_name, a, b, expected) => {
    expect(kendallTau(a, b)).toBeCloseTo(expected, 12);
    expect(kendallTau(b, a)).toBeCloseTo(expected, 12);
  });

  it('says nothing where nothing is told apart, and of fewer than two', () => {
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(kendallTau([1, 2, 3], [0, 0, 0])).toBeNull();
    expect(kendallTau([1], [2])).toBeNull();
    expect(kendallTau([], [])).toBeNull();
    expect(() => kendallTau([1, 2], [1])).toThrow('2 and 1');
  });

  it('of orders drawn at random is 0 on average', () => {
    const random = createRandom(1, 'tau');
    const draw = () => Array.from({ length: 5 }, () => random.uniform());
    let sum = 0;
    for (let i = 0; i < 4000; i++) sum += kendallTau(draw(), draw()) as number;
    expect(Math.abs(sum / 4000)).toBeLessThan(0.03);
  });
});

describe('normalised entropy', () => {
  it.each<[number[], number | null]>([
    [[0.25, 0.25, 0.25, 0.25], 1],
    [[1, 0, 0], 0],
    // 1.5 bits of log₂ 3.
    [[0.5, 0.25, 0.25], 1.5 / Math.log2(3)],
    [[1], null],
    [[], null],
  ])('of %j is %d', (weights, expected) => {
    const found = normalisedEntropy(weights);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 12);
  });
});

describe('pooled mean', () => {
  const random = () => createRandom(3, 'pooled');

  it('counts every value alike, and null not at all', () => {
    const pooled = new Pooled([-1, 5]);
    for (const value of [1, 1, 1, null]) pooled.add(0, value);
    pooled.add(1, 5);
    expect(pooled.count).toBe(4);
    expect(pooled.estimate(random())?.value).toBe(2);
    expect(new Pooled([-1, 5]).estimate(random())).toBeNull();
  });

  it('draws groups whole: many values of two groups are known no better than two', () => {
    const [together, apart] = [new Pooled([-1, 5]), new Pooled([-1, 5])];
    for (let i = 0; i < 100; i++) {
      together.add(i % 2, i % 2);
      apart.add(i, i % 2);
    }
    // Wider still than from one of them to the other: two say next to nothing.
    expect(together.estimate(random())).toEqual({ value: 0.5, low: -1, high: 5 });
    const { low, high } = apart.estimate(random())!;
    expect(high - low).toBeLessThan(0.25);
    expect(high - low).toBeGreaterThan(0.15);
  });

  it('of one group it may be anything, however many values there are', () => {
    const pooled = new Pooled([-1, 1]);
    for (let i = 0; i < 100; i++) pooled.add(0, -0.01);
    const { value, ...ends } = pooled.estimate(random())!;
    expect(value).toBeCloseTo(-0.01, 12);
    expect(ends).toEqual({ low: -1, high: 1 });
  });

  it('holds the true mean of seven groups about as often as it says', () => {
    const draw = createRandom(5, 'seven');
    let held = 0;
    const tries = 400;
    for (let t = 0; t < tries; t++) {
      const pooled = new Pooled([-10, 10]);
      for (let group = 0; group < 7; group++) {
        const shared = draw.normal();
        for (let i = 0; i < 4; i++) pooled.add(group, shared + draw.normal());
      }
      const { low, high } = pooled.estimate(random())!;
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / tries).toBeGreaterThan(0.91);
    expect(held / tries).toBeLessThan(0.985);
  });
});
