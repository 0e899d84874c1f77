/**
 * The same update as a TensorFlow.js user would write it: stock operations, `tf.train.adam`, the target
 * networks moved by mul and add. The graph is encoded once per world step, as ours is, as a dense
 * adjacency with masked softmax, because `gather` has no gradient on wasm. It knows nothing of src/nn
 * but the names of the weights.
 *
 * Axes: W world steps, A agents, N = W·A samples, K entities, V nodes, C channels, H heads, D = C/H.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { TensorFile } from '../../storage/safetensors.ts';
import type { Tensors } from '../learner-problem.ts';
import type { BenchLearner } from './bench-learner.ts';
import { type Arrays, denseArrays } from './dense-arrays.ts';

type Batch = Readonly<Record<string, tf.Tensor>>;
type Weights = Readonly<Record<string, tf.Variable>>;

const upload = (arrays: Arrays): Batch =>
  Object.fromEntries(
    Object.entries(arrays).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)]),
  );

const get = (w: Weights, name: string) => w[name] as tf.Variable;

/** x [..., I] → [..., O] */
function dense(w: Weights, name: string, x: tf.Tensor): tf.Tensor {
  const kernel = get(w, `${name}/kernel`) as tf.Tensor2D;
  const flat = tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]), kernel);
  const bias = w[`${name}/bias`];
  const y = bias ? tf.add(flat, bias) : flat;
  return tf.reshape(y, [...x.shape.slice(0, -1), kernel.shape[1]]);
}

/** [B, R, C] → [B, H, R, D] */
const split = (x: tf.Tensor, heads: number) => {
  const [b, r, c] = x.shape as [number, number, number];
  return tf.transpose(tf.reshape(x, [b, r, heads, c / heads]), [0, 2, 1, 3]);
};

/** Softmax over the last axis; absent entries get 0. */
const maskedSoftmax = (logits: tf.Tensor, mask: tf.Tensor) =>
  tf.mul(tf.softmax(tf.add(logits, tf.mul(tf.sub(mask, 1), 1e9))), mask);

/** One query per sample, [N, C], over rows [N, R, C] of which some are absent, mask [N, R]. */
function attend(
  query: tf.Tensor,
  keys: tf.Tensor,
  values: tf.Tensor,
  mask: tf.Tensor,
  heads: number,
): tf.Tensor {
  const [n, r, c] = keys.shape as [number, number, number];
  const q = split(tf.reshape(query, [n, 1, c]), heads); // [N, H, 1, D]
  const logits = tf.div(tf.matMul(q, split(keys, heads), false, true), Math.sqrt(c / heads));
  const share = maskedSoftmax(logits, tf.reshape(mask, [n, 1, 1, r]));
  return tf.reshape(tf.matMul(share, split(values, heads)), [n, c]);
}

/** [C, H] of 1 where a channel belongs to a head. */
const membership = (channels: number, heads: number) =>
  tf.tensor2d(
    Array.from({ length: channels }, (_, c) =>
      Array.from({ length: heads }, (_, h) => (Math.floor((c * heads) / channels) === h ? 1 : 0)),
    ),
  );

/** GATv2 with edge features and residual: nodes [W, V, F] → [W, V, C]. */
function encodeGraph(w: Weights, at: string, batch: Batch, when: string, options: Options) {
  const { heads, graphRounds } = options;
  const nodes = batch[`${when}/nodes`] as tf.Tensor;
  const edges = batch[`${when}/edges`] as tf.Tensor;
  const adjacency = batch[`${when}/adjacency`] as tf.Tensor;
  const [worlds, v] = nodes.shape as [number, number];
  const present = tf.reshape(batch[`${when}/nodeMask`] as tf.Tensor, [worlds, v, 1]);
  let h = tf.mul(tf.relu(dense(w, `${at}/input`, nodes)), present);
  for (let round = 0; round < graphRounds; round++) {
    const name = `${at}/round${round}`;
    const received = dense(w, `${name}/receive`, h); // [W, V, C]
    const sent = dense(w, `${name}/send`, h);
    const c = sent.shape[2] as number;
    const mixed = tf.leakyRelu(
      tf.add(
        tf.add(tf.reshape(received, [worlds, v, 1, c]), tf.reshape(sent, [worlds, 1, v, c])),
        dense(w, `${name}/edge`, edges),
      ),
    ); // [W, V, V, C]
    // Each head's score vector in a column of its own: `sum` over D is ten times slower on wasm.
    const score = tf.mul(get(w, `${name}/score`), membership(c, heads)) as tf.Tensor2D; // [C, H]
    const flat = tf.matMul(tf.reshape(mixed, [-1, c]), score);
    const logits = tf.transpose(tf.reshape(flat, [worlds, v, v, heads]), [0, 3, 1, 2]);
    const share = maskedSoftmax(logits, tf.reshape(adjacency, [worlds, 1, v, v])); // [W, H, V, V]
    const gathered = tf.transpose(tf.matMul(share, split(sent, heads)), [0, 2, 1, 3]);
    h = tf.mul(tf.add(h, tf.relu(tf.reshape(gathered, [worlds, v, c]))), present);
  }
  return h;
}

