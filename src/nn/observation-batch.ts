/**
 * Raw observation rows → the arrays a network reads. Allocated once for a constant batch shape;
 * `fill` writes one world and its agents, `tensors` uploads everything.
 *
 * Axes: W worlds, A agents of a world, N = W·A samples, K rows of a set, V graph nodes, E edges,
 * R = 3 relative-pose features.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  type AnchorPart,
  type GraphPart,
  graphBlocks,
  type ObservationLayout,
  type PlacedPart,
  type SetPart,
} from '../core/spec.ts';
import type { GraphTensors } from './graph-attention.ts';
import type { Normaliser } from './normaliser.ts';

/** A node's pose relative to an agent: forward, left (tenths of metres), nearness e^(−distance / 3 m). */
export const poseFeatures = 3;
const poseScale = 0.1;
const nearnessLength = 3;
const clip = 5;

export interface SetTensors {
  /** [N·K, F] */
  readonly rows: tf.Tensor2D;
  /** [N, 1, K] */
  readonly mask: tf.Tensor3D;
}

export interface PlacedGraphTensors extends GraphTensors {
  /** [N·V, R] */
  readonly pose: tf.Tensor2D;
  /** [N, 1, V] */
  readonly mask: tf.Tensor3D;
  /** [W, A, V] one-hot of the agent's region and of its goal's region; all 0 where there is none. */
  readonly ownRegion: tf.Tensor3D;
  readonly goalRegion: tf.Tensor3D;
}

export interface ObservationTensors {
  /** [N, F] all vector parts side by side */
  readonly vector: tf.Tensor2D;
  readonly sets: readonly SetTensors[];
  readonly graphs: readonly PlacedGraphTensors[];
}

export interface BatchShape {
  readonly worlds: number;
  readonly agents: number;
}

interface SetArrays {
  readonly at: PlacedPart<SetPart>;
  readonly rows: Float32Array;
  readonly mask: Float32Array;
}

interface GraphArrays {
  readonly at: PlacedPart<GraphPart>;
  readonly nodes: Float32Array;
  readonly present: Float32Array;
  readonly edges: Float32Array;
  readonly senders: Float32Array;
  readonly receivers: Float32Array;
  readonly pairs: Float32Array;
  readonly pose: Float32Array;
  readonly mask: Float32Array;
  readonly ownRegion: Float32Array;
  readonly goalRegion: Float32Array;
}

export class ObservationBatch {
  readonly layout: ObservationLayout;
  readonly shape: BatchShape;
  readonly #vectorSize: number;
  readonly #vector: Float32Array;
  readonly #sets: readonly SetArrays[];
  readonly #graphs: readonly GraphArrays[];
  readonly #anchor: PlacedPart<AnchorPart> | undefined;

