/**
 * A transformer block over a set (Vaswani et al. 2017, post-norm): every row attends to every present
 * row, then ReLU(W h + b); residual and layer norm around both. Gives the set depth before the
 * agent's query attends to it.
 *
 * Axes: N samples, K rows, C channels, H heads, D = C/H. Every row is a query; the K queries of a
 * sample share its group of rows.
 */
import { plainRows } from './attention/rows.ts';
import type { Blueprint } from './blueprint.ts';
import type { Engine } from './engine.ts';
import { dense, layerNorm } from './layers.ts';

export type TransformerBlock = <T>(
  engine: Engine<T>,
  rows: T,
  mask: T,
) => { readonly rows: T; readonly weights: T };

/** rows [N·K, C], mask [N, K] → [N·K, C], and what each row gives to each [N·K, H·K]. */
export function transformerBlock(
  blueprint: Blueprint,
  name: string,
  { channels, heads, rows: k }: { channels: number; heads: number; rows: number },
): TransformerBlock {
  const square = { inputs: channels, outputs: channels };
  const query = dense(blueprint, `${name}/query`, square);
  const key = dense(blueprint, `${name}/key`, { ...square, bias: false });
  const value = dense(blueprint, `${name}/value`, square);
  const output = dense(blueprint, `${name}/out`, square);
  const first = dense(blueprint, `${name}/ff/0`, {
    inputs: channels,
    outputs: 2 * channels,
    activation: 'relu',
  });
  const second = dense(blueprint, `${name}/ff/1`, { inputs: 2 * channels, outputs: channels });
  const normAttention = layerNorm(blueprint, `${name}/norm/0`, channels);
  const normForward = layerNorm(blueprint, `${name}/norm/1`, channels);
  const scale = 1 / Math.sqrt(channels / heads);

  return (engine, rows, mask) => {
    const of = { heads, rows: k };
    const logits = plainRows(engine, key(engine, rows), of).innerProducts(query(engine, rows));
    const weights = engine.maskedSoftmax(logits, mask, scale);
    const context = plainRows(engine, value(engine, rows), of).weightedSum(weights);
    const attended = normAttention(engine, engine.add(rows, output(engine, context)));
    const forward = second(engine, first(engine, attended));
    return { rows: normForward(engine, engine.add(attended, forward)), weights };
  };
}
