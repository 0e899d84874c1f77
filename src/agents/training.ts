/**
 * The lockstep schedule: all worlds take one decision, the updates that are due are done, weights are
 * handed over after fixed counts. Repeatable to the bit for one seed, machine and backend, wherever it
 * is stopped. With `validation`, a watchdog looks at it after fixed counts too: an evaluation on validation cases
 * takes no number from any stream of the training, so it changes nothing unless learning has collapsed. (The page runs the same parts freely in two workers.)
 */
import { InputError } from '../core/input-error.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Scenario } from '../env/scenario.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import type { LearnerBackend, LearnerOptions } from '../rl/create-learner.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Checkpoint } from '../storage/store.ts';
import { blobsOf, makeCheckpoint, readWatch, restoreCheckpoint } from './checkpoint.ts';
import type { DemonstrationProgress } from './demonstrations.ts';
import { evaluate } from './evaluate.ts';
import { joinWeights } from './join-weights.ts';
import { readMoments } from './kept-moments.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Learning } from './learning.ts';
import type { LockstepWorlds } from './lockstep-worlds.ts';
import type { Manifest, Validation } from './manifest.ts';
import { type KeptMoment, type Moment, thinned } from './moments.ts';
import { Rollout } from './rollout.ts';
import { createTrainingWorlds } from './training-worlds.ts';
import { type Evidence, type LookOutcome, type Rollback, soundWeights, Watch } from './watch.ts';
import type { Look } from './watchdog.ts';

export interface TrainingOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** What learns. Default: wasm. */
  readonly backend?: LearnerBackend;
  /** What the backend needs of its surroundings. */
  readonly engine?: LearnerOptions;
  /** Without it nobody watches. */
  readonly validation?: Validation;
  /** Of a run that goes on: the updates that it has. */
  readonly updates?: number;
  readonly onDemonstration?: DemonstrationProgress;
}

/** Updates between two handovers of weights to the acting policy. */
export const handoverUpdates = 4;

export class Training {
  readonly learning: Learning;
  readonly rollout: Rollout;
  readonly policy: LearnedPolicy;
  /** Whether the watchdog should look before the next step. */
  lookDue = false;
  /** Updates at the latest look; at 0 there is nothing to see. */
  #lookedAt = 0;

  readonly #worlds: LockstepWorlds;
  readonly #validation: Validation | undefined;
  #watch: Watch | undefined;
  #rollbacks: Rollback[] = [];
  #moments: readonly KeptMoment[] = [];
  /** What acts until the next handover. */
  #acting: PolicyWeights;

  private constructor(
    learning: Learning,
    worlds: LockstepWorlds,
    policy: LearnedPolicy,
    acting: PolicyWeights,
    watched: { readonly watch: Watch; readonly validation: Validation } | undefined,
  ) {
    this.learning = learning;
    this.rollout = worlds.rollout;
    this.#worlds = worlds;
    this.policy = policy;
    this.#acting = acting;
    this.#watch = watched?.watch;
    this.#validation = watched?.validation;
    policy.inference.setWeights(acting);
  }

  static async create(options: TrainingOptions): Promise<Training> {
    const { scenario, hyperparameters, seed, validation } = options;
    const learning = await Learning.create(options);
    const policy = new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
    const { environments, curriculum } = createTrainingWorlds(scenario, hyperparameters, seed);
    const rollout = new Rollout(environments, policy, { hyperparameters, seed, firstWorld: 0 });
    const watched = validation && { watch: await Watch.begin(learning), validation };
    const worlds = { rollout, curriculum };
    return new Training(learning, worlds, policy, await learning.weights(), watched);
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
    const looks = this.#looksUntilNow();
    rollout.step({ exploring: true, warmingUp: learning.warmingUp });
    rollout.rows.forEach((row, stream) => {
      learning.addRow(stream, row);
    });
    while (learning.ready()) {
      learning.update();
      if (learning.updates % handoverUpdates === 0) {
        this.#handOver(await this.#soundWeights());
      }
    }
    this.lookDue = this.#looksUntilNow() > looks;
    return rollout.finished;
  }