  constructor(layout: ObservationLayout, shape: BatchShape) {
    const { worlds, agents } = shape;
    const samples = worlds * agents;
    this.layout = layout;
    this.shape = shape;
    this.#vectorSize = vectorSize(layout);
    this.#vector = new Float32Array(samples * this.#vectorSize);
    this.#sets = setParts(layout).map((at) => ({
      at,
      rows: new Float32Array(samples * at.part.rows * at.part.features.length),
      mask: new Float32Array(samples * at.part.rows),
    }));
    this.#graphs = layout.world.map((at) => {
      const { nodes: v, features, edgeFeatures } = at.part;
      const pairs = at.part.edges + v;
      return {
        at,
        nodes: new Float32Array(worlds * v * features.length),
        present: new Float32Array(worlds * v),
        edges: new Float32Array(worlds * pairs * edgeFeatures.length),
        senders: new Float32Array(worlds * pairs * v),
        receivers: new Float32Array(worlds * pairs * v),
        pairs: new Float32Array(worlds * pairs),
        pose: new Float32Array(samples * v * poseFeatures),
        mask: new Float32Array(samples * v),
        ownRegion: new Float32Array(samples * v),
        goalRegion: new Float32Array(samples * v),
      };
    });
    this.#anchor = layout.agent.find(
      (at): at is PlacedPart<AnchorPart> => at.part.kind === 'anchor',
    );
  }

  /** Writes world `world` from its world row and its A agent rows (both offsets into `source`). */
  fill(
    world: number,
    source: Float32Array,
    worldOffset: number,
    agentOffset: number,
    normaliser: Normaliser,
  ): void {
    this.fillFrom(world, source, worldOffset, source, agentOffset, normaliser);
  }

  /** As `fill`, with the world row and the agent rows in different arrays. */
  fillFrom(
    world: number,
    worldSource: Float32Array,
    worldOffset: number,
    agentSource: Float32Array,
    agentOffset: number,
    normaliser: Normaliser,
  ): void {
    const { agents } = this.shape;
    for (const graph of this.#graphs) {
      fillGraph(graph, world, worldSource, worldOffset + graph.at.offset);
    }
    for (let agent = 0; agent < agents; agent++) {
      const sample = world * agents + agent;
      const row = agentOffset + agent * this.layout.agentSize;
      this.#fillVector(sample, agentSource, row, normaliser);
      for (const set of this.#sets) fillSet(set, sample, agentSource, row, normaliser);
      const anchor = this.#anchor;
      if (!anchor) continue;
      for (const graph of this.#graphs) {
        placeInGraph(graph, { world, sample }, agentSource, row + anchor.offset);
      }
    }
  }

  #fillVector(sample: number, source: Float32Array, row: number, { shift, scale }: Normaliser) {
    let out = sample * this.#vectorSize;
    for (const { part, offset, size } of this.layout.agent) {
      if (part.kind !== 'vector') continue;
      for (let i = offset; i < offset + size; i++) {
        this.#vector[out++] = normal(source[row + i] as number, i, shift, scale);
      }
    }
  }

  /** Uploads; the caller disposes (call inside tf.tidy). */
  tensors(): ObservationTensors {
    const { worlds, agents } = this.shape;
    const samples = worlds * agents;
    return {
      vector: tf.tensor2d(this.#vector, [samples, this.#vectorSize]),
      sets: this.#sets.map(({ at, rows, mask }) => ({
        rows: tf.tensor2d(rows, [samples * at.part.rows, at.part.features.length]),
        mask: tf.tensor3d(mask, [samples, 1, at.part.rows]),
      })),
      graphs: this.#graphs.map((graph) => {
        const { nodes: v, features, edgeFeatures } = graph.at.part;
        const pairs = graph.at.part.edges + v;
        return {
          nodes: tf.tensor2d(graph.nodes, [worlds * v, features.length]),
          present: tf.tensor2d(graph.present, [worlds * v, 1]),
          edges: tf.tensor2d(graph.edges, [worlds * pairs, edgeFeatures.length]),
          senders: tf.tensor3d(graph.senders, [worlds, pairs, v]),
          receivers: tf.tensor3d(graph.receivers, [worlds, pairs, v]),
          pairs: tf.tensor2d(graph.pairs, [worlds * pairs, 1]),
          pose: tf.tensor2d(graph.pose, [samples * v, poseFeatures]),
          mask: tf.tensor3d(graph.mask, [samples, 1, v]),
          ownRegion: tf.tensor3d(graph.ownRegion, [worlds, agents, v]),
          goalRegion: tf.tensor3d(graph.goalRegion, [worlds, agents, v]),
        };
      }),
    };
  }
}

export function vectorSize(layout: ObservationLayout): number {
  return layout.agent.reduce((sum, at) => sum + (at.part.kind === 'vector' ? at.size : 0), 0);
}

export function setParts(layout: ObservationLayout): PlacedPart<SetPart>[] {
  return layout.agent.filter((at): at is PlacedPart<SetPart> => at.part.kind === 'set');
}

function normal(value: number, i: number, shift: Float32Array, scale: Float32Array): number {
  const scaled = (value - (shift[i] as number)) * (scale[i] as number);
  return Math.min(Math.max(scaled, -clip), clip);
}

