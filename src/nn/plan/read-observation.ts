/**
 * Records how raw rows (core/spec.ts) become what a network reads: the kernels' form of
 * observation-batch.ts.
 */
import type { ObservationLayout } from '../../core/spec.ts';
import type { Observation } from '../engine.ts';
import { type BatchShape, poseFeatures, setParts, vectorSize } from '../observation-shape.ts';
import type { Matrix, Recorder } from './recorder.ts';

/** W rows in the arena, `rowSize` floats each, and where in each its world and its agents' rows begin. */
export interface RawRows {
  readonly rows: number;
  readonly rowSize: number;
  readonly worldOffset: number;
  readonly agentOffset: number;
  /** The normaliser's [agentSize] each. */
  readonly shift: number;
  readonly scale: number;
}

/** `learned`: gradients are asked of the rows of sets, of nodes and of their poses. Default: of none. */
export function readObservation(
  recorder: Recorder,
  layout: ObservationLayout,
  shape: BatchShape,
  raw: RawRows,
  { learned }: { readonly learned: boolean } = { learned: false },
): Observation<Matrix> {
  const { worlds, agents, stride = 1 } = shape;
  const { rows, rowSize, worldOffset, agentOffset, shift, scale } = raw;
  const n = worlds * agents;
  const agentSize = stride * layout.agentSize;
  const from = { rows, rowSize, agentOffset, agentSize, agents, worlds };

  const vector = recorder.matrix(n, vectorSize(layout));
  let column = 0;
  for (const { part, offset, size } of layout.agent) {
    if (part.kind !== 'vector') continue;
    const to = { out: vector.offset, outStride: vector.columns, outOffset: column };
    recorder.emit('readVector', { ...from, part: offset, size, shift, scale, ...to });
    column += size;
  }

  const sets = setParts(layout).map(({ part, offset }) => {
    const features = part.features.length;
    const values = recorder.matrix(n * part.rows, features, learned);
    const mask = recorder.matrix(n, part.rows);
    recorder.emit('readSet', {
      ...{ ...from, part: offset, k: part.rows, features, shift, scale },
      ...{ out: values.offset, mask: mask.offset },
    });
    const present: Matrix = { ...mask, rows: n * part.rows, columns: 1 };
    return { rows: values, mask, present };
  });

  const anchor = layout.agent.find(({ part }) => part.kind === 'anchor');
  const graphs = layout.world.map(({ part, offset }) => {
    const { nodes: v, edges: e } = part;
    const features = part.features.length;
    const width = part.edgeFeatures.length;
    const graph = worldOffset + offset;
    const nodes = recorder.matrix(worlds * v, features, learned);
    const present = recorder.matrix(worlds * v, 1);
    const edges = recorder.matrix(worlds * (e + v), width);
    const senders = recorder.matrix(worlds, e + v);
    const receivers = recorder.matrix(worlds, e + v);
    const common = { rows, rowSize, graph, worlds, v, features };
    recorder.emit('readNodes', { ...common, out: nodes.offset, present: present.offset });
    recorder.emit('readPairs', {
      ...{ ...common, e, width, edges: edges.offset },
      ...{ senders: senders.offset, receivers: receivers.offset },
    });
    const pose = recorder.matrix(n * v, poseFeatures, learned);
    const ownRegion = recorder.matrix(n, 1);
    const goalRegion = recorder.matrix(n, 1);
    if (anchor) {
      recorder.emit('readPose', {
        ...{ ...from, anchor: anchor.offset, nodes: nodes.offset, present: present.offset },
        ...{ v, features, pose: pose.offset },
        ...{ ownRegion: ownRegion.offset, goalRegion: goalRegion.offset },
      });
    }
    const mask: Matrix = { ...present, rows: worlds, columns: v };
    return { nodes, present, mask, edges, senders, receivers, pose, ownRegion, goalRegion };
  });
  return { vector, sets, graphs };
}
