/**
 * Adam with the soft update of its target, θ' ← τ θ + (1 − τ) θ', for the tfjs learner: one walk over
 * flat arrays, where stock tfjs needs 1,700 kernels. For backends whose memory this thread can read.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { Blueprint } from './blueprint.ts';
import {
  type AdamOptions,
  adamDefaults,
  adamRates,
  type OptimiserState,
} from './optimiser-state.ts';
import { Weights } from './tfjs-weights.ts';

function copyOf({ step, online, target, first, second }: OptimiserState): OptimiserState {
  return {
    step,
    online: online.slice(),
    target: target.slice(),
    first: first.slice(),
    second: second.slice(),
  };
}

export class TfjsOptimiser {
  readonly blueprint: Blueprint;
  readonly online: Weights;
  readonly target: Weights;
  readonly #options: Required<AdamOptions>;
  #state: OptimiserState;
  #step: number;

  constructor(blueprint: Blueprint, state: OptimiserState, options: AdamOptions) {
    this.blueprint = blueprint;
    this.#options = { ...adamDefaults, ...options };
    this.#state = copyOf(state);
    this.#step = state.step;
    this.online = new Weights(blueprint, state.online, { trainable: true });
    this.target = new Weights(blueprint, state.target, { trainable: false });
  }

  /** One step along `gradients` (by slot index) at the learning rate `rate`. Does not dispose them. */
  step(gradients: readonly tf.Tensor[], rate: number): void {
    const { tau, beta1, beta2 } = this.#options;
    const { online, target, first, second } = this.#state;
    this.#step += 1;
    const { size, epsilon: small } = adamRates(this.#step, rate, this.#options);
    for (const slot of this.blueprint.slots) {
      const gradient = (gradients[slot.index] as tf.Tensor).dataSync() as Float32Array;
      for (let i = 0, at = slot.offset; i < slot.size; i++, at++) {
        const g = gradient[i] as number;
        const m = beta1 * (first[at] as number) + (1 - beta1) * g;
        const v = beta2 * (second[at] as number) + (1 - beta2) * g * g;
        const value = (online[at] as number) - (size * m) / (Math.sqrt(v) + small);
        first[at] = m;
        second[at] = v;
        online[at] = value;
        target[at] = (target[at] as number) + tau * (value - (target[at] as number));
      }
    }
    this.online.assign(online);
    this.target.assign(target);
  }

  /** A copy, for a checkpoint. */
  async state(): Promise<OptimiserState> {
    return { ...copyOf(this.#state), step: this.#step };
  }

  restore(state: OptimiserState): void {
    this.#state = copyOf(state);
    this.#step = state.step;
    this.online.assign(state.online);
    this.target.assign(state.target);
  }

  /** The target's values alone, for acting: a copy. */
  async targetValues(): Promise<Float32Array> {
    return this.#state.target.slice();
  }

  dispose(): void {
    this.online.dispose();
    this.target.dispose();
  }
}
