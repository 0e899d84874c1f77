/** Primitives of graph attention, recorded. Their kernels: assembly/graph.ts. */
import type { Engine } from '../../engine.ts';
import type { Matrix, PlanParameters, Recorder } from '../recorder.ts';

type Graph = Pick<Engine<Matrix>, 'graphRound' | 'residual'>;

export function graph(recorder: Recorder, parameters: PlanParameters): Graph {
  return {
    graphRound: ({ received, sent, edges, score, heads, graph }) => {
      const { rows: worlds, columns: v } = graph.mask;
      const pairs = graph.senders.columns;
      const c = sent.columns;
      const [all, d] = [worlds * pairs, c / heads];
      const learned = parameters.trained || received.learned || sent.learned;
      const gathered = recorder.matrix(worlds * v, c, learned);
      const shares = recorder.matrix(all, heads);
      const ends = { senders: graph.senders.offset, receivers: graph.receivers.offset };
      const size = { worlds, v, pairs };
      const inputs = { received: received.offset, sent: sent.offset, edges: edges.offset };
      const values = parameters.placeOf(score);
      recorder.emit('graphRound', {
        ...{ ...inputs, score: values, ...ends, shares: shares.offset, gathered: gathered.offset },
        ...{ highest: recorder.allocate(2 * v * heads), ...size, heads, d },
      });
      recorder.onBackward([gathered], (gradient) => {
        const delta = recorder.allocate(all * heads);
        recorder.emit('graphDelta', {
          ...{ gradient, sent: sent.offset, ...ends, shares: shares.offset, delta },
          ...{ along: recorder.allocate(v * heads), ...size, heads, d },
        });
        const outEdges = edges.learned
          ? recorder.gradientOf(edges).out
          : recorder.allocate(all * c);
        const outScore = recorder.allocate(all * c);
        recorder.emit('graphMixBack', {
          ...{ ...inputs, score: values, ...ends, delta, outEdges, outScore, ...size, heads, d },
        });
        if (parameters.trained) {
          const slot = parameters.gradientOf(score);
          recorder.emit('columnSum', { x: outScore, rows: all, columns: c, ...slot });
        }
        if (received.learned) {
          const { receivers } = ends;
          recorder.emit('sumByReceiver', {
            ...{ x: outEdges, receivers, ...size, c, ...recorder.gradientOf(received) },
          });
        }
        if (sent.learned) {
          recorder.emit('sumBySender', {
            ...{ x: outEdges, gradient, shares: shares.offset, ...ends, ...size, heads, d },
            ...recorder.gradientOf(sent),
          });
        }
      });
      return { gathered, shares };
    },

    residual: (h, gathered, present) => {
      const { rows, columns: c } = h;
      const result = recorder.matrix(rows, c, h.learned || gathered.learned);
      const common = { gathered: gathered.offset, present: present.offset, rows, c };
      recorder.emit('residual', { ...common, h: h.offset, out: result.offset });
      recorder.onBackward([result], (gradient) => {
        const { out: outH, accumulate } = recorder.gradientOf(h);
        // Messages go into nothing else.
        const { out: outGathered } = recorder.gradientOf(gathered);
        recorder.emit('residualBack', { ...common, gradient, outH, outGathered, accumulate });
      });
      return result;
    },
  };
}
