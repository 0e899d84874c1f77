/** Additive attention (Bahdanau et al. 2015): score_k = Σ_c w_c · tanh(q_c + k_kc). */
import type { AttentionKind } from './kind.ts';

export const additive: AttentionKind = {
  title: 'additive',
  create(blueprint, name, { heads, depth }) {
    const channelWeights = blueprint.declare(`${name}/w`, [heads * depth], {
      kind: 'fanIn',
      fanIn: depth,
    });
    return (engine, { query, keys, values, mask }) => {
      const logits = engine.additiveScores(query, keys.written(), channelWeights, heads);
      const weights = engine.maskedSoftmax(logits, mask, 1);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
