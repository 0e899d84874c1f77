/**
 * Attention-DDPG as a plan: the update of actor-critic.ts written down once as a fixed list of kernels
 * (nn/plan) and run again and again, on wasm or WebGPU. `recordGradients` reads from top to bottom; what each
 * line means stands in actor-critic.ts, which is the reference it is tested against.
 *
 * With several threads each has a share of the batch's world steps and gradients of its own; when all
 * are there, each sums and steps a share of the parameters.
 *
 * Axes: B = world steps · agents samples, T threads.
 */
import { createRandom, type Random } from '../core/random.ts';
import type { Actor } from '../nn/actor.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import type { Critic } from '../nn/critic.ts';
import {
  adamDefaults,
  adamRates,
  initialState,
  type OptimiserState,
} from '../nn/optimiser-state.ts';
import { createPlanEngine } from '../nn/plan/plan-engine.ts';
import { readObservation } from '../nn/plan/read-observation.ts';
import { type Matrix, Recorder } from '../nn/plan/recorder.ts';
import type { Phases, PlanRunner, Program, RunnerOptions } from '../nn/plan/runner.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import {
  createNetworks,
  decayed,
  type Learner,
  type LearnerParts,
  type LearnerState,
  type Losses,
} from './learner.ts';
import type { ReplayBatch } from './replay.ts';
import { ResidentReplay, residentFloats } from './resident-replay.ts';

/** Where one network's values and Adam's lie in the arena. */
interface Place {
  readonly blueprint: Blueprint;
  readonly online: number;
  readonly target: number;
  readonly first: number;
  readonly second: number;
  /** [T] of each thread's share of the batch. */
  readonly gradients: readonly number[];
  /** [2] step size and epsilon of the coming step. */
  readonly rates: number;
}

/** What is written before every update, side by side. */
interface Inputs {
  readonly actions: number;
  readonly returns: number;
  readonly discounts: number;
  /** [B] valid / Σ valid */
  readonly share: number;
  /** [B, 2] target smoothing */
  readonly noise: number;
  readonly shift: number;
  readonly scale: number;
  /** [world steps] */
  readonly nowRow: number;
  readonly nextRow: number;
  /** [world steps, row size] gathered by those numbers, where the replay is resident. */
  readonly now: number;
  readonly next: number;
}

export interface PlannedOptions {
  /** Threads that the runner has; those are taken that share the batch evenly. */
  readonly threads?: number;
  /** The most floats of a replay that is copied to where the kernels run; 0 = batches are written. */
  readonly residentFloats?: number;
}

const defaults: Required<PlannedOptions> = { threads: 1, residentFloats: 0 };

