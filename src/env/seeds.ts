/**
 * Seeds of environments and of their layouts. Bit 31 tells evaluation (set) from training (clear), and
 * every seed derived from another keeps its bit. So the two draw from disjoint sets of layouts, starts
 * and goals whatever seeds were asked for: by construction, not by luck.
 */
import { createRandom } from '../core/random.ts';

const evaluationBit = 0x8000_0000;

/** 31 bits that depend on the seed and on every name. */
function derive(seed: number, ...names: readonly (string | number)[]): number {
  return createRandom(seed, ...names).integer(evaluationBit);
}

/** Seed of training world `world` in a run that was started with `seed`. */
export function trainingSeed(seed: number, world: number): number {
  return derive(seed, 'training', world);
}

/** Seed of evaluation world `world` under `seed`. */
export function evaluationSeed(seed: number, world: number): number {
  return (derive(seed, 'evaluation', world) | evaluationBit) >>> 0;
}

export function isEvaluationSeed(seed: number): boolean {
  return (seed & evaluationBit) !== 0;
}

/** Seed of the `index`-th layout of the environment that was reset with `seed`. */
export function layoutSeed(seed: number, index: number): number {
  return (derive(seed, 'layout', index) | (seed & evaluationBit)) >>> 0;
}
