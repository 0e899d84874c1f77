/** A trained (or training) actor as a policy. */
import type { ObservationLayout } from '../core/spec.ts';
import type { Environment } from '../env/environment.ts';
import { Inference } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import type { Policy } from './policy.ts';

export class LearnedPolicy implements Policy {
  readonly name = 'learned';
  readonly inference: Inference;
  readonly #agents: number;

  constructor(layout: ObservationLayout, agents: number, hyperparameters: Hyperparameters) {
    this.#agents = agents;
    const { groups } = hyperparameters;
    this.inference = new Inference(layout, agents, networkOptions(hyperparameters), groups);
  }

  act(environments: readonly Environment[], actions: readonly Float32Array[]): void {
    const { maxSpeed } = (environments[0] as Environment).action;
    const unit = this.inference.act(environments);
    for (let w = 0; w < environments.length; w++) {
      const out = actions[w] as Float32Array;
      const from = w * this.#agents * 2;
      for (let i = 0; i < this.#agents * 2; i++) out[i] = maxSpeed * (unit[from + i] as number);
    }
  }

  dispose(): void {
    this.inference.dispose();
  }
}
