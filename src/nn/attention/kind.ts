/**
 * What an attention kind is: a way for one query per sample to gather from K rows.
 *
 * Axes: N samples, H heads, K rows, D channels of a head. Absent rows (mask 0) get weight exactly 0;
 * with no row present all weights are 0 and the context is 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Weights } from '../blueprint.ts';

export interface AttentionInput {
  /** [N, H, D] */
  readonly query: tf.Tensor3D;
  /** [N, H, K, D] */
  readonly keys: tf.Tensor4D;
  /** [N, H, K, D] */
  readonly values: tf.Tensor4D;
  /** [N, 1, K], 1 = present */
  readonly mask: tf.Tensor3D;
}

export interface Attended {
  /** [N, H, D] */
  readonly context: tf.Tensor3D;
  /** [N, H, K], each head's weights sum to 1, or are all 0 */
  readonly weights: tf.Tensor3D;
}

export type Attend = (weights: Weights, input: AttentionInput) => Attended;

export interface AttentionKind {
  readonly title: string;
  /** Declares what the kind itself learns, and returns its function. */
  create(blueprint: Blueprint, name: string, size: { heads: number; depth: number }): Attend;
}

/** softmax over the last axis where absent entries get exactly 0: logits [..., K], mask broadcasts to it. */
export function maskedSoftmax<T extends tf.Tensor>(logits: T, mask: tf.Tensor): T {
  const lowered = tf.add(logits, tf.mul(tf.sub(mask, 1), 1e9));
  // A fully masked row comes out of softmax uniform: the product makes it 0.
  return tf.mul(tf.softmax(lowered), mask) as T;
}

/** Σ_k weights_k · values_k: [N, H, K] and [N, H, K, D] → [N, H, D]. */
export function weightedSum(weights: tf.Tensor3D, values: tf.Tensor4D): tf.Tensor3D {
  const [n, h, k, d] = values.shape;
  const rows = tf.matMul(tf.reshape(weights, [n * h, 1, k]), tf.reshape(values, [n * h, k, d])); // [N·H, 1, D]
  return tf.reshape(rows, [n, h, d]);
}

/** query · key for every row: [N, H, D] and [N, H, K, D] → [N, H, K]. */
export function innerProducts(query: tf.Tensor, keys: tf.Tensor4D): tf.Tensor3D {
  const [n, h, k, d] = keys.shape;
  const products = tf.matMul(
    tf.reshape(query, [n * h, 1, d]),
    tf.reshape(keys, [n * h, k, d]),
    false,
    true,
  ); // [N·H, 1, K]
  return tf.reshape(products, [n, h, k]);
}
