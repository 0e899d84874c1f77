/** Scaled dot product (Vaswani et al. 2017, equation 1): score_k = q · k_k / √D. */
import type { AttentionKind } from './kind.ts';

export const dot: AttentionKind = {
  title: 'scaled dot product',
  create(_blueprint, _name, { depth }) {
    const scale = 1 / Math.sqrt(depth);
    return (engine, { query, keys, values, mask }) => {
      const weights = engine.maskedSoftmax(keys.innerProducts(query), mask, scale);
      return { context: values.weightedSum(weights), weights };
    };
  },
};
