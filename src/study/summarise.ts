/** What the finished runs of a study say: a row of figures per arm, the baseline's first. */
import { createRandom } from '../core/random.ts';
import type { Estimate } from './bootstrap.ts';
import { type BySeed, difference, estimate } from './compare-arms.ts';
import { interquartileMean } from './interquartile-mean.ts';
import type { Result } from './result.ts';
import type { Arm, Study } from './study.ts';

export interface ArmSummary {
  readonly arm: Arm;
  readonly results: readonly Result[];
  readonly success: Estimate;
  /** Success less the baseline's; null for the baseline itself, and where it has no runs. */
  readonly difference: Estimate | null;
  /** Interquartile means as well. */
  readonly spl: number;
  readonly collision: number;
  readonly updates: number;
}

function successOf(results: readonly Result[]): BySeed {
  return new Map(results.map(({ seed, success }) => [seed, success]));
}

/** Arms without a finished run are left out. */
export function summarise(study: Study, results: readonly Result[]): ArmSummary[] {
  const resultsOf = (arm: Arm) => results.filter((result) => result.arm === arm.name);
  const [baseline] = study.arms;
  const theirs = successOf(resultsOf(baseline));
  return study.arms.flatMap((arm) => {
    const own = resultsOf(arm);
    if (own.length === 0) return [];
    const compared = arm !== baseline && theirs.size > 0;
    const random = () => createRandom(0, 'bootstrap', arm.name);
    const typical = (figure: 'spl' | 'collision' | 'updates') =>
      interquartileMean(own.map((result) => result[figure]));
    return [
      {
        ...{ arm, results: own },
        success: estimate(successOf(own), random()),
        difference: compared ? difference(successOf(own), theirs, random()) : null,
        ...{ spl: typical('spl'), collision: typical('collision'), updates: typical('updates') },
      },
    ];
  });
}
