/** What the finished runs of a study say: a row of figures per arm, the baseline's first. */

import type { Estimate } from '../core/bootstrap.ts';
import { createRandom } from '../core/random.ts';
import { type BySeed, difference, estimate } from './compare-arms.ts';
import { interquartileMean } from './interquartile-mean.ts';
import { meanOverTime } from './learning-curve.ts';
import type { Result } from './result.ts';
import type { Arm, Study } from './study.ts';

/** Of one figure of the runs. */
export interface Comparison {
  readonly estimate: Estimate;
  /** Runs that have the figure: this arm's, and the baseline's. */
  readonly runs: { readonly own: number; readonly baseline: number };
  /** The figure less the baseline's; null for the baseline itself, and where it has no runs. */
  readonly difference: Estimate | null;
}

export interface ArmSummary {
  readonly arm: Arm;
  readonly results: readonly Result[];
  readonly success: Comparison;
  readonly return: Comparison;
  /** Success of training episodes, over the whole training (learning-curve.ts). */
  readonly learning: Comparison;
  readonly spl: Comparison;
  /** Success on hard cases alone; null where there are none. */
  readonly hard: Comparison | null;
  /** Interquartile means as well; null where no run has the figure. */
  readonly collision: number;
  readonly updates: number;
  readonly time: number | null;
  /** The scenario's own. */
  readonly figures: Readonly<Record<string, number | null>>;
}

type Figure = (result: Result) => number | null | undefined;

/** Runs without the figure are left out. */
function bySeed(results: readonly Result[], figure: Figure): BySeed {
  const pairs = results.map((result) => [result.seed, figure(result) ?? null] as const);
  return new Map(pairs.filter((pair): pair is [number, number] => pair[1] !== null));
}

function typical(results: readonly Result[], figure: Figure): number | null {
  const values = [...bySeed(results, figure).values()];
  return values.length === 0 ? null : interquartileMean(values);
}

/** Arms without a finished run are left out. */
export function summarise(study: Study, results: readonly Result[]): ArmSummary[] {
  const resultsOf = (arm: Arm) => results.filter((result) => result.arm === arm.name);
  const [baseline] = study.arms;
  const compare = (arm: Arm, figure: Figure): Comparison | null => {
    const own = bySeed(resultsOf(arm), figure);
    if (own.size === 0) return null;
    const theirs = bySeed(resultsOf(baseline), figure);
    const compared = arm !== baseline && theirs.size > 0;
    const random = () => createRandom(0, 'bootstrap', arm.name);
    return {
      estimate: estimate(own, random()),
      runs: { own: own.size, baseline: theirs.size },
      difference: compared ? difference(own, theirs, random()) : null,
    };
  };
  return study.arms.flatMap((arm) => {
    const own = resultsOf(arm);
    const success = compare(arm, (result) => result.success);
    const gained = compare(arm, (result) => result.returnMean);
    const learning = compare(arm, ({ curve }) => meanOverTime(curve));
    const spl = compare(arm, (result) => result.spl);
    if (!success || !gained || !learning || !spl) return [];
    const mean = (figure: 'collision' | 'updates') =>
      interquartileMean(own.map((result) => result[figure]));
    return [
      {
        ...{ arm, results: own, success, return: gained, learning, spl },
        hard: compare(arm, ({ hard }) => hard?.success),
        ...{ collision: mean('collision'), updates: mean('updates') },
        time: typical(own, ({ time }) => time),
        figures: Object.fromEntries(
          (study.figures ?? []).map((name) => [name, typical(own, ({ figures }) => figures[name])]),
        ),
      },
    ];
  });
}
