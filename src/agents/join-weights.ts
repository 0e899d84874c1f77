/** All of a policy's numbers in one array, [actor | shift | scale]: one transfer between threads. */
import type { PolicyWeights } from '../nn/inference.ts';

export function joinWeights({ actor, shift, scale }: PolicyWeights): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(actor.length + shift.length + scale.length);
  weights.set(actor);
  weights.set(shift, actor.length);
  weights.set(scale, actor.length + shift.length);
  return weights;
}

/** Views of its parts. The sizes are those of who is to act (`Inference.sizes`). */
export function splitWeights(
  weights: Float32Array,
  { actor, agent }: { readonly actor: number; readonly agent: number },
): PolicyWeights {
  if (weights.length !== actor + 2 * agent) {
    throw new Error(
      `Expected ${actor + 2 * agent} weights, but got ${weights.length}: the learner has another network.`,
    );
  }
  return {
    actor: weights.subarray(0, actor),
    shift: weights.subarray(actor, actor + agent),
    scale: weights.subarray(actor + agent),
  };
}
