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
import type { Observation } from './engine.ts';
import type { Normaliser } from './normaliser.ts';
import {
  type BatchShape,
  clip,
  nearnessLength,
  poseFeatures,
  poseScale,
  setParts,
  vectorSize,
} from './observation-shape.ts';

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
  readonly pose: Float32Array;
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
        senders: new Float32Array(worlds * pairs),
        receivers: new Float32Array(worlds * pairs),
        pose: new Float32Array(samples * v * poseFeatures),
        ownRegion: new Float32Array(samples),
        goalRegion: new Float32Array(samples),
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
    const { agents, stride = 1 } = this.shape;
    for (const graph of this.#graphs) {
      fillGraph(graph, world, worldSource, worldOffset + graph.at.offset);
    }
    for (let agent = 0; agent < agents; agent++) {
      const sample = world * agents + agent;
      const row = agentOffset + agent * stride * this.layout.agentSize;
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
  tensors(): Observation<tf.Tensor> {
    const { worlds, agents } = this.shape;
    const samples = worlds * agents;
    return {
      vector: tf.tensor2d(this.#vector, [samples, this.#vectorSize]),
      sets: this.#sets.map(({ at, rows, mask }) => ({
        rows: tf.tensor2d(rows, [samples * at.part.rows, at.part.features.length]),
        mask: tf.tensor2d(mask, [samples, at.part.rows]),
        present: tf.tensor2d(mask, [samples * at.part.rows, 1]),
      })),
      graphs: this.#graphs.map((graph) => {
        const { nodes: v, features, edgeFeatures } = graph.at.part;
        const pairs = graph.at.part.edges + v;
        return {
          nodes: tf.tensor2d(graph.nodes, [worlds * v, features.length]),
          present: tf.tensor2d(graph.present, [worlds * v, 1]),
          mask: tf.tensor2d(graph.present, [worlds, v]),
          edges: tf.tensor2d(graph.edges, [worlds * pairs, edgeFeatures.length]),
          senders: tf.tensor2d(graph.senders, [worlds, pairs]),
          receivers: tf.tensor2d(graph.receivers, [worlds, pairs]),
          pose: tf.tensor2d(graph.pose, [samples * v, poseFeatures]),
          ownRegion: tf.tensor2d(graph.ownRegion, [samples, 1]),
          goalRegion: tf.tensor2d(graph.goalRegion, [samples, 1]),
        };
      }),
    };
  }
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
  graph.senders[pair] = present === 0 ? -1 : sender;
  graph.receivers[pair] = present === 0 ? -1 : receiver;
}

/** Where an agent stands among the nodes: relative poses, its own and its goal's region. */
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
    // forward = (−sin h, −cos h), left = (−cos h, sin h) in (x, z)
    graph.pose[out] = present * poseScale * (-sin * dx - cos * dz);
    graph.pose[out + 1] = present * poseScale * (-cos * dx + sin * dz);
    graph.pose[out + 2] = present * Math.exp(-Math.hypot(dx, dz) / nearnessLength);
  }
  graph.ownRegion[at.sample] = source[anchor + 4] as number;
  graph.goalRegion[at.sample] = source[anchor + 5] as number;
}
