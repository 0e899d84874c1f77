/**
 * The deterministic policy μ(s): encoder, hidden ReLU layers, then a point on the unit disc,
 * a = u · tanh|u| / |u| (a smooth squash, not a clip after the actor, which would have no gradient).
 *
 * Axes: N samples. Actions are [N, 2] = (forward, left) in units of the agent's top speed.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../core/spec.ts';
import { Blueprint, type Weights } from './blueprint.ts';
import { createEncoder, type Encoded, type EncoderOptions, type Intervention } from './encoder.ts';
import { dense, multilayer } from './layers.ts';
import type { ObservationTensors } from './observation-batch.ts';

export interface NetworkOptions extends EncoderOptions {
  /** Hidden widths after the encoder. */
  readonly hidden: readonly number[];
  /** Layer norm in the hidden layers. */
  readonly layerNorm: boolean;
}

/** Final layers start small, so that first actions and values are near 0 (Lillicrap et al. 2016). */
export const finalBound = 3e-3;

export interface Actor {
  readonly blueprint: Blueprint;
  act(
    weights: Weights,
    observation: ObservationTensors,
    intervention?: Intervention,
  ): {
    /** [N, 2] on the unit disc */
    action: tf.Tensor2D;
    /** [N, 1] length of u, before the squash */
    reach: tf.Tensor2D;
    encoded: Encoded;
  };
}

export function createActor(layout: ObservationLayout, options: NetworkOptions): Actor {
  const blueprint = new Blueprint();
  const encoder = createEncoder(blueprint, 'encoder', layout, options);
  const hidden = multilayer(blueprint, 'head', {
    inputs: encoder.size,
    widths: options.hidden,
    layerNorm: false,
  });
  const output = dense(blueprint, 'action', {
    inputs: options.hidden.at(-1) ?? encoder.size,
    outputs: 2,
    initial: { kind: 'uniform', bound: finalBound },
  });
  return {
    blueprint,
    act(weights, observation, intervention) {
      const encoded = encoder.encode(weights, observation, intervention);
      const u = output(weights, hidden(weights, encoded.features));
      const reach = tf.sqrt(tf.add(tf.sum(tf.square(u), 1, true), 1e-6)) as tf.Tensor2D;
      const action = tf.mul(u, tf.div(tf.tanh(reach), reach)) as tf.Tensor2D;
      return { action, reach, encoded };
    },
  };
}
