/**
 * A graph among the rows of a set, in which every present row is a neighbour of every present row, itself
 * included: GATv2 (Brody et al. 2022, equation 7) with heads and residual. It stands for the interaction
 * graph among people of CrowdNav++ (Liu et al. 2023), whose scores are scaled dot products, as those of
 * transformer-block.ts are. For row i over all present rows j:
 *
 *   e_ij = aᵀ LeakyReLU(W_r h_i + W_s h_j),   α_i = softmax_j(e_ij),   h'_i = h_i + ReLU(Σ_j α_ij W_s h_j)
 *
 * A set has no features of pairs, so that a term of edges as in graph-attention.ts is missing: what two rows
 * are to each other, the scores make of both. Nor are pairs written out, as there: K² · C numbers a sample
 * would be read and written several times.
 *
 * Axes: N samples, K rows, C channels, H heads, D = C/H. Every row is a query; the K queries of a sample
 * share its group of rows. Absent rows get weight exactly 0 and come out as 0.
 */
import { plainRows } from './attention/rows.ts';
import type { Blueprint } from './blueprint.ts';
import type { Engine, SetInput } from './engine.ts';
import { dense } from './layers.ts';

/** rows [N·K, C] of what the set holds → [N·K, C], and per round what each row gives to each [N·K, H·K]. */
export type SetGraph = <T>(
  engine: Engine<T>,
  rows: T,
  set: SetInput<T>,
) => { readonly rows: T; readonly weights: readonly T[] };

export interface SetGraphOptions {
  readonly channels: number;
  readonly heads: number;
  /** K */
  readonly rows: number;
  /** 0 leaves the rows as they are. */
  readonly rounds: number;
}

export function setGraph(
  blueprint: Blueprint,
  name: string,
  { channels, heads, rows: k, rounds }: SetGraphOptions,
): SetGraph {
  const layers = Array.from({ length: rounds }, (_, round) => {
    const at = `${name}/round${round}`;
    const square = { inputs: channels, outputs: channels };
    return {
      receive: dense(blueprint, `${at}/receive`, square),
      send: dense(blueprint, `${at}/send`, { ...square, bias: false }),
      score: blueprint.declare(`${at}/score`, [channels], {
        kind: 'fanIn',
        fanIn: channels / heads,
      }),
    };
  });
  const of = { heads, rows: k };
  return <T>(engine: Engine<T>, rows: T, { mask, present }: SetInput<T>) => {
    const all: T[] = [];
    const heard = layers.reduce((h, { receive, send, score }) => {
      const sent = send(engine, h);
      const scores = engine.leakyScores(receive(engine, h), sent, score, of);
      const weights = engine.maskedSoftmax(scores, mask, 1);
      all.push(weights);
      return engine.residual(h, plainRows(engine, sent, of).weightedSum(weights), present);
    }, rows);
    return { rows: heard, weights: all };
  };
}
