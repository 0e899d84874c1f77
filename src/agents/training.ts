/**
 * The lockstep schedule: all worlds take one decision, the updates that are due are done, weights are
 * handed over after fixed counts. Repeatable to the bit for one seed, machine and backend, wherever it
 * is stopped. (The page runs the same parts freely in two workers.)
 */
import { InputError } from '../core/input-error.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Scenario } from '../env/scenario.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import type { LearnerBackend, LearnerOptions } from '../rl/create-learner.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Checkpoint } from '../storage/store.ts';
import { makeCheckpoint, restoreCheckpoint } from './checkpoint.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Learning } from './learning.ts';
import type { Manifest } from './manifest.ts';
import { Rollout } from './rollout.ts';
import { createTrainingWorlds } from './training-worlds.ts';

export interface TrainingOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** What learns. Default: wasm. */
  readonly backend?: LearnerBackend;
  /** What the backend needs of its surroundings. */
  readonly engine?: LearnerOptions;
}

/** Updates between two handovers of weights to the acting policy. */
export const handoverUpdates = 4;

export class Training {
  readonly learning: Learning;
  readonly rollout: Rollout;
  readonly policy: LearnedPolicy;

  /** What acts until the next handover. */
  #acting: PolicyWeights;

  private constructor(
    learning: Learning,
    rollout: Rollout,
    policy: LearnedPolicy,
    acting: PolicyWeights,
  ) {
    this.learning = learning;
    this.rollout = rollout;
    this.policy = policy;
    this.#acting = acting;
    policy.inference.setWeights(acting);
  }

  static async create(options: TrainingOptions): Promise<Training> {
    const { scenario, hyperparameters, seed } = options;
    const learning = await Learning.create(options);
    const policy = new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
    const environments = createTrainingWorlds(scenario, hyperparameters.worlds, seed);
    const rollout = new Rollout(environments, policy, { hyperparameters, seed, firstWorld: 0 });
    return new Training(learning, rollout, policy, await learning.weights());
  }

  get agentSteps(): number {
    return this.learning.agentSteps;
  }

  get updates(): number {
    return this.learning.updates;
  }

  /** One decision of every world and the updates it makes due. Returns the episodes that ended. */
  async step(): Promise<readonly FinishedEpisode[]> {
    const { learning, rollout } = this;
    rollout.step({ exploring: true, warmingUp: learning.warmingUp });
    rollout.rows.forEach((row, stream) => {
      learning.addRow(stream, row);
    });
    while (learning.ready()) {
      learning.update();
      if (learning.updates % handoverUpdates === 0) {
        this.#handOver(await learning.weights());
      }
    }
    return rollout.finished;
  }

  checkpoint(progress?: unknown): Promise<Checkpoint> {
    const acting = { rollout: this.rollout, weights: this.#acting };
    return makeCheckpoint(this.learning, { acting, progress });
  }

  /** Continues exactly where the checkpoint was made; `this` must be fresh and of the same options. */
  restore(manifest: Manifest, blobs: ReadonlyMap<string, Uint8Array>, where: string): void {
    const { scenario, hyperparameters } = this.learning;
    if (manifest.scenario !== scenario.name) {
      throw new InputError(
        `${where}: expected a run of the scene "${scenario.name}", but got one of "${manifest.scenario}".`,
      );
    }
    const [asked, kept] = [scenario.chosen, manifest.settings].map((of) => JSON.stringify(of));
    if (asked !== kept) {
      throw new InputError(
        `${where}: expected a run under the settings ${asked}, but got one under ${kept}.`,
      );
    }
    if (!manifest.replay || !manifest.rollout) {
      throw new InputError(
        `${where}: expected a run with its replay and worlds, but got a policy alone: it can be evaluated, not resumed.`,
      );
    }
    for (const [name, value] of Object.entries(manifest.hyperparameters)) {
      const own = hyperparameters[name as keyof Hyperparameters];
      if (value === own) continue;
      throw new InputError(
        `${where}: expected ${name} to be ${own}, as in this training, but got ${value}.`,
      );
    }
    const acting = restoreCheckpoint(this.learning, manifest, blobs, where, this.rollout);
    if (acting) this.#handOver(acting);
  }

  /** Lets the newest weights act, before an evaluation at the end of a run. */
  async handOver(): Promise<void> {
    this.#handOver(await this.learning.weights());
  }

  #handOver(weights: PolicyWeights): void {
    this.#acting = weights;
    // Also after a resume, where updates have been made since these weights were handed over.
    this.rollout.updates = this.updates - (this.updates % handoverUpdates);
    this.policy.inference.setWeights(weights);
  }

  dispose(): void {
    this.learning.dispose();
    this.policy.dispose();
    for (const environment of this.rollout.environments) environment.dispose();
  }
}
