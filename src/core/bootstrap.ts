/**
 * What a statistic of a sample (runs of a study, episodes of an evaluation) may be, by the stratified percentile bootstrap (Efron 1979; Agarwal et
 * al. 2021): every stratum is drawn anew from itself, with replacement, and the middle of what the
 * statistic becomes is its interval. It knows no more than the sample: of five it is somewhat too narrow,
 * and of one it is a point.
 */
import type { Random } from './random.ts';

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** Default: 10,000. */
  readonly resamples?: number;
  /** Default: 0.95. */
  readonly level?: number;
}

/** The value below which `share` of the sorted values lie, straight between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below] as number;
  const high = sorted[Math.ceil(rank)] as number;
  return low + (rank - below) * (high - low);
}

/** `strata` are drawn from separately; `statistic` is given them in the same order. */
export function bootstrap<S extends readonly (readonly unknown[])[]>(
  strata: S,
  statistic: (strata: S) => number,
  { random, resamples = 10_000, level = 0.95 }: BootstrapOptions,
): Estimate {
  const draw = <T>(stratum: readonly T[]) =>
    stratum.map(() => stratum[random.integer(stratum.length)] as T);
  const drawn = Array.from({ length: resamples }, () => statistic(strata.map(draw) as never));
  drawn.sort((a, b) => a - b);
  return {
    value: statistic(strata),
    low: quantile(drawn, (1 - level) / 2),
    high: quantile(drawn, (1 + level) / 2),
  };
}