  /** Evaluates the target actor on validation cases; rolls back if learning has collapsed. */
  async look(onProgress?: () => void | Promise<void>): Promise<LookOutcome | undefined> {
    this.lookDue = false;
    if (!this.#watch || !this.#validation) return undefined;
    const outcome = await this.#watch.look(await this.#validate(this.#validation, onProgress));
    this.#lookedAt = this.updates;
    if (outcome.rollback) {
      this.#rollbacks.push(outcome.rollback);
      await this.handOver();
    }
    return outcome;
  }

  /** Keeps the newest weights, to be looked at later; `at` says what of the moment the learner does not know. */
  async keepMoment({ seconds, success }: Pick<Moment, 'seconds' | 'success'>): Promise<void> {
    const { updates, agentSteps } = this;
    const moment = { updates, agentSteps, seconds, success };
    const weights = joinWeights(await this.#soundWeights());
    // By updates: a machine's pace has no say in which of them stay.
    const at = (of: Moment) => Math.log(of.updates);
    this.#moments = thinned([...this.#moments, { moment, weights }], { at });
  }

  /** At the end of a run: whether the newest weights are the best, which changes nothing else. */
  async close(onProgress?: () => void | Promise<void>): Promise<void> {
    if (!this.#watch || !this.#validation || this.updates === this.#lookedAt) return;
    await this.#watch.close(await this.#validate(this.#validation, onProgress));
  }

  async #validate(
    { episodes }: Validation,
    onProgress?: () => void | Promise<void>,
  ): Promise<Evidence> {
    const { policy, learning } = this;
    policy.inference.setWeights(await this.#soundWeights());
    const { success, returnMean } = await evaluate({
      ...{ scenario: learning.scenario, policy, episodes },
      ...{ purpose: 'validation', ...(onProgress ? { onProgress } : {}) },
    });
    policy.inference.setWeights(this.#acting);
    return { successes: Math.round(success * episodes), episodes, returnMean };
  }

  /** Those since the last call. */
  takeRollbacks(): readonly Rollback[] {
    const rollbacks = this.#rollbacks;
    this.#rollbacks = [];
    return rollbacks;
  }

  checkpoint(progress?: unknown): Promise<Checkpoint> {
    const acting = { ...this.#worlds, weights: this.#acting };
    const [watch, validation, moments] = [this.#watch, this.#validation, this.#moments];
    return makeCheckpoint(this.learning, { acting, progress, watch, validation, moments });
  }

  /** Continues exactly where the checkpoint was made; `this` must be fresh and of the same options. */
  restore(manifest: Manifest, blobs: ReadonlyMap<string, Uint8Array>, where: string): void {
    const { scenario, hyperparameters } = this.learning;
    if (manifest.scenario !== scenario.name) {
      throw new InputError(
        `${where}: expected a run of the scene "${scenario.name}", but got one of "${manifest.scenario}".`,
      );
    }
    // A setting that the scenario got after the run was made had its default.
    const settings = { ...scenario.vary(new Map()).chosen, ...manifest.settings };
    const [asked, kept] = [scenario.chosen, settings].map((of) => JSON.stringify(of));
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
    const looks = [this.#validation ?? null, manifest.validation].map((of) => JSON.stringify(of));
    if (looks[0] !== looks[1]) {
      throw new InputError(
        `${where}: expected a run whose validation is ${looks[0]}, but got one with ${looks[1]}.`,
      );
    }
    const watch = readWatch(this.learning, manifest, blobs, where);
    const moments = readMoments(this.learning, manifest.moments, blobsOf(blobs, where), where);
    const acting = restoreCheckpoint(this.learning, manifest, blobs, where, this.#worlds);
    this.#watch = watch ?? this.#watch;
    this.#moments = moments;
    if (acting) this.#handOver(acting);
  }

  /** Lets the newest weights act. */
  async handOver(): Promise<void> {
    this.#handOver(await this.#soundWeights());
  }

  /** The look whose weights are for use; undefined before the first. */
  get best(): Look | undefined {
    return this.#watch?.bestLook;
  }

  /** Lets those act that are for use, at the end of a run: of the best look, or, without any, the newest. */
  async handOverBest(): Promise<void> {
    const best = this.#watch?.bestWeights();
    if (best) this.#handOver(best);
    else await this.handOver();
  }

  /** The newest weights, after a rollback if they are no numbers. */
  async #soundWeights(): Promise<PolicyWeights> {
    const { weights, rollback } = await soundWeights(this.learning, this.#watch);
    if (rollback) this.#rollbacks.push(rollback);
    return weights;
  }

  #looksUntilNow(): number {
    return this.#validation ? Math.floor(this.updates / this.#validation.every) : 0;
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
