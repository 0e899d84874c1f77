/**
 * Primitives over rows and columns, recorded: products with weights, sums, copies, layer norm. Their
 * kernels: assembly/gemm.ts, assembly/elementwise.ts.
 */
import type { Engine } from '../../engine.ts';
import {
  type Matrix,
  type PlanParameters,
  plainProduct,
  type Recorder,
  transposedLeft,
  transposedRight,
} from '../recorder.ts';

type RowsAndColumns = Pick<
  Engine<Matrix>,
  | 'dense'
  | 'concat'
  | 'add'
  | 'relu'
  | 'addShared'
  | 'zerosLike'
  | 'scaleRows'
  | 'scaleColumns'
  | 'layerNorm'
  | 'takeRows'
>;

export function rowsAndColumns(recorder: Recorder, parameters: PlanParameters): RowsAndColumns {
  return {
    dense: (x, { kernel, bias, relu = false, outputs }) => {
      const { rows, columns } = x;
      const result = recorder.matrix(rows, outputs, parameters.trained || x.learned);
      const input = [x.offset, columns];
      const values = [kernel ? parameters.placeOf(kernel) : 0, outputs];
      const size = { m: rows, n: outputs, k: kernel ? columns : 0 };
      recorder.product(plainProduct, size, input, values, [result.offset, outputs], {
        ...{ bias: bias ? parameters.placeOf(bias) : -1, relu },
      });
      recorder.onBackward([result], (gradient) => {
        const given = [gradient, outputs];
        if (relu) {
          recorder.emit('reluMask', { result: result.offset, gradient, count: rows * outputs });
        }
        if (parameters.trained && bias) {
          const place = parameters.gradientOf(bias);
          recorder.emit('columnSum', { x: gradient, rows, columns: outputs, ...place });
        }
        if (!kernel) return;
        if (parameters.trained) {
          const { out, accumulate } = parameters.gradientOf(kernel);
          const size = { m: columns, n: outputs, k: rows };
          recorder.product(transposedLeft, size, input, given, [out, outputs], { accumulate });
        }
        if (x.learned) {
          const { out, accumulate } = recorder.gradientOf(x);
          const size = { m: rows, n: columns, k: outputs };
          recorder.product(transposedRight, size, given, values, [out, columns], { accumulate });
        }
      });
      return result;
    },

    concat: (parts) => {
      const rows = (parts[0] as Matrix).rows;
      const toStride = parts.reduce((sum, part) => sum + part.columns, 0);
      const result = recorder.matrix(
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
        recorder.emit('copyColumns', {
          ...{ from, fromStride: columns, to, toStride, rows, columns, accumulate: 0 },
        });
      });
      recorder.onBackward([result], (gradient) => {
        parts.forEach((part, i) => {
          if (!part.learned) return;
          const { columns } = part;
          const { out: to, accumulate } = recorder.gradientOf(part);
          const from = gradient + (starts[i] as number);
          recorder.emit('copyColumns', {
            ...{ from, fromStride: toStride, to, toStride: columns, rows, columns, accumulate },
          });
        });
      });
      return result;
    },

    add: (a, b) => {
      const result = recorder.matrix(a.rows, a.columns, a.learned || b.learned);
      const count = a.rows * a.columns;
      recorder.emit('add', { a: a.offset, b: b.offset, out: result.offset, count });
      recorder.onBackward([result], (gradient) => {
        recorder.pass(gradient, a);
        recorder.pass(gradient, b);
      });
      return result;
    },

    relu: (x) => {
      const result = recorder.matrix(x.rows, x.columns, x.learned);
      const count = x.rows * x.columns;
      recorder.emit('copyColumns', {
        ...{ from: x.offset, fromStride: count, to: result.offset, toStride: count },
        ...{ rows: 1, columns: count, accumulate: 0 },
      });
      recorder.emit('reluMask', { result: result.offset, gradient: result.offset, count });
      recorder.onBackward([result], (gradient) => {
        recorder.emit('reluMask', { result: result.offset, gradient, count });
        recorder.pass(gradient, x);
      });
      return result;
    },

    addShared: (x, shared, rows) => {
      const result = recorder.matrix(x.rows, x.columns, x.learned || shared.learned);
      const size = rows * x.columns;
      const queries = x.rows / rows;
      const perGroup = queries / (shared.rows / rows);
      recorder.emit('addShared', {
        ...{ x: x.offset, shared: shared.offset, out: result.offset, queries, perGroup, size },
      });
      recorder.onBackward([result], (gradient) => {
        recorder.pass(gradient, x);
        if (!shared.learned) return;
        recorder.emit('sumShared', {
          ...{ x: gradient, ...recorder.gradientOf(shared), queries, perGroup, size },
        });
      });
      return result;
    },

    // A fresh arena is 0, and nothing ever writes here.
    zerosLike: (x) => recorder.matrix(x.rows, x.columns),

    scaleRows: (x, factor) => {
      const { rows, columns } = x;
      const result = recorder.matrix(rows, columns, x.learned);
      const common = { factor: factor.offset, rows, columns };
      recorder.emit('scaleRows', { ...common, x: x.offset, out: result.offset, accumulate: 0 });
      recorder.onBackward([result], (gradient) => {
        recorder.emit('scaleRows', { ...common, x: gradient, ...recorder.gradientOf(x) });
      });
      return result;
    },

    scaleColumns: (x, slot) => {
      const { rows, columns } = x;
      const result = recorder.matrix(rows, columns, parameters.trained || x.learned);
      const common = { factor: parameters.placeOf(slot), rows, columns };
      recorder.emit('scaleColumns', { ...common, x: x.offset, out: result.offset, accumulate: 0 });
      recorder.onBackward([result], (gradient) => {
        if (parameters.trained) {
          const slots = parameters.gradientOf(slot);
          recorder.emit('columnProducts', { x: gradient, y: x.offset, rows, columns, ...slots });
        }
        if (!x.learned) return;
        recorder.emit('scaleColumns', { ...common, x: gradient, ...recorder.gradientOf(x) });
      });
      return result;
    },

    layerNorm: (x, { gain, shift, relu }) => {
      const { rows, columns } = x;
      const result = recorder.matrix(rows, columns, parameters.trained || x.learned);
      const normal = recorder.allocate(rows * columns);
      const inverse = recorder.allocate(rows);
      recorder.emit('layerNorm', {
        ...{
          x: x.offset,
          gain: parameters.placeOf(gain),
          shift: parameters.placeOf(shift),
          out: result.offset,
        },
        ...{ normal, inverse, rows, columns, relu: relu ? 1 : 0 },
      });
      recorder.onBackward([result], (gradient) => {
        if (relu)
          recorder.emit('reluMask', { result: result.offset, gradient, count: rows * columns });
        if (parameters.trained) {
          const size = { rows, columns };
          recorder.emit('columnProducts', {
            x: gradient,
            y: normal,
            ...size,
            ...parameters.gradientOf(gain),
          });
          recorder.emit('columnSum', { x: gradient, ...size, ...parameters.gradientOf(shift) });
        }
        if (!x.learned) return;
        recorder.emit('layerNormBack', {
          ...{ gradient, normal, inverse, gain: parameters.placeOf(gain), rows, columns },
          ...recorder.gradientOf(x),
        });
      });
      return result;
    },

    takeRows: (x, index, rows) => {
      const { columns } = x;
      const queries = index.rows;
      const result = recorder.matrix(queries, columns, x.learned);
      const perGroup = queries / (x.rows / rows);
      const common = { index: index.offset, queries, perGroup, rows, columns };
      recorder.emit('takeRows', { ...common, x: x.offset, out: result.offset });
      recorder.onBackward([result], (gradient) => {
        recorder.emit('giveRows', { ...common, x: gradient, ...recorder.gradientOf(x) });
      });
      return result;
    },
  };
}
