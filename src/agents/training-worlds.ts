/**
 * The worlds of one training run: seeds of their own, layouts that end at different times, and a curriculum
 * that all who are stepped together share.
 */
import { createRandom } from '../core/random.ts';
import { type Curriculum, createCurriculum } from '../env/curriculum.ts';
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import { practised } from '../env/variants.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';

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

export interface TrainingWorlds {
  readonly environments: readonly Environment[];
  /** Undefined where every layout is fresh. */
  readonly curriculum: Curriculum | undefined;
}

/**
 * `worlds` are those of the whole run: the fresh layouts of each are the same whoever makes it, but for the first of
 * world 0, where `firstLayout` names another.
 */
export function createTrainingWorlds(
  scenario: Scenario,
  hyperparameters: Pick<Hyperparameters, 'worlds' | 'replayedLayouts' | 'layoutBuffer'>,
  seed: number,
  { first, count } = allWorlds(hyperparameters.worlds),
  firstLayout?: number,
): TrainingWorlds {
  const { worlds, replayedLayouts: share, layoutBuffer: size } = hyperparameters;
  const random = createRandom(seed, 'curriculum', first);
  const curriculum = share > 0 ? createCurriculum({ share, size, random }) : undefined;
  const kinds = practised(scenario);
  const environments = Array.from({ length: count }, (_, i) => {
    const world = first + i;
    const kind = world % kinds.length;
    return createEnvironment(kinds[kind] as Scenario, {
      seed: scenario.seeds.training(seed, world),
      firstLayout: world === 0 ? firstLayout : undefined,
      firstLayoutSteps: Math.ceil((scenario.layoutSteps * (worlds - world)) / worlds),
      // A seed is another layout in a world of another kind.
      curriculum: kind === 0 ? curriculum : undefined,
    });
  });
  return { environments, curriculum };
}
