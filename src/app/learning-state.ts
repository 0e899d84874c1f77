/** What the page shows of the run's past and of what the person may change about its learning, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { Moment } from '../agents/moments.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

export interface LearningState {
  /** What is learned with; undefined until the learner has told. */
  readonly settings: Signal<Hyperparameters | undefined>;
  /** Whose weights are kept, oldest first. */
  readonly moments: Signal<readonly Moment[]>;
  /** Whose weights drive the world in view; undefined: the newest do. */
  readonly shown: Signal<Moment | undefined>;
}

export function createLearningState(): LearningState {
  return { settings: signal(undefined), moments: signal([]), shown: signal(undefined) };
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

/** Another run is about to open. */
export function forgetLearning(state: LearningState): void {
  state.settings.value = undefined;
  state.moments.value = [];
  state.shown.value = undefined;
}
