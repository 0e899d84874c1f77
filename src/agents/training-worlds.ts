/** The worlds of one training run: seeds of their own, and layouts that end at different times. */
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import { trainingSeed } from '../env/seeds.ts';

export function createTrainingWorlds(
  scenario: Scenario,
  worlds: number,
  seed: number,
): Environment[] {
  return Array.from({ length: worlds }, (_, world) =>
    createEnvironment(scenario, {
      seed: trainingSeed(seed, world),
      firstLayoutSteps: Math.ceil((scenario.layoutSteps * (worlds - world)) / worlds),
    }),
  );
}
