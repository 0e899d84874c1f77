/**
 * An ablation study: a grid of training runs in one scene, arm by seed, each with the same budget of
 * one core's time. The first arm is the baseline; each other one changes one factor of it.
 */
import { withSettings } from '../agents/hyperparameters-for.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

export interface Arm {
  /** Lower case and dashes: it is typed in `--arms`. */
  readonly name: string;
  /** One sentence: what differs from the baseline. */
  readonly differs: string;
  /** Another preset than the study's. */
  readonly algorithm?: string;
  /** What it changes of its preset, as `--set` of `npm run train` does. */
  readonly set?: Partial<Hyperparameters>;
}

export interface Study {
  /** One phrase for the head of its table and picture. */
  readonly title: string;
  /** Name of a scenario. */
  readonly scene: string;
  /** Name of the algorithm that arms are changes of. */
  readonly preset: string;
  /** What is set in every arm, unless the arm sets it: what the scenario says suits it. */
  readonly base?: Arm['set'];
  /** The first is the baseline: the preset as it is. */
  readonly arms: readonly [Arm, ...Arm[]];
  /** Every arm is trained with the seeds 1 to this. */
  readonly seeds: number;
  /** Training minutes of one core (perform-run.ts says how they are counted). */
  readonly minutes: number;
  /** Evaluation cases after each run. */
  readonly episodes: number;
}

/** Everything that is set in an arm's runs; InputError if a change does not fit. */
export function settingsOf(study: Study, arm: Arm): Hyperparameters {
  const preset = algorithms.get(arm.algorithm ?? study.preset);
  return withSettings(preset, Object.entries({ ...study.base, ...arm.set }));
}

/** An arm as flags of `npm run train`: '--algorithm heed --set attention=mean'. */
export function flagsOf(study: Study, arm: Arm): string {
  const changes = Object.entries({ ...study.base, ...arm.set }).map(
    ([name, value]) => `--set ${name}=${value}`,
  );
  return [`--algorithm ${arm.algorithm ?? study.preset}`, ...changes].join(' ');
}
