/**
 * Attention-DDPG as a plan: the update that update-plan.ts has written down, run again and again, in wasm or
 * on WebGPU, with what it needs before each: a batch of the replay, and Adam's step sizes.
 */
import { createRandom, type Random, type RandomState } from '../core/random.ts';
import type { Actor } from '../nn/actor.ts';
import type { Critic } from '../nn/critic.ts';
import {
  adamDefaults,
  adamRates,
  initialState,
  type OptimiserState,
} from '../nn/optimiser-state.ts';
import type { Phases, PlanRunner, Program, RunnerOptions } from '../nn/plan/runner.ts';
import { drawBatch } from './draw-batch.ts';
import { batchWorldSteps, type Hyperparameters } from './hyperparameters.ts';
import {
  decayed,
  type Learner,
  type LearnerParts,
  type LearnerState,
  type Losses,
} from './learner.ts';
import type { ReplayBatch } from './replay.ts';
import { type ResidentReplay, residentReplays } from './resident-replay.ts';
import { lossNames, type Place, recordUpdate, type UpdatePlan } from './update-plan.ts';

export interface PlannedOptions {
  /** Threads that the runner has; those are taken that share the batch evenly. */
  readonly threads?: number;
  /** The most floats of a replay that is copied to where the kernels run; 0 = batches are written. */
  readonly residentFloats?: number;
}

const defaults: Required<PlannedOptions> = { threads: 1, residentFloats: 0 };

export class PlannedLearner implements Learner {
  readonly actor: Actor;
  readonly critic: Critic;
  readonly hyperparameters: Hyperparameters;
  updates = 0;
  /** Kernels of one update, in all threads. */
  readonly kernels: number;
  readonly threads: number;
  readonly #parts: LearnerParts;
  readonly #random: Random;
  readonly #runner: PlanRunner;
  /** Actor first, then the critics. */
  readonly #places: readonly Place[];
  readonly #steps: number[];
  /** The replay, then demonstrations; none where batches are written. */
  readonly #residents: readonly ResidentReplay[];
  /** Where in the arena what is written before every update begins, and those numbers. */
  readonly #first: number;
  readonly #written: Float32Array;
  readonly #losses: number;
  readonly #withActor: Program;
  readonly #withoutActor: Program;
  readonly #batch: ReplayBatch;
  readonly #share: Float32Array;
  readonly #noise: Float32Array;
  readonly #shift: Float32Array;
  readonly #scale: Float32Array;
  /** [2] of each network. */
  readonly #rates: readonly Float32Array[];

