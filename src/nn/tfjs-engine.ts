/**
 * The primitives in TensorFlow.js: what each of them means, readable, differentiated by tfjs. The
 * reference that the plan's kernels are tested against, and a learner of its own (`engine=tfjs`).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Slot } from './blueprint.ts';
import type { Engine, GraphInput, GraphRound, RowsShape } from './engine.ts';
import { leak } from './graph-attention.ts';
import type { Weights } from './tfjs-weights.ts';

const flatten = (x: tf.Tensor, columns: number) => tf.reshape(x, [-1, columns]) as tf.Tensor2D;
const columnsOf = (x: tf.Tensor) => x.shape[1] as number;

/** [Q, H·R] → [G, Q/G, H, R] → [G·H, Q/G, R]: what a group's queries ask, head by head. */
function byGroup(x: tf.Tensor, groups: number, heads: number): tf.Tensor3D {
  const each = x.shape[0] / groups;
  const r = columnsOf(x) / heads;
  const split = tf.reshape(x, [groups, each, heads, r]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [groups * heads, each, r]);
}

/** The way back: [G·H, Q/G, R] → [Q, H·R] */
function byQuery(x: tf.Tensor3D, groups: number, heads: number): tf.Tensor2D {
  const [, each, r] = x.shape;
  const split = tf.reshape(x, [groups, heads, each, r]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [groups * each, heads * r]);
}

/** Rows [G·K, columns] → [G·H, K, R] */
function ofHeads(x: tf.Tensor, { heads, rows, perHead }: RowsShape): tf.Tensor3D {
  const groups = x.shape[0] / rows;
  const columns = columnsOf(x);
  if (perHead) {
    const split = tf.reshape(x, [groups, rows, heads, columns / heads]);
    return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [groups * heads, rows, columns / heads]);
  }
  const same = tf.tile(tf.reshape(x, [groups, 1, rows, columns]), [1, heads, 1, 1]);
  return tf.reshape(same, [groups * heads, rows, columns]);
}

/** projection [R, H·D] → [H, R, D] */
function split(projection: tf.Tensor, heads: number): tf.Tensor3D {
  const [r = 0, columns = 0] = projection.shape;
  return tf.transpose(tf.reshape(projection, [r, heads, columns / heads]), [1, 0, 2]);
}

/** [C, H]: 1 where a channel belongs to a head, so that one product does all heads. */
function headOfChannel(channels: number, heads: number): tf.Tensor2D {
  const depth = channels / heads;
  return tf.tensor2d(
    Array.from({ length: channels }, (_, c) =>
      Array.from({ length: heads }, (_, h) => (Math.floor(c / depth) === h ? 1 : 0)),
    ),
  );
}

/** One-hot [W, P, V]; all 0 for an absent pair. */
function oneHot(index: tf.Tensor, rows: number): tf.Tensor3D {
  return tf.cast(tf.oneHot(tf.cast(index, 'int32') as tf.Tensor1D, rows), 'float32') as tf.Tensor3D;
}

/**
 * LeakyReLU through `step`: tfjs's own wasm kernel for it is 15 times slower than a product.
 */
const leakyRelu = tf.customGrad((x, save) => {
  const slope = tf.step(x as tf.Tensor, leak);
  (save as tf.GradSaveFunc)([slope]);
  return {
    value: tf.mul(x as tf.Tensor, slope),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0] as tf.Tensor),
  };
}) as (x: tf.Tensor) => tf.Tensor;

/** A neighbour whose score is this much above the self edge's has all the weight; float32 ends at e^88. */
const highestExponent = 80;

