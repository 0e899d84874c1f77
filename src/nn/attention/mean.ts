/** Mean pooling over the present rows: the honest baseline without attention (Zaheer et al. 2017). */
import * as tf from '@tensorflow/tfjs-core';
import type { AttentionKind } from './kind.ts';

export const mean: AttentionKind = {
  title: 'mean pooling, no attention',
  create() {
    return (_parameters, { query, values, mask }) => {
      const h = query.shape[1];
      const share = tf.div(mask, tf.maximum(tf.sum(mask, 2, true), 1)); // [N, 1, K]
      const weights = tf.tile(share, [1, h, 1]) as tf.Tensor3D;
      return { context: values.weightedSum(weights), weights };
    };
  },
};
