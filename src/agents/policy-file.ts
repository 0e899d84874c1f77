/**
 * A policy alone, to ship or to share: the target actor's values by the names of its blueprint and the
 * normaliser, as safetensors, beside a card (policy-card.ts). Of groups of agents that have parameters of their
 * own, every group's. It can act, but not learn on: what that takes is a checkpoint.
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import { createActor } from '../nn/actor.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import { checkGroups, type Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import { checkObservations } from './check-observations.ts';
import type { PolicyCard } from './policy-card.ts';
import { readTensor } from './read-tensor.ts';

/** What the two files are called in a policy's directory. */
export const cardFile = 'card.json';
export const weightsFile = 'policy.safetensors';

const mostBytes = 64 * 2 ** 20;
const normaliserParts = ['shift', 'scale'] as const;
const normaliserName = (part: (typeof normaliserParts)[number]) => `normaliser/${part}`;

export function writePolicyFile(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  weights: PolicyWeights,
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, offset, size } of slotsOf(scenario, hyperparameters)) {
    tensors.set(name, { shape, values: weights.actor.subarray(offset, offset + size) });
  }
  for (const part of normaliserParts) {
    const values = weights[part];
    tensors.set(normaliserName(part), { shape: [values.length], values });
  }
  return writeSafetensors(tensors);
}

/** `where` names the file in errors. */
export function readPolicyFile(
  scenario: Scenario,
  card: PolicyCard,
  bytes: Uint8Array,
  where: string,
): PolicyWeights {
  checkObservations('policy', card, scenario, where);
  checkGroups(card.hyperparameters, card.agents, where);
  if (bytes.length > mostBytes) {
    throw new InputError(
      `${where}: expected a policy of at most ${mostBytes} bytes, but got ${bytes.length}.`,
    );
  }
  const { tensors } = readSafetensors(bytes, where);
  const slots = slotsOf(scenario, card.hyperparameters);
  const known = new Set([...slots.map(({ name }) => name), ...normaliserParts.map(normaliserName)]);
  const unknown = [...tensors.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `${where}: expected no values called ${JSON.stringify(unknown)}: it is of another network than its card says.`,
    );
  }
  const actor = new Float32Array(slots.reduce((sum, { size }) => sum + size, 0));
  for (const { name, shape, offset } of slots) {
    actor.set(readTensor(tensors, name, shape, where), offset);
  }
  const size = card.hyperparameters.groups * scenario.observationLayout.agentSize;
  const [shift, scale] = normaliserParts.map((part) =>
    readTensor(tensors, normaliserName(part), [size], where),
  ) as [Float32Array, Float32Array];
  return { actor, shift, scale };
}

/** Of all groups' actors, one after the other. */
function slotsOf({ observationLayout }: Scenario, hyperparameters: Hyperparameters) {
  const { blueprint } = createActor(observationLayout, networkOptions(hyperparameters));
  const { groups } = hyperparameters;
  return Array.from({ length: groups }, (_, group) =>
    blueprint.slots.map((slot) => ({
      ...slot,
      name: groups === 1 ? slot.name : `group-${group}/${slot.name}`,
      offset: group * blueprint.size + slot.offset,
    })),
  ).flat();
}
