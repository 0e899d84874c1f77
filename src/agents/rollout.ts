/**
 * Steps several worlds with one policy and writes what happens as transition rows
 * (core/transition-row.ts), one row per world and decision.
 */
import { createRandom, type Random, type RandomState } from '../core/random.ts';
import { type RowLayout, rowLayoutOf } from '../core/transition-row.ts';
import type { Environment } from '../env/environment.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { decayed } from '../rl/learner.ts';
import { createNoise, type Noise, projectOnDisc } from '../rl/noise.ts';
import type { LearnedPolicy } from './learned-policy.ts';
import { recordStep } from './record-step.ts';

export interface RolloutOptions {
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** Number of this rollout's first world: streams of noise are drawn per world. */
  readonly firstWorld: number;
}

export interface RolloutState {
  readonly agentSteps: number;
  readonly random: RandomState;
  readonly noise: readonly number[];
  readonly warmupNoise: readonly number[];
}

/** Warm-up wanders: strong noise that keeps its direction for about ten decisions. */
const warmup = { correlation: 0.9, scale: 1 };

export class Rollout {
  readonly environments: readonly Environment[];
  readonly row: RowLayout;
  /** [W][row size] rows of the last step. */
  readonly rows: readonly Float32Array[];
  /** Episodes that ended in the last step, of all worlds. */
  readonly finished: FinishedEpisode[] = [];
  agentSteps = 0;
  /** Of the weights that act: the noise falls with them. */
  updates = 0;
  readonly #policy: LearnedPolicy;
  #hyperparameters: Hyperparameters;
  readonly #random: Random;
  readonly #noise: Noise;
  readonly #warmupNoise: Noise;
  readonly #actions: Float32Array;
  /** [W·A, 2] where warm-up's noise is added to nothing. */
  readonly #standing: Float32Array;
  readonly #spread: (agent: number) => number;
  readonly #warmupSpread = () => warmup.scale;

  constructor(
    environments: readonly Environment[],
    policy: LearnedPolicy,
    options: RolloutOptions,
  ) {
    const { hyperparameters: h, seed, firstWorld } = options;
    const { agents, observationLayout } = environments[0] as Environment;
    const total = environments.length * agents;
    this.environments = environments;
    this.row = rowLayoutOf(observationLayout, agents);
    this.rows = environments.map(() => new Float32Array(this.row.size));
    this.#policy = policy;
    this.#hyperparameters = h;
    this.#random = createRandom(seed, 'rollout', firstWorld);
    this.#noise = createNoise(total, h.noiseCorrelation, this.#random);
    this.#warmupNoise = createNoise(total, warmup.correlation, this.#random);
    this.#actions = new Float32Array(agents * 2);
    this.#standing = new Float32Array(total * 2);
    const last = h.worlds - 1;
    this.#spread = (sample) => {
      const world = firstWorld + Math.floor(sample / agents);
      const { noise, finalNoise, noiseSpread } = this.#hyperparameters;
      const scale = decayed(noise, this.#hyperparameters, this.updates, finalNoise);
      // A single world has no spread: it explores by the noise that was asked for.
      return last === 0 ? scale : scale * noiseSpread ** ((2 * Math.min(world, last)) / last - 1);
    };
  }

  /** Explores by these from here on: noise, its spread and its fall. Its correlation and the worlds stay. */
  adjust(hyperparameters: Hyperparameters): void {
    this.#hyperparameters = hyperparameters;
  }

  /** One decision in every world. `exploring` adds noise; `warmingUp` wanders instead of acting. */
  step({ exploring, warmingUp }: { exploring: boolean; warmingUp: boolean }): void {
    const { agents } = this.environments[0] as Environment;
    const unit = warmingUp ? this.#standing.fill(0) : this.#policy.inference.act(this.environments);
    if (warmingUp) this.#warmupNoise.apply(unit, this.#warmupSpread);
    else if (exploring && this.#hyperparameters.noise > 0) this.#noise.apply(unit, this.#spread);
    else for (let i = 0; i < unit.length; i += 2) projectOnDisc(unit, i);

    this.finished.length = 0;
    for (let w = 0; w < this.environments.length; w++) {
      const environment = this.environments[w] as Environment;
      const row = this.rows[w] as Float32Array;
      recordStep(environment, this.row, row, unit, w * agents * 2, this.#actions);
      for (let i = 0; i < environment.finished.length; i++) {
        this.finished.push(environment.finished[i] as FinishedEpisode);
      }
    }
    this.agentSteps += this.environments.length * agents;
  }

  state(): RolloutState {
    return {
      agentSteps: this.agentSteps,
      random: this.#random.state(),
      noise: [...this.#noise.memory],
      warmupNoise: [...this.#warmupNoise.memory],
    };
  }

  restore(state: RolloutState): void {
    this.agentSteps = state.agentSteps;
    this.#random.restore(state.random);
    this.#noise.memory.set(state.noise);
    this.#warmupNoise.memory.set(state.warmupNoise);
  }
}