export function createTfjsEngine(weights: Weights): Engine<tf.Tensor> {
  const of = (slot: Slot) => weights.get(slot);
  return {
    dense(x, { kernel, bias, relu, outputs }) {
      if (!kernel) {
        // tfjs's product of [N, 0] and [0, O] is whatever the memory held.
        const nothing = tf.zeros([x.shape[0] as number, outputs]);
        const sum = bias ? tf.add(nothing, of(bias)) : nothing;
        return relu ? tf.relu(sum) : sum;
      }
      return tf.fused.matMul({
        a: x as tf.Tensor2D,
        b: of(kernel) as tf.Tensor2D,
        ...(bias ? { bias: of(bias) } : {}),
        activation: relu ? 'relu' : 'linear',
      });
    },
    concat: (parts) => tf.concat([...parts], 1),
    add: (a, b) => tf.add(a, b),
    relu: (x) => tf.relu(x),
    addShared(x, shared, rows) {
      const columns = columnsOf(x);
      const groups = (shared.shape[0] as number) / rows;
      const each = (x.shape[0] as number) / rows / groups;
      const both = tf.add(
        tf.reshape(x, [groups, each, rows * columns]),
        tf.reshape(shared, [groups, 1, rows * columns]),
      );
      return flatten(both, columns);
    },
    zerosLike: (x) => tf.zerosLike(x),
    scaleRows: (x, factor) => tf.mul(x, factor),
    scaleColumns: (x, factor) => tf.mul(x, of(factor)),
    layerNorm(x, { gain, shift, relu }) {
      const centred = tf.sub(x, tf.mean(x, 1, true));
      const variance = tf.mean(tf.square(centred), 1, true);
      const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5)));
      const y = tf.add(tf.mul(normal, of(gain)), of(shift));
      return relu ? tf.relu(y) : y;
    },
    takeRows(x, index, rows) {
      // A product with a one-hot matrix, because tfjs has no gradient of `gather` on wasm.
      const columns = columnsOf(x);
      const groups = (x.shape[0] as number) / rows;
      const chosen = oneHot(tf.reshape(index, [groups, -1]), rows);
      return flatten(tf.matMul(chosen, tf.reshape(x, [groups, rows, columns])), columns);
    },

    innerProducts(query, rows, shape) {
      const groups = (rows.shape[0] as number) / shape.rows;
      const asked = byGroup(query, groups, shape.heads);
      const products = tf.matMul(asked, ofHeads(rows, shape), false, true) as tf.Tensor3D;
      return byQuery(products, groups, shape.heads);
    },
    weightedSum(share, rows, shape) {
      const groups = (rows.shape[0] as number) / shape.rows;
      const sums = tf.matMul(byGroup(share, groups, shape.heads), ofHeads(rows, shape));
      return byQuery(sums as tf.Tensor3D, groups, shape.heads);
    },
    foldQuery(query, projection, heads) {
      const asked = tf.matMul(byGroup(query, 1, heads), split(of(projection), heads), false, true);
      return byQuery(asked as tf.Tensor3D, 1, heads);
    },
    projectSums(sums, projection, heads) {
      const projected = tf.matMul(byGroup(sums, 1, heads), split(of(projection), heads));
      return byQuery(projected as tf.Tensor3D, 1, heads);
    },
    maskedSoftmax(logits, mask, scale) {
      const [groups, k] = mask.shape as [number, number];
      const heads = columnsOf(logits) / k;
      const each = (logits.shape[0] as number) / groups;
      const present = tf.reshape(mask, [groups, 1, 1, k]);
      const scaled = tf.mul(tf.reshape(logits, [groups, each, heads, k]), scale);
      const lowered = tf.add(scaled, tf.mul(tf.sub(present, 1), 1e9));
      // A fully masked row comes out of softmax uniform: the product makes it 0.
      return flatten(tf.mul(tf.softmax(lowered), present), heads * k);
    },
    meanWeights(mask, like, heads) {
      const [groups, k] = mask.shape as [number, number];
      const each = (like.shape[0] as number) / groups;
      const share = tf.div(mask, tf.maximum(tf.sum(mask, 1, true), 1));
      return flatten(tf.tile(tf.reshape(share, [groups, 1, k]), [1, each, heads]), heads * k);
    },
    additiveScores(query, keys, w, heads) {
      const [n = 0, columns = 0] = query.shape;
      const k = (keys.shape[0] as number) / n;
      const mixed = tf.tanh(
        tf.add(tf.reshape(keys, [n, k, columns]), tf.reshape(query, [n, 1, columns])),
      );
      const products = tf.reshape(tf.mul(mixed, of(w)), [n, k, heads, columns / heads]);
      return flatten(tf.transpose(tf.sum(products, 3), [0, 2, 1]), heads * k);
    },
    leakyScores(query, keys, w, { heads, rows: k }) {
      const [queries = 0, columns = 0] = query.shape;
      const groups = (keys.shape[0] as number) / k;
      const each = queries / groups;
      const sum = tf.add(
        tf.reshape(query, [groups, each, 1, columns]),
        tf.reshape(keys, [groups, 1, k, columns]),
      );
      const mixed = flatten(leakyRelu(sum), columns);
      const ofHead = tf.mul(tf.reshape(of(w), [columns, 1]), headOfChannel(columns, heads));
      const products = tf.matMul(mixed, ofHead as tf.Tensor2D); // [Q·K, H]
      return flatten(tf.transpose(tf.reshape(products, [queries, k, heads]), [0, 2, 1]), heads * k);
    },
    maxPool(rows, mask, heads) {
      const [groups, k] = mask.shape as [number, number];
      const columns = columnsOf(rows);
      const n = (rows.shape[0] as number) / k;
      const present = flatten(tf.tile(tf.reshape(mask, [groups, 1, k]), [1, n / groups, 1]), k);
      const lowered = tf.add(
        tf.reshape(rows, [n, k, columns]),
        tf.mul(tf.sub(tf.reshape(present, [n, k, 1]), 1), 1e9),
      );
      const any = tf.max(present, 1, true); // [N, 1]: 0 where the set is empty
      const highest = tf.max(lowered, 1); // [N, H·D]
      const decided = tf.cast(tf.equal(lowered, tf.reshape(highest, [n, 1, columns])), 'float32');
      const byHead = tf.sum(tf.reshape(decided, [n, k, heads, columns / heads]), 3); // [N, K, H]
      const counted = tf.mul(tf.transpose(byHead, [0, 2, 1]), tf.reshape(present, [n, 1, k]));
      const share = tf.div(counted, tf.maximum(tf.sum(counted, 2, true), 1));
      return { context: tf.mul(highest, any), weights: flatten(share, heads * k) };
    },

    mark(index, { rows, columns, marked, others }) {
      const marks = flatten(oneHot(tf.reshape(index, [1, -1]), rows), 1);
      return tf.tile(tf.add(tf.mul(marks, marked - others), others), [1, columns]);
    },
    sigmoid: (x) => tf.sigmoid(x),
    relax,
    graphRound: (round) => graphRound(round, of(round.score)),
    residual: (h, gathered, present) => tf.mul(tf.add(h, tf.relu(gathered)), present),

    squash(u) {
      const reach = tf.sqrt(tf.add(tf.sum(tf.square(u), 1, true), 1e-6));
      return { action: tf.mul(u, tf.div(tf.tanh(reach), reach)), reach };
    },
  };
}

