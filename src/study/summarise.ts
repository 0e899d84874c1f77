/** What the finished runs of a study say: a row of figures per arm, the baseline's first. */
import { createRandom } from '../core/random.ts';
import type { Estimate } from './bootstrap.ts';
import { type BySeed, difference, estimate } from './compare-arms.ts';
import { interquartileMean } from './interquartile-mean.ts';
import type { Result } from './result.ts';
import type { Arm, Study } from './study.ts';

export interface Comparison {
  readonly success: Estimate;
  /** Success less the baseline's; null for the baseline itself, and where it has no runs. */
  readonly difference: Estimate | null;
}

export interface ArmSummary extends Comparison {
  readonly arm: Arm;
  readonly results: readonly Result[];
  /** On hard cases alone; null where there are none. */
  readonly hard: Comparison | null;
  /** Interquartile means as well. */
  readonly spl: number;
  readonly collision: number;
  readonly updates: number;
}

/** Runs without the figure are left out. */
function bySeed(
  results: readonly Result[],
  figure: (result: Result) => number | undefined,
): BySeed {
  const pairs = results.map((result) => [result.seed, figure(result)] as const);
  return new Map(pairs.filter((pair): pair is [number, number] => pair[1] !== undefined));
}

/** Arms without a finished run are left out. */
export function summarise(study: Study, results: readonly Result[]): ArmSummary[] {
  const resultsOf = (arm: Arm) => results.filter((result) => result.arm === arm.name);
  const [baseline] = study.arms;
  const compare = (arm: Arm, figure: (result: Result) => number | undefined): Comparison | null => {
    const own = bySeed(resultsOf(arm), figure);
    if (own.size === 0) return null;
    const theirs = bySeed(resultsOf(baseline), figure);
    const compared = arm !== baseline && theirs.size > 0;
    const random = () => createRandom(0, 'bootstrap', arm.name);
    return {
      success: estimate(own, random()),
      difference: compared ? difference(own, theirs, random()) : null,
    };
  };
  return study.arms.flatMap((arm) => {
    const own = resultsOf(arm);
    const overall = compare(arm, ({ success }) => success);
    if (!overall) return [];
    const typical = (figure: 'spl' | 'collision' | 'updates') =>
      interquartileMean(own.map((result) => result[figure]));
    return [
      {
        ...{ arm, results: own, ...overall },
        hard: compare(arm, ({ hard }) => hard?.success),
        ...{ spl: typical('spl'), collision: typical('collision'), updates: typical('updates') },
      },
    ];
  });
}