  private constructor(parts: LearnerParts, made: UpdatePlan, runner: PlanRunner) {
    const { replay, hyperparameters, seed } = parts;
    const { programs, networks, places, inputs, written, resident, losses, threads } = made;
    const [withActor, withoutActor = withActor] = programs as [Phases, Phases?];
    this.actor = networks.actor;
    this.critic = networks.critic;
    this.hyperparameters = hyperparameters;
    this.#parts = parts;
    this.#random = createRandom(seed, 'learner');
    this.#runner = runner;
    this.#places = places;
    this.#steps = places.map(() => 0);
    this.#losses = losses;
    this.kernels = withActor.flat(2).length;
    this.threads = threads;
    this.#withActor = runner.prepare(withActor);
    this.#withoutActor = runner.prepare(withoutActor);
    // Where this thread sees the arena, inputs are filled in place.
    this.#first = written.offset;
    this.#written =
      runner.floats?.subarray(written.offset, written.offset + written.length) ??
      new Float32Array(written.length);
    const place = (offset: number, length: number) =>
      this.#written.subarray(offset - this.#first, offset - this.#first + length);
    const worldSteps = batchWorldSteps(hyperparameters, replay.row.agents);
    const b = worldSteps * replay.row.agents;
    const rows = resident === undefined ? worldSteps * replay.row.size : 0;
    const { agentSize } = replay.row.observation;
    this.#batch = {
      ...replay.createBatch(worldSteps),
      now: place(inputs.now, rows),
      next: place(inputs.next, rows),
      nowRow: place(inputs.nowRow, worldSteps),
      nextRow: place(inputs.nextRow, worldSteps),
      mirrored: place(inputs.mirrored, worldSteps),
      actions: place(inputs.actions, b * 2),
      returns: place(inputs.returns, b),
      discounts: place(inputs.discounts, b),
    };
    this.#share = place(inputs.share, b);
    this.#noise = place(inputs.noise, b * 2);
    this.#shift = place(inputs.shift, agentSize);
    this.#scale = place(inputs.scale, agentSize);
    this.#rates = places.map(({ rates }) => place(rates, 2));
    this.#residents = resident === undefined ? [] : residentReplays(parts, runner, resident);
    if (made.mirror && replay.reflection) {
      const { from, sign } = replay.reflection;
      runner.write(made.mirror.from, Float32Array.from(from));
      runner.write(made.mirror.sign, sign);
    }
    places.forEach(({ blueprint }, i) => {
      const random = i === 0 ? createRandom(seed, 'actor') : createRandom(seed, 'critic', i - 1);
      this.#writeNetwork(i, initialState(blueprint.initialValues(random)));
    });
  }

  static async create(
    parts: LearnerParts,
    startRunner: (options: RunnerOptions) => PlanRunner | Promise<PlanRunner>,
    options: PlannedOptions = {},
  ): Promise<PlannedLearner> {
    const made = recordUpdate(parts, { ...defaults, ...options });
    const { recorder, programs } = made;
    const runner = await startRunner({ arena: recorder.size, programs });
    return new PlannedLearner(parts, made, runner);
  }

  update(): void {
    const { hyperparameters: h } = this;
    this.#fill();
    const stepsActor = this.updates % h.actorDelay === 0;
    this.#rates.forEach((rates, i) => {
      if (i === 0 && !stepsActor) return;
      const step = (this.#steps[i] as number) + 1;
      this.#steps[i] = step;
      const rate = decayed(i === 0 ? h.actorRate : h.criticRate, h, this.updates);
      const { size, epsilon } = adamRates(step, rate, adamDefaults);
      rates[0] = size;
      rates[1] = epsilon;
    });
    if (!this.#runner.floats) this.#runner.write(this.#first, this.#written);
    if (stepsActor) this.#withActor();
    else this.#withoutActor();
    this.updates += 1;
  }

  async losses(): Promise<Losses> {
    if (this.updates === 0) return { critic: Number.NaN, actor: Number.NaN, q: Number.NaN };
    const length = this.threads * lossNames.length;
    const [values] = await this.#runner.read([{ offset: this.#losses, length }]);
    const sum = (of: (typeof lossNames)[number]) => {
      let total = 0;
      for (let i = lossNames.indexOf(of); i < length; i += lossNames.length) {
        total += values?.[i] ?? Number.NaN;
      }
      return total;
    };
    return { critic: sum('critic'), actor: sum('actor'), q: sum('q') };
  }

  actorValues(): Promise<Float32Array> {
    return this.#targetValues(0);
  }

  criticValues(): Promise<Float32Array> {
    return this.#targetValues(1);
  }

  async #targetValues(network: number): Promise<Float32Array> {
    const { target, blueprint } = this.#places[network] as Place;
    const [values] = await this.#runner.read([{ offset: target, length: blueprint.size }]);
    return values as Float32Array;
  }

  async state(): Promise<LearnerState> {
    const { updates } = this;
    const random = [this.#random.state()];
    const steps = [...this.#steps];
    const parts = ['online', 'target', 'first', 'second'] as const;
    const regions = this.#places.flatMap((place) =>
      parts.map((part) => ({ offset: place[part], length: place.blueprint.size })),
    );
    const read = await this.#runner.read(regions);
    const networks = steps.map((step, i) => {
      const [online, target, first, second] = read.slice(i * parts.length);
      return { step, online, target, first, second } as OptimiserState;
    });
    return { updates, random, networks };
  }

  restore(state: LearnerState): void {
    // With a learner, its replay is restored.
    for (const resident of this.#residents) resident.forget();
    this.updates = state.updates;
    this.#random.restore(state.random[0] as RandomState);
    this.restoreNetworks(state.networks);
  }

  restoreNetworks(networks: readonly OptimiserState[]): void {
    networks.forEach((network, i) => {
      this.#writeNetwork(i, network);
    });
  }

  dispose(): void {
    this.#runner.dispose();
  }

  #writeNetwork(index: number, state: OptimiserState): void {
    const place = this.#places[index] as Place;
    this.#steps[index] = state.step;
    for (const part of ['online', 'target', 'first', 'second'] as const) {
      this.#runner.write(place[part], state[part]);
    }
  }

  /** Draws a batch into the inputs. */
  #fill(): void {
    const { targetSmoothing } = this.hyperparameters;
    const { normaliser } = this.#parts;
    const batch = this.#batch;
    drawBatch(this.#parts, batch, this.updates, this.#random);
    const total = Math.max(
      1,
      batch.valid.reduce((sum, valid) => sum + valid, 0),
    );
    for (let i = 0; i < batch.valid.length; i++) {
      this.#share[i] = (batch.valid[i] as number) / total;
    }
    if (targetSmoothing > 0) {
      for (let i = 0; i < this.#noise.length; i++) {
        const normal = Math.min(Math.max(this.#random.normal(), -2.5), 2.5);
        this.#noise[i] = targetSmoothing * normal;
      }
    }
    this.#shift.set(normaliser.shift);
    this.#scale.set(normaliser.scale);
    for (const resident of this.#residents) resident.sendNew();
  }
}
