/**
 * Seeds of environments and of their layouts, so numbered that training and evaluation draw from disjoint
 * sets of layouts, starts and goals whatever seeds were asked for: by construction, not by luck.
 *
 * `hashedSeeds`: bit 31 tells evaluation (set) from training (clear), and every seed derived from another
 * keeps its bit. `publishedSeeds`: a benchmark has numbered its layouts itself, and gives spans of them to
 * training, validation and test. Seeds are unsigned 32-bit integers.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom } from '../core/random.ts';
import { checkNames } from './check-option.ts';

/** What cases are for: `validation` to choose by (settings, a checkpoint), `test` to report. */
export type Purpose = 'test' | 'validation';

export interface Seeds {
  /** Of training environment `world` in a run that was started with `seed`. */
  training(seed: number, world: number): number;
  /** Of evaluation environment `world` under `seed`. */
  evaluation(seed: number, world: number, purpose: Purpose): number;
  /** Of the `index`-th layout of the environment that was reset with `seed`. */
  layout(seed: number, index: number): number;
  /** Whether a layout's seed is one that training may have drawn. */
  isTraining(layout: number): boolean;
  /** What others call case `index` under `seed`. */
  caseNumber(index: number, seed: number, purpose: Purpose): number;
  /** How many cases of the test are published: the first ones under seed 0. */
  readonly publishedCases: number;
}

const highBit = 0x8000_0000;

/** 31 bits that depend on the seed and on every name. */
function derive(seed: number, ...names: readonly (string | number)[]): number {
  return createRandom(seed, ...names).integer(highBit);
}

/** Seed of training world `world` in a run that was started with `seed`. */
export function trainingSeed(seed: number, world: number): number {
  return derive(seed, 'training', world);
}

/** Seed of evaluation world `world` under `seed`. */
export function evaluationSeed(seed: number, world: number, purpose: Purpose = 'test'): number {
  const name = purpose === 'test' ? 'evaluation' : purpose;
  return (derive(seed, name, world) | highBit) >>> 0;
}

export function isEvaluationSeed(seed: number): boolean {
  return (seed & highBit) !== 0;
}

/** Seed of the `index`-th layout of the environment that was reset with `seed`. */
export function layoutSeed(seed: number, index: number): number {
  return (derive(seed, 'layout', index) | (seed & highBit)) >>> 0;
}

export const hashedSeeds: Seeds = {
  training: trainingSeed,
  evaluation: evaluationSeed,
  layout: layoutSeed,
  isTraining: (layout) => !isEvaluationSeed(layout),
  caseNumber: (index) => index,
  publishedCases: 0,
};

/** Spans of layout seeds, each from its first to its last; none may meet another. */
export interface PublishedSpans {
  readonly training: readonly [first: number, last: number];
  readonly validation: readonly [first: number, last: number];
  /** The published cases. */
  readonly test: readonly [first: number, last: number];
  /** Case i of the test has seed first + i · `stride` and the number i · `stride`. Default: 1. */
  readonly stride?: number;
  /** From here on, test cases that nobody has published. */
  readonly fresh: number;
}

/** Fresh cases under one seed, at most: as many as one evaluation takes. */
const freshPerSeed = 100_000;

/**
 * Under seed 0, evaluation takes the published cases in their order and fresh ones when they are used up;
 * under any other seed, fresh ones. One agent per layout. An environment's seed is the layout's own, or, with bit 31 set, that of
 * a training environment, whose layouts are drawn.
 */
export function publishedSeeds(spans: PublishedSpans): Seeds {
  checkNames('publishedSeeds', spans, ['training', 'validation', 'test', 'stride', 'fresh']);
  const { training, validation, test, stride = 1, fresh } = spans;
  checkSpans(spans);
  const published = Math.floor((test[1] - test[0]) / stride) + 1;
  const isPublished = (index: number, seed: number) => seed === 0 && index < published;
  return {
    training: (seed, world) => (trainingSeed(seed, world) | highBit) >>> 0,
    evaluation(seed, world, purpose) {
      if (purpose === 'validation') {
        const count = validation[1] - validation[0] + 1;
        return validation[0] + ((seed * freshPerSeed + world) % count);
      }
      if (isPublished(world, seed)) return test[0] + world * stride;
      const index = seed === 0 ? world - published : world;
      return (fresh + ((seed * freshPerSeed + index) % (highBit - fresh))) >>> 0;
    },
    layout(seed, index) {
      if ((seed & highBit) === 0) return seed;
      return training[0] + (derive(seed, 'layout', index) % (training[1] - training[0] + 1));
    },
    isTraining: (layout) => training[0] <= layout && layout <= training[1],
    caseNumber: (index, seed, purpose) =>
      purpose === 'test' && isPublished(index, seed) ? index * stride : index,
    publishedCases: published,
  };
}

function checkSpans({ training, validation, test, stride = 1, fresh }: PublishedSpans): void {
  const spans = Object.entries({
    training,
    validation,
    test,
    fresh: [fresh, highBit - 1] as const,
  });
  for (const [name, [first, last]] of spans) {
    const right = Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < highBit;
    if (!right || last < first) {
      throw new InputError(
        `Expected seeds: ${name} to be whole numbers from 0 to ${highBit - 1}, the first not above the last, got ${first} to ${last}.`,
      );
    }
    for (const [other, [otherFirst, otherLast]] of spans) {
      if (other === name || last < otherFirst || otherLast < first) continue;
      throw new InputError(`Expected seeds: ${name} and ${other} to have no seed in common.`);
    }
  }
  if (!Number.isInteger(stride) || stride < 1) {
    throw new InputError(
      `Expected seeds: stride to be a whole number of at least 1, got ${stride}.`,
    );
  }
}
