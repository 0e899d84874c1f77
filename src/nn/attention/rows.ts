/**
 * What attention attends over: keys or values, one row per thing, read in three ways. Most kinds need
 * only products with them, so rows that are a sum (a node's embedding, shared by all agents of a world,
 * plus its pose relative to one agent) never have to be written out per agent.
 *
 * Axes: N samples, H heads, K rows, D channels of a head, W worlds, A agents, V nodes, R pose features.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface Rows {
  /** query · row: [N, H, D] → [N, H, K] */
  innerProducts(query: tf.Tensor3D): tf.Tensor3D;
  /** Σ_k weights_k · row_k: [N, H, K] → [N, H, D] */
  weightedSum(weights: tf.Tensor3D): tf.Tensor3D;
  /** [N, H, K, D] */
  written(): tf.Tensor4D;
}

/** Rows that are there as they are: [N, H, K, D]. */
export function plainRows(rows: tf.Tensor4D): Rows {
  const [n, h, k, d] = rows.shape;
  const flat = tf.reshape(rows, [n * h, k, d]);
  return {
    innerProducts: (query) =>
      tf.reshape(tf.matMul(tf.reshape(query, [n * h, 1, d]), flat, false, true), [n, h, k]),
    weightedSum: (weights) =>
      tf.reshape(tf.matMul(tf.reshape(weights, [n * h, 1, k]), flat), [n, h, d]),
    written: () => rows,
  };
}

/**
 * Rows that are a shared part, [W, H, V, D], plus a part of each agent's own, pose [N, V, R] times
 * projection [R, H·D]. The samples of a world stand together: N = W·A.
 */
export function placedRows(shared: tf.Tensor4D, pose: tf.Tensor3D, projection: tf.Tensor2D): Rows {
  const [w, h, v, d] = shared.shape;
  const [n, , r] = pose.shape;
  const a = n / w;
  // [H·D, H·R]: the projection of each head on its own block, so that one product does all heads.
  const blocks = tf.mul(
    tf.tile(tf.transpose(projection), [1, h]),
    ownBlock(h, d, r),
  ) as tf.Tensor2D;
  /** [N, H, X] ⇄ [W, H, A, X] */
  const byWorld = (x: tf.Tensor3D) =>
    tf.transpose(tf.reshape(x, [w, a, h, x.shape[2]]), [0, 2, 1, 3]);
  const bySample = (x: tf.Tensor) =>
    tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [n, h, x.shape[3] as number]) as tf.Tensor3D;
  return {
    innerProducts(query) {
      const withShared = bySample(tf.matMul(byWorld(query), shared, false, true));
      const asked = tf.reshape(tf.matMul(tf.reshape(query, [n, h * d]), blocks), [n, h, r]);
      return tf.add(withShared, tf.matMul(asked, pose, false, true));
    },
    weightedSum(weights) {
      const ofShared = bySample(tf.matMul(byWorld(weights), shared));
      const gathered = tf.reshape(tf.matMul(weights, pose), [n, h * r]) as tf.Tensor2D;
      const ofPose = tf.matMul(gathered, blocks, false, true); // [N, H·D]
      return tf.add(ofShared, tf.reshape(ofPose, [n, h, d]));
    },
    written() {
      const own = tf.matMul(tf.reshape(pose, [n * v, r]), projection); // [N·V, H·D]
      const ownByHead = tf.transpose(tf.reshape(own, [n, v, h, d]), [0, 2, 1, 3]);
      const both = tf.add(
        tf.reshape(ownByHead, [w, a, h * v * d]),
        tf.reshape(shared, [w, 1, h * v * d]),
      );
      return tf.reshape(both, [n, h, v, d]);
    },
  };
}

/** [H·D, H·R] of 1 where row and column belong to the same head. */
function ownBlock(heads: number, depth: number, features: number): tf.Tensor2D {
  const values = new Float32Array(heads * depth * heads * features);
  for (let row = 0; row < heads * depth; row++) {
    const head = Math.floor(row / depth);
    const at = row * heads * features + head * features;
    values.fill(1, at, at + features);
  }
  return tf.tensor2d(values, [heads * depth, heads * features]);
}
