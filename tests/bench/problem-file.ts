/** A problem of the suite `learner` as peers get it, and what our learner makes of it. */
import { createLearnerProblem, writeLearnerProblem } from '../../src/bench/learner-problem.ts';
import { createHeed } from '../../src/bench/peers/heed.ts';
import type { Losses } from '../../src/rl/actor-critic.ts';
import { readSafetensors } from '../../src/storage/safetensors.ts';
import { startWasm } from '../nn/start-backend.ts';

/** Updates of each call: the losses of the first, the second and the fifth update are compared. */
export const counts = [1, 1, 3];

/** With one window, every batch that ours draws is the peers' one batch. */
export async function solvedProblem(options: { oneWindow: boolean }) {
  const problem = createLearnerProblem('small', options);
  const bytes = writeLearnerProblem(problem);
  await startWasm();
  const heed = await createHeed(problem);
  const losses: Losses[] = [];
  for (const count of counts) losses.push(await heed.update(count));
  return { bytes, file: readSafetensors(bytes, 'the problem'), losses };
}

/** All three losses after each call, to be compared. */
export async function lossesOf(update: (count: number) => Promise<Losses>): Promise<Losses[]> {
  const losses: Losses[] = [];
  for (const count of counts) losses.push(await update(count));
  return losses;
}