interface Options {
  readonly heads: number;
  readonly graphRounds: number;
}

/** [N, features] */
function encode(w: Weights, batch: Batch, when: string, options: Options): tf.Tensor2D {
  const part = (name: string) => batch[`${when}/${name}`] as tf.Tensor;
  const { heads } = options;
  const vector = part('vector');
  const h = tf.relu(dense(w, 'encoder/vector', vector)); // [N, C]
  const [n, c] = h.shape as [number, number];

  const set = 'encoder/nearbyEntities';
  const rows = tf.relu(dense(w, `${set}/row`, part('entities'))); // [N, K, C]
  const entities = attend(
    dense(w, `${set}/query`, h),
    dense(w, `${set}/key`, rows),
    dense(w, `${set}/value`, rows),
    part('entityMask'),
    heads,
  );

  const graph = 'encoder/sceneGraph';
  const nodes = encodeGraph(w, `${graph}/gat`, batch, when, options); // [W, V, C]
  const [worlds, v] = nodes.shape as [number, number];
  const own = tf.reshape(tf.matMul(part('region'), nodes), [n, c]);
  const goal = tf.reshape(tf.matMul(part('goalRegion'), nodes), [n, c]);
  /** A node's embedding, shared in its world, plus its pose relative to the agent: [N, V, C]. */
  const placed = (projection: string, pose: string) => {
    const byAgent = tf.matMul(
      tf.reshape(part('pose'), [n * v, 3]),
      get(w, `${graph}/${pose}`) as tf.Tensor2D,
    );
    const shared = tf.reshape(dense(w, `${graph}/${projection}`, nodes), [worlds, 1, v, c]);
    return tf.reshape(tf.add(tf.reshape(byAgent, [worlds, n / worlds, v, c]), shared), [n, v, c]);
  };
  const nodeMask = tf.tile(tf.reshape(part('nodeMask'), [worlds, 1, v]), [1, n / worlds, 1]);
  const places = attend(
    dense(w, `${graph}/query`, tf.concat([h, own, goal], 1)),
    placed('key', 'keyPose'),
    placed('value', 'valuePose'),
    tf.reshape(nodeMask, [n, v]),
    heads,
  );
  return tf.concat([vector, h, entities, places, own, goal], 1) as tf.Tensor2D;
}

function act(w: Weights, features: tf.Tensor2D): { action: tf.Tensor2D; reach: tf.Tensor } {
  const h = tf.relu(dense(w, 'head/1', tf.relu(dense(w, 'head/0', features))));
  const u = dense(w, 'action', h); // [N, 2]
  const reach = tf.sqrt(tf.add(tf.sum(tf.square(u), 1, true), 1e-6));
  return { action: tf.mul(u, tf.div(tf.tanh(reach), reach)) as tf.Tensor2D, reach };
}

function layerNorm(w: Weights, name: string, x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, 1, true);
  const normal = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(normal, get(w, `${name}/gain`)), get(w, `${name}/shift`));
}

/** Q(s, a): [N] */
function qValue(w: Weights, features: tf.Tensor2D, action: tf.Tensor2D): tf.Tensor1D {
  let h: tf.Tensor = tf.concat([features, action], 1);
  for (const name of ['head/0', 'head/1']) {
    h = tf.relu(layerNorm(w, `${name}/norm`, dense(w, name, h)));
  }
  return tf.reshape(dense(w, 'value', h), [-1]);
}

