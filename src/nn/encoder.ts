/**
 * The attention encoder: what an agent senses → one feature vector. Actor and critic each have one.
 *
 * 1. All vector parts, joined → ReLU(W x + b) = h.
 * 2. Every set: rows → ReLU(W x + b), optional transformer blocks; the query W_q h attends over them.
 * 3. Every graph: GATv2 once per world. The query is made of h and the shared embeddings of the
 *    agent's region and its goal's region; a node's pose relative to the agent is added at key and value.
 * 4. Features = vector parts ⊕ h ⊕ set contexts ⊕ graph contexts ⊕ the two regions' embeddings.
 *
 * Axes: W worlds, A agents, N = W·A samples, K rows, V nodes, C channels, H heads, D = C/H.
 * It knows of parts and their kinds, nothing of what they mean.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../core/spec.ts';
import { attentionKinds } from './attention/index.ts';
import type { Attend } from './attention/kind.ts';
import { mean } from './attention/mean.ts';
import { placedRows, plainRows } from './attention/rows.ts';
import type { Blueprint, Slot, Weights } from './blueprint.ts';
import { graphAttention } from './graph-attention.ts';
import { dense, type Layer } from './layers.ts';
import {
  type ObservationTensors,
  type PlacedGraphTensors,
  poseFeatures,
  type SetTensors,
  setParts,
  vectorSize,
} from './observation-batch.ts';
import { transformerBlock } from './transformer-block.ts';

export interface EncoderOptions {
  /** C */
  readonly channels: number;
  /** H, a divisor of C */
  readonly heads: number;
  /** A name of the attention-kind registry. */
  readonly attention: string;
  /** Transformer blocks over each set before the query attends; 0 = none. */
  readonly setBlocks: number;
  /** GATv2 rounds T; 0 leaves graphs out altogether. */
  readonly graphRounds: number;
}

/** Test-time surgery, to measure what a trained policy makes of its attention. */
export interface Intervention {
  /** Every attention weight equal over the present rows and nodes. */
  readonly uniformAttention?: boolean;
  /** The graph's context and embeddings are 0. */
  readonly maskGraph?: boolean;
}

export interface Encoded {
  /** [N, features] */
  readonly features: tf.Tensor2D;
  /** Weights of the agent's query: per set [N, H, K], per graph [N, H, V]. */
  readonly sets: readonly tf.Tensor3D[];
  readonly graphs: readonly tf.Tensor3D[];
}

export interface Encoder {
  /** Width of `features`. */
  readonly size: number;
  encode(weights: Weights, observation: ObservationTensors, intervention?: Intervention): Encoded;
}

/** [N·K, C] → [N, H, K, D] */
function splitHeads(rows: tf.Tensor, n: number, heads: number): tf.Tensor4D {
  const channels = rows.shape[1] as number;
  const k = (rows.shape[0] as number) / n;
  return tf.transpose(tf.reshape(rows, [n, k, heads, channels / heads]), [0, 2, 1, 3]);
}

