/**
 * The batch of one update: world steps of the run's replay, and, at the beginning, some of
 * demonstrations, which lie in a replay of their own where nothing is written over.
 *
 * After Vecerik et al. 2017, "Leveraging Demonstrations for Deep Reinforcement Learning on Robotics
 * Problems with Sparse Rewards". Where it departs from there: demonstrations and own steps are not drawn
 * by priorities from one replay, but in a share of the batch that falls to 0, so that what is learned
 * last is what the run itself has lived through; and nothing is learned before the run's first update.
 * Who demonstrates, it does not know.
 */
import type { Random } from '../core/random.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import type { LearnerParts } from './learner.ts';
import type { ReplayBatch } from './replay.ts';

/** Share of the batch that is taken from demonstrations after so many updates. */
export function demonstrationShareAt(h: Hyperparameters, updates: number): number {
  if (h.demonstrations === 0) return 0;
  if (h.demonstrationUpdates === 0) return h.demonstrationShare;
  return h.demonstrationShare * Math.max(0, 1 - updates / h.demonstrationUpdates);
}

/** Own steps come first in the batch; rows of demonstrations are numbered after all of the replay's. */
export function drawBatch(
  { replay, demonstrations, hyperparameters: h, gamma }: LearnerParts,
  batch: ReplayBatch,
  updates: number,
  random: Random,
): void {
  const options = { nStep: h.nStep, gamma, hindsight: h.hindsight };
  const share = demonstrations ? demonstrationShareAt(h, updates) : 0;
  const own = batch.worldSteps - Math.round(share * batch.worldSteps);
  replay.sample(batch, options, random, { to: own });
  if (own === batch.worldSteps) return;
  demonstrations?.sample(batch, options, random, { from: own, firstRow: replay.rows });
}
