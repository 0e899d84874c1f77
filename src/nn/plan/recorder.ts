/**
 * Writes a computation down as a fixed list of kernels over preallocated memory. `engine(parameters)` gives the
 * primitives of nn/engine.ts over one set of weights: each lays out its result, records its forward and
 * remembers its backward; `backward()` records those in reverse. What runs the list: wasm-runner.ts,
 * webgpu-runner.ts.
 *
 * Memory is one arena of floats. A gradient is written by whoever contributes first and added to by the
 * others, so nothing is ever cleared.
 */
import type { Slot } from '../blueprint.ts';
import type { Engine, GraphRound, RowsShape } from '../engine.ts';
import {
  type Instruction,
  type KernelArguments,
  type KernelName,
  kernelArguments,
} from './kernels.ts';

/** A place in the arena: [rows, columns], without gaps. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Floats from the beginning of the arena. */
  readonly offset: number;
  /** Whether anything that is learned has gone into it. */
  readonly learned: boolean;
  /** Where its gradient is; none until somebody contributes. */
  gradient: number | undefined;
}

/** One network's values in the arena; without `gradients` they are constants. */
export interface PlanParameters {
  readonly values: number;
  readonly gradients?: number | undefined;
}

/** Gemm's modes: which operand is read as its transpose. */
const plainProduct = 0;
const transposedRight = 1;
const transposedLeft = 2;
/** Gemm's flags. */
const withRelu = 1;
const addToResult = 2;

const lanes = 4;

export class Recorder {
  /** The list being written. */
  #instructions: Instruction[] = [];
  /** Floats that the arena needs. */
  size = 0;
  #tape: (() => void)[] = [];
  /** Gradients of parameters that have been written in this list. */
  readonly #written = new Set<number>();

  /** A new list. Memory is never given back: lists may share what the first of them laid out. */
  begin(): void {
    this.#instructions = [];
    this.#written.clear();
  }

  end(): readonly Instruction[] {
    return this.#instructions;
  }

  /** Room for so many floats, at a multiple of 16 bytes. */
  allocate(floats: number): number {
    const offset = this.size;
    this.size += Math.ceil(floats / lanes) * lanes;
    return offset;
  }

  matrix(rows: number, columns: number, learned = false): Matrix {
    return { rows, columns, offset: this.allocate(rows * columns), learned, gradient: undefined };
  }

  /** The same numbers as a constant: no gradient flows through it. */
  detach({ rows, columns, offset }: Matrix): Matrix {
    return { rows, columns, offset, learned: false, gradient: undefined };
  }

  emit<K extends KernelName>(kernel: K, values: KernelArguments<K>): void {
    const named = values as Readonly<Record<string, number>>;
    const ordered = kernelArguments[kernel].map((name) => named[name] as number);
    this.#instructions.push({ kernel, values: ordered });
  }

  /** Records the backward of everything recorded since the last call; whose gradients were seeded, flow. */
  backward(): void {
    for (const step of this.#tape.reverse()) step();
    this.#tape = [];
  }

  /** Where to write a gradient of x, and whether somebody did before. */
  gradientOf(x: Matrix): { readonly out: number; readonly accumulate: number } {
    if (x.gradient !== undefined) return { out: x.gradient, accumulate: 1 };
    x.gradient = this.allocate(x.rows * x.columns);
    return { out: x.gradient, accumulate: 0 };
  }

  #gradientOfSlot(parameters: PlanParameters, slot: Slot) {
    const out = (parameters.gradients as number) + slot.offset;
    const accumulate = this.#written.has(out) ? 1 : 0;
    this.#written.add(out);
    return { out, accumulate };
  }

