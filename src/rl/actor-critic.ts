/**
 * Attention-DDPG: one update, readable from top to bottom in `update`. Presets and the list of
 * departures from the paper stand in algorithms/.
 *
 *   y = R_n + γⁿ · min_i Q'_i(s_n, μ'(s_n) + ε)           target, from the soft-updated copies
 *   critic:  minimise  mean (Q(s, a) − y)²
 *   actor:   maximise  mean Q(s, μ(s)) − λ · max(0, |u| − 2)²
 *
 * Axes: B = world steps · agents samples. A truncated episode bootstraps, a terminated one does not:
 * the batch's `discounts` are 0 after a termination only.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createRandom, type Random, type RandomState } from '../core/random.ts';
import type { ObservationLayout } from '../core/spec.ts';
import { type Actor, createActor } from '../nn/actor.ts';
import { type Critic, createCritic } from '../nn/critic.ts';
import type { Normaliser } from '../nn/normaliser.ts';
import { ObservationBatch } from '../nn/observation-batch.ts';
import {
  createOptimiser,
  initialState,
  type Optimiser,
  type OptimiserState,
} from '../nn/optimiser.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import type { Replay, ReplayBatch } from './replay.ts';

/** Of the latest update. */
export interface Losses {
  readonly critic: number;
  /** Of the latest update that stepped the actor. */
  readonly actor: number;
  /** Mean of Q over executed actions: diverges first when learning does. */
  readonly q: number;
}

export interface LearnerState {
  readonly updates: number;
  readonly random: RandomState;
  /** Actor first, then one or two critics. */
  readonly networks: readonly OptimiserState[];
}

export function networkOptions(hyperparameters: Hyperparameters) {
  const { attention, channels, heads, setBlocks, graphRounds, hidden, layerNorm } = hyperparameters;
  return {
    attention,
    channels,
    heads,
    setBlocks,
    graphRounds,
    hidden: [hidden, hidden],
    layerNorm,
  };
}

const usefulReach = 2;

export class ActorCritic {
  readonly actor: Actor;
  readonly critic: Critic;
  readonly hyperparameters: Hyperparameters;
  updates = 0;
  readonly #gamma: number;
  readonly #actorOptimiser: Optimiser;
  readonly #criticOptimisers: readonly Optimiser[];
  readonly #random: Random;
  readonly #now: ObservationBatch;
  readonly #next: ObservationBatch;
  readonly #batch: ReplayBatch;
  readonly #replay: Replay;
  readonly #normaliser: Normaliser;
  #latest: tf.Tensor1D | undefined;

  private constructor(
    parts: {
      replay: Replay;
      normaliser: Normaliser;
      hyperparameters: Hyperparameters;
      gamma: number;
      seed: number;
    },
    networks: { actor: Actor; critic: Critic; optimisers: readonly Optimiser[] },
  ) {
    const { replay, hyperparameters } = parts;
    const shape = { worlds: hyperparameters.batchWorldSteps, agents: replay.row.agents };
    this.hyperparameters = hyperparameters;
    this.actor = networks.actor;
    this.critic = networks.critic;
    this.#actorOptimiser = networks.optimisers[0] as Optimiser;
    this.#criticOptimisers = networks.optimisers.slice(1);
    this.#gamma = parts.gamma;
    this.#random = createRandom(parts.seed, 'learner');
    this.#replay = replay;
    this.#normaliser = parts.normaliser;
    this.#now = new ObservationBatch(replay.row.observation, shape);
    this.#next = new ObservationBatch(replay.row.observation, shape);
    this.#batch = replay.createBatch(hyperparameters.batchWorldSteps);
  }

  static async create(parts: {
    replay: Replay;
    normaliser: Normaliser;
    hyperparameters: Hyperparameters;
    gamma: number;
    seed: number;
  }): Promise<ActorCritic> {
    const { hyperparameters, seed } = parts;
    const layout: ObservationLayout = parts.replay.row.observation;
    const options = networkOptions(hyperparameters);
    const actor = createActor(layout, options);
    const critic = createCritic(layout, options);
    const adam = { tau: hyperparameters.tau };
    const optimisers = [
      await createOptimiser(
        actor.blueprint,
        initialState(actor.blueprint.initialValues(createRandom(seed, 'actor'))),
        adam,
      ),
    ];
    for (let i = 0; i < (hyperparameters.twin ? 2 : 1); i++) {
      const values = critic.blueprint.initialValues(createRandom(seed, 'critic', i));
      optimisers.push(await createOptimiser(critic.blueprint, initialState(values), adam));
    }
    return new ActorCritic(parts, { actor, critic, optimisers });
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
      const nextAction = this.#smooth(this.actor.act(this.#actorOptimiser.target, next).action);
      const nextValues = this.#criticOptimisers.map(({ target }) =>
        this.critic.value(target, this.critic.encode(target, next).features, nextAction),
      );
      const nextValue = nextValues.reduce((a, b) => tf.minimum(a, b));
      const y = tf.add(tf.tensor1d(batch.returns), tf.mul(tf.tensor1d(batch.discounts), nextValue));

