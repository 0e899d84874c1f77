/**
 * The hard tail of an evaluation: the quarter of its cases with the longest detours, told by where a case
 * begins, where it leads and what stands between, so that no policy has a say in what is called hard. It
 * knows static things alone: not doors, not walkers, not how much room there is.
 */
import type { Outcome } from '../env/episodes.ts';

export interface HardCases {
  /** Every case with a longer detour than this is hard: three quarters have none. */
  readonly detour: number;
  /** How many these are. */
  readonly episodes: number;
  /** The rate among them. */
  readonly success: number;
}

/** Share of the cases that are not hard. */
const easyShare = 0.75;

/** Null where no quarter is harder than the rest: in the open every way is straight. */
export function hardCases(
  cases: readonly { readonly detour: number; readonly outcome: Outcome }[],
): HardCases | null {
  const detours = cases.map(({ detour }) => detour).sort((a, b) => a - b);
  const limit = detours[Math.ceil(easyShare * cases.length) - 1] as number;
  const hard = cases.filter(({ detour }) => detour > limit);
  if (hard.length === 0) return null;
  const successes = hard.filter(({ outcome }) => outcome === 'success').length;
  return { detour: limit, episodes: hard.length, success: successes / hard.length };
}
