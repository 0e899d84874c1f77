/**
 * A figure of an arm's runs, and how far it is from the baseline's. Runs of one seed meet the same
 * worlds, so the seeds that both have are drawn together, as pairs; the others each from their own.
 */
import { bootstrap, type Estimate } from '../core/bootstrap.ts';
import type { Random } from '../core/random.ts';
import { interquartileMean } from './interquartile-mean.ts';

/** One figure by seed. */
export type BySeed = ReadonlyMap<number, number>;

export function estimate(figures: BySeed, random: Random): Estimate {
  const strata: [number[]] = [[...figures.values()]];
  return bootstrap(strata, ([values]) => interquartileMean(values), { random });
}

/** Interquartile mean of `figures` less that of `baseline`. */
export function difference(figures: BySeed, baseline: BySeed, random: Random): Estimate {
  const pairs: [ours: number, theirs: number][] = [];
  const ours: number[] = [];
  for (const [seed, figure] of figures) {
    const theirs = baseline.get(seed);
    if (theirs === undefined) ours.push(figure);
    else pairs.push([figure, theirs]);
  }
  const theirs = [...baseline].filter(([seed]) => !figures.has(seed)).map(([, figure]) => figure);
  type Strata = [typeof pairs, number[], number[]];
  const statistic = ([together, alone, theirsAlone]: Strata) =>
    interquartileMean([...together.map(([figure]) => figure), ...alone]) -
    interquartileMean([...together.map(([, figure]) => figure), ...theirsAlone]);
  return bootstrap<Strata>([pairs, ours, theirs], statistic, { random });
}

/** Less than any figure of a run can differ by: what sums in another order leave over. */
const rounding = 1e-9;

/** Whether an interval leaves zero out: the runs show a difference. */
export function excludesZero({ low, high }: Estimate): boolean {
  return low > rounding || high < -rounding;
}