      // 2. Critics. The first one's encoding of s is kept for the actor.
      let features: tf.Tensor2D | undefined;
      let q: tf.Tensor1D | undefined;
      const rate = this.#decayed(h.criticRate);
      const criticSteps = this.#criticOptimisers.map((optimiser) => {
        const { value, grads } = tf.variableGrads(() => {
          const encoded = this.critic.encode(optimiser.online, now).features;
          const values = this.critic.value(optimiser.online, encoded, action);
          features ??= tf.keep(encoded.clone());
          q ??= tf.keep(values.clone());
          return meanOf(tf.squaredDifference(values, y));
        }, optimiser.online.variables as tf.Variable[]);
        return { optimiser, value, grads };
      });

      // 3. Actor, against the first critic as it was before its step.
      let actorLoss: tf.Tensor = this.#latest ? tf.slice(this.#latest, [1], [1]) : tf.zeros([1]);
      if (this.updates % h.actorDelay === 0) {
        const critic = (this.#criticOptimisers[0] as Optimiser).online;
        const { online } = this.#actorOptimiser;
        const { value, grads } = tf.variableGrads(() => {
          const { action: chosen, reach } = this.actor.act(online, now);
          const value = this.critic.value(critic, features as tf.Tensor2D, chosen);
          const loss = tf.neg(meanOf(value)) as tf.Scalar;
          if (h.reachPenalty === 0) return loss;
          const excess = tf.square(tf.relu(tf.sub(tf.reshape(reach, [-1]), usefulReach)));
          return tf.add(loss, tf.mul(meanOf(excess), h.reachPenalty)) as tf.Scalar;
        }, online.variables as tf.Variable[]);
        this.#actorOptimiser.step(bySlot(this.#actorOptimiser, grads), this.#decayed(h.actorRate));
        actorLoss = value;
      }
      for (const { optimiser, grads } of criticSteps) {
        optimiser.step(bySlot(optimiser, grads), rate);
      }

      // 4. Losses stay on the device until somebody asks.
      const criticLoss = (criticSteps[0] as (typeof criticSteps)[number]).value;
      const losses = [criticLoss, actorLoss, meanOf(q as tf.Tensor1D)];
      const latest = tf.concat1d(losses.map((loss) => tf.reshape(loss, [1]) as tf.Tensor1D));
      this.#latest?.dispose();
      this.#latest = tf.keep(latest);
      features?.dispose();
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

  async state(): Promise<LearnerState> {
    // Everything is asked for before the first wait, so that it belongs to one moment.
    const { updates } = this;
    const random = this.#random.state();
    const networks = await Promise.all(
      [this.#actorOptimiser, ...this.#criticOptimisers].map((optimiser) => optimiser.state()),
    );
    return { updates, random, networks };
  }

  restore(state: LearnerState): void {
    this.updates = state.updates;
    this.#random.restore(state.random);
    [this.#actorOptimiser, ...this.#criticOptimisers].forEach((optimiser, i) => {
      optimiser.restore(state.networks[i] as OptimiserState);
    });
  }

  dispose(): void {
    this.#latest?.dispose();
    for (const optimiser of [this.#actorOptimiser, ...this.#criticOptimisers]) optimiser.dispose();
  }

  #sample(): ReplayBatch {
    const { nStep, hindsight } = this.hyperparameters;
    const batch = this.#batch;
    const { size, worldOffset, agentOffset } = this.#replay.row;
    this.#replay.sample(batch, { nStep, gamma: this.#gamma, hindsight }, this.#random);
    for (let i = 0; i < batch.worldSteps; i++) {
      const at = i * size;
      this.#now.fill(i, batch.now, at + worldOffset, at + agentOffset, this.#normaliser);
      this.#next.fill(i, batch.next, at + worldOffset, at + agentOffset, this.#normaliser);
    }
    return batch;
  }

  /** Target smoothing (Fujimoto et al. 2018, equation 14): clipped noise, kept on the disc. */
  #smooth(action: tf.Tensor2D): tf.Tensor2D {
    const sigma = this.hyperparameters.targetSmoothing;
    if (sigma === 0) return action;
    const noise = Float32Array.from({ length: action.size }, () =>
      Math.min(Math.max(this.#random.normal(), -2.5), 2.5),
    );
    const moved = tf.add(action, tf.mul(tf.tensor2d(noise, action.shape), sigma));
    const length = tf.sqrt(tf.sum(tf.square(moved), 1, true));
    return tf.div(moved, tf.maximum(length, 1)) as tf.Tensor2D;
  }

  #decayed(rate: number): number {
    const { decayUpdates } = this.hyperparameters;
    if (decayUpdates === 0) return rate;
    return rate * (1 - 0.9 * Math.min(1, this.updates / decayUpdates));
  }
}

/**
 * Gradients by slot index; tfjs hands them out by variable name, and none where a loss does not depend on
 * a variable (the query, where attention is pooling).
 */
function bySlot(optimiser: Optimiser, gradients: tf.NamedTensorMap): tf.Tensor[] {
  return optimiser.online.variables.map(
    (variable) => gradients[variable.name] ?? tf.zerosLike(variable),
  );
}