function fillSet(
  { at, rows, mask }: SetArrays,
  sample: number,
  source: Float32Array,
  row: number,
  { shift, scale }: Normaliser,
): void {
  const features = at.part.features.length;
  const from = row + at.offset;
  const maskFrom = from + at.part.rows * features;
  let out = sample * at.part.rows * features;
  for (let k = 0; k < at.part.rows; k++) {
    const present = source[maskFrom + k] as number;
    mask[sample * at.part.rows + k] = present;
    for (let f = 0; f < features; f++) {
      const i = at.offset + k * features + f;
      rows[out++] = present === 0 ? 0 : normal(source[row + i] as number, i, shift, scale);
    }
  }
}

/** Nodes and pairs of one world: the listed edges, then a self edge of every node. */
function fillGraph(graph: GraphArrays, world: number, source: Float32Array, from: number): void {
  const { part } = graph.at;
  const { nodes: v, features, edges: e, edgeFeatures } = part;
  const blocks = graphBlocks(part);
  const width = edgeFeatures.length;
  const first = world * (e + v);
  graph.senders.fill(0, first * v, (first + e + v) * v);
  graph.receivers.fill(0, first * v, (first + e + v) * v);
  for (let node = 0; node < v; node++) {
    const out = (world * v + node) * features.length;
    for (let f = 0; f < features.length; f++) {
      const value = source[from + node * features.length + f] as number;
      graph.nodes[out + f] = f < 2 ? value * poseScale : value; // x and z, in tens of metres
    }
    const present = source[from + blocks.nodeMask + node] as number;
    graph.present[world * v + node] = present;
    writePair(graph, first + e + node, present, node, node);
  }
  for (let edge = 0; edge < e; edge++) {
    const present = source[from + blocks.edgeMask + edge] as number;
    const sender = source[from + blocks.senders + edge] as number;
    const receiver = source[from + blocks.receivers + edge] as number;
    writePair(graph, first + edge, present, sender, receiver);
    for (let f = 0; f < width; f++) {
      const value = source[from + blocks.edges + edge * width + f] as number;
      graph.edges[(first + edge) * width + f] = present === 0 ? 0 : value;
    }
  }
}

function writePair(
  graph: GraphArrays,
  pair: number,
  present: number,
  sender: number,
  receiver: number,
): void {
  const v = graph.at.part.nodes;
  graph.pairs[pair] = present;
  if (present === 0) return;
  graph.senders[pair * v + sender] = 1;
  graph.receivers[pair * v + receiver] = 1;
}

/** Where an agent stands among the nodes: relative poses, the node mask, its own and its goal's region. */
function placeInGraph(
  graph: GraphArrays,
  at: { world: number; sample: number },
  source: Float32Array,
  anchor: number,
): void {
  const { nodes: v, features } = graph.at.part;
  const x = source[anchor] as number;
  const z = source[anchor + 1] as number;
  const cos = source[anchor + 2] as number;
  const sin = source[anchor + 3] as number;
  const first = at.sample * v;
  for (let node = 0; node < v; node++) {
    const of = (at.world * v + node) * features.length;
    const present = graph.present[at.world * v + node] as number;
    const dx = (graph.nodes[of] as number) / poseScale - x;
    const dz = (graph.nodes[of + 1] as number) / poseScale - z;
    const out = (first + node) * poseFeatures;
    graph.mask[first + node] = present;
    // forward = (−sin h, −cos h), left = (−cos h, sin h) in (x, z)
    graph.pose[out] = present * poseScale * (-sin * dx - cos * dz);
    graph.pose[out + 1] = present * poseScale * (-cos * dx + sin * dz);
    graph.pose[out + 2] = present * Math.exp(-Math.hypot(dx, dz) / nearnessLength);
    graph.ownRegion[first + node] = 0;
    graph.goalRegion[first + node] = 0;
  }
  const own = source[anchor + 4] as number;
  const goal = source[anchor + 5] as number;
  if (own >= 0) graph.ownRegion[first + own] = 1;
  if (goal >= 0) graph.goalRegion[first + goal] = 1;
}
