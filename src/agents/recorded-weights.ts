/** Weights that acted in a recording, as safetensors: actor, shift, scale and, where one was known, critic. */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import { joinWeights, splitWeights } from './join-weights.ts';
import { readTensor } from './read-tensor.ts';
import type { ActingWeights, Recording } from './recording.ts';

interface Network {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters | undefined;
}

/** Numbers of all groups' networks. */
function sizesOf({ scenario, hyperparameters }: Network, where: string) {
  if (!hyperparameters) {
    throw new InputError(`${where}: expected no weights, as no network is described.`);
  }
  const { observationLayout } = scenario;
  const { groups } = hyperparameters;
  const { actor, critic } = createNetworks(observationLayout, hyperparameters);
  return {
    actor: groups * actor.blueprint.size,
    agent: groups * observationLayout.agentSize,
    critic: groups * critic.blueprint.size,
  };
}

export function packActingWeights(
  scenario: Scenario,
  { hyperparameters }: Pick<Recording, 'hyperparameters'>,
  { weights, critic }: ActingWeights,
): Uint8Array {
  const sizes = sizesOf({ scenario, hyperparameters }, 'A recording');
  const parts = { ...splitWeights(weights, sizes), ...(critic ? { critic } : {}) };
  return writeSafetensors(
    new Map<string, Tensor>(
      Object.entries(parts).map(([name, values]) => [name, { shape: [values.length], values }]),
    ),
  );
}

export function unpackActingWeights(
  bytes: Uint8Array,
  network: Network,
  where: string,
): Pick<ActingWeights, 'weights' | 'critic'> {
  const sizes = sizesOf(network, where);
  const { tensors } = readSafetensors(bytes, where);
  const read = (name: string, size: number) => readTensor(tensors, name, [size], where);
  return {
    weights: joinWeights({
      actor: read('actor', sizes.actor),
      shift: read('shift', sizes.agent),
      scale: read('scale', sizes.agent),
    }),
    critic: tensors.has('critic') ? read('critic', sizes.critic) : undefined,
  };
}
