/** What agents of a scenario learn with: the algorithm's preset, and what the scenario says suits it. */
import type { Scenario } from '../env/scenario.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import {
  checkHyperparameters,
  type Hyperparameters,
  setHyperparameter,
} from '../rl/hyperparameters.ts';

/** InputError if there is no such algorithm, or the scenario asks for what cannot be set. */
export function hyperparametersFor(
  scenario: Pick<Scenario, 'learning'>,
  algorithm: string,
): Hyperparameters {
  return withSettings(algorithms.get(algorithm), Object.entries(scenario.learning));
}

/** A copy with other values by name. */
export function withSettings(
  preset: Hyperparameters,
  settings: Iterable<readonly [name: string, value: unknown]>,
): Hyperparameters {
  let hyperparameters = preset;
  for (const [name, value] of settings) {
    hyperparameters = setHyperparameter(hyperparameters, name, `${value}`, attentionKinds.names());
  }
  checkHyperparameters(hyperparameters);
  return hyperparameters;
}
