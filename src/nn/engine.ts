/**
 * The primitives that every network here is composed of. A network is a function of (engine, input), so
 * one definition serves all: `tfjs-engine.ts` computes at once and differentiates by tfjs (the
 * reference), `plan/plan-engine.ts` writes down kernels with their backward, which wasm and WebGPU run.
 *
 * `T` is the engine's matrix: a tf.Tensor or a place in the plan's memory. An engine is bound to one
 * set of weights; a `Slot` names a parameter of it.
 *
 * Axes: everything is a matrix [rows, columns]. N samples, I inputs, O outputs, C channels, H heads,
 * D = C/H, K rows that are attended over, V nodes, P pairs, W worlds. Q queries share G groups of rows:
 * Q/G neighbouring queries have one group (1 where each sample has a set of its own, the number of
 * agents where a world's agents share its graph, K where a set attends to itself).
 */
import type { Slot } from './blueprint.ts';

/** What is attended over: matrices [G·K, columns]. */
export interface RowsShape {
  /** H */
  readonly heads: number;
  /** K */
  readonly rows: number;
  /** Columns are H·R, a slice for each head; otherwise every head reads all columns. */
  readonly perHead: boolean;
}

export interface SetInput<T> {
  /** [N·K, F] */
  readonly rows: T;
  /** [N, K] 1 = present, and the same numbers as [N·K, 1] */
  readonly mask: T;
  readonly present: T;
}

export interface GraphInput<T> {
  /** [W·V, F] */
  readonly nodes: T;
  /** [W·V, 1] 1 = present, and the same numbers as [W, V] */
  readonly present: T;
  readonly mask: T;
  /** [W·P, Fe]: E listed edges, then V self edges, whose features are 0. */
  readonly edges: T;
  /** [W, P] node numbers, −1 for an absent pair */
  readonly senders: T;
  readonly receivers: T;
}

/** A graph with the agents' places in it. */
export interface PlacedGraphInput<T> extends GraphInput<T> {
  /** [N·V, R] a node's pose relative to an agent */
  readonly pose: T;
  /** [N, 1] node numbers, −1 where unknown */
  readonly ownRegion: T;
  readonly goalRegion: T;
}

export interface Observation<T> {
  /** [N, F] all vector parts side by side */
  readonly vector: T;
  readonly sets: readonly SetInput<T>[];
  readonly graphs: readonly PlacedGraphInput<T>[];
}

/** One GATv2 round (graph-attention.ts); `received` and `sent` are [W·V, C], `edges` [W·P, C]. */
export interface GraphRound<T> {
  readonly received: T;
  readonly sent: T;
  readonly edges: T;
  readonly score: Slot;
  readonly heads: number;
  readonly graph: GraphInput<T>;
}

export interface Engine<T> {
  /** x [N, I] · kernel [I, O] + bias [O], with ReLU if asked. Without a kernel (of no inputs) only the bias is left. */
  dense(
    x: T,
    options: {
      readonly kernel?: Slot | undefined;
      readonly bias?: Slot | undefined;
      readonly relu?: boolean;
      readonly outputs: number;
    },
  ): T;
  /** Side by side: [N, ΣC] */
  concat(parts: readonly T[]): T;
  add(a: T, b: T): T;
  relu(x: T): T;
  /** x [Q·K, C] + shared [G·K, C] of each query's group */
  addShared(x: T, shared: T, rows: number): T;
  /** 0 everywhere, of x's shape */
  zerosLike(x: T): T;
  /** Each row times its factor [N, 1] */
  scaleRows(x: T, factor: T): T;
  /** Each column times a parameter [C] */
  scaleColumns(x: T, factor: Slot): T;
  /** (x − mean) / deviation over the columns (Ba et al. 2016), times gain plus shift, with ReLU if asked */
  layerNorm(
    x: T,
    options: { readonly gain: Slot; readonly shift: Slot; readonly relu: boolean },
  ): T;
  /** Of x [G·V, C] the row that index [Q, 1] names in each query's group; 0 where it is −1: [Q, C] */
  takeRows(x: T, index: T, rows: number): T;

  /** query [Q, H·R] · rows → [Q, H·K] */
  innerProducts(query: T, rows: T, shape: RowsShape): T;
  /** Σ_k weights_k · row_k: weights [Q, H·K] → [Q, H·R] */
  weightedSum(weights: T, rows: T, shape: RowsShape): T;
  /** A query in the space of rows that a projection [R, H·D] is yet to be applied to: [N, H·D] → [N, H·R] */
  foldQuery(query: T, projection: Slot, heads: number): T;
  /** The projection applied to sums of such rows: [N, H·R] → [N, H·D] */
  projectSums(sums: T, projection: Slot, heads: number): T;
  /**
   * Softmax of scale · logits [Q, H·K] over the present rows of mask [G, K]; absent rows get exactly
   * 0, and so do all if none is present.
   */
  maskedSoftmax(logits: T, mask: T, scale: number): T;
  /** The same weight for every present row: [Q, H·K]; `like` is any matrix of Q rows. */
  meanWeights(mask: T, like: T, heads: number): T;
  /** Σ_d w_d · tanh(query + key): query [Q, H·D], keys [Q·K, H·D] → [Q, H·K] */
  additiveScores(query: T, keys: T, w: Slot, heads: number): T;
  /** GATv2's: Σ_d w_d · LeakyReLU(query + key): query [Q, H·D], keys [G·K, H·D] → [Q, H·K] */
  leakyScores(query: T, keys: T, w: Slot, of: { readonly heads: number; readonly rows: number }): T;
  /** The highest of the present rows [Q·K, H·D], channel by channel, and the share of channels that a row decided. */
  maxPool(rows: T, mask: T, heads: number): { readonly context: T; readonly weights: T };

  /** `marked` in the row that index [Q, 1] names among a query's `rows`, −1 for none, else `others`: [Q·rows, columns]; nothing flows back */
  mark(
    index: T,
    size: {
      readonly rows: number;
      readonly columns: number;
      readonly marked: number;
      readonly others: number;
    },
  ): T;
  /** 1 / (1 + e^−x) */
  sigmoid(x: T): T;
  /**
   * One round of shortest ways, head by head: x [N·V, H] of N samples in W worlds, lengths [W·P, H] →
   * min(x_i, min over pairs j → i of length + x_j). Where they are equal, what it has.
   */
  relax(x: T, lengths: T, graph: GraphInput<T>): T;
  /** Messages gathered [W·V, C], and what each pair's receiver gave to its sender [W·P, H]. */
  graphRound(round: GraphRound<T>): { readonly gathered: T; readonly shares: T };
  /** (h + ReLU(gathered)) · present */
  residual(h: T, gathered: T, present: T): T;

  /** u [N, 2] → a = u · tanh|u| / |u| on the unit disc, and |u| [N, 1] */
  squash(u: T): { readonly action: T; readonly reach: T };
}
