/**
 * Adam (Kingma and Ba 2015, algorithm 1) for one network, with the soft update of its target
 * θ' ← τ θ + (1 − τ) θ' in the same pass. Stock tfjs needs 1,700 kernels for both; here it is one
 * walk over flat arrays (this file; wasm and cpu) or one compute pass (webgpu-optimiser.ts).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint } from './blueprint.ts';
import { Weights } from './blueprint.ts';

export interface OptimiserOptions {
  /** τ in (0, 1]: the share of the online weights that moves into the target at each step. */
  readonly tau: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Everything an optimiser must remember, flat; [size] each, in the blueprint's order. */
export interface OptimiserState {
  readonly step: number;
  readonly online: Float32Array;
  readonly target: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export interface Optimiser {
  readonly blueprint: Blueprint;
  readonly online: Weights;
  readonly target: Weights;
  /** One step along `gradients` (by slot index) at the learning rate `rate`. Does not dispose them. */
  step(gradients: readonly tf.Tensor[], rate: number): void;
  /** A copy, for a checkpoint. */
  state(): Promise<OptimiserState>;
  restore(state: OptimiserState): void;
  /** The target's values alone, for acting: a copy. */
  targetValues(): Promise<Float32Array>;
  dispose(): void;
}

export function initialState(values: Float32Array): OptimiserState {
  return {
    step: 0,
    online: values.slice(),
    target: values.slice(),
    first: new Float32Array(values.length),
    second: new Float32Array(values.length),
  };
}

function copyOf({ step, online, target, first, second }: OptimiserState): OptimiserState {
  return {
    step,
    online: online.slice(),
    target: target.slice(),
    first: first.slice(),
    second: second.slice(),
  };
}

/** For backends whose memory this thread can read: wasm and cpu. */
export class HostOptimiser implements Optimiser {
  readonly blueprint: Blueprint;
  readonly online: Weights;
  readonly target: Weights;
  readonly #options: Required<OptimiserOptions>;
  #state: OptimiserState;
  #step: number;

  constructor(blueprint: Blueprint, state: OptimiserState, options: OptimiserOptions) {
    this.blueprint = blueprint;
    this.#options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...options };
    this.#state = copyOf(state);
    this.#step = state.step;
    this.online = new Weights(blueprint, state.online, { trainable: true });
    this.target = new Weights(blueprint, state.target, { trainable: false });
  }

  step(gradients: readonly tf.Tensor[], rate: number): void {
    const { tau, beta1, beta2, epsilon } = this.#options;
    const { online, target, first, second } = this.#state;
    this.#step += 1;
    const correct1 = 1 - beta1 ** this.#step;
    const correct2 = Math.sqrt(1 - beta2 ** this.#step);
    const size = (rate * correct2) / correct1;
    const small = epsilon * correct2;
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

  async state(): Promise<OptimiserState> {
    return { ...copyOf(this.#state), step: this.#step };
  }

  restore(state: OptimiserState): void {
    this.#state = copyOf(state);
    this.#step = state.step;
    this.online.assign(state.online);
    this.target.assign(state.target);
  }

  async targetValues(): Promise<Float32Array> {
    return this.#state.target.slice();
  }

  dispose(): void {
    this.online.dispose();
    this.target.dispose();
  }
}

/** The optimiser that fits the backend this thread runs. */
export async function createOptimiser(
  blueprint: Blueprint,
  state: OptimiserState,
  options: OptimiserOptions,
): Promise<Optimiser> {
  if (tf.getBackend() !== 'webgpu') return new HostOptimiser(blueprint, state, options);
  const { WebgpuOptimiser } = await import('./webgpu-optimiser.ts');
  return new WebgpuOptimiser(blueprint, state, options);
}
