/**
 * What attention attends over: keys or values, one row per thing, read in three ways. Most kinds need
 * only products with them, so that neither a projection of the rows (with one query per sample it is
 * cheaper on the query's side: 312 instead of 542 kFLOP a sample at C = 64) nor a sum (a node's
 * embedding, shared by all agents of a world, plus its pose relative to one agent) is written out.
 *
 * Axes: Q queries, G groups, H heads, K rows, D channels of a head, R pose features.
 */
import type { Slot } from '../blueprint.ts';
import type { Engine } from '../engine.ts';

export interface Rows<T> {
  /** query · row: [Q, H·D] → [Q, H·K] */
  innerProducts(query: T): T;
  /** Σ_k weights_k · row_k: [Q, H·K] → [Q, H·D] */
  weightedSum(weights: T): T;
  /** [Q·K, H·D] */
  written(): T;
}

export interface RowsOf {
  /** H */
  readonly heads: number;
  /** K */
  readonly rows: number;
}

/** Rows that are there as they are: [G·K, H·D]. */
export function plainRows<T>(engine: Engine<T>, x: T, { heads, rows }: RowsOf): Rows<T> {
  const shape = { heads, rows, perHead: true };
  return {
    innerProducts: (query) => engine.innerProducts(query, x, shape),
    weightedSum: (weights) => engine.weightedSum(weights, x, shape),
    written: () => x,
  };
}

/** x [G·K, C] times a projection [C, H·D], which is applied to the query and to the sums instead. */
export function projectedRows<T>(
  engine: Engine<T>,
  x: T,
  projection: Slot,
  { heads, rows }: RowsOf,
): Rows<T> {
  const shape = { heads, rows, perHead: false };
  return {
    innerProducts: (query) =>
      engine.innerProducts(engine.foldQuery(query, projection, heads), x, shape),
    weightedSum: (weights) =>
      engine.projectSums(engine.weightedSum(weights, x, shape), projection, heads),
    written: () => engine.dense(x, { kernel: projection, outputs: projection.shape[1] as number }),
  };
}

/** A shared part [G·K, H·D] plus a part of each query's own: pose [Q·K, R] times projection [R, H·D]. */
export function placedRows<T>(
  engine: Engine<T>,
  shared: T,
  pose: T,
  projection: Slot,
  of: RowsOf,
): Rows<T> {
  const common = plainRows(engine, shared, of);
  const own = projectedRows(engine, pose, projection, of);
  return {
    innerProducts: (query) => engine.add(common.innerProducts(query), own.innerProducts(query)),
    weightedSum: (weights) => engine.add(common.weightedSum(weights), own.weightedSum(weights)),
    written: () => engine.addShared(own.written(), shared, of.rows),
  };
}
