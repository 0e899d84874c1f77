/**
 * The action value Q(s, a): encoder, then hidden ReLU layers over features ⊕ action. In two steps,
 * because one encoding of s serves the executed action and the policy's.
 *
 * Axes: N samples.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../core/spec.ts';
import { finalBound, type NetworkOptions } from './actor.ts';
import { Blueprint, type Weights } from './blueprint.ts';
import { createEncoder, type Encoded, type Intervention } from './encoder.ts';
import { dense, multilayer } from './layers.ts';
import type { ObservationTensors } from './observation-batch.ts';

export interface Critic {
  readonly blueprint: Blueprint;
  encode(weights: Weights, observation: ObservationTensors, intervention?: Intervention): Encoded;
  /** features [N, F], action [N, 2] → Q [N] */
  value(weights: Weights, features: tf.Tensor2D, action: tf.Tensor2D): tf.Tensor1D;
}

export function createCritic(layout: ObservationLayout, options: NetworkOptions): Critic {
  const blueprint = new Blueprint();
  const encoder = createEncoder(blueprint, 'encoder', layout, options);
  const hidden = multilayer(blueprint, 'head', {
    inputs: encoder.size + 2,
    widths: options.hidden,
    layerNorm: options.layerNorm,
  });
  const output = dense(blueprint, 'value', {
    inputs: options.hidden.at(-1) ?? encoder.size + 2,
    outputs: 1,
    initial: { kind: 'uniform', bound: finalBound },
  });
  return {
    blueprint,
    encode: encoder.encode,
    value(weights, features, action) {
      const q = output(weights, hidden(weights, tf.concat([features, action], 1) as tf.Tensor2D));
      return tf.reshape(q, [q.shape[0]]);
    },
  };
}
