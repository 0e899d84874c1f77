/** Ours: `ActorCritic` over a replay, as training runs it; sampling the batch is part of an update. */
import type { BackendName } from '../../nn/backend.ts';
import { startBackend } from '../../nn/backend.ts';
import { initialState } from '../../nn/optimiser.ts';
import { ActorCritic } from '../../rl/actor-critic.ts';
import type { LearnerProblem } from '../learner-problem.ts';
import type { BenchLearner } from './bench-learner.ts';

/** On the backend that runs. */
export async function createHeed(problem: LearnerProblem): Promise<BenchLearner> {
  const learner = await ActorCritic.create(problem);
  const networks = [problem.actor, problem.critic].map(initialState);
  learner.restore({ ...(await learner.state()), networks });
  return {
    async update(count) {
      for (let i = 0; i < count; i++) learner.update();
      return learner.losses();
    },
  };
}

export async function startHeed(
  problem: LearnerProblem,
  backend: BackendName,
): Promise<BenchLearner> {
  await startBackend(backend);
  return createHeed(problem);
}
