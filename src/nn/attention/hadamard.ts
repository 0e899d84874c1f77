/**
 * The source article's formula softmax(W_att · (V ⊙ U)): score_k = Σ_c w_c · q_c · k_kc with a
 * learned w per head and channel. It starts at w = 1/√D, where it equals the scaled dot product.
 */
import type { AttentionKind } from './kind.ts';

export const hadamard: AttentionKind = {
  title: 'Hadamard product with learned channel weights',
  create(blueprint, name, { heads, depth }) {
    const channelWeights = blueprint.declare(`${name}/w`, [heads * depth], {
      kind: 'constant',
      value: 1 / Math.sqrt(depth),
    });
    return (engine, { query, keys, values, mask }) => {
      const weighted = engine.scaleColumns(query, channelWeights);
      const weights = engine.maskedSoftmax(keys.innerProducts(weighted), mask, 1);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
