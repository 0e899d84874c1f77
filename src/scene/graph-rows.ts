/**
 * The rows of a scene graph: one `row` of float32 in the order of a GraphPart (core/spec.ts), the named
 * arrays that are views into it, and how a node or an edge is written. What stands in them is said in
 * scene-graph.ts. Absent rows are 0 with mask 0 (senders and receivers, too).
 *
 * Axes: V nodes, E edges, F and Fe features of each (graph-capacity.ts).
 */
import { graphBlocks, sizeOf } from '../core/spec.ts';
import {
  categoryFeatures,
  edgeFeatures,
  edgesPerMover,
  type GraphCapacity,
  graphPart,
  nodeFeatures,
} from './graph-capacity.ts';
import type { Ground, Layout } from './layout.ts';

export interface SceneGraph {
  readonly capacity: GraphCapacity;
  /** F and Fe: numbers of a node and of an edge. */
  readonly nodeWidth: number;
  readonly edgeWidth: number;
  /** All of it: nodes, node mask, senders, receivers, edges, edge mask. */
  readonly row: Float32Array;
  /** [V, F] in the order of `nodeFeatures`. */
  readonly nodes: Float32Array;
  /** [V] 1 = present. */
  readonly nodeMask: Float32Array;
  /** [E] node indices. */
  readonly senders: Float32Array;
  /** [E] node indices. */
  readonly receivers: Float32Array;
  /** [E, Fe] in the order of `edgeFeatures`. */
  readonly edges: Float32Array;
  /** [E] 1 = present. */
  readonly edgeMask: Float32Array;
  /** Node of the first portal, landmark, category and mover; the first region's is 0. */
  readonly firstPortal: number;
  readonly firstLandmark: number;
  readonly firstCategory: number;
  readonly firstMover: number;
  /** Movers that have rows: the first of the layout's doors and then its walkers. */
  readonly moverRows: number;
  /** First of the edges reserved for movers, `edgesPerMover` each. */
  readonly firstMoverEdge: number;
}

/** Columns of a node. */
export const column = {
  halfX: nodeFeatures.indexOf('halfX'),
  region: nodeFeatures.indexOf('region'),
  portal: nodeFeatures.indexOf('portal'),
  landmark: nodeFeatures.indexOf('landmark'),
  mover: nodeFeatures.indexOf('mover'),
  distance: nodeFeatures.indexOf('distance0'),
  open: nodeFeatures.indexOf('open'),
  /** Only where the scene has categories: a category's own node, and the feature of category 0. */
  category: nodeFeatures.length,
  ofCategory: nodeFeatures.length + categoryFeatures.length,
} as const;
/** Columns of an edge. */
export const edgeColumn = {
  contains: edgeFeatures.indexOf('contains'),
  connects: edgeFeatures.indexOf('connects'),
  near: edgeFeatures.indexOf('near'),
  sees: edgeFeatures.indexOf('sees'),
  offset: edgeFeatures.indexOf('dx'),
  /** Only where the scene has categories. */
  instance: edgeFeatures.length,
} as const;
export function emptyGraph(layout: Layout, capacity: GraphCapacity): SceneGraph {
  const part = graphPart('scene', capacity);
  const blocks = graphBlocks(part);
  const row = new Float32Array(sizeOf(part));
  const { nodes: V, edges: E } = capacity;
  const F = part.features.length;
  const Fe = part.edgeFeatures.length;
  const firstLandmark = capacity.regions + capacity.portals;
  const firstCategory = firstLandmark + capacity.landmarks;
  return {
    capacity,
    nodeWidth: F,
    edgeWidth: Fe,
    row,
    nodes: row.subarray(blocks.nodes, blocks.nodes + V * F),
    nodeMask: row.subarray(blocks.nodeMask, blocks.nodeMask + V),
    senders: row.subarray(blocks.senders, blocks.senders + E),
    receivers: row.subarray(blocks.receivers, blocks.receivers + E),
    edges: row.subarray(blocks.edges, blocks.edges + E * Fe),
    edgeMask: row.subarray(blocks.edgeMask, blocks.edgeMask + E),
    firstPortal: capacity.regions,
    firstLandmark,
    firstCategory,
    firstMover: firstCategory + capacity.categories.length,
    moverRows: Math.min(capacity.movers, layout.doors.length + layout.walkers.length),
    firstMoverEdge: E - edgesPerMover * capacity.movers,
  };
}

export function setNode(
  graph: SceneGraph,
  node: number,
  position: Ground,
  half: Ground,
  kind: number,
): void {
  const at = node * graph.nodeWidth;
  graph.nodes.set(position, at);
  graph.nodes.set(half, at + column.halfX);
  graph.nodes[at + kind] = 1;
  graph.nodeMask[node] = 1;
}

export function setEdge(
  graph: SceneGraph,
  edge: number,
  sender: number,
  receiver: number,
  kinds: readonly number[],
): void {
  for (const kind of kinds) placeEdge(graph, graph.row, 0, edge, sender, receiver, kind);
}

/**
 * Writes an edge of one kind into a row that holds a graph at `offset`. An end of −1 makes the edge absent.
 * No allocation.
 */
export function placeEdge(
  graph: SceneGraph,
  row: Float32Array,
  offset: number,
  edge: number,
  sender: number,
  receiver: number,
  kind: number,
): void {
  const present = sender >= 0 && receiver >= 0;
  const at = offset + graph.edges.byteOffset / 4 + edge * graph.edgeWidth;
  row[offset + graph.edgeMask.byteOffset / 4 + edge] = present ? 1 : 0;
  row[offset + graph.senders.byteOffset / 4 + edge] = present ? sender : 0;
  row[offset + graph.receivers.byteOffset / 4 + edge] = present ? receiver : 0;
  row[at + kind] = present ? 1 : 0;
  const from = offset + sender * graph.nodeWidth;
  const to = offset + receiver * graph.nodeWidth;
  const dx = present ? (row[to] as number) - (row[from] as number) : 0;
  const dz = present ? (row[to + 1] as number) - (row[from + 1] as number) : 0;
  row[at + edgeColumn.offset] = dx;
  row[at + edgeColumn.offset + 1] = dz;
  row[at + edgeColumn.offset + 2] = Math.sqrt(dx * dx + dz * dz);
}
