/**
 * An actor that only acts: flat rows in, actions out, for any number of worlds in one batch. What it
 * attended to in the last call can be read for one sample at a time.
 *
 * Axes: W worlds, A agents, N = W·A samples, H heads.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../core/spec.ts';
import { type Actor, createActor, type NetworkOptions } from './actor.ts';
import { Weights } from './blueprint.ts';
import type { Encoded, Intervention } from './encoder.ts';
import { createNormaliser, type Normaliser } from './normaliser.ts';
import { ObservationBatch } from './observation-batch.ts';

/** Everything that acting needs, flat: what the learner hands to the actors. */
export interface PolicyWeights {
  /** [actor size] */
  readonly actor: Float32Array;
  /** [agent row size] each */
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** Attention of one sample's query over its parts' rows, per head: [H][rows]. */
export interface SampleAttention {
  readonly sets: readonly (readonly Float32Array[])[];
  readonly graphs: readonly (readonly Float32Array[])[];
}

/** The observations of one world. */
export interface ObservedWorld {
  /** [worldSize] */
  readonly worldRow: Float32Array;
  /** [A, agentSize] */
  readonly agentRows: Float32Array;
}

export class Inference {
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

  constructor(layout: ObservationLayout, agents: number, options: NetworkOptions) {
    this.#layout = layout;
    this.#agents = agents;
    this.actor = createActor(layout, options);
    const values = new Float32Array(this.actor.blueprint.size);
    this.#weights = new Weights(this.actor.blueprint, values, { trainable: false });
    this.#normaliser = createNormaliser(layout);
  }

  setWeights({ actor, shift, scale }: PolicyWeights): void {
    this.#weights.assign(actor);
    this.#normaliser.shift.set(shift);
    this.#normaliser.scale.set(scale);
  }

  /** Actions [N, 2] on the unit disc. */
  act(worlds: readonly ObservedWorld[]): Float32Array {
    const batch = this.#batchFor(worlds.length);
    for (let w = 0; w < worlds.length; w++) {
      const { worldRow, agentRows } = worlds[w] as ObservedWorld;
      batch.fillFrom(w, worldRow, 0, agentRows, 0, this.#normaliser);
    }
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

  /** What sample `sample` (world · A + agent) of the last call attended to. */
  attention(sample: number): SampleAttention {
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

  /** Attention over set `index` in the last call, mean over the heads: [N, K]. */
  setWeightsOf(index: number): Float32Array | undefined {
    const weights = this.#encoded?.sets[index];
    return weights && tf.tidy(() => tf.mean(weights, 1).dataSync() as Float32Array);
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
