/** All of a policy's numbers in one array, [actor | shift | scale]: one transfer between threads. */
import type { PolicyWeights } from '../nn/inference.ts';

export function joinWeights({ actor, shift, scale }: PolicyWeights): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(actor.length + shift.length + scale.length);
  weights.set(actor);
  weights.set(shift, actor.length);
  weights.set(scale, actor.length + shift.length);
  return weights;
}
