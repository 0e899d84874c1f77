/**
 * GATv2 (Brody et al. 2022, equation 7) with edge features, heads and residual. For node i over its
 * neighbours j (self edge included):
 *
 *   e_ij = aᵀ LeakyReLU(W_r h_i + W_s h_j + W_e x_ij),   α_i = softmax_j(e_ij),   h'_i = h_i + ReLU(Σ_j α_ij W_s h_j)
 *
 * Axes: W worlds, V nodes, P pairs (E listed edges, then V self edges), F node features, C channels,
 * H heads, D = C/H. A graph is encoded once per world step and shared by the world's agents.
 *
 * Work is done per pair, not per cell of a V × V adjacency: our graphs have a quarter as many pairs as
 * cells, and an update took 74 ms with cells (V 24, two rounds, 16 world steps, wasm). Values are
 * carried between nodes and pairs by products with one-hot matrices, because tfjs has no gradient of
 * `gather` on wasm. Absent nodes come out as 0; an absent pair gets weight exactly 0.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Weights } from './blueprint.ts';
import { dense, leakyRelu } from './layers.ts';

export interface GraphTensors {
  /** [W·V, F] */
  readonly nodes: tf.Tensor2D;
  /** [W·V, 1] 1 = present. */
  readonly present: tf.Tensor2D;
  /** [W·P, Fe], 0 for self edges. */
  readonly edges: tf.Tensor2D;
  /** [W, P, V] one-hot; all 0 for an absent pair. */
  readonly senders: tf.Tensor3D;
  readonly receivers: tf.Tensor3D;
  /** [W·P, 1] 1 = present. */
  readonly pairs: tf.Tensor2D;
}

export interface EncodedGraph {
  /** [W·V, C] */
  readonly nodes: tf.Tensor2D;
  /** One [W·P, H] per round: what the receiver gave to the sender. */
  readonly weights: readonly tf.Tensor2D[];
}

export type GraphEncoder = (weights: Weights, graph: GraphTensors) => EncodedGraph;

export interface GraphAttentionOptions {
  readonly features: number;
  readonly edgeFeatures: number;
  readonly channels: number;
  readonly heads: number;
  readonly rounds: number;
}

/** A neighbour whose score is this much above the self edge's has all the weight; float32 ends at e^88. */
const highestExponent = 80;

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

  return (weights, { nodes, present, edges, senders, receivers, pairs }) => {
    const [w, p, v] = senders.shape;
    const ofHead = tf.tensor2d(membership);
    const byNode = (x: tf.Tensor) => tf.reshape(x, [w, v, -1]) as tf.Tensor3D;
    const byPair = (x: tf.Tensor) => tf.reshape(x, [w, p, -1]) as tf.Tensor3D;
    const flat = (x: tf.Tensor, width: number) => tf.reshape(x, [-1, width]) as tf.Tensor2D;
    const shares: tf.Tensor2D[] = [];
    let h = tf.mul(input(weights, nodes), present) as tf.Tensor2D; // [W·V, C]
    for (const layer of layers) {
      const received = tf.matMul(receivers, byNode(layer.receive(weights, h))); // [W, P, C]
      const sent = flat(tf.matMul(senders, byNode(layer.send(weights, h))), channels);
      const mixed = leakyRelu(
        tf.add(tf.add(layer.edge(weights, edges), flat(received, channels)), sent),
      ) as tf.Tensor2D; // [W·P, C]
      const score = tf.mul(weights.get(layer.score), ofHead) as tf.Tensor2D; // [C, H]
      const logits = tf.matMul(mixed, score); // [W·P, H]
      // Softmax over the pairs of one receiver. Its own self edge, which stands among the last V pairs,
      // keeps exp in range: a maximum over all pairs would leave receivers with low scores nothing.
      const self = tf.slice(byPair(logits), [0, p - v, 0], [w, v, heads]);
      const above = tf.sub(logits, flat(tf.matMul(receivers, self), heads));
      const raised = tf.mul(tf.exp(tf.minimum(above, highestExponent)), pairs); // [W·P, H]
      const total = tf.matMul(receivers, byPair(raised), true, false); // [W, V, H]
      const perPair = flat(tf.matMul(receivers, total), heads); // at least 1, or 0 where absent
      const share = tf.div(raised, tf.maximum(perPair, 1)) as tf.Tensor2D; // [W·P, H]
      const message = tf.mul(tf.matMul(share, ofHead, false, true), sent); // [W·P, C]
      const gathered = tf.matMul(receivers, byPair(message), true, false); // [W, V, C]
      h = tf.mul(tf.add(h, tf.relu(flat(gathered, channels))), present) as tf.Tensor2D;
      shares.push(share);
    }
    return { nodes: h, weights: shares };
  };
}
