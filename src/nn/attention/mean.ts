/** Mean pooling over the present rows: the honest baseline without attention (Zaheer et al. 2017). */
import type { AttentionKind } from './kind.ts';

export const mean: AttentionKind = {
  title: 'mean pooling, no attention',
  create:
    (_blueprint, _name, { heads }) =>
    (engine, { query, values, mask }) => {
      const weights = engine.meanWeights(mask, query, heads);
      return { context: values.weightedSum(weights), weights };
    },
};
