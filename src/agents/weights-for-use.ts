/**
 * What of a kept run is for use, read without a learner to put it into: the target actor with its normaliser, and the
 * target critic (of two, the first), of the watchdog's best look or, where none was, as they are.
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import { checkGroups } from '../rl/hyperparameters.ts';
import { createNetworks, joined, networksPerGroup } from '../rl/learner.ts';
import type { WholeCheckpoint } from '../storage/checkpoint-file.ts';
import { readSafetensors } from '../storage/safetensors.ts';
import { checkObservations } from './check-observations.ts';
import { blobsOf, deployable, networkName } from './checkpoint.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { readTensor } from './read-tensor.ts';

/** The manifest is of the moment that the weights are of. `where` names the run in errors. */
export function readWeightsForUse(
  scenario: Scenario,
  kept: WholeCheckpoint,
  where: string,
): { readonly manifest: Manifest; readonly weights: JudgedWeights } {
  const whole = readManifest(kept.manifest, where);
  checkObservations('checkpoint', whole, scenario, where);
  checkGroups(whole.hyperparameters, whole.agents, where);
  const { manifest, blobs } = deployable(whole, kept.blobs);
  const { hyperparameters } = manifest;
  const { groups } = hyperparameters;
  const blob = blobsOf(blobs, where);
  const targets = ({ blueprint }: { readonly blueprint: Blueprint }, network: number) =>
    joined(
      Array.from({ length: groups }, (_, group) => {
        const index = group * networksPerGroup(hyperparameters) + network;
        return targetIn(blob(networkName(hyperparameters, index)), blueprint, where);
      }),
    );
  const { actor, critic } = createNetworks(scenario.observationLayout, hyperparameters);
  const size = groups * scenario.observationLayout.agentSize;
  const { shift, scale } = manifest.normaliser;
  for (const [name, { length }] of Object.entries({ shift, scale })) {
    if (length === size) continue;
    throw new InputError(`${where}: expected ${size} values of ${name}, but got ${length}.`);
  }
  const normaliser = { shift: Float32Array.from(shift), scale: Float32Array.from(scale) };
  return {
    manifest,
    weights: { actor: targets(actor, 0), ...normaliser, critic: targets(critic, 1) },
  };
}

/** All values of one network's target. */
function targetIn(bytes: Uint8Array, { slots, size }: Blueprint, where: string): Float32Array {
  const { tensors } = readSafetensors(bytes, where);
  const values = new Float32Array(size);
  for (const { name, shape, offset } of slots) {
    values.set(readTensor(tensors, `target/${name}`, shape, where), offset);
  }
  return values;
}
