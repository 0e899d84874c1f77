/**
 * Max pooling over the present rows, channel by channel: a baseline without attention (Qi et al.
 * 2017). Its weights are the share of channels that a row decided, for display and measures only.
 */
import type { AttentionKind } from './kind.ts';

export const max: AttentionKind = {
  title: 'max pooling, no attention',
  create:
    (_blueprint, _name, { heads }) =>
    (engine, { values, mask }) =>
      engine.maxPool(values.written(), mask, heads),
};