/** A network's values as variables, under names that no other network has. */
function variables(tensors: Tensors, network: string, trainable: boolean): Weights {
  const weights: Record<string, tf.Variable> = {};
  for (const [name, { shape, values }] of tensors) {
    if (!name.startsWith(`${network}/`)) continue;
    const initial = tf.tensor(values, [...shape]);
    weights[name.slice(network.length + 1)] = tf.variable(initial, trainable);
    initial.dispose();
  }
  return weights;
}

const softUpdate = (target: Weights, online: Weights, tau: number) => {
  for (const [name, variable] of Object.entries(target)) {
    variable.assign(tf.add(tf.mul(variable, 1 - tau), tf.mul(get(online, name), tau)));
  }
};

/** On the backend that runs. */
export function createPlainTfjs({ tensors, metadata }: TensorFile): BenchLearner {
  const number = (name: string) => Number(metadata[name]);
  const options = { heads: number('heads'), graphRounds: number('graphRounds') };
  const arrays = denseArrays(tensors);
  const actor = variables(tensors, 'actor', true);
  const critic = variables(tensors, 'critic', true);
  const targetActor = variables(tensors, 'actor', false);
  const targetCritic = variables(tensors, 'critic', false);
  const actorAdam = tf.train.adam(number('actorRate'));
  const criticAdam = tf.train.adam(number('criticRate'));

  /** One update; the losses as one tensor [3] on the device. */
  const update = () =>
    tf.tidy(() => {
      const batch = upload(arrays);
      const action = batch.actions as tf.Tensor2D;
      const valid = batch.valid as tf.Tensor1D;
      const share = tf.div(valid, tf.maximum(tf.sum(valid), 1));
      const meanOf = (x: tf.Tensor) => tf.sum(tf.mul(x, share)) as tf.Scalar;

      const nextAction = act(targetActor, encode(targetActor, batch, 'next', options)).action;
      const nextFeatures = encode(targetCritic, batch, 'next', options);
      const nextValue = qValue(targetCritic, nextFeatures, nextAction);
      const y = tf.add(batch.returns as tf.Tensor, tf.mul(batch.discounts as tf.Tensor, nextValue));

      // The critic's encoding of s serves both losses.
      let features: tf.Tensor2D | undefined;
      let q: tf.Tensor | undefined;
      const ofCritic = tf.variableGrads(() => {
        const encoded = encode(critic, batch, 'now', options);
        const value = qValue(critic, encoded, action);
        features = tf.keep(encoded.clone());
        q = tf.keep(meanOf(value));
        return meanOf(tf.squaredDifference(value, y));
      }, Object.values(critic));
      const ofActor = tf.variableGrads(() => {
        const { action: chosen, reach } = act(actor, encode(actor, batch, 'now', options));
        const value = qValue(critic, features as tf.Tensor2D, chosen);
        const excess = tf.square(tf.relu(tf.sub(tf.reshape(reach, [-1]), 2)));
        return tf.add(
          tf.neg(meanOf(value)),
          tf.mul(meanOf(excess), number('reachPenalty')),
        ) as tf.Scalar;
      }, Object.values(actor));
      criticAdam.applyGradients(ofCritic.grads as Record<string, tf.Variable>);
      actorAdam.applyGradients(ofActor.grads as Record<string, tf.Variable>);
      softUpdate(targetCritic, critic, number('tau'));
      softUpdate(targetActor, actor, number('tau'));
      const losses = tf.stack([ofCritic.value, ofActor.value, q as tf.Tensor]);
      features?.dispose();
      q?.dispose();
      return losses;
    });

  return {
    async update(count) {
      let losses: tf.Tensor | undefined;
      for (let i = 0; i < count; i++) {
        losses?.dispose();
        losses = update();
      }
      const [critic = Number.NaN, actor = Number.NaN, q = Number.NaN] =
        (await losses?.data()) ?? [];
      losses?.dispose();
      return { critic, actor, q };
    },
  };
}

/** The stock backend by its own package; src/nn would replace some of its kernels. */
export async function startPlainTfjs(
  file: TensorFile,
  backend: 'wasm' | 'webgpu',
): Promise<BenchLearner> {
  tf.env().set('PROD', true);
  if (backend === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
  } else {
    await import('@tensorflow/tfjs-backend-webgpu');
  }
  await tf.setBackend(backend);
  await tf.ready();
  return createPlainTfjs(file);
}
