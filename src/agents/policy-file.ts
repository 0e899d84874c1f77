/**
 * A policy alone, to ship or to share: the target actor's values by the names of its blueprint and the
 * normaliser, as safetensors, with a card (policy-card.ts), which stands beside it or, in one file, in its metadata,
 * where any reader of safetensors finds it. Since version 4 the target critic may be there
 * too (of two, the first), so that explanations can say what the policy's own judge thinks. Of groups of agents
 * that have parameters of their own, every group's. It can act, but not learn on: what that takes is a checkpoint.
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Blueprint, Slot } from '../nn/blueprint.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import { checkGroups, type Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks, joined } from '../rl/learner.ts';
import { crc32c } from '../storage/crc32c.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import { checkObservations } from './check-observations.ts';
import { type PolicyCard, parseCard, policyFormat, seenBy } from './policy-card.ts';
import { readTensor } from './read-tensor.ts';

/** What the two files are called in a policy's directory. */
export const cardFile = 'card.json';
export const weightsFile = 'policy.safetensors';

/** The ending of a policy in one file. */
export const policyExtension = '.safetensors';

/** More is no policy of ours. */
export const mostPolicyBytes = 64 * 2 ** 20;
const normaliserParts = ['shift', 'scale'] as const;
const normaliserName = (part: (typeof normaliserParts)[number]) => `normaliser/${part}`;

const criticName = (slot: string) => `critic/${slot}`;

export function writePolicyFile(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  weights: JudgedWeights,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, Tensor>();
  const slots = slotsOf(scenario, hyperparameters);
  for (const { name, shape, offset, size } of slots.actor) {
    tensors.set(name, { shape, values: weights.actor.subarray(offset, offset + size) });
  }
  for (const part of normaliserParts) {
    const values = weights[part];
    tensors.set(normaliserName(part), { shape: [values.length], values });
  }
  const { critic } = weights;
  if (critic) {
    for (const { name, shape, offset, size } of slots.critic) {
      tensors.set(criticName(name), { shape, values: critic.subarray(offset, offset + size) });
    }
  }
  return writeSafetensors(tensors, metadata);
}

/** CRC-32C of all values, in whichever file: actor, shift, scale, and the critic if it is there. */
function checksumOf({ actor, shift, scale, critic }: JudgedWeights): number {
  const values = joined([actor, shift, scale, ...(critic ? [critic] : [])]);
  return crc32c(new Uint8Array(values.buffer));
}

/** The card with the checksum of these weights, by which others under it are found out. */
export function sealCard(card: PolicyCard, weights: JudgedWeights): PolicyCard {
  return { ...card, checksum: checksumOf(weights) };
}

/** The policy in one file: the card is the metadata's `card`, and what people look for first stands beside it. */
export function writePolicyAlone(
  scenario: Scenario,
  card: PolicyCard,
  weights: JudgedWeights,
): Uint8Array<ArrayBuffer> {
  const { commit, evaluation } = card;
  const { agentSteps, updates } = seenBy(card);
  return writePolicyFile(scenario, card.hyperparameters, weights, {
    ...{ format: policyFormat, scenario: card.scenario },
    ...{ agentSteps: `${agentSteps}`, updates: `${updates}`, commit: commit ?? 'unknown' },
    success: evaluation
      ? `${(100 * evaluation.success.rate).toFixed(1)} % of ${evaluation.episodes} cases that training never saw`
      : 'not evaluated',
    card: JSON.stringify(sealCard(card, weights)),
  });
}

/** The card of a policy in one file, of any scenario; then `readPolicyFile` reads the rest. */
export function readCardWithin(bytes: Uint8Array, where: string): PolicyCard {
  checkSize(bytes.length, where);
  const { card } = readSafetensors(bytes, where).metadata;
  if (card !== undefined) return parseCard(card, where);
  throw new InputError(
    `${where}: expected a policy of Heed with its card, but these are weights of something else.`,
  );
}

/** `size` in bytes. */
export function checkSize(size: number, where: string): void {
  if (size <= mostPolicyBytes) return;
  throw new InputError(
    `${where}: expected a policy of at most ${mostPolicyBytes} bytes, but got ${size}.`,
  );
}

/** `where` names the file in errors. */
export function readPolicyFile(
  scenario: Scenario,
  card: PolicyCard,
  bytes: Uint8Array,
  where: string,
): JudgedWeights {
  checkObservations('policy', card, scenario, where);
  checkGroups(card.hyperparameters, card.agents, where);
  checkSize(bytes.length, where);
  const { tensors } = readSafetensors(bytes, where);
  const slots = slotsOf(scenario, card.hyperparameters);
  const known = new Set([
    ...slots.actor.map(({ name }) => name),
    ...normaliserParts.map(normaliserName),
    ...slots.critic.map(({ name }) => criticName(name)),
  ]);
  const unknown = [...tensors.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `${where}: expected no values called ${JSON.stringify(unknown)}: it is of another network than its card says.`,
    );
  }
  const valuesOf = (slots: readonly Slot[], nameOf: (slot: string) => string) => {
    const values = new Float32Array(slots.reduce((sum, { size }) => sum + size, 0));
    for (const { name, shape, offset } of slots) {
      values.set(readTensor(tensors, nameOf(name), shape, where), offset);
    }
    return values;
  };
  const size = card.hyperparameters.groups * scenario.observationLayout.agentSize;
  const [shift, scale] = normaliserParts.map((part) =>
    readTensor(tensors, normaliserName(part), [size], where),
  ) as [Float32Array, Float32Array];
  const judged = [...tensors.keys()].some((name) => name.startsWith(criticName('')));
  const weights = {
    ...{ actor: valuesOf(slots.actor, (name) => name), shift, scale },
    ...(judged ? { critic: valuesOf(slots.critic, criticName) } : {}),
  };
  if (card.checksum === undefined || card.checksum === checksumOf(weights)) return weights;
  throw new InputError(
    `${where}: expected the weights that its card is of, but these are others, or damaged: write the policy anew.`,
  );
}

/** Of all groups' networks, one after the other. */
function slotsOf({ observationLayout }: Scenario, hyperparameters: Hyperparameters) {
  const { groups } = hyperparameters;
  const ofAll = ({ slots, size }: Blueprint) =>
    Array.from({ length: groups }, (_, group) =>
      slots.map((slot) => ({
        ...slot,
        name: groups === 1 ? slot.name : `group-${group}/${slot.name}`,
        offset: group * size + slot.offset,
      })),
    ).flat();
  const { actor, critic } = createNetworks(observationLayout, hyperparameters);
  return { actor: ofAll(actor.blueprint), critic: ofAll(critic.blueprint) };
}
