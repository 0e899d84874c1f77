/**
 * What an attention kind is: a way for one query per sample to gather from K rows.
 *
 * Axes: N samples, H heads, K rows, D channels of a head. Absent rows (mask 0) get weight exactly 0;
 * with no row present all weights are 0 and the context is 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Weights } from '../blueprint.ts';
import type { Rows } from './rows.ts';

export interface AttentionInput {
  /** [N, H, D] */
  readonly query: tf.Tensor3D;
  readonly keys: Rows;
  readonly values: Rows;
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
