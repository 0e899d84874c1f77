/** Primitives of goal-conditioned reach (nn/goal-reach.ts), recorded. Their kernels: assembly/reach.ts. */
import type { Engine } from '../../engine.ts';
import type { Matrix, Recorder } from '../recorder.ts';

export function reach(recorder: Recorder): Pick<Engine<Matrix>, 'oneHot' | 'sigmoid' | 'spread'> {
  return {
    oneHot: (index, rows, columns) => {
      const queries = index.rows;
      const result = recorder.matrix(queries * rows, columns);
      const [from, out] = [index.offset, result.offset];
      recorder.emit('oneHot', { index: from, out, queries, rows, columns });
      return result;
    },

    sigmoid: (x) => {
      const result = recorder.matrix(x.rows, x.columns, x.learned);
      const count = x.rows * x.columns;
      recorder.emit('sigmoid', { x: x.offset, out: result.offset, count });
      recorder.onBackward([result], (gradient) => {
        const place = recorder.gradientOf(x);
        recorder.emit('sigmoidBack', { result: result.offset, gradient, count, ...place });
      });
      return result;
    },

    spread: (x, gates, { mask, senders, receivers }) => {
      const { rows: worlds, columns: v } = mask;
      const heads = x.columns;
      const queries = x.rows / v;
      const result = recorder.matrix(x.rows, heads, x.learned || gates.learned);
      const size = { queries, perGroup: queries / worlds, v, pairs: senders.columns, heads };
      const ends = { senders: senders.offset, receivers: receivers.offset };
      const which = recorder.allocate(x.rows * heads);
      recorder.emit('spread', {
        ...{ x: x.offset, gates: gates.offset, ...ends, out: result.offset, which, ...size },
      });
      recorder.onBackward([result], (gradient) => {
        if (gates.learned) {
          const place = recorder.gradientOf(gates);
          recorder.emit('spreadGates', {
            ...{ gradient, x: x.offset, ...ends, which, ...size, ...place },
          });
        }
        if (!x.learned) return;
        const place = recorder.gradientOf(x);
        recorder.emit('spreadBack', {
          ...{ gradient, gates: gates.offset, senders: ends.senders, which, ...size, ...place },
        });
      });
      return result;
    },
  };
}
