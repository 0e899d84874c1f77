/**
 * Runs a benchmark's published cases (docs/scenarios.md) with whatever weights it is given, one set after the
 * other, each as `evaluate` does. It knows nothing of when, and of nobody who would choose by the results:
 * these are test cases.
 */
import { loadEngines } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
import { splitWeights } from './join-weights.ts';
import { LearnedPolicy } from './learned-policy.ts';

export interface Candidate {
  readonly hyperparameters: Hyperparameters;
  /** [actor | shift | scale] */
  readonly weights: Float32Array;
}

export class Examiner {
  readonly #scenario: Scenario;
  /** Of the last candidate's network. */
  #policy: LearnedPolicy | undefined;
  #network: Hyperparameters | undefined;

  private constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  static async create(scenario: Scenario): Promise<Examiner> {
    await loadEngines();
    return new Examiner(scenario);
  }

  /** How many cases there are. */
  get cases(): number {
    return this.#scenario.seeds.publishedCases;
  }

  examine(
    { hyperparameters, weights }: Candidate,
    onProgress?: EvaluateOptions['onProgress'],
  ): Promise<Evaluation> {
    const policy = this.#policyFor(hyperparameters);
    const { inference } = policy;
    inference.setWeights(splitWeights(weights, inference.sizes));
    return evaluate({
      ...{ scenario: this.#scenario, policy, episodes: this.cases },
      ...(onProgress ? { onProgress } : {}),
    });
  }

  dispose(): void {
    this.#policy?.dispose();
  }

  #policyFor(hyperparameters: Hyperparameters): LearnedPolicy {
    const { observationLayout, agents } = this.#scenario;
    const same = JSON.stringify(hyperparameters) === JSON.stringify(this.#network);
    if (this.#policy && same) return this.#policy;
    this.#policy?.dispose();
    this.#network = hyperparameters;
    this.#policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
    return this.#policy;
  }
}
