/**
 * An ablation study: a grid of training runs in one scene, arm by seed, each with the same budget of
 * one core's time. The first arm is the baseline; each other one changes one factor of it.
 */
import { withSettings } from '../agents/hyperparameters-for.ts';
import type { Scenario } from '../env/scenario.ts';
import type { SettingValue } from '../env/settings.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

/** Settings of a scene by name. */
export type SceneSettings = Readonly<Record<string, SettingValue>>;

export interface Arm {
  /** Lower case and dashes: it is typed in `--arms`. */
  readonly name: string;
  /** One sentence: what differs from the baseline. */
  readonly differs: string;
  /** Another preset than the study's. */
  readonly algorithm?: string;
  /** What it changes of its preset, as `--set` of `npm run train` does. */
  readonly set?: Partial<Hyperparameters>;
  /** What it changes of the scene, as `--set` does too: in training and in its evaluation. */
  readonly setScene?: SceneSettings;
}

/** Two arms neither of which need be the baseline, and that differ in one thing alone. */
export interface Contrast {
  readonly arm: string;
  readonly against: string;
  /** One phrase: what the difference is the worth of. */
  readonly isolates: string;
}

export interface StudyDefinition {
  /** One phrase for the head of its table and picture. */
  readonly title: string;
  /** Name of a scenario. */
  readonly scene: string;
  /** Name of the algorithm that arms are changes of. */
  readonly preset: string;
  /** Set in every arm, unless the arm sets it, beyond what the scenario says suits it: what the budget asks for. */
  readonly set?: Arm['set'];
  /** The first is the baseline: the preset, with all of this. */
  readonly arms: readonly [Arm, ...Arm[]];
  /** Compared besides: what the baseline differs from in two things at once. */
  readonly contrasts?: readonly Contrast[];
  /** Every arm is trained with the seeds 1 to this. */
  readonly seeds: number;
  /** Training minutes of one core (perform-run.ts says how they are counted). */
  readonly minutes: number;
  /** Evaluation cases after each run. */
  readonly episodes: number;
  /** Names of the scenario's own figures that stand in the table. */
  readonly figures?: readonly string[];
}

/** With what its scenario says suits it, which is set in every arm unless the arm sets it. */
export interface Study extends StudyDefinition {
  readonly learning: Scenario['learning'];
}

/** Every hyperparameter of an arm's runs; InputError if a change does not fit. */
export function settingsOf(study: Study, arm: Arm): Hyperparameters {
  const preset = algorithms.get(arm.algorithm ?? study.preset);
  return withSettings(preset, Object.entries({ ...study.learning, ...study.set, ...arm.set }));
}

/** An arm as flags of `npm run train`: '--algorithm heed --set attention=mean'. */
export function flagsOf(study: StudyDefinition, arm: Arm): string {
  const changes = Object.entries({ ...study.set, ...arm.set, ...arm.setScene }).map(
    ([name, value]) => `--set ${name}=${value}`,
  );
  return [`--algorithm ${arm.algorithm ?? study.preset}`, ...changes].join(' ');
}
