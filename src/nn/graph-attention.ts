/**
 * GATv2 (Brody et al. 2022, equation 7) with edge features, heads and residual, on a dense masked
 * adjacency. For node i over its neighbours j (self edge included):
 *
 *   e_ij = aᵀ LeakyReLU(W_r h_i + W_s h_j + W_e x_ij),   α_i = softmax_j(e_ij),   h'_i = h_i + ReLU(Σ_j α_ij W_s h_j)
 *
 * Axes: W worlds, V nodes, F node features, C channels, H heads, D = C/H. A graph is encoded once
 * per world step and shared by the world's agents. Absent nodes come out as 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import { maskedSoftmax } from './attention/kind.ts';
import type { Blueprint, Weights } from './blueprint.ts';
import { dense, leakyRelu } from './layers.ts';

export interface GraphTensors {
  /** [W·V, F] */
  readonly nodes: tf.Tensor2D;
  /** [W·V·V, Fe] features of the edge j → i at row (w, i, j); 0 where there is none. */
  readonly edges: tf.Tensor2D;
  /** [W, 1, V, V] 1 where j → i is an edge or i = j is present. */
  readonly adjacency: tf.Tensor4D;
  /** [W·V, 1] 1 = present. */
  readonly present: tf.Tensor2D;
}

export interface EncodedGraph {
  /** [W·V, C] */
  readonly nodes: tf.Tensor2D;
  /** One [W, H, V, V] per round: what node i gave to node j. */
  readonly weights: readonly tf.Tensor4D[];
}

export type GraphEncoder = (weights: Weights, graph: GraphTensors) => EncodedGraph;

export interface GraphAttentionOptions {
  readonly features: number;
  readonly edgeFeatures: number;
  readonly channels: number;
  readonly heads: number;
  readonly rounds: number;
}

export function graphAttention(
  blueprint: Blueprint,
  name: string,
  { features, edgeFeatures, channels, heads, rounds }: GraphAttentionOptions,
): GraphEncoder {
  const depth = channels / heads;
  const input = dense(blueprint, `${name}/input`, {
    inputs: features,
    outputs: channels,
    activation: 'relu',
  });
  const layers = Array.from({ length: rounds }, (_, round) => {
    const at = `${name}/round${round}`;
    const square = { inputs: channels, outputs: channels };
    return {
      receive: dense(blueprint, `${at}/receive`, square),
      send: dense(blueprint, `${at}/send`, { ...square, bias: false }),
      edge: dense(blueprint, `${at}/edge`, {
        inputs: edgeFeatures,
        outputs: channels,
        bias: false,
      }),
      score: blueprint.declare(`${at}/score`, [channels, 1], { kind: 'fanIn', fanIn: depth }),
    };
  });
  // [C, H]: 1 where a channel belongs to a head. Times the score vector it makes all heads' inner
  // products one matrix product.
  const membership = Array.from({ length: channels }, (_, c) =>
    Array.from({ length: heads }, (_, h) => (Math.floor(c / depth) === h ? 1 : 0)),
  );

  return (weights, { nodes, edges, adjacency, present }) => {
    const [w, , v] = adjacency.shape;
    const rounds: tf.Tensor4D[] = [];
    let h = tf.mul(input(weights, nodes), present) as tf.Tensor2D; // [W·V, C]
    for (const layer of layers) {
      const receive = tf.reshape(layer.receive(weights, h), [w, v, 1, channels]);
      const sent = layer.send(weights, h); // [W·V, C]
      const send = tf.reshape(sent, [w, 1, v, channels]);
      const edge = tf.reshape(layer.edge(weights, edges), [w, v, v, channels]);
      const mixed = leakyRelu(tf.add(tf.add(edge, receive), send)); // [W, V, V, C]
      const score = tf.mul(weights.get(layer.score), membership); // [C, H]
      const logits = tf.matMul(tf.reshape(mixed, [w * v * v, channels]), score as tf.Tensor2D);
      const perHead = tf.transpose(tf.reshape(logits, [w, v, v, heads]), [0, 3, 1, 2]);
      const share = maskedSoftmax(perHead as tf.Tensor4D, adjacency); // [W, H, V, V]
      const values = tf.transpose(tf.reshape(sent, [w, v, heads, depth]), [0, 2, 1, 3]);
      const gathered = tf.matMul(share, values); // [W, H, V, D]
      const joined = tf.reshape(tf.transpose(gathered, [0, 2, 1, 3]), [w * v, channels]);
      h = tf.mul(tf.add(h, tf.relu(joined)), present) as tf.Tensor2D;
      rounds.push(share);
    }
    return { nodes: h, weights: rounds };
  };
}
