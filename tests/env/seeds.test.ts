import { expect, it } from 'vitest';
import { largestSeed } from '../../src/core/random.ts';
import {
  evaluationSeed,
  hashedSeeds,
  isEvaluationSeed,
  layoutSeed,
  type PublishedSpans,
  publishedSeeds,
  trainingSeed,
} from '../../src/env/seeds.ts';

it('seeds: no layout of training is ever a layout of evaluation', () => {
  for (let seed = 0; seed < 50; seed++) {
    for (let index = 0; index < 50; index++) {
      expect(isEvaluationSeed(layoutSeed(trainingSeed(seed, index), index))).toBe(false);
      expect(isEvaluationSeed(layoutSeed(evaluationSeed(seed, index), index))).toBe(true);
      expect(hashedSeeds.isTraining(layoutSeed(trainingSeed(seed, index), index))).toBe(true);
      expect(hashedSeeds.isTraining(layoutSeed(evaluationSeed(seed, index), index))).toBe(false);
    }
  }
});

it('seeds: worlds, layouts and run seeds give different seeds', () => {
  const seeds = new Set<number>();
  for (let seed = 0; seed < 10; seed++) {
    for (let world = 0; world < 10; world++) {
      for (let index = 0; index < 10; index++) {
        seeds.add(layoutSeed(trainingSeed(seed, world), index));
        seeds.add(layoutSeed(evaluationSeed(seed, world), index));
      }
    }
  }
  // Of 2,000 draws from 2^31 about one collision in a thousand such tests is to be expected.
  expect(seeds.size).toBe(2000);
});

it('seeds: are unsigned 32-bit integers', () => {
  for (const seed of [
    trainingSeed(1, 2),
    evaluationSeed(1, 2),
    layoutSeed(evaluationSeed(1, 2), 3),
  ]) {
    expect(seed).toBe(seed >>> 0);
  }
});

it('seeds: cases to choose by are others than those to report', () => {
  for (let world = 0; world < 50; world++) {
    const seed = evaluationSeed(0, world, 'validation');
    expect(isEvaluationSeed(seed)).toBe(true);
    expect(seed).not.toBe(evaluationSeed(0, world));
  }
});

const spans: PublishedSpans = {
  validation: [0, 999],
  test: [1000, 1499],
  training: [2000, 999_999],
  fresh: 1_000_000,
};

it('published seeds: the test is the published cases in their order, then fresh ones', () => {
  const seeds = publishedSeeds(spans);
  const caseOf = (index: number, seed = 0) => {
    const environment = seeds.evaluation(seed, index, 'test');
    // An evaluation keeps its layout, whatever its index.
    expect(seeds.layout(environment, 1)).toBe(seeds.layout(environment, 0));
    return [seeds.caseNumber(index, seed, 'test'), seeds.layout(environment, 0)];
  };
  expect(caseOf(0)).toEqual([0, 1000]);
  expect(caseOf(499)).toEqual([499, 1499]);
  expect(caseOf(500)).toEqual([500, 1_000_000]);
  expect(caseOf(0, 1)).toEqual([0, 1_100_000]);
  expect(caseOf(7, 2)).toEqual([7, 1_200_007]);
});

it('published seeds: under the largest seed, too, every case has a layout of its own', () => {
  const { evaluation } = publishedSeeds(spans);
  for (const purpose of ['test', 'validation'] as const) {
    const cases = Array.from({ length: 200 }, (_, i) => evaluation(largestSeed, i, purpose));
    expect(new Set(cases).size).toBe(200);
    const [lowest, highest] = [Math.min(...cases), Math.max(...cases)];
    const [first, last] = purpose === 'test' ? [spans.fresh, 2 ** 31 - 1] : spans.validation;
    expect([lowest >= first, highest <= last]).toEqual([true, true]);
  }
});

it('published seeds: with a stride only some numbers are cases', () => {
  const seeds = publishedSeeds({ ...spans, test: [1425, 1923], stride: 2 });
  expect([hashedSeeds, publishedSeeds(spans), seeds].map((each) => each.publishedCases)).toEqual([
    ...[0, 500, 250],
  ]);
  expect([0, 249].map((i) => seeds.evaluation(0, i, 'test'))).toEqual([1425, 1923]);
  expect([0, 249].map((i) => seeds.caseNumber(i, 0, 'test'))).toEqual([0, 498]);
  expect(seeds.evaluation(0, 250, 'test')).toBe(1_000_000);
});

it('published seeds: no layout of training is ever one of an evaluation', () => {
  const seeds = publishedSeeds(spans);
  const drawn = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    for (let world = 0; world < 20; world++) {
      const training = seeds.training(seed, world);
      expect(training).toBe(training >>> 0);
      for (let index = 0; index < 20; index++) {
        const layout = seeds.layout(training, index);
        expect(layout).toBeGreaterThanOrEqual(2000);
        expect(layout).toBeLessThanOrEqual(999_999);
        expect(seeds.isTraining(layout)).toBe(true);
        drawn.add(layout);
      }
      const validation = seeds.layout(seeds.evaluation(seed, world, 'validation'), 0);
      expect(validation).toBeLessThan(1000);
      const test = seeds.layout(seeds.evaluation(seed, world + 490, 'test'), 0);
      expect(test < 1500 ? test >= 1000 : test >= 1_000_000).toBe(true);
      expect([validation, test].some(seeds.isTraining)).toBe(false);
    }
  }
  // Of 8,000 draws from 998,000 some 32 meet another.
  expect(drawn.size).toBeGreaterThan(7900);
});

it('published seeds: spans that meet or make no sense are refused', () => {
  expect(() => publishedSeeds({ ...spans, training: [1499, 5000] })).toThrow(
    'Expected seeds: training and test to have no seed in common.',
  );
  expect(() => publishedSeeds({ ...spans, fresh: 5000 })).toThrow('training and fresh to have no');
  expect(() => publishedSeeds({ ...spans, validation: [9, 0] })).toThrow(
    'Expected seeds: validation to be whole numbers from 0 to',
  );
  expect(() => publishedSeeds({ ...spans, stride: 0 })).toThrow('stride to be a whole number');
});
