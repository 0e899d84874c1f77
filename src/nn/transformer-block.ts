/**
 * A transformer block over a set (Vaswani et al. 2017, post-norm): every row attends to every present
 * row, then ReLU(W h + b); residual and layer norm around both. Gives the set depth before the
 * agent's query attends to it.
 *
 * Axes: N samples, K rows, C channels, H heads, D = C/H.
 */
import * as tf from '@tensorflow/tfjs-core';
import { maskedSoftmax } from './attention/kind.ts';
import type { Blueprint, Weights } from './blueprint.ts';
import { dense, layerNorm } from './layers.ts';

export type TransformerBlock = (
  weights: Weights,
  rows: tf.Tensor2D,
  mask: tf.Tensor3D,
) => tf.Tensor2D;

/** rows [N·K, C], mask [N, 1, K] → [N·K, C]. */
export function transformerBlock(
  blueprint: Blueprint,
  name: string,
  { channels, heads }: { channels: number; heads: number },
): TransformerBlock {
  const depth = channels / heads;
  const projection = dense(blueprint, `${name}/qkv`, { inputs: channels, outputs: 3 * channels });
  const output = dense(blueprint, `${name}/out`, { inputs: channels, outputs: channels });
  const first = dense(blueprint, `${name}/ff/0`, {
    inputs: channels,
    outputs: 2 * channels,
    activation: 'relu',
  });
  const second = dense(blueprint, `${name}/ff/1`, { inputs: 2 * channels, outputs: channels });
  const normAttention = layerNorm(blueprint, `${name}/norm/0`, channels);
  const normForward = layerNorm(blueprint, `${name}/norm/1`, channels);

  return (weights, rows, mask) => {
    const [n, , k] = mask.shape;
    const projected = tf.reshape(projection(weights, rows), [n, k, 3 * heads, depth]);
    const [query, key, value] = tf
      .split(tf.transpose(projected, [0, 2, 1, 3]), 3, 1)
      .map((part) => tf.reshape(part, [n * heads, k, depth])) as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const logits = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(depth)); // [N·H, K, K]
    const share = maskedSoftmax(
      tf.reshape(logits, [n, heads, k, k]),
      tf.reshape(mask, [n, 1, 1, k]),
    );
    const mixed = tf.matMul(tf.reshape(share, [n * heads, k, k]), value); // [N·H, K, D]
    const context = tf.reshape(
      tf.transpose(tf.reshape(mixed, [n, heads, k, depth]), [0, 2, 1, 3]),
      [n * k, channels],
    ) as tf.Tensor2D;
    const attended = normAttention(weights, tf.add(rows, output(weights, context)));
    return normForward(weights, tf.add(attended, second(weights, first(weights, attended))));
  };
}
