/**
 * Max pooling over the present rows, channel by channel: a baseline without attention (Qi et al.
 * 2017). Its weights are the share of channels that a row decided, for display and measures only.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionKind } from './kind.ts';

export const max: AttentionKind = {
  title: 'max pooling, no attention',
  create() {
    return (_parameters, { query, values, mask }) => {
      const rows = values.written();
      const [n, h, k, d] = rows.shape;
      const present = tf.reshape(mask, [n, 1, k, 1]);
      const lowered = tf.add(rows, tf.mul(tf.sub(present, 1), 1e9));
      const any = tf.max(mask, 2, true); // [N, 1, 1]: 0 where the set is empty
      const highest = tf.max(lowered, 2) as tf.Tensor3D;
      const context = tf.mul(highest, any) as tf.Tensor3D;
      const decided = tf.cast(tf.equal(lowered, tf.reshape(highest, [n, h, 1, d])), 'float32');
      const counted = tf.mul(tf.sum(decided, 3), mask); // [N, H, K]
      const weights = tf.div(counted, tf.maximum(tf.sum(counted, 2, true), 1)) as tf.Tensor3D;
      return { context: tf.reshape(context, query.shape), weights };
    };
  },
};