function relax(
  x: tf.Tensor,
  lengths: tf.Tensor,
  { mask, senders, receivers }: GraphInput<tf.Tensor>,
): tf.Tensor2D {
  const [w, v] = mask.shape as [number, number];
  const heads = columnsOf(x);
  const p = senders.shape[1] as number;
  const agents = (x.shape[0] as number) / (w * v);
  // [W, V, A, H]: the agents of a world side by side, so that one product serves all.
  const nodes = tf.transpose(tf.reshape(x, [w, agents, v, heads]), [0, 2, 1, 3]);
  const sent = tf.matMul(oneHot(senders, v), tf.reshape(nodes, [w, v, agents * heads]));
  const offered = tf.add(
    tf.reshape(sent, [w, p, agents, heads]),
    tf.reshape(lengths, [w, p, 1, heads]),
  );
  const toReceiver = tf.reshape(tf.transpose(oneHot(receivers, v), [0, 2, 1]), [w, v, p, 1]);
  const received = tf.add(
    tf.reshape(offered, [w, 1, p, agents * heads]),
    tf.mul(tf.sub(1, toReceiver), 1e9),
  );
  const least = tf.minimum(nodes, tf.reshape(tf.min(received, 2), [w, v, agents, heads]));
  return flatten(tf.transpose(least, [0, 2, 1, 3]), heads);
}

/** Values are carried between nodes and pairs by products with one-hot matrices. */
function graphRound(
  { received, sent, edges, heads, graph }: GraphRound<tf.Tensor>,
  score: tf.Tensor,
) {
  const [w, v] = graph.mask.shape as [number, number];
  const channels = columnsOf(sent);
  const p = graph.senders.shape[1] as number;
  const senders = oneHot(graph.senders, v); // [W, P, V]
  const receivers = oneHot(graph.receivers, v);
  const pairs = flatten(tf.sum(receivers, 2), 1); // [W·P, 1] 1 = present
  const byNode = (x: tf.Tensor) => tf.reshape(x, [w, v, -1]) as tf.Tensor3D;
  const byPair = (x: tf.Tensor) => tf.reshape(x, [w, p, -1]) as tf.Tensor3D;
  const ofHead = headOfChannel(channels, heads);
  const atReceiver = flatten(tf.matMul(receivers, byNode(received)), channels);
  const ofSender = flatten(tf.matMul(senders, byNode(sent)), channels);
  const mixed = leakyRelu(tf.add(tf.add(edges, atReceiver), ofSender)) as tf.Tensor2D;
  const logits = tf.matMul(mixed, tf.mul(tf.reshape(score, [channels, 1]), ofHead) as tf.Tensor2D);
  // Softmax over the pairs of one receiver. Its own self edge, which stands among the last V pairs,
  // keeps exp in range: a maximum over all pairs would leave receivers with low scores nothing.
  const self = tf.slice(byPair(logits), [0, p - v, 0], [w, v, heads]);
  const above = tf.sub(logits, flatten(tf.matMul(receivers, self), heads));
  const raised = tf.mul(tf.exp(tf.minimum(above, highestExponent)), pairs); // [W·P, H]
  const total = tf.matMul(receivers, byPair(raised), true, false); // [W, V, H]
  const perPair = flatten(tf.matMul(receivers, total), heads); // at least 1, or 0 where absent
  const shares = tf.div(raised, tf.maximum(perPair, 1)) as tf.Tensor2D;
  const message = tf.mul(tf.matMul(shares, ofHead, false, true), ofSender); // [W·P, C]
  const gathered = flatten(tf.matMul(receivers, byPair(message), true, false), channels);
  return { gathered, shares };
}