  /** Remembers how the gradient of `result` goes on; left out if it has none in the end. */
  #onBackward(result: Matrix, step: (gradient: number) => void): void {
    if (!result.learned) return;
    this.#tape.push(() => {
      if (result.gradient !== undefined) step(result.gradient);
    });
  }

  #pass(gradient: number, x: Matrix): void {
    if (!x.learned) return;
    const { out, accumulate } = this.gradientOf(x);
    const columns = x.rows * x.columns;
    this.emit('copyColumns', {
      ...{ from: gradient, fromStride: columns, to: out, toStride: columns },
      ...{ rows: 1, columns, accumulate },
    });
  }

  /** C = A · B of `batch` pairs; each operand is its offset, row stride and step from pair to pair. */
  product(
    mode: number,
    size: { batch?: number; m: number; n: number; k: number },
    [a, lda, sa = 0]: readonly number[],
    [b, ldb, sb = 0]: readonly number[],
    [c, ldc, sc = 0]: readonly number[],
    { bias = -1, relu = false, accumulate = 0 } = {},
  ): void {
    const flags = (relu ? withRelu : 0) + (accumulate ? addToResult : 0);
    this.emit('gemm', {
      ...{ mode, batch: size.batch ?? 1, m: size.m, n: size.n, k: size.k },
      ...{ a: a as number, lda: lda as number, sa, b: b as number, ldb: ldb as number, sb },
      ...{ c: c as number, ldc: ldc as number, sc, bias, flags },
    });
  }

  engine(parameters: PlanParameters): Engine<Matrix> {
    const trained = parameters.gradients !== undefined;
    const placeOf = (slot: Slot) => parameters.values + slot.offset;
    const gradientOfSlot = (slot: Slot) => this.#gradientOfSlot(parameters, slot);
    const emit: Recorder['emit'] = (kernel, values) => this.emit(kernel, values);

    const attentionArguments = (queries: number, rows: Matrix, shape: RowsShape) => {
      const { heads, rows: k, perHead } = shape;
      const perGroup = queries / (rows.rows / k);
      const r = perHead ? rows.columns / heads : rows.columns;
      const headStride = perHead ? r : 0;
      return { queries, heads, k, r, perGroup, stride: rows.columns, headStride };
    };

    return {
      dense: (x, { kernel, bias, relu = false, outputs }) => {
        const { rows, columns } = x;
        const result = this.matrix(rows, outputs, trained || x.learned);
        const size = { m: rows, n: outputs, k: kernel ? columns : 0 };
        const values = kernel ? placeOf(kernel) : 0;
        this.product(
          ...([plainProduct, size] as const),
          ...([
            [x.offset, columns],
            [values, outputs],
            [result.offset, outputs],
          ] as const),
          { bias: bias ? placeOf(bias) : -1, relu },
        );
        this.#onBackward(result, (gradient) => {
          if (relu) {
            emit('reluMask', { result: result.offset, gradient, count: rows * outputs });
          }
          if (trained && bias) {
            emit('columnSum', { x: gradient, rows, columns: outputs, ...gradientOfSlot(bias) });
          }
          if (!kernel) return;
          if (trained) {
            const { out, accumulate } = gradientOfSlot(kernel);
            this.product(
              ...([transposedLeft, { m: columns, n: outputs, k: rows }] as const),
              ...([
                [x.offset, columns],
                [gradient, outputs],
                [out, outputs],
              ] as const),
              { accumulate },
            );
          }
          if (x.learned) {
            const { out, accumulate } = this.gradientOf(x);
            this.product(
              ...([transposedRight, { m: rows, n: columns, k: outputs }] as const),
              ...([
                [gradient, outputs],
                [values, outputs],
                [out, columns],
              ] as const),
              { accumulate },
            );
          }
        });
        return result;
      },

      concat: (parts) => {
        const rows = (parts[0] as Matrix).rows;
        const toStride = parts.reduce((sum, part) => sum + part.columns, 0);
        const result = this.matrix(
          rows,
          toStride,
          parts.some(({ learned }) => learned),
        );
        let at = 0;
        const starts = parts.map(({ columns }) => {
          at += columns;
          return at - columns;
        });
        parts.forEach(({ offset: from, columns }, i) => {
          const to = result.offset + (starts[i] as number);
          emit('copyColumns', {
            ...{ from, fromStride: columns, to, toStride, rows, columns, accumulate: 0 },
          });
        });
        this.#onBackward(result, (gradient) => {
          parts.forEach((part, i) => {
            if (!part.learned) return;
            const { columns } = part;
            const { out: to, accumulate } = this.gradientOf(part);
            const from = gradient + (starts[i] as number);
            emit('copyColumns', {
              ...{ from, fromStride: toStride, to, toStride: columns, rows, columns, accumulate },
            });
          });
        });
        return result;
      },

      add: (a, b) => {
        const result = this.matrix(a.rows, a.columns, a.learned || b.learned);
        const count = a.rows * a.columns;
        emit('add', { a: a.offset, b: b.offset, out: result.offset, count });
        this.#onBackward(result, (gradient) => {
          this.#pass(gradient, a);
          this.#pass(gradient, b);
        });
        return result;
      },

      relu: (x) => {
        const result = this.matrix(x.rows, x.columns, x.learned);
        const count = x.rows * x.columns;
        emit('copyColumns', {
          ...{ from: x.offset, fromStride: count, to: result.offset, toStride: count },
          ...{ rows: 1, columns: count, accumulate: 0 },
        });
        emit('reluMask', { result: result.offset, gradient: result.offset, count });
        this.#onBackward(result, (gradient) => {
          emit('reluMask', { result: result.offset, gradient, count });
          this.#pass(gradient, x);
        });
        return result;
      },

      addShared: (x, shared, rows) => {
        const result = this.matrix(x.rows, x.columns, x.learned || shared.learned);
        const size = rows * x.columns;
        const queries = x.rows / rows;
        const perGroup = queries / (shared.rows / rows);
        emit('addShared', {
          ...{ x: x.offset, shared: shared.offset, out: result.offset, queries, perGroup, size },
        });
        this.#onBackward(result, (gradient) => {
          this.#pass(gradient, x);
          if (!shared.learned) return;
          emit('sumShared', {
            ...{ x: gradient, ...this.gradientOf(shared), queries, perGroup, size },
          });
        });
        return result;
      },

      // A fresh arena is 0, and nothing ever writes here.
      zerosLike: (x) => this.matrix(x.rows, x.columns),

      scaleRows: (x, factor) => {
        const { rows, columns } = x;
        const result = this.matrix(rows, columns, x.learned);
        const common = { factor: factor.offset, rows, columns };
        emit('scaleRows', { ...common, x: x.offset, out: result.offset, accumulate: 0 });
        this.#onBackward(result, (gradient) => {
          emit('scaleRows', { ...common, x: gradient, ...this.gradientOf(x) });
        });
        return result;
      },

      scaleColumns: (x, slot) => {
        const { rows, columns } = x;
        const result = this.matrix(rows, columns, trained || x.learned);
        const common = { factor: placeOf(slot), rows, columns };
        emit('scaleColumns', { ...common, x: x.offset, out: result.offset, accumulate: 0 });
        this.#onBackward(result, (gradient) => {
          if (trained) {
            const slots = gradientOfSlot(slot);
            emit('columnProducts', { x: gradient, y: x.offset, rows, columns, ...slots });
          }
          if (!x.learned) return;
          emit('scaleColumns', { ...common, x: gradient, ...this.gradientOf(x) });
        });
        return result;
      },

      layerNorm: (x, { gain, shift, relu }) => {
        const { rows, columns } = x;
        const result = this.matrix(rows, columns, trained || x.learned);
        const normal = this.allocate(rows * columns);
        const inverse = this.allocate(rows);
        emit('layerNorm', {
          ...{ x: x.offset, gain: placeOf(gain), shift: placeOf(shift), out: result.offset },
          ...{ normal, inverse, rows, columns, relu: relu ? 1 : 0 },
        });
        this.#onBackward(result, (gradient) => {
          if (relu) emit('reluMask', { result: result.offset, gradient, count: rows * columns });
          if (trained) {
            const size = { rows, columns };
            emit('columnProducts', { x: gradient, y: normal, ...size, ...gradientOfSlot(gain) });
            emit('columnSum', { x: gradient, ...size, ...gradientOfSlot(shift) });
          }
          if (!x.learned) return;
          emit('layerNormBack', {
            ...{ gradient, normal, inverse, gain: placeOf(gain), rows, columns },
            ...this.gradientOf(x),
          });
        });
        return result;
      },

      takeRows: (x, index, rows) => {
        const { columns } = x;
        const queries = index.rows;
        const result = this.matrix(queries, columns, x.learned);
        const perGroup = queries / (x.rows / rows);
        const common = { index: index.offset, queries, perGroup, rows, columns };
        emit('takeRows', { ...common, x: x.offset, out: result.offset });
        this.#onBackward(result, (gradient) => {
          emit('giveRows', { ...common, x: gradient, ...this.gradientOf(x) });
        });
        return result;
      },

      innerProducts: (query, rows, shape) => {
        const common = attentionArguments(query.rows, rows, shape);
        const columns = shape.heads * shape.rows;
        const result = this.matrix(query.rows, columns, query.learned || rows.learned);
        emit('innerProducts', {
          ...{ query: query.offset, rows: rows.offset, out: result.offset },
          ...{ ...common, accumulate: 0 },
        });
        this.#onBackward(result, (weights) => {
          if (query.learned) {
            const gradient = this.gradientOf(query);
            emit('weightedSum', { weights, rows: rows.offset, ...common, ...gradient });
          }
          if (rows.learned) {
            const gradient = this.gradientOf(rows);
            emit('outerSum', { weights, query: query.offset, ...common, ...gradient });
          }
        });
        return result;
      },

      weightedSum: (weights, rows, shape) => {
        const common = attentionArguments(weights.rows, rows, shape);
        const columns = shape.heads * common.r;
        const result = this.matrix(weights.rows, columns, weights.learned || rows.learned);
        emit('weightedSum', {
          ...{ weights: weights.offset, rows: rows.offset, out: result.offset },
          ...{ ...common, accumulate: 0 },
        });
        this.#onBackward(result, (query) => {
          if (weights.learned) {
            const gradient = this.gradientOf(weights);
            emit('innerProducts', { query, rows: rows.offset, ...common, ...gradient });
          }
          if (rows.learned) {
            const gradient = this.gradientOf(rows);
            emit('outerSum', { weights: weights.offset, query, ...common, ...gradient });
          }
        });
        return result;
      },

      // Per head: [N, D] · [R, D]ᵀ
      foldQuery: (query, slot, heads) => {
        const { rows: n, columns } = query;
        const [r, d] = [slot.shape[0] as number, columns / heads];
        const wide = heads * r;
        const result = this.matrix(n, wide, trained || query.learned);
        const asked = [query.offset, columns, d];
        const projection = [placeOf(slot), columns, d];
        const size = { batch: heads, m: n, n: r, k: d };
        this.product(transposedRight, size, asked, projection, [result.offset, wide, r]);
        this.#onBackward(result, (gradient) => {
          const from = [gradient, wide, r];
          if (trained) {
            const { out, accumulate } = gradientOfSlot(slot);
            const size = { batch: heads, m: r, n: d, k: n };
            this.product(transposedLeft, size, from, asked, [out, columns, d], { accumulate });
          }
          if (query.learned) {
            const { out, accumulate } = this.gradientOf(query);
            const size = { batch: heads, m: n, n: d, k: r };
            this.product(plainProduct, size, from, projection, [out, columns, d], { accumulate });
          }
        });
        return result;
      },

      // Per head: [N, R] · [R, D]
      projectSums: (sums, slot, heads) => {
        const { rows: n, columns: wide } = sums;
        const columns = slot.shape[1] as number;
        const [r, d] = [wide / heads, columns / heads];
        const result = this.matrix(n, columns, trained || sums.learned);
        const summed = [sums.offset, wide, r];
        const projection = [placeOf(slot), columns, d];
        const size = { batch: heads, m: n, n: d, k: r };
        this.product(plainProduct, size, summed, projection, [result.offset, columns, d]);
        this.#onBackward(result, (gradient) => {
          const from = [gradient, columns, d];
          if (trained) {
            const { out, accumulate } = gradientOfSlot(slot);
            const size = { batch: heads, m: r, n: d, k: n };
            this.product(transposedLeft, size, summed, from, [out, columns, d], { accumulate });
          }
          if (sums.learned) {
            const { out, accumulate } = this.gradientOf(sums);
            const size = { batch: heads, m: n, n: r, k: d };
            this.product(transposedRight, size, from, projection, [out, wide, r], { accumulate });
          }
        });
        return result;
      },

      maskedSoftmax: (logits, mask, scale) => {
        const { rows: queries, columns } = logits;
        const { rows: groups, columns: k } = mask;
        const heads = columns / k;
        const result = this.matrix(queries, columns, logits.learned);
        emit('softmax', {
          ...{ logits: logits.offset, mask: mask.offset, out: result.offset },
          ...{ queries, heads, k, perGroup: queries / groups, logitScale: scale },
        });
        this.#onBackward(result, (gradient) => {
          emit('softmaxBack', {
            ...{ weights: result.offset, gradient, rows: queries * heads, k, logitScale: scale },
            ...this.gradientOf(logits),
          });
        });
        return result;
      },

      meanWeights: (mask, { rows: queries }, heads) => {
        const { rows: groups, columns: k } = mask;
        const result = this.matrix(queries, heads * k);
        const perGroup = queries / groups;
        emit('meanWeights', {
          ...{ mask: mask.offset, out: result.offset, queries, heads, k, perGroup },
        });
        return result;
      },

      additiveScores: (query, keys, slot, heads) => {
        const { rows: queries, columns } = query;
        const k = keys.rows / queries;
        const learned = trained || query.learned || keys.learned;
        const result = this.matrix(queries, heads * k, learned);
        const common = {
          ...{ query: query.offset, keys: keys.offset, w: placeOf(slot) },
          ...{ queries, heads, k, d: columns / heads },
        };
        emit('additiveScores', { ...common, out: result.offset });
        this.#onBackward(result, (gradient) => {
          const outKeys = this.allocate(keys.rows * columns);
          const outMixed = this.allocate(keys.rows * columns);
          emit('additiveBack', { ...common, gradient, outKeys, outMixed });
          if (trained) {
            const size = { rows: keys.rows, columns };
            emit('columnSum', { x: outMixed, ...size, ...gradientOfSlot(slot) });
          }
          if (query.learned) {
            emit('sumShared', {
              ...{ x: outKeys, queries: keys.rows, perGroup: k, size: columns },
              ...this.gradientOf(query),
            });
          }
          this.#pass(outKeys, keys);
        });
        return result;
      },

      maxPool: (rows, mask, heads) => {
        const { columns: k } = mask;
        const { columns: c } = rows;
        const queries = rows.rows / k;
        const context = this.matrix(queries, c, rows.learned);
        const weights = this.matrix(queries, heads * k);
        const which = this.allocate(queries * c);
        emit('maxPool', {
          ...{ rows: rows.offset, mask: mask.offset, out: context.offset, which },
          ...{ weights: weights.offset, queries, heads, k, d: c / heads },
          perGroup: queries / mask.rows,
        });
        this.#onBackward(context, (gradient) => {
          emit('maxPoolBack', { gradient, which, queries, k, c, ...this.gradientOf(rows) });
        });
        return { context, weights };
      },

      graphRound: (round) => this.#graphRound(round, parameters),

      residual: (h, gathered, present) => {
        const { rows, columns: c } = h;
        const result = this.matrix(rows, c, h.learned || gathered.learned);
        const common = { gathered: gathered.offset, present: present.offset, rows, c };
        emit('residual', { ...common, h: h.offset, out: result.offset });
        this.#onBackward(result, (gradient) => {
          const { out: outH, accumulate } = this.gradientOf(h);
          // Messages go into nothing else.
          const { out: outGathered } = this.gradientOf(gathered);
          emit('residualBack', { ...common, gradient, outH, outGathered, accumulate });
        });
        return result;
      },

      squash: (u) => {
        const n = u.rows;
        const action = this.matrix(n, 2, u.learned);
        const reach = this.matrix(n, 1, u.learned);
        emit('squash', { u: u.offset, action: action.offset, reach: reach.offset, n });
        const back = () => {
          if (action.gradient === undefined && reach.gradient === undefined) return;
          // What nobody has written in a fresh arena is 0.
          const given = (x: Matrix) => x.gradient ?? this.allocate(x.rows * x.columns);
          emit('squashBack', {
            ...{ u: u.offset, reach: reach.offset, gradient: given(action), n },
            ...{ reachGradient: given(reach), out: this.gradientOf(u).out },
          });
        };
        if (u.learned) this.#tape.push(back);
        return { action, reach };
      },
    };
  }

  #graphRound(
    { received, sent, edges, score, heads, graph }: GraphRound<Matrix>,
    parameters: PlanParameters,
  ): { gathered: Matrix; shares: Matrix } {
    const { rows: worlds, columns: v } = graph.mask;
    const pairs = graph.senders.columns;
    const c = sent.columns;
    const [all, d] = [worlds * pairs, c / heads];
    const trained = parameters.gradients !== undefined;
    const learned = trained || received.learned || sent.learned;
    const gathered = this.matrix(worlds * v, c, learned);
    const shares = this.matrix(all, heads);
    const ends = { senders: graph.senders.offset, receivers: graph.receivers.offset };
    const size = { worlds, v, pairs };
    const inputs = { received: received.offset, sent: sent.offset, edges: edges.offset };
    const values = parameters.values + score.offset;
    this.emit('graphRound', {
      ...{ ...inputs, score: values, ...ends, shares: shares.offset, gathered: gathered.offset },
      ...{ highest: this.allocate(2 * v * heads), ...size, heads, d },
    });
    this.#onBackward(gathered, (gradient) => {
      const delta = this.allocate(all * heads);
      this.emit('graphDelta', {
        ...{ gradient, sent: sent.offset, ...ends, shares: shares.offset, delta },
        ...{ along: this.allocate(v * heads), ...size, heads, d },
      });
      const outEdges = edges.learned ? this.gradientOf(edges).out : this.allocate(all * c);
      const outScore = this.allocate(all * c);
      this.emit('graphMixBack', {
        ...{ ...inputs, score: values, ...ends, delta, outEdges, outScore, ...size, heads, d },
      });
      if (trained) {
        const slot = this.#gradientOfSlot(parameters, score);
        this.emit('columnSum', { x: outScore, rows: all, columns: c, ...slot });
      }
      if (received.learned) {
        const { receivers } = ends;
        this.emit('sumByReceiver', {
          ...{ x: outEdges, receivers, ...size, c, ...this.gradientOf(received) },
        });
      }
      if (sent.learned) {
        this.emit('sumBySender', {
          ...{ x: outEdges, gradient, shares: shares.offset, ...ends, ...size, heads, d },
          ...this.gradientOf(sent),
        });
      }
    });
    return { gathered, shares };
  }
}
