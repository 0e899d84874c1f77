/** Primitives of distances to the goal (nn/goal-distance.ts), recorded. Their kernels: assembly/distance.ts. */
import type { Engine } from '../../engine.ts';
import type { Matrix, Recorder } from '../recorder.ts';

export function distance(recorder: Recorder): Pick<Engine<Matrix>, 'mark' | 'sigmoid' | 'relax'> {
  return {
    mark: ({ offset: index, rows: queries }, { rows, columns, marked, others }) => {
      const result = recorder.matrix(queries * rows, columns);
      const size = { queries, rows, columns };
      recorder.emit('mark', { index, out: result.offset, ...size, marked, others });
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

    relax: (x, lengths, graph) => {
      const { rows: worlds, columns: v } = graph.mask;
      const heads = x.columns;
      const queries = x.rows / v;
      const result = recorder.matrix(x.rows, heads, x.learned || lengths.learned);
      const pairs = graph.senders.columns;
      const size = { queries, perGroup: queries / worlds, v, pairs, heads };
      const [senders, receivers] = [graph.senders.offset, graph.receivers.offset];
      const which = recorder.allocate(x.rows * heads);
      recorder.emit('relax', {
        ...{ x: x.offset, lengths: lengths.offset, senders, receivers },
        ...{ out: result.offset, which, ...size },
      });
      recorder.onBackward([result], (gradient) => {
        const given = { gradient, which, ...size };
        if (lengths.learned) {
          const place = recorder.gradientOf(lengths);
          recorder.emit('relaxLengths', { ...given, receivers, ...place });
        }
        if (!x.learned) return;
        recorder.emit('relaxBack', { ...given, senders, ...recorder.gradientOf(x) });
      });
      return result;
    },
  };
}
