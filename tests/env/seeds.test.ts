import { expect, it } from 'vitest';
import { evaluationSeed, isEvaluationSeed, layoutSeed, trainingSeed } from '../../src/env/seeds.ts';

it('seeds: no layout of training is ever a layout of evaluation', () => {
  for (let seed = 0; seed < 50; seed++) {
    for (let index = 0; index < 50; index++) {
      expect(isEvaluationSeed(layoutSeed(trainingSeed(seed, index), index))).toBe(false);
      expect(isEvaluationSeed(layoutSeed(evaluationSeed(seed, index), index))).toBe(true);
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
