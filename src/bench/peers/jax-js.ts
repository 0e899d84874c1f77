/**
 * The same update as a jax-js user would write it: a pure function of (state, batch) under one `jit`,
 * gradients by `valueAndGrad`, Adam by hand (as its optimiser package has it). The graph is encoded
 * once per world step, as a dense adjacency.
 *
 * jax-js counts references: a function owns the arrays that it is given, and `.ref` makes one that
 * outlives a use. Here networks borrow their weights and the batch (`.ref` at every use) and own
 * everything else; whoever calls them disposes of what it lent.
 *
 * Axes: W world steps, A agents, N = W·A samples, K entities, V nodes, C channels, H heads, D = C/H.
 */
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { TensorFile } from '../../storage/safetensors.ts';
import type { Tensors } from '../learner-problem.ts';
import type { BenchLearner } from './bench-learner.ts';
import { denseArrays } from './dense-arrays.ts';

// Types, not interfaces: jax-js maps over them.
type Arrays = Record<string, np.Array>;
/** One network: its weights, Adam's moments, its target's weights. */
type Network = { online: Arrays; first: Arrays; second: Arrays; target: Arrays };
type State = { actor: Network; critic: Network };

interface Options {
  readonly heads: number;
  readonly graphRounds: number;
}

const lend = (arrays: Arrays, name: string): np.Array => {
  const array = arrays[name];
  if (!array) throw new Error(`No array "${name}".`);
  return array.ref;
};

/** x [..., I] → [..., O] */
function dense(w: Arrays, name: string, x: np.Array): np.Array {
  const kernel = lend(w, `${name}/kernel`);
  const [inputs, outputs] = kernel.shape as [number, number];
  const shape = [...x.shape.slice(0, -1), outputs];
  const y = np.matmul(x.reshape([-1, inputs]), kernel);
  return (w[`${name}/bias`] ? y.add(lend(w, `${name}/bias`)) : y).reshape(shape);
}

/** Softmax over the last axis; absent entries get 0. */
const maskedSoftmax = (logits: np.Array, mask: np.Array) =>
  nn.softmax(logits.add(mask.ref.sub(1).mul(1e9)), -1).mul(mask);

/** [B, R, C] → [B, H, R, D] */
const split = (x: np.Array, heads: number) => {
  const [b, r, c] = x.shape as [number, number, number];
  return x.reshape([b, r, heads, c / heads]).transpose([0, 2, 1, 3]);
};

/** One query per sample, [N, C], over rows [N, R, C] of which some are absent, mask [N, R]. */
function attend(
  query: np.Array,
  keys: np.Array,
  values: np.Array,
  mask: np.Array,
  heads: number,
): np.Array {
  const [n, r, c] = keys.shape as [number, number, number];
  const q = split(query.reshape([n, 1, c]), heads); // [N, H, 1, D]
  const logits = np.matmul(q, split(keys, heads).transpose([0, 1, 3, 2]));
  const share = maskedSoftmax(logits.mul(1 / Math.sqrt(c / heads)), mask.reshape([n, 1, 1, r]));
  return np.matmul(share, split(values, heads)).reshape([n, c]);
}

/** GATv2 with edge features and residual: nodes [W, V, F] → [W, V, C]. */
function encodeGraph(w: Arrays, at: string, batch: Arrays, when: string, options: Options) {
  const { heads, graphRounds } = options;
  const nodes = lend(batch, `${when}/nodes`);
  const [worlds, v] = nodes.shape as [number, number];
  const present = () => lend(batch, `${when}/nodeMask`).reshape([worlds, v, 1]);
  let h = nn.relu(dense(w, `${at}/input`, nodes)).mul(present());
  for (let round = 0; round < graphRounds; round++) {
    const name = `${at}/round${round}`;
    const received = dense(w, `${name}/receive`, h.ref); // [W, V, C]
    const sent = dense(w, `${name}/send`, h.ref);
    const c = sent.shape[2] as number;
    const mixed = nn.leakyRelu(
      received
        .reshape([worlds, v, 1, c])
        .add(sent.ref.reshape([worlds, 1, v, c]))
        .add(dense(w, `${name}/edge`, lend(batch, `${when}/edges`))),
      0.2,
    ); // [W, V, V, C]
    const score = lend(w, `${name}/score`).reshape([heads, c / heads]);
    const byHead = mixed.reshape([worlds, v, v, heads, c / heads]);
    const logits = byHead.mul(score).sum(4).transpose([0, 3, 1, 2]); // [W, H, V, V]
    const adjacency = lend(batch, `${when}/adjacency`).reshape([worlds, 1, v, v]);
    const share = maskedSoftmax(logits, adjacency);
    const gathered = np.matmul(share, split(sent, heads)).transpose([0, 2, 1, 3]);
    h = h.add(nn.relu(gathered.reshape([worlds, v, c]))).mul(present());
  }
  return h;
}

