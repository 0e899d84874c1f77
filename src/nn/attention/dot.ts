/** Scaled dot product (Vaswani et al. 2017, equation 1): score_k = q · k_k / √D. */
import * as tf from '@tensorflow/tfjs-core';
import { type AttentionKind, maskedSoftmax } from './kind.ts';

export const dot: AttentionKind = {
  title: 'scaled dot product',
  create(_blueprint, _name, { depth }) {
    const scale = 1 / Math.sqrt(depth);
    return (_weights, { query, keys, values, mask }) => {
      const weights = maskedSoftmax(keys.innerProducts(tf.mul(query, scale)), mask);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