export function createEncoder(
  blueprint: Blueprint,
  name: string,
  layout: ObservationLayout,
  options: EncoderOptions,
): Encoder {
  const { channels, heads } = options;
  const inputs = vectorSize(layout);
  const vector = dense(blueprint, `${name}/vector`, {
    inputs,
    outputs: channels,
    activation: 'relu',
  });
  const sets = setParts(layout).map(({ part }) =>
    setReader(blueprint, `${name}/${part.name}`, part.features.length, options),
  );
  const graphs =
    options.graphRounds === 0
      ? []
      : layout.world.map(({ part }) =>
          graphReader(blueprint, `${name}/${part.name}`, part, options),
        );
  const size = inputs + channels * (1 + sets.length + 3 * graphs.length);

  return {
    size,
    encode(weights, observation, intervention = {}) {
      const h = vector(weights, observation.vector); // [N, C]
      const n = h.shape[0];
      const fromSets = sets.map((read, i) =>
        read(weights, h, observation.sets[i] as SetTensors, intervention),
      );
      const fromGraphs = graphs.map((read, i) =>
        read(weights, h, observation.graphs[i] as PlacedGraphTensors, intervention),
      );
      const contexts = [
        ...fromSets.map(({ context }) => context),
        ...fromGraphs.flatMap(({ context }) => context),
      ];
      const features = tf.concat([observation.vector, h, ...contexts], 1);
      return {
        features: tf.reshape(features, [n, size]),
        sets: fromSets.map(({ attention }) => attention),
        graphs: fromGraphs.map(({ attention }) => attention),
      };
    },
  };

  /** The encoder's query over one set. */
  function setReader(of: Blueprint, at: string, features: number, o: EncoderOptions) {
    const input = dense(of, `${at}/row`, {
      inputs: features,
      outputs: channels,
      activation: 'relu',
    });
    const blocks = Array.from({ length: o.setBlocks }, (_, i) =>
      transformerBlock(of, `${at}/block${i}`, { channels, heads }),
    );
    const query = dense(of, `${at}/query`, { inputs: channels, outputs: channels });
    const key = dense(of, `${at}/key`, { inputs: channels, outputs: channels });
    const value = dense(of, `${at}/value`, { inputs: channels, outputs: channels });
    const attend = createAttend(of, at, o);
    return (w: Weights, h: tf.Tensor2D, set: SetTensors, intervention: Intervention) => {
      const n = h.shape[0];
      const rows = blocks.reduce<tf.Tensor2D>(
        (x, block) => block(w, x, set.mask),
        input(w, set.rows),
      );
      const { context, weights: attention } = attend(intervention)(w, {
        query: tf.reshape(query(w, h), [n, heads, channels / heads]),
        keys: plainRows(splitHeads(key(w, rows), n, heads)),
        values: plainRows(splitHeads(value(w, rows), n, heads)),
        mask: set.mask,
      });
      return { context: tf.reshape(context, [n, channels]), attention };
    };
  }

  /** The encoder's query over one graph. */
  function graphReader(
    of: Blueprint,
    at: string,
    part: { features: readonly string[]; edgeFeatures: readonly string[] },
    o: EncoderOptions,
  ) {
    const encodeGraph = graphAttention(of, `${at}/gat`, {
      features: part.features.length,
      edgeFeatures: part.edgeFeatures.length,
      channels,
      heads,
      rounds: o.graphRounds,
    });
    const query = dense(of, `${at}/query`, { inputs: 3 * channels, outputs: channels });
    const square = { inputs: channels, outputs: channels };
    const key = dense(of, `${at}/key`, square);
    const value = dense(of, `${at}/value`, square);
    const byPose = { kind: 'fanIn', fanIn: poseFeatures } as const;
    const keyPose = of.declare(`${at}/keyPose`, [poseFeatures, channels], byPose);
    const valuePose = of.declare(`${at}/valuePose`, [poseFeatures, channels], byPose);
    const attend = createAttend(of, at, o);
    return (w: Weights, h: tf.Tensor2D, graph: PlacedGraphTensors, intervention: Intervention) => {
      const n = h.shape[0];
      const [worlds, , v] = graph.ownRegion.shape;
      const encoded = encodeGraph(w, graph); // once per world
      const byWorld = tf.reshape(encoded.nodes, [worlds, v, channels]);
      const own = tf.reshape(tf.matMul(graph.ownRegion, byWorld), [n, channels]);
      const goal = tf.reshape(tf.matMul(graph.goalRegion, byWorld), [n, channels]);
      const depth = channels / heads;
      const pose = tf.reshape(graph.pose, [n, v, poseFeatures]) as tf.Tensor3D;
      const rows = (of: Layer, projection: Slot) =>
        placedRows(
          splitHeads(of(w, encoded.nodes), worlds, heads),
          pose,
          w.get(projection) as tf.Tensor2D,
        );
      const asked = query(w, tf.concat([h, own, goal], 1) as tf.Tensor2D);
      const { context, weights: attention } = attend(intervention)(w, {
        query: tf.reshape(asked, [n, heads, depth]),
        keys: rows(key, keyPose),
        values: rows(value, valuePose),
        mask: graph.mask,
      });
      const parts = [tf.reshape(context, [n, channels]), own, goal];
      return {
        context: intervention.maskGraph ? parts.map((part) => tf.zerosLike(part)) : parts,
        attention,
      };
    };
  }

  function createAttend(of: Blueprint, at: string, { attention }: EncoderOptions) {
    const size = { heads, depth: channels / heads };
    const learned = attentionKinds.get(attention).create(of, `${at}/${attention}`, size);
    const uniform = mean.create(of, at, size);
    return ({ uniformAttention }: Intervention): Attend => (uniformAttention ? uniform : learned);
  }
}