/** Order of the latest losses in the arena. */
const lossNames = ['critic', 'actor', 'q'] as const;

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
  readonly #resident: ResidentReplay | undefined;
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

  private constructor(parts: LearnerParts, made: Recorded, runner: PlanRunner) {
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
    const { batchWorldSteps } = hyperparameters;
    const b = batchWorldSteps * replay.row.agents;
    const rows = resident === undefined ? batchWorldSteps * replay.row.size : 0;
    const { agentSize } = replay.row.observation;
    this.#batch = {
      ...replay.createBatch(batchWorldSteps),
      now: place(inputs.now, rows),
      next: place(inputs.next, rows),
      nowRow: place(inputs.nowRow, batchWorldSteps),
      nextRow: place(inputs.nextRow, batchWorldSteps),
      actions: place(inputs.actions, b * 2),
      returns: place(inputs.returns, b),
      discounts: place(inputs.discounts, b),
    };
    this.#share = place(inputs.share, b);
    this.#noise = place(inputs.noise, b * 2);
    this.#shift = place(inputs.shift, agentSize);
    this.#scale = place(inputs.scale, agentSize);
    this.#rates = places.map(({ rates }) => place(rates, 2));
    if (resident !== undefined) {
      this.#resident = new ResidentReplay(replay, runner, resident);
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
    const made = record(parts, { ...defaults, ...options });
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

  async actorValues(): Promise<Float32Array> {
    const { target, blueprint } = this.#places[0] as Place;
    const [values] = await this.#runner.read([{ offset: target, length: blueprint.size }]);
    return values as Float32Array;
  }

  async state(): Promise<LearnerState> {
    const { updates } = this;
    const random = this.#random.state();
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
    this.#resident?.forget();
    this.updates = state.updates;
    this.#random.restore(state.random);
    state.networks.forEach((network, i) => {
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
    const { nStep, hindsight, targetSmoothing } = this.hyperparameters;
    const { replay, gamma, normaliser } = this.#parts;
    const batch = this.#batch;
    replay.sample(batch, { nStep, gamma, hindsight }, this.#random);
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
    this.#resident?.sendNew();
  }
}

type Recorded = ReturnType<typeof record>;

/** The most threads, up to `wanted`, that share the batch's world steps evenly. */
function threadsFor(worldSteps: number, wanted: number): number {
  let threads = Math.max(1, Math.min(wanted, worldSteps));
  while (worldSteps % threads !== 0) threads--;
  return threads;
}

function record(
  { replay, hyperparameters }: LearnerParts,
  { threads: wanted, residentFloats: most }: Required<PlannedOptions>,
) {
  const { row } = replay;
  const h = hyperparameters;
  const threads = threadsFor(h.batchWorldSteps, wanted);
  const networks = createNetworks(row.observation, h);
  const recorder = new Recorder();
  const b = h.batchWorldSteps * row.agents;
  const { agentSize } = row.observation;
  const blueprints = [
    networks.actor.blueprint,
    ...Array.from({ length: h.twin ? 2 : 1 }, () => networks.critic.blueprint),
  ];
  // What is written before every update comes first, so that it is one piece.
  const first = recorder.size;
  const rates = blueprints.map(() => recorder.allocate(2));
  const small = {
    ...{ actions: recorder.allocate(b * 2), returns: recorder.allocate(b) },
    ...{ discounts: recorder.allocate(b), share: recorder.allocate(b) },
    ...{ noise: recorder.allocate(b * 2) },
    ...{ shift: recorder.allocate(agentSize), scale: recorder.allocate(agentSize) },
    nowRow: recorder.allocate(h.batchWorldSteps),
    nextRow: recorder.allocate(h.batchWorldSteps),
  };
  const smallEnd = recorder.size;
  const rows = h.batchWorldSteps * row.size;
  const inputs: Inputs = {
    ...small,
    ...{ now: recorder.allocate(rows), next: recorder.allocate(rows) },
  };
  const copied = h.hindsight > 0 ? undefined : residentFloats(replay, most);
  const end = copied === undefined ? recorder.size : smallEnd;
  const written = { offset: first, length: end - first };
  const places = blueprints.map((blueprint, i): Place => {
    const room = () => recorder.allocate(blueprint.size);
    return {
      ...{ blueprint, online: room(), target: room(), first: room(), second: room() },
      ...{ gradients: Array.from({ length: threads }, room), rates: rates[i] as number },
    };
  });
  const resident = copied === undefined ? undefined : recorder.allocate(copied);
  const losses = recorder.allocate(threads * lossNames.length);
  const plan: Plan = {
    ...{ recorder, networks, places, inputs, resident, losses, threads, replay, h },
  };
  const program = (stepsActor: boolean): Phases => {
    const each = Array.from({ length: threads }, (_, thread) => thread);
    return [
      each.map((thread) => recordGradients(plan, stepsActor, thread)),
      each.map((thread) => recordSteps(plan, stepsActor, thread)),
    ];
  };
  const programs = h.actorDelay > 1 ? [program(true), program(false)] : [program(true)];
  return { recorder, networks, places, inputs, written, resident, losses, threads, programs };
}

interface Plan {
  readonly recorder: Recorder;
  readonly networks: { readonly actor: Actor; readonly critic: Critic };
  readonly places: readonly Place[];
  readonly inputs: Inputs;
  /** Where the copy of the replay begins. */
  readonly resident: number | undefined;
  readonly losses: number;
  readonly threads: number;
  readonly replay: LearnerParts['replay'];
  readonly h: Hyperparameters;
}

/** One thread's share of the batch: targets, then the gradients of all networks that will step. */
function recordGradients(plan: Plan, stepsActor: boolean, thread: number) {
  const { recorder: r, networks, places, threads, replay, h } = plan;
  const { actor, critic } = networks;
  const { row } = replay;
  const worlds = h.batchWorldSteps / threads;
  const n = worlds * row.agents;
  const inputs = shareOf(plan.inputs, { n, rows: worlds * row.size, thread });
  const losses = plan.losses + thread * lossNames.length;
  const shape = { worlds, agents: row.agents };
  const { worldOffset, agentOffset, size: rowSize } = row;
  const { shift, scale } = inputs;
  const read = (rows: number) =>
    readObservation(r, row.observation, shape, {
      ...{ rows, rowSize, worldOffset, agentOffset, shift, scale },
    });
  const [actorPlace, ...criticPlaces] = places as [Place, ...Place[]];
  const given = (offset: number, columns: number): Matrix => ({
    ...{ rows: n, columns, offset, learned: false, gradient: undefined },
  });
  r.begin();

  // 0. The batch, where the rows are already there.
  if (plan.resident !== undefined) {
    const all = {
      ...{ x: plan.resident, rows: replay.streams * replay.rowsPerStream, columns: rowSize },
      ...{ queries: worlds, perGroup: worlds },
    };
    r.emit('takeRows', { ...all, index: inputs.nowRow, out: inputs.now });
    r.emit('takeRows', { ...all, index: inputs.nextRow, out: inputs.next });
  }

  // 1. Targets.
  const next = read(inputs.next);
  let nextAction = actor.act(createPlanEngine(r, { values: actorPlace.target }), next).action;
  if (h.targetSmoothing > 0) {
    const smoothed = r.matrix(n, 2);
    r.emit('disturb', {
      ...{ action: nextAction.offset, noise: inputs.noise, out: smoothed.offset, n },
    });
    nextAction = smoothed;
  }
  const nextValues = criticPlaces.map(({ target }) => {
    const engine = createPlanEngine(r, { values: target });
    const { features } = critic.encode(engine, next);
    return critic.value(engine, critic.mix(engine, features), nextAction);
  });
  const [value, other = value] = nextValues.map(({ offset }) => offset) as [number, number?];
  const y = r.matrix(n, 1);
  r.emit('tdTarget', {
    ...{ returns: inputs.returns, discounts: inputs.discounts, value, other, out: y.offset, n },
  });

  // 2. Critics. What the first one makes of s is kept for the actor.
  const now = read(inputs.now);
  const spare = r.allocate(2);
  const mixed = criticPlaces.map(({ online, gradients }, i) => {
    const engine = createPlanEngine(r, { values: online, gradients: gradients[thread] });
    const kept = critic.mix(engine, critic.encode(engine, now).features);
    const q = critic.value(engine, kept, given(inputs.actions, 2));
    r.emit('squaredError', {
      ...{ q: q.offset, y: y.offset, share: inputs.share, gradient: r.gradientOf(q).out, n },
      ...(i === 0 ? { loss: losses, mean: losses + 2 } : { loss: spare, mean: spare + 1 }),
    });
    r.backward();
    return kept;
  });

  // 3. Actor, against the first critic as it was before its step.
  if (stepsActor) {
    const { online, gradients } = actorPlace;
    const engine = createPlanEngine(r, { values: online, gradients: gradients[thread] });
    const { action, reach } = actor.act(engine, now);
    const judge = createPlanEngine(r, { values: (criticPlaces[0] as Place).online });
    const q = critic.value(judge, r.detach(mixed[0] as Matrix), action);
    r.emit('policyLoss', {
      ...{ q: q.offset, reach: reach.offset, share: inputs.share },
      ...{ gradient: r.gradientOf(q).out, reachGradient: r.gradientOf(reach).out },
      ...{ loss: losses + 1, n, penalty: h.reachPenalty },
    });
    r.backward();
  }
  return r.end();
}

/** The inputs of one thread's world steps. */
function shareOf(
  inputs: Inputs,
  { n, rows, thread }: { n: number; rows: number; thread: number },
): Inputs {
  return {
    ...inputs,
    now: inputs.now + thread * rows,
    next: inputs.next + thread * rows,
    actions: inputs.actions + thread * n * 2,
    returns: inputs.returns + thread * n,
    discounts: inputs.discounts + thread * n,
    share: inputs.share + thread * n,
    noise: inputs.noise + thread * n * 2,
  };
}

/** One thread's share of the parameters: the sum of all gradients, Adam, the soft target update. */
function recordSteps(
  { recorder: r, places, threads, h }: Plan,
  stepsActor: boolean,
  thread: number,
) {
  const { beta1, beta2 } = adamDefaults;
  r.begin();
  for (const place of stepsActor ? places : places.slice(1)) {
    const { blueprint, online, target, first, second, gradients, rates } = place;
    // In fours, as the kernel goes; the arena has room for the last ones.
    const fours = Math.ceil(blueprint.size / 4);
    const from = 4 * Math.floor((fours * thread) / threads);
    const count = 4 * Math.floor((fours * (thread + 1)) / threads) - from;
    const gradient = (gradients[0] as number) + from;
    for (const other of gradients.slice(1)) {
      r.emit('add', { a: gradient, b: other + from, out: gradient, count });
    }
    r.emit('adam', {
      ...{ online: online + from, target: target + from, first: first + from },
      ...{ second: second + from, gradient, count, rates, beta1, beta2, tau: h.tau },
    });
  }
  return r.end();
}