/** [N, features] */
function encode(w: Arrays, batch: Arrays, when: string, options: Options): np.Array {
  const part = (name: string) => lend(batch, `${when}/${name}`);
  const { heads } = options;
  const h = nn.relu(dense(w, 'encoder/vector', part('vector'))); // [N, C]
  const [n, c] = h.shape as [number, number];

  const set = 'encoder/nearbyEntities';
  const rows = nn.relu(dense(w, `${set}/row`, part('entities'))); // [N, K, C]
  const entities = attend(
    dense(w, `${set}/query`, h.ref),
    dense(w, `${set}/key`, rows.ref),
    dense(w, `${set}/value`, rows),
    part('entityMask'),
    heads,
  );

  const graph = 'encoder/sceneGraph';
  const nodes = encodeGraph(w, `${graph}/gat`, batch, when, options); // [W, V, C]
  const [worlds, v] = nodes.shape as [number, number];
  const own = np.matmul(part('region'), nodes.ref).reshape([n, c]);
  const goal = np.matmul(part('goalRegion'), nodes.ref).reshape([n, c]);
  /** A node's embedding, shared in its world, plus its pose relative to the agent: [N, V, C]. */
  const placed = (projection: string, pose: string) => {
    const byAgent = np.matmul(part('pose').reshape([n * v, 3]), lend(w, `${graph}/${pose}`));
    const shared = dense(w, `${graph}/${projection}`, nodes.ref).reshape([worlds, 1, v, c]);
    return byAgent
      .reshape([worlds, n / worlds, v, c])
      .add(shared)
      .reshape([n, v, c]);
  };
  const nodeMask = np.broadcastTo(part('nodeMask').reshape([worlds, 1, v]), [
    worlds,
    n / worlds,
    v,
  ]);
  const places = attend(
    dense(w, `${graph}/query`, np.concatenate([h.ref, own.ref, goal.ref], 1)),
    placed('key', 'keyPose'),
    placed('value', 'valuePose'),
    nodeMask.reshape([n, v]),
    heads,
  );
  nodes.dispose();
  return np.concatenate([part('vector'), h, entities, places, own, goal], 1);
}

function act(w: Arrays, features: np.Array): { action: np.Array; reach: np.Array } {
  const h = nn.relu(dense(w, 'head/1', nn.relu(dense(w, 'head/0', features))));
  const u = dense(w, 'action', h); // [N, 2]
  const length = np.sqrt(np.square(u.ref).sum(1).add(1e-6)); // [N]
  const squash = np.tanh(length.ref).div(length.ref).reshape([-1, 1]);
  return { action: u.mul(squash), reach: length };
}

/** Q(s, a): [N] */
function qValue(w: Arrays, features: np.Array, action: np.Array): np.Array {
  let h = np.concatenate([features, action], 1);
  for (const name of ['head/0', 'head/1']) {
    const normal = nn.standardize(dense(w, name, h), -1, { epsilon: 1e-5 });
    h = nn.relu(normal.mul(lend(w, `${name}/norm/gain`)).add(lend(w, `${name}/norm/shift`)));
  }
  return dense(w, 'value', h).reshape([-1]);
}

const [beta1, beta2] = [0.9, 0.999];

/** Adam and the soft target update; `size` and `small` hold the bias corrections of the step. */
function step(
  network: Network,
  gradients: Arrays,
  { rate, tau, size, small }: { rate: number; tau: number; size: np.Array; small: np.Array },
): Network {
  const next: Network = { online: {}, first: {}, second: {}, target: {} };
  for (const [name, g] of Object.entries(gradients)) {
    const take = (of: keyof Network) => network[of][name] as np.Array;
    const m = take('first')
      .mul(beta1)
      .add(g.ref.mul(1 - beta1));
    const v = take('second')
      .mul(beta2)
      .add(np.square(g).mul(1 - beta2));
    const moved = m.ref.mul(size.ref.mul(rate)).div(np.sqrt(v.ref).add(small.ref));
    const value = take('online').sub(moved);
    next.target[name] = take('target')
      .mul(1 - tau)
      .add(value.ref.mul(tau));
    next.online[name] = value;
    next.first[name] = m;
    next.second[name] = v;
  }
  return next;
}

