/** What the page shows of the run's past and of what the person may change about its learning, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

export interface LearningState {
  /** What is learned with; undefined until the learner has told. */
  readonly settings: Signal<Hyperparameters | undefined>;
}

export function createLearningState(): LearningState {
  return { settings: signal(undefined) };
}

/** Another run is about to open. */
export function forgetLearning(state: LearningState): void {
  state.settings.value = undefined;
}
