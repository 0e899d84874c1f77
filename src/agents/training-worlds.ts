/** The worlds of one training run: seeds of their own, and layouts that end at different times. */
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';

/** Neighbouring worlds of a run. */
export interface WorldShare {
  readonly first: number;
  readonly count: number;
}

export const allWorlds = (worlds: number): WorldShare => ({ first: 0, count: worlds });

/** What worker `worker` of `workers` steps of the run's worlds: as even as it can be, perhaps nothing. */
export function shareOf(worlds: number, worker: number, workers: number): WorldShare {
  // Rounded up, so that the first worker, which has the visible world, never goes without.
  const start = (of: number) => Math.ceil((worlds * of) / workers);
  return { first: start(worker), count: start(worker + 1) - start(worker) };
}

/** `worlds` are those of the whole run: each is the same whoever makes it. */
export function createTrainingWorlds(
  scenario: Scenario,
  worlds: number,
  seed: number,
  { first, count } = allWorlds(worlds),
): Environment[] {
  return Array.from({ length: count }, (_, i) => {
    const world = first + i;
    return createEnvironment(scenario, {
      seed: scenario.seeds.training(seed, world),
      firstLayoutSteps: Math.ceil((scenario.layoutSteps * (worlds - world)) / worlds),
    });
  });
}