function createUpdate(options: Options, number: (name: string) => number) {
  const tau = number('tau');
  return jit(function update(
    { actor, critic }: State,
    batch: Arrays,
    correction: { size: np.Array; small: np.Array },
  ) {
    const valid = lend(batch, 'valid');
    const share = valid.ref.div(np.maximum(valid.sum(), 1));
    const meanOf = (x: np.Array) => x.mul(share.ref).sum();

    const nextFeatures = encode(actor.target, batch, 'next', options);
    const { action: nextAction, reach: unused } = act(actor.target, nextFeatures);
    unused.dispose();
    const nextValue = qValue(
      critic.target,
      encode(critic.target, batch, 'next', options),
      nextAction,
    );
    const y = lend(batch, 'returns').add(lend(batch, 'discounts').mul(nextValue));

    // The critic's encoding of s serves both losses.
    const criticLoss = (w: Arrays) => {
      const features = encode(w, batch, 'now', options);
      const value = qValue(w, features.ref, lend(batch, 'actions'));
      tree.dispose(w);
      const loss = meanOf(np.square(value.ref.sub(y.ref)));
      return [loss, { features, q: meanOf(value) }] as [np.Array, Arrays];
    };
    const [[ofCritic, aux], criticGradients] = valueAndGrad(criticLoss, { hasAux: true })(
      tree.ref(critic.online),
    );
    const actorLoss = (w: Arrays) => {
      const { action, reach } = act(w, encode(w, batch, 'now', options));
      tree.dispose(w);
      const value = qValue(critic.online, lend(aux, 'features'), action);
      const excess = np.square(nn.relu(reach.sub(2)));
      return meanOf(excess).mul(number('reachPenalty')).sub(meanOf(value));
    };
    const [ofActor, actorGradients] = valueAndGrad(actorLoss)(tree.ref(actor.online));

    const next: State = {
      actor: step(actor, actorGradients, { rate: number('actorRate'), tau, ...correction }),
      critic: step(critic, criticGradients, { rate: number('criticRate'), tau, ...correction }),
    };
    const losses = np.stack([ofCritic, ofActor, lend(aux, 'q')]);
    tree.dispose([aux, batch, correction, share, y]);
    return [next, losses] as [State, np.Array];
  });
}

function networkOf(tensors: Tensors, prefix: string): Network {
  const network: Network = { online: {}, first: {}, second: {}, target: {} };
  for (const [path, { shape, values }] of tensors) {
    if (!path.startsWith(`${prefix}/`)) continue;
    const name = path.slice(prefix.length + 1);
    for (const of of ['online', 'target'] as const) {
      network[of][name] = np.array(values.slice(), { shape: [...shape] });
    }
    network.first[name] = np.zeros([...shape]);
    network.second[name] = np.zeros([...shape]);
  }
  return network;
}

/** On the default device. */
export function createJaxJs({ tensors, metadata }: TensorFile): BenchLearner {
  const number = (name: string) => Number(metadata[name]);
  const arrays = denseArrays(tensors);
  const options = { heads: number('heads'), graphRounds: number('graphRounds') };
  const update = createUpdate(options, number);
  let state: State = { actor: networkOf(tensors, 'actor'), critic: networkOf(tensors, 'critic') };
  let steps = 0;

  const scalar = (value: number) => np.array(Float32Array.of(value), { shape: [] });
  const once = () => {
    steps += 1;
    const root = Math.sqrt(1 - beta2 ** steps);
    const correction = { size: scalar(root / (1 - beta1 ** steps)), small: scalar(1e-8 * root) };
    const batch = Object.fromEntries(
      Object.entries(arrays).map(([name, { values, shape }]) => [
        name,
        np.array(values as Float32Array<ArrayBuffer>, { shape }),
      ]),
    );
    const [next, losses] = update(state, batch, correction);
    state = next;
    return losses;
  };
  return {
    async update(count) {
      let losses = once();
      for (let i = 1; i < count; i++) {
        losses.dispose();
        losses = once();
      }
      const [critic = Number.NaN, actor = Number.NaN, q = Number.NaN] = await losses.data();
      return { critic, actor, q };
    },
  };
}

export async function startJaxJs(
  file: TensorFile,
  backend: 'wasm' | 'webgpu',
): Promise<BenchLearner> {
  await init(backend);
  defaultDevice(backend);
  return createJaxJs(file);
}
