/** What acts, as one safetensors blob of a checkpoint: the actor's values and the normaliser, of all groups. */
import type { PolicyWeights } from '../nn/inference.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import type { Learning } from './learning.ts';
import { readTensor } from './read-tensor.ts';

export function packActing({ actor, shift, scale }: PolicyWeights): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const [name, values] of Object.entries({ actor, shift, scale })) {
    tensors.set(name, { shape: [values.length], values });
  }
  return writeSafetensors(tensors);
}

/** What `learning` numbers for each: [actor | shift | scale]. */
export function actingSizes({ hyperparameters, learner, normaliser }: Learning) {
  const { groups } = hyperparameters;
  return { actor: groups * learner.actor.blueprint.size, agent: normaliser.shift.length };
}

export function unpackActing(bytes: Uint8Array, learning: Learning, where: string): PolicyWeights {
  const { tensors } = readSafetensors(bytes, where);
  const { actor, agent } = actingSizes(learning);
  const read = (name: string, size: number) => readTensor(tensors, name, [size], where);
  return { actor: read('actor', actor), shift: read('shift', agent), scale: read('scale', agent) };
}
