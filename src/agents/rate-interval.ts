/**
 * What an evaluation's cases say of the true rate of an outcome. Cases of one world share their layout and meet each
 * other (where two collide, two fail), so a world says less than as many cases of worlds of their own. Wilson's interval
 * of the effective number of cases: their number divided by the design effect, which is how much more the rate varies from
 * world to world than it would if cases were independent, with Student's t of the worlds in place of the normal quantile
 * (Korn and Graubard 1998; Dean and Pagano 2015 for Wilson's). Where each world has one case it is Wilson's own.
 */
import { studentT } from '../core/student-t.ts';
import { type Interval, wilsonInterval } from './wilson.ts';

export interface RateCase {
  /** Of the case's world. */
  readonly seed: number;
  readonly outcome: string;
}

/** 95 %. No cases say nothing: [0, 1]. */
export function rateInterval(cases: readonly RateCase[], outcome = 'success'): Interval {
  const worlds = new Map<number, { cases: number; hits: number }>();
  for (const { seed, outcome: was } of cases) {
    const world = worlds.get(seed) ?? { cases: 0, hits: 0 };
    world.cases++;
    if (was === outcome) world.hits++;
    worlds.set(seed, world);
  }
  const hits = [...worlds.values()].reduce((sum, world) => sum + world.hits, 0);
  if (worlds.size === cases.length) return wilsonInterval(hits, cases.length);
  // Whether its cases would have ended alike elsewhere, one world cannot tell.
  if (worlds.size === 1) return { low: 0, high: 1 };
  const rate = hits / cases.length;
  const alike = cases.length / designEffect([...worlds.values()], rate, cases.length);
  // At most as much as all cases, at least as much as one of each world.
  const effective = Math.min(cases.length, Math.max(worlds.size, alike));
  return wilsonInterval(rate * effective, effective, studentT(worlds.size - 1));
}

/** The variance of a rate of clusters (a ratio, linearised) by that of as many independent cases. 1: it tells nothing. */
function designEffect(
  worlds: readonly { readonly cases: number; readonly hits: number }[],
  rate: number,
  cases: number,
): number {
  const independent = (rate * (1 - rate)) / cases;
  if (independent === 0) return 1;
  const squares = worlds.reduce((sum, world) => sum + (world.hits - rate * world.cases) ** 2, 0);
  const clustered = ((worlds.length / (worlds.length - 1)) * squares) / cases ** 2;
  return clustered / independent;
}
