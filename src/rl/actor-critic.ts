/**
 * Attention-DDPG: one update, readable from top to bottom in `update`, computed and differentiated by
 * TensorFlow.js. The reference for update-plan.ts, which does the same many times faster, and a
 * learner of its own. Presets and the list of departures from the paper stand in algorithms/.
 *
 *   y = R_n + γⁿ · min_i Q'_i(s_n, μ'(s_n) + ε)           target, from the soft-updated copies
 *   critic:  minimise  mean (Q(s, a) − y)²
 *   actor:   maximise  mean Q(s, μ(s)) − λ · max(0, |u| − 2)²
 *
 * A critic with M > 1 quantiles θ_m of the return, whose mean is Q (Dabney et al. 2018, equations 9 and 10):
 *
 *   y_k = R_n + γⁿ · θ'_k(s_n, μ'(s_n) + ε)               of the critic with the smallest Q'
 *   critic:  minimise  mean |τ_m − 1{u < 0}| · L_κ(u) / κ,   u = y_k − θ_m(s, a),   τ_m = (m + ½) / M, m from 0
 *
 * Axes: B = world steps · agents samples, M quantiles. A truncated episode bootstraps, a terminated one does not:
 * the batch's `discounts` are 0 after a termination only.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, type Random, type RandomState } from '../core/random.ts';
import type { Actor } from '../nn/actor.ts';
import type { Critic } from '../nn/critic.ts';
import { ObservationBatch } from '../nn/observation-batch.ts';
import { initialState, type OptimiserState } from '../nn/optimiser-state.ts';
import { createTfjsEngine } from '../nn/tfjs-engine.ts';
import { TfjsOptimiser } from '../nn/tfjs-optimiser.ts';
import { drawBatch } from './draw-batch.ts';
import { batchWorldSteps, type Hyperparameters } from './hyperparameters.ts';
import {
  createNetworks,
  decayed,
  huberWidth,
  type Learner,
  type LearnerParts,
  type LearnerState,
  type Losses,
  usefulReach,
} from './learner.ts';
import type { ReplayBatch } from './replay.ts';

export class ActorCritic implements Learner {
  readonly actor: Actor;
  readonly critic: Critic;
  readonly hyperparameters: Hyperparameters;
  updates = 0;
  readonly #parts: LearnerParts;
  readonly #actorOptimiser: TfjsOptimiser;
  readonly #criticOptimisers: readonly TfjsOptimiser[];
  readonly #random: Random;
  readonly #now: ObservationBatch;
  readonly #next: ObservationBatch;
  readonly #batch: ReplayBatch;
  #latest: tf.Tensor1D | undefined;

  /** A tfjs backend must run in this thread (nn/tfjs-backend.ts). */
  constructor(parts: LearnerParts) {
    const { replay, hyperparameters, seed } = parts;
    const layout = replay.row.observation;
    const { agents, stride } = replay.row;
    const worldSteps = batchWorldSteps(hyperparameters, agents);
    const shape = { worlds: worldSteps, agents, stride };
    const { actor, critic } = createNetworks(layout, hyperparameters);
    const { tau } = hyperparameters;
    const optimiserOf = ({ blueprint }: Actor | Critic, random: Random) =>
      new TfjsOptimiser(blueprint, initialState(blueprint.initialValues(random)), { tau });
    this.#parts = parts;
    this.hyperparameters = hyperparameters;
    this.actor = actor;
    this.critic = critic;
    this.#actorOptimiser = optimiserOf(actor, createRandom(seed, 'actor'));
    this.#criticOptimisers = Array.from({ length: hyperparameters.twin ? 2 : 1 }, (_, i) =>
      optimiserOf(critic, createRandom(seed, 'critic', i)),
    );
    this.#random = createRandom(seed, 'learner');
    this.#now = new ObservationBatch(layout, shape);
    this.#next = new ObservationBatch(layout, shape);
    this.#batch = replay.createBatch(worldSteps);
  }

  /** One update from the replay. */
  update(): void {
    const { hyperparameters: h } = this;
    const batch = this.#sample();
    tf.tidy(() => {
      const now = this.#now.tensors();
      const next = this.#next.tensors();
      const action = tf.tensor2d(batch.actions, [batch.valid.length, 2]);
      const valid = tf.tensor1d(batch.valid);
      const share = tf.div(valid, tf.maximum(tf.sum(valid), 1)) as tf.Tensor1D; // sums to 1
      const meanOf = (x: tf.Tensor) => tf.sum(tf.mul(x, share)) as tf.Scalar;

      // 1. Targets.
      const { target } = this.#actorOptimiser;
      const nextAction = this.#smooth(this.actor.act(createTfjsEngine(target), next).action);
      const nextValues = this.#criticOptimisers.map(({ target }) => {
        const engine = createTfjsEngine(target);
        const { features } = this.critic.encode(engine, next);
        return this.critic.value(engine, this.critic.mix(engine, features), nextAction);
      });
      const nextValue = nextValues.reduce(lower); // [B, M]
      const column = (x: Float32Array) => tf.tensor2d(x, [x.length, 1]);
      const y = tf.add(column(batch.returns), tf.mul(column(batch.discounts), nextValue));

      // 2. Critics. What the first one makes of s is kept for the actor.
      let mixed: tf.Tensor | undefined;
      let q: tf.Tensor | undefined;
      const rate = decayed(h.criticRate, h, this.updates);
      const criticSteps = this.#criticOptimisers.map((optimiser) => {
        const engine = createTfjsEngine(optimiser.online);
        const { value, grads } = tf.variableGrads(() => {
          const features = this.critic.encode(engine, now).features;
          const kept = this.critic.mix(engine, features);
          const values = this.critic.value(engine, kept, action);
          mixed ??= tf.keep(kept.clone());
          q ??= tf.keep(tf.mean(values, 1));
          if (h.quantiles === 1) return meanOf(flat(tf.squaredDifference(values, y)));
          return meanOf(quantileError(values, y));
        }, optimiser.online.variables as tf.Variable[]);
        return { optimiser, value, grads };
      });

      // 3. Actor, against the first critic as it was before its step.
      let actorLoss: tf.Tensor = this.#latest ? tf.slice(this.#latest, [1], [1]) : tf.zeros([1]);
      if (this.updates % h.actorDelay === 0) {
        const judge = createTfjsEngine((this.#criticOptimisers[0] as TfjsOptimiser).online);
        const { online } = this.#actorOptimiser;
        const { value, grads } = tf.variableGrads(() => {
          const { action: chosen, reach } = this.actor.act(createTfjsEngine(online), now);
          const value = tf.mean(this.critic.value(judge, mixed as tf.Tensor, chosen), 1);
          const loss = tf.neg(meanOf(value)) as tf.Scalar;
          if (h.reachPenalty === 0) return loss;
          const excess = tf.square(tf.relu(tf.sub(flat(reach), usefulReach)));
          return tf.add(loss, tf.mul(meanOf(excess), h.reachPenalty)) as tf.Scalar;
        }, online.variables as tf.Variable[]);
        const actorRate = decayed(h.actorRate, h, this.updates);
        this.#actorOptimiser.step(bySlot(this.#actorOptimiser, grads), actorRate);
        actorLoss = value;
      }
      for (const { optimiser, grads } of criticSteps) {
        optimiser.step(bySlot(optimiser, grads), rate);
      }

      // 4. Losses stay on the device until somebody asks.
      const criticLoss = (criticSteps[0] as (typeof criticSteps)[number]).value;
      const losses = [criticLoss, actorLoss, meanOf(q as tf.Tensor)];
      const latest = tf.concat1d(losses.map((loss) => tf.reshape(loss, [1]) as tf.Tensor1D));
      this.#latest?.dispose();
      this.#latest = tf.keep(latest);
      mixed?.dispose();
      q?.dispose();
    });
    this.updates += 1;
  }

  /** Losses of the latest update; waits for the device. */
  async losses(): Promise<Losses> {
    const [critic = Number.NaN, actor = Number.NaN, q = Number.NaN] =
      (await this.#latest?.data()) ?? [];
    return { critic, actor, q };
  }

  /** The target actor: what acts and what is deployed. */
  actorValues(): Promise<Float32Array> {
    return this.#actorOptimiser.targetValues();
  }

  criticValues(): Promise<Float32Array> {
    return (this.#criticOptimisers[0] as TfjsOptimiser).targetValues();
  }

  async state(): Promise<LearnerState> {
    // Everything is asked for before the first wait, so that it belongs to one moment.
    const { updates } = this;
    const random = [this.#random.state()];
    const networks = await Promise.all(
      [this.#actorOptimiser, ...this.#criticOptimisers].map((optimiser) => optimiser.state()),
    );
    return { updates, random, networks };
  }

  restore(state: LearnerState): void {
    this.updates = state.updates;
    this.#random.restore(state.random[0] as RandomState);
    this.restoreNetworks(state.networks);
  }

  restoreNetworks(networks: readonly OptimiserState[]): void {
    [this.#actorOptimiser, ...this.#criticOptimisers].forEach((optimiser, i) => {
      optimiser.restore(networks[i] as OptimiserState);
    });
  }

  dispose(): void {
    this.#latest?.dispose();
    for (const optimiser of [this.#actorOptimiser, ...this.#criticOptimisers]) optimiser.dispose();
  }

  #sample(): ReplayBatch {
    const { replay, normaliser } = this.#parts;
    const batch = this.#batch;
    const { size, worldOffset, agentOffset } = replay.row;
    drawBatch(this.#parts, batch, this.updates, this.#random);
    for (let i = 0; i < batch.worldSteps; i++) {
      const at = i * size;
      this.#now.fill(i, batch.now, at + worldOffset, at + agentOffset, normaliser);
      this.#next.fill(i, batch.next, at + worldOffset, at + agentOffset, normaliser);
    }
    return batch;
  }

  /** Target smoothing (Fujimoto et al. 2018, equation 14): clipped noise, kept on the disc. */
  #smooth(action: tf.Tensor): tf.Tensor {
    const sigma = this.hyperparameters.targetSmoothing;
    if (sigma === 0) return action;
    const noise = Float32Array.from({ length: action.size }, () =>
      Math.min(Math.max(this.#random.normal(), -2.5), 2.5),
    );
    const moved = tf.add(action, tf.mul(tf.tensor(noise, action.shape), sigma));
    const length = tf.sqrt(tf.sum(tf.square(moved), 1, true));
    return tf.div(moved, tf.maximum(length, 1));
  }
}

const flat = (x: tf.Tensor) => tf.reshape(x, [-1]) as tf.Tensor1D;

/** Of two critics' values [B, M], sample by sample those with the smaller mean. */
function lower(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.where(tf.lessEqual(tf.mean(a, 1, true), tf.mean(b, 1, true)), a, b);
}

/** The quantile Huber loss of quantiles [B, M] against targets [B, M], each with each: [B] */
function quantileError(quantiles: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const [b = 0, m = 0] = quantiles.shape;
  const error = tf.sub(tf.reshape(targets, [b, 1, m]), tf.reshape(quantiles, [b, m, 1]));
  const share = tf.tensor(
    Float32Array.from({ length: m }, (_, i) => (i + 0.5) / m),
    [1, m, 1],
  );
  const side = tf.abs(tf.sub(share, tf.step(tf.neg(error))));
  const size = tf.abs(error);
  const near = tf.minimum(size, huberWidth);
  const huber = tf.mul(near, tf.sub(size, tf.div(near, 2)));
  return tf.mean(tf.div(tf.mul(side, huber), huberWidth), [1, 2]);
}

/**
 * Gradients by slot index; tfjs hands them out by variable name, and none where a loss does not depend on
 * a variable (the query, where attention is pooling).
 */
function bySlot(optimiser: TfjsOptimiser, gradients: tf.NamedTensorMap): tf.Tensor[] {
  return optimiser.online.variables.map(
    (variable) => gradients[variable.name] ?? tf.zerosLike(variable),
  );
}
