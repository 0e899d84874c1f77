/**
 * The source article's formula softmax(W_att · (V ⊙ U)): score_k = Σ_c w_c · q_c · k_kc with a
 * learned w per head and channel. It starts at w = 1/√D, where it equals the scaled dot product.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type AttentionKind, maskedSoftmax } from './kind.ts';

export const hadamard: AttentionKind = {
  title: 'Hadamard product with learned channel weights',
  create(blueprint, name, { heads, depth }) {
    const channelWeights = blueprint.declare(`${name}/w`, [1, heads, depth], {
      kind: 'constant',
      value: 1 / Math.sqrt(depth),
    });
    return (parameters, { query, keys, values, mask }) => {
      const weighted = tf.mul(query, parameters.get(channelWeights)) as tf.Tensor3D;
      const weights = maskedSoftmax(keys.innerProducts(weighted), mask);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
