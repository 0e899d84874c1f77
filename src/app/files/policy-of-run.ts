/** The policy of a run, kept or in a file, as it is for use. Fetched when there is one: it brings what reads checkpoints. */
import { scenarios } from '../../../scenes/index.ts';
import { joinWeights } from '../../agents/join-weights.ts';
import { readWeightsForUse } from '../../agents/weights-for-use.ts';
import type { WholeCheckpoint } from '../../storage/checkpoint-file.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

/** Throws an InputError if it does not fit the scene. `where` names the run in errors. */
export function policyOfRun(
  kept: WholeCheckpoint,
  scene: string,
  where: string,
): { readonly seed: number; readonly acting: ActingPolicy } {
  const { manifest, weights } = readWeightsForUse(scenarios.get(scene), kept, where);
  const { hyperparameters, seed, updates: version } = manifest;
  const { critic } = weights;
  return { seed, acting: { hyperparameters, weights: joinWeights(weights), critic, version } };
}
