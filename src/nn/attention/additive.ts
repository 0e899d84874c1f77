/** Additive attention (Bahdanau et al. 2015): score_k = Σ_c w_c · tanh(q_c + k_kc). */
import * as tf from '@tensorflow/tfjs-core';
import { type AttentionKind, maskedSoftmax } from './kind.ts';

export const additive: AttentionKind = {
  title: 'additive',
  create(blueprint, name, { heads, depth }) {
    const channelWeights = blueprint.declare(`${name}/w`, [1, heads, 1, depth], {
      kind: 'fanIn',
      fanIn: depth,
    });
    return (parameters, { query, keys, values, mask }) => {
      const [n, h, d] = query.shape;
      const mixed = tf.tanh(tf.add(keys.written(), tf.reshape(query, [n, h, 1, d])));
      const logits = tf.sum(tf.mul(mixed, parameters.get(channelWeights)), 3) as tf.Tensor3D;
      const weights = maskedSoftmax(logits, mask);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
