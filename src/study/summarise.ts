/** What the finished runs of a study say: a row of figures per arm, the baseline's first. */

import type { Estimate } from '../core/bootstrap.ts';
import { createRandom, type Random } from '../core/random.ts';
import { type BySeed, commonSeeds, difference, estimate } from './compare-arms.ts';
import { interquartileMean } from './interquartile-mean.ts';
import { meanOverTime } from './learning-curve.ts';
import type { Result } from './result.ts';
import type { Arm, Contrast, Study } from './study.ts';

/** How far one figure is from another arm's, over the seeds that both have on one machine. */
export interface Difference extends Estimate {
  readonly seeds: number;
}

/** Of one figure of the runs. */
export interface Comparison {
  readonly estimate: Estimate;
  /** Of how many runs. */
  readonly runs: number;
  /** The figure less the baseline's; null for the baseline itself, and where no seed has both. */
  readonly difference: Difference | null;
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

/** What arms are compared by. */
export const comparedFigures = {
  success: (result: Result) => result.success,
  return: (result: Result) => result.returnMean,
  learning: ({ curve }: Result) => meanOverTime(curve),
  spl: (result: Result) => result.spl,
  hard: ({ hard }: Result) => hard?.success,
} as const;

export interface ContrastSummary {
  readonly contrast: Contrast;
  readonly differences: Readonly<Record<keyof typeof comparedFigures, Difference | null>>;
}

const share = [0, 1] as const;

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

const resultsOf = (results: readonly Result[], arm: string) =>
  results.filter((result) => result.arm === arm);

/** Over the seeds that both have on the same machine: in the same minutes a faster one makes more updates. */
function differenceOf(
  ours: readonly Result[],
  others: readonly Result[],
  figure: Figure,
  random: Random,
): Difference | null {
  const machines = new Map(others.map(({ seed, machine }) => [seed, machine]));
  const own = bySeed(
    ours.filter(({ seed, machine }) => machines.get(seed) === machine),
    figure,
  );
  const theirs = bySeed(others, figure);
  const found = difference(own, theirs, random);
  return found && { ...found, seeds: commonSeeds(own, theirs).length };
}

/** Arms without a finished run are left out. */
export function summarise(study: Study, results: readonly Result[]): ArmSummary[] {
  const [baseline] = study.arms;
  const compare = (arm: Arm, figure: Figure, limits?: readonly [number, number]) => {
    const ours = resultsOf(results, arm.name);
    const own = bySeed(ours, figure);
    if (own.size === 0) return null;
    const theirs = resultsOf(results, baseline.name);
    const random = () => createRandom(0, 'bootstrap', arm.name);
    return {
      ...{ estimate: estimate(own, random(), limits), runs: own.size },
      difference: arm === baseline ? null : differenceOf(ours, theirs, figure, random()),
    };
  };
  return study.arms.flatMap((arm) => {
    const own = resultsOf(results, arm.name);
    const success = compare(arm, comparedFigures.success, share);
    const gained = compare(arm, comparedFigures.return);
    const learning = compare(arm, comparedFigures.learning, share);
    const spl = compare(arm, comparedFigures.spl, share);
    if (!success || !gained || !learning || !spl) return [];
    const mean = (figure: 'collision' | 'updates') =>
      interquartileMean(own.map((result) => result[figure]));
    return [
      {
        ...{ arm, results: own, success, return: gained, learning, spl },
        hard: compare(arm, comparedFigures.hard, share),
        ...{ collision: mean('collision'), updates: mean('updates') },
        time: typical(own, ({ time }) => time),
        figures: Object.fromEntries(
          (study.figures ?? []).map((name) => [name, typical(own, ({ figures }) => figures[name])]),
        ),
      },
    ];
  });
}

/** What the study compares besides; pairs that share no seed on one machine are left out. */
export function summariseContrasts(study: Study, results: readonly Result[]): ContrastSummary[] {
  return (study.contrasts ?? []).flatMap((contrast) => {
    const of = (figure: Figure) =>
      differenceOf(
        resultsOf(results, contrast.arm),
        resultsOf(results, contrast.against),
        figure,
        createRandom(0, 'bootstrap', contrast.arm, contrast.against),
      );
    const differences = {
      success: of(comparedFigures.success),
      return: of(comparedFigures.return),
      learning: of(comparedFigures.learning),
      spl: of(comparedFigures.spl),
      hard: of(comparedFigures.hard),
    };
    return differences.success ? [{ contrast, differences }] : [];
  });
}
