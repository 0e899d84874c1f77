/**
 * A trained (or training) actor as a policy: one batched inference for all agents of all worlds. What
 * it attended to in the last decision can be read for one agent at a time.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../core/spec.ts';
import type { Environment } from '../env/environment.ts';
import { type Actor, createActor } from '../nn/actor.ts';
import { Weights } from '../nn/blueprint.ts';
import type { Encoded, Intervention } from '../nn/encoder.ts';
import { createNormaliser, type Normaliser } from '../nn/normaliser.ts';
import { ObservationBatch } from '../nn/observation-batch.ts';
import { networkOptions } from '../rl/actor-critic.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Policy } from './policy.ts';

/** Everything that acting needs, flat: what the learner hands to the actors. */
export interface PolicyWeights {
  /** [actor size] */
  readonly actor: Float32Array;
  /** [agent row size] each */
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** Attention of one agent's query, of its part's rows, per head: [H][rows]. */
export interface AgentAttention {
  readonly sets: readonly (readonly Float32Array[])[];
  readonly graphs: readonly (readonly Float32Array[])[];
}

export class LearnedPolicy implements Policy {
  readonly name = 'learned';
  readonly actor: Actor;
  /** Test-time surgery on the attention; none unless set. */
  intervention: Intervention = {};
  readonly #layout: ObservationLayout;
  readonly #agents: number;
  readonly #weights: Weights;
  readonly #normaliser: Normaliser;
  /** One batch per number of worlds: an evaluation ends with fewer worlds than it began with. */
  readonly #batches = new Map<number, ObservationBatch>();
  #encoded: Encoded | undefined;

  constructor(layout: ObservationLayout, agents: number, hyperparameters: Hyperparameters) {
    this.#layout = layout;
    this.#agents = agents;
    this.actor = createActor(layout, networkOptions(hyperparameters));
    this.#weights = new Weights(this.actor.blueprint, new Float32Array(this.actor.blueprint.size), {
      trainable: false,
    });
    this.#normaliser = createNormaliser(layout);
  }

  setWeights({ actor, shift, scale }: PolicyWeights): void {
    this.#weights.assign(actor);
    this.#normaliser.shift.set(shift);
    this.#normaliser.scale.set(scale);
  }

  act(environments: readonly Environment[], actions: readonly Float32Array[]): void {
    const { maxSpeed } = (environments[0] as Environment).action;
    const unit = this.actUnit(environments);
    for (let w = 0; w < environments.length; w++) {
      const out = actions[w] as Float32Array;
      const from = w * this.#agents * 2;
      for (let i = 0; i < this.#agents * 2; i++) out[i] = maxSpeed * (unit[from + i] as number);
    }
  }

  /** Actions [W·A, 2] in units of top speed. */
  actUnit(environments: readonly Environment[]): Float32Array {
    const batch = this.#batchFor(environments.length);
    environments.forEach(({ worldRow, agentRows }, w) => {
      batch.fillFrom(w, worldRow, 0, agentRows, 0, this.#normaliser);
    });
    this.#forget();
    return tf.tidy(() => {
      const { action, encoded } = this.actor.act(this.#weights, batch.tensors(), this.intervention);
      this.#encoded = {
        features: tf.keep(encoded.features),
        sets: encoded.sets.map((weights) => tf.keep(weights)),
        graphs: encoded.graphs.map((weights) => tf.keep(weights)),
      };
      return action.dataSync() as Float32Array;
    });
  }

  /** What sample `sample` (world · A + agent) of the last decision attended to. */
  attention(sample: number): AgentAttention {
    const read = (weights: tf.Tensor3D) =>
      tf.tidy(() => {
        const [, heads, rows] = weights.shape;
        const values = tf.slice(weights, [sample, 0, 0], [1, heads, rows]).dataSync();
        return Array.from({ length: heads }, (_, h) =>
          (values as Float32Array).slice(h * rows, (h + 1) * rows),
        );
      });
    return {
      sets: this.#encoded?.sets.map(read) ?? [],
      graphs: this.#encoded?.graphs.map(read) ?? [],
    };
  }

  dispose(): void {
    this.#forget();
    this.#weights.dispose();
  }

  #batchFor(worlds: number): ObservationBatch {
    let batch = this.#batches.get(worlds);
    if (!batch) {
      batch = new ObservationBatch(this.#layout, { worlds, agents: this.#agents });
      this.#batches.set(worlds, batch);
    }
    return batch;
  }

  #forget(): void {
    if (!this.#encoded) return;
    tf.dispose([this.#encoded.features, ...this.#encoded.sets, ...this.#encoded.graphs]);
    this.#encoded = undefined;
  }
}
