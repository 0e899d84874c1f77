/** Ours, over a replay, as training runs it; sampling the batch is part of an update. */
import { initialState } from '../../nn/optimiser-state.ts';
import { createLearner, type LearnerBackend } from '../../rl/create-learner.ts';
import { PlannedLearner } from '../../rl/planned-learner.ts';
import type { LearnerProblem } from '../learner-problem.ts';
import type { BenchLearner } from './bench-learner.ts';

export async function startHeed(
  problem: LearnerProblem,
  backend: LearnerBackend,
): Promise<BenchLearner> {
  const learner = await createLearner(problem, backend);
  const networks = [problem.actor, problem.critic].map(initialState);
  learner.restore({ ...(await learner.state()), networks });
  return {
    ...(learner instanceof PlannedLearner ? { note: `${learner.kernels} kernels an update` } : {}),
    async update(count) {
      for (let i = 0; i < count; i++) learner.update();
      return learner.losses();
    },
  };
}
