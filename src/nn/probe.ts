/**
 * What a policy would do, and what its critic thinks of it, for any observations side by side: actions
 * [N, 2] on the unit disc, Q(s, μ(s)) [N], attention. For questions, not for acting: who asks writes rows, and
 * each sample's graph is encoded for itself (inference.ts acts, and shares a world's graph among its agents).
 */
import type { JudgedWeights } from './inference.ts';
import { type ProbedNetworks, type ProbePlan, recordProbe } from './probe-plan.ts';

export class Probe {
  readonly #networks: ProbedNetworks;
  readonly #heads: number;
  #weights: JudgedWeights | undefined;
  /** By number of samples, in powers of two. */
  readonly #plans = new Map<number, { readonly plan: ProbePlan; current: boolean }>();
  #plan: ProbePlan | undefined;
  #values = new Float32Array(0);

  constructor(networks: ProbedNetworks, { heads }: { readonly heads: number }) {
    this.#networks = networks;
    this.#heads = heads;
  }

  /** Kept, not copied. */
  setWeights(weights: JudgedWeights): void {
    this.#weights = weights;
    for (const made of this.#plans.values()) made.current = false;
  }

  /** Room for `samples` raw observations, [samples or more, worldSize + agentSize], to be written before `run`. */
  rows(samples: number): Float32Array {
    const size = 2 ** Math.ceil(Math.log2(samples));
    let made = this.#plans.get(size);
    if (!made) {
      made = { plan: recordProbe(this.#networks, size, { gradients: false }), current: false };
      this.#plans.set(size, made);
    }
    if (!made.current && this.#weights) {
      made.plan.setWeights(this.#weights);
      made.current = true;
    }
    this.#plan = made.plan;
    return made.plan.rows;
  }

  /** Of what `rows` gave last. */
  run(): void {
    const { run, quantiles, action } = this.#latest;
    run();
    const samples = action.length / 2;
    const columns = quantiles.length / samples;
    const size = columns === 0 ? 0 : samples;
    if (this.#values.length !== size) this.#values = new Float32Array(size);
    for (let n = 0; n < size; n++) {
      let sum = 0;
      for (let m = 0; m < columns; m++) sum += quantiles[n * columns + m] as number;
      this.#values[n] = sum / columns;
    }
  }

  /** [N, 2] of the last run. */
  get actions(): Float32Array {
    return this.#latest.action;
  }

  /** [N] Q(s, μ(s)) of the last run; empty without a critic. */
  get values(): Float32Array {
    return this.#values;
  }

  /** What a sample of the last run attended to, by part: [H][rows]. */
  attention(sample: number) {
    const { action, sets, graphs } = this.#latest;
    const samples = action.length / 2;
    const read = (weights: Float32Array) => {
      const rows = weights.length / samples / this.#heads;
      return Array.from({ length: this.#heads }, (_, h) => {
        const at = (sample * this.#heads + h) * rows;
        return weights.slice(at, at + rows);
      });
    };
    return { sets: sets.map(read), graphs: graphs.map(read) };
  }

  get #latest(): ProbePlan {
    if (!this.#plan) throw new Error('Expected rows to be written before they are run.');
    return this.#plan;
  }
}
