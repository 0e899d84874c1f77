/** What the page shows of the run's past and of what the person may change about its learning, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { Moment } from '../../agents/moments.ts';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
import type { Point } from './progress.ts';

/** Another run, as far as it is compared. */
export interface ComparedRun {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface LearningState {
  /** What is learned with; undefined until the learner has told. */
  readonly settings: Signal<Hyperparameters | undefined>;
  /** Whose weights are kept, oldest first. */
  readonly moments: Signal<readonly Moment[]>;
  /** Whose weights drive the world in view; undefined: the newest do. */
  readonly shown: Signal<Moment | undefined>;
  /** Updates of the weights that acted where the newest snapshot is from; undefined: none did. */
  readonly drivenBy: Signal<number | undefined>;
  /** Whose curve stands beside that of the run. */
  readonly compared: Signal<ComparedRun | undefined>;
  /** The run that was open before this one. */
  readonly previous: Signal<ComparedRun | undefined>;
}

export function createLearningState(): LearningState {
  return {
    ...{ settings: signal(undefined), moments: signal([]), shown: signal(undefined) },
    ...{ drivenBy: signal(undefined), compared: signal(undefined), previous: signal(undefined) },
  };
}

/** A run goes on, from where the learner says. */
export function showLearning(
  state: LearningState,
  { settings, moments }: { settings: Hyperparameters; moments: readonly Moment[] },
): void {
  state.settings.value = settings;
  state.moments.value = moments;
  state.shown.value = undefined;
}

/** Another run is about to open; the one that was, `run`, may be compared with it. */
export function forgetLearning(state: LearningState, run: ComparedRun): void {
  if (run.points.length > 1) state.previous.value = run;
  state.settings.value = undefined;
  state.moments.value = [];
  state.shown.value = undefined;
  state.drivenBy.value = undefined;
}
