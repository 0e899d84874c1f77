/** Primitives of attention, recorded. Their kernels: attention.ts, leaky-scores.ts and gemm.ts in assembly/. */
import type { Engine, RowsShape } from '../../engine.ts';
import {
  type Matrix,
  type PlanParameters,
  plainProduct,
  type Recorder,
  transposedLeft,
  transposedRight,
} from '../recorder.ts';

type Attention = Pick<
  Engine<Matrix>,
  | 'innerProducts'
  | 'weightedSum'
  | 'foldQuery'
  | 'projectSums'
  | 'maskedSoftmax'
  | 'meanWeights'
  | 'additiveScores'
  | 'leakyScores'
  | 'maxPool'
>;

/** What kernels over rows are told of their shape. */
function shapeOf(queries: number, rows: Matrix, { heads, rows: k, perHead }: RowsShape) {
  const perGroup = queries / (rows.rows / k);
  const r = perHead ? rows.columns / heads : rows.columns;
  return { queries, heads, k, r, perGroup, stride: rows.columns, headStride: perHead ? r : 0 };
}

export function attention(recorder: Recorder, parameters: PlanParameters): Attention {
  return {
    innerProducts: (query, rows, shape) => {
      const common = shapeOf(query.rows, rows, shape);
      const columns = shape.heads * shape.rows;
      const result = recorder.matrix(query.rows, columns, query.learned || rows.learned);
      recorder.emit('innerProducts', {
        ...{ query: query.offset, rows: rows.offset, out: result.offset },
        ...{ ...common, accumulate: 0 },
      });
      recorder.onBackward([result], (weights) => {
        if (query.learned) {
          const gradient = recorder.gradientOf(query);
          recorder.emit('weightedSum', { weights, rows: rows.offset, ...common, ...gradient });
        }
        if (rows.learned) {
          const gradient = recorder.gradientOf(rows);
          recorder.emit('outerSum', { weights, query: query.offset, ...common, ...gradient });
        }
      });
      return result;
    },

    weightedSum: (weights, rows, shape) => {
      const common = shapeOf(weights.rows, rows, shape);
      const columns = shape.heads * common.r;
      const result = recorder.matrix(weights.rows, columns, weights.learned || rows.learned);
      recorder.emit('weightedSum', {
        ...{ weights: weights.offset, rows: rows.offset, out: result.offset },
        ...{ ...common, accumulate: 0 },
      });
      recorder.onBackward([result], (query) => {
        if (weights.learned) {
          const gradient = recorder.gradientOf(weights);
          recorder.emit('innerProducts', { query, rows: rows.offset, ...common, ...gradient });
        }
        if (rows.learned) {
          const gradient = recorder.gradientOf(rows);
          recorder.emit('outerSum', { weights: weights.offset, query, ...common, ...gradient });
        }
      });
      return result;
    },

    // Per head: [N, D] · [R, D]ᵀ
    foldQuery: (query, slot, heads) => {
      const { rows: n, columns } = query;
      const [r, d] = [slot.shape[0] as number, columns / heads];
      const wide = heads * r;
      const result = recorder.matrix(n, wide, parameters.trained || query.learned);
      const asked = [query.offset, columns, d];
      const projection = [parameters.placeOf(slot), columns, d];
      const size = { batch: heads, m: n, n: r, k: d };
      recorder.product(transposedRight, size, asked, projection, [result.offset, wide, r]);
      recorder.onBackward([result], (gradient) => {
        const from = [gradient, wide, r];
        if (parameters.trained) {
          const { out, accumulate } = parameters.gradientOf(slot);
          const size = { batch: heads, m: r, n: d, k: n };
          recorder.product(transposedLeft, size, from, asked, [out, columns, d], { accumulate });
        }
        if (query.learned) {
          const { out, accumulate } = recorder.gradientOf(query);
          const size = { batch: heads, m: n, n: d, k: r };
          recorder.product(plainProduct, size, from, projection, [out, columns, d], { accumulate });
        }
      });
      return result;
    },

    // Per head: [N, R] · [R, D]
    projectSums: (sums, slot, heads) => {
      const { rows: n, columns: wide } = sums;
      const columns = slot.shape[1] as number;
      const [r, d] = [wide / heads, columns / heads];
      const result = recorder.matrix(n, columns, parameters.trained || sums.learned);
      const summed = [sums.offset, wide, r];
      const projection = [parameters.placeOf(slot), columns, d];
      const size = { batch: heads, m: n, n: d, k: r };
      recorder.product(plainProduct, size, summed, projection, [result.offset, columns, d]);
      recorder.onBackward([result], (gradient) => {
        const from = [gradient, columns, d];
        if (parameters.trained) {
          const { out, accumulate } = parameters.gradientOf(slot);
          const size = { batch: heads, m: r, n: d, k: n };
          recorder.product(transposedLeft, size, summed, from, [out, columns, d], { accumulate });
        }
        if (sums.learned) {
          const { out, accumulate } = recorder.gradientOf(sums);
          const size = { batch: heads, m: n, n: r, k: d };
          recorder.product(transposedRight, size, from, projection, [out, wide, r], { accumulate });
        }
      });
      return result;
    },

    maskedSoftmax: (logits, mask, scale) => {
      const { rows: queries, columns } = logits;
      const { rows: groups, columns: k } = mask;
      const heads = columns / k;
      const result = recorder.matrix(queries, columns, logits.learned);
      recorder.emit('softmax', {
        ...{ logits: logits.offset, mask: mask.offset, out: result.offset },
        ...{ queries, heads, k, perGroup: queries / groups, logitScale: scale },
      });
      recorder.onBackward([result], (gradient) => {
        recorder.emit('softmaxBack', {
          ...{ weights: result.offset, gradient, rows: queries * heads, k, logitScale: scale },
          ...recorder.gradientOf(logits),
        });
      });
      return result;
    },

    meanWeights: (mask, { rows: queries }, heads) => {
      const { rows: groups, columns: k } = mask;
      const result = recorder.matrix(queries, heads * k);
      const perGroup = queries / groups;
      recorder.emit('meanWeights', {
        ...{ mask: mask.offset, out: result.offset, queries, heads, k, perGroup },
      });
      return result;
    },

    additiveScores: (query, keys, slot, heads) => {
      const { rows: queries, columns } = query;
      const k = keys.rows / queries;
      const learned = parameters.trained || query.learned || keys.learned;
      const result = recorder.matrix(queries, heads * k, learned);
      const common = {
        ...{ query: query.offset, keys: keys.offset, w: parameters.placeOf(slot) },
        ...{ queries, heads, k, d: columns / heads },
      };
      recorder.emit('additiveScores', { ...common, out: result.offset });
      recorder.onBackward([result], (gradient) => {
        const outKeys = recorder.allocate(keys.rows * columns);
        const outMixed = recorder.allocate(keys.rows * columns);
        recorder.emit('additiveBack', { ...common, gradient, outKeys, outMixed });
        if (parameters.trained) {
          const size = { rows: keys.rows, columns };
          recorder.emit('columnSum', { x: outMixed, ...size, ...parameters.gradientOf(slot) });
        }
        if (query.learned) {
          recorder.emit('sumShared', {
            ...{ x: outKeys, queries: keys.rows, perGroup: k, size: columns },
            ...recorder.gradientOf(query),
          });
        }
        recorder.pass(outKeys, keys);
      });
      return result;
    },

    leakyScores: (query, keys, slot, { heads, rows: k }) => {
      const { rows: queries, columns } = query;
      const learned = parameters.trained || query.learned || keys.learned;
      const result = recorder.matrix(queries, heads * k, learned);
      const common = {
        ...{ query: query.offset, keys: keys.offset, w: parameters.placeOf(slot) },
        ...{ queries, heads, k, d: columns / heads, perGroup: queries / (keys.rows / k) },
      };
      recorder.emit('leakyScores', { ...common, out: result.offset });
      recorder.onBackward([result], (gradient) => {
        if (parameters.trained || query.learned) {
          const outMixed = recorder.allocate(queries * columns);
          const to = query.learned
            ? recorder.gradientOf(query)
            : { out: recorder.allocate(queries * columns), accumulate: 0 };
          recorder.emit('leakyQueries', { ...common, gradient, outMixed, ...to });
          if (parameters.trained) {
            const size = { rows: queries, columns };
            recorder.emit('columnSum', { x: outMixed, ...size, ...parameters.gradientOf(slot) });
          }
        }
        if (keys.learned) {
          recorder.emit('leakyKeys', { ...common, gradient, ...recorder.gradientOf(keys) });
        }
      });
      return result;
    },

    maxPool: (rows, mask, heads) => {
      const { columns: k } = mask;
      const { columns: c } = rows;
      const queries = rows.rows / k;
      const context = recorder.matrix(queries, c, rows.learned);
      const weights = recorder.matrix(queries, heads * k);
      const which = recorder.allocate(queries * c);
      recorder.emit('maxPool', {
        ...{ rows: rows.offset, mask: mask.offset, out: context.offset, which },
        ...{ weights: weights.offset, queries, heads, k, d: c / heads },
        perGroup: queries / mask.rows,
      });
      recorder.onBackward([context], (gradient) => {
        recorder.emit('maxPoolBack', {
          gradient,
          which,
          queries,
          k,
          c,
          ...recorder.gradientOf(rows),
        });
      });
      return { context, weights };
    },
  };
}
