/**
 * The update of actor-critic.ts written down as kernels (nn/plan), with the memory they work on.
 * `recordGradients` reads from top to bottom; what each line means stands in actor-critic.ts, which is the
 * reference it is tested against.
 *
 * With several threads each has a share of the batch's world steps and gradients of its own; when all
 * are there, each sums and steps a share of the parameters.
 *
 * Axes: B = world steps · agents samples, T threads.
 */
import type { Actor } from '../nn/actor.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import type { Critic } from '../nn/critic.ts';
import { adamDefaults } from '../nn/optimiser-state.ts';
import { createPlanEngine } from '../nn/plan/plan-engine.ts';
import { readObservation } from '../nn/plan/read-observation.ts';
import { type Matrix, Recorder } from '../nn/plan/recorder.ts';
import type { Phases } from '../nn/plan/runner.ts';
import { batchWorldSteps, type Hyperparameters } from './hyperparameters.ts';
import { createNetworks, huberWidth, type LearnerParts } from './learner.ts';
import { residentFloats, residentRows } from './resident-replay.ts';

/** Where one network's values and Adam's lie in the arena. */
export interface Place {
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
export interface Inputs {
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
  /** [world steps] 1 = seen in a mirror */
  readonly mirrored: number;
  /** [world steps, row size] gathered by those numbers, where the replay is resident. */
  readonly now: number;
  readonly next: number;
}

/** Order of the latest losses in the arena, for each thread. */
export const lossNames = ['critic', 'actor', 'q'] as const;

/** The most threads, up to `wanted`, that share the batch's world steps evenly. */
function threadsFor(worldSteps: number, wanted: number): number {
  let threads = Math.max(1, Math.min(wanted, worldSteps));
  while (worldSteps % threads !== 0) threads--;
  return threads;
}

/** Lays the learner's memory out and records its update. */
export function recordUpdate(
  parts: LearnerParts,
  { threads: wanted, residentFloats: most }: { threads: number; residentFloats: number },
) {
  const { hyperparameters: h } = parts;
  const { row } = parts.replay;
  const worldSteps = batchWorldSteps(h, row.agents);
  const threads = threadsFor(worldSteps, wanted);
  const networks = createNetworks(row.observation, h);
  const recorder = new Recorder();
  const b = worldSteps * row.agents;
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
    nowRow: recorder.allocate(worldSteps),
    nextRow: recorder.allocate(worldSteps),
    mirrored: recorder.allocate(worldSteps),
  };
  const smallEnd = recorder.size;
  const rows = worldSteps * row.size;
  const inputs: Inputs = {
    ...small,
    ...{ now: recorder.allocate(rows), next: recorder.allocate(rows) },
  };
  const copied = h.hindsight > 0 ? undefined : residentFloats(parts, most);
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
  const mirrors = resident !== undefined && parts.replay.reflection !== undefined;
  const mirror = mirrors
    ? { from: recorder.allocate(row.size), sign: recorder.allocate(row.size) }
    : undefined;
  const losses = recorder.allocate(threads * lossNames.length);
  const plan: Plan = {
    ...{ recorder, networks, places, inputs, resident, mirror, losses, threads, parts, h },
  };
  const program = (stepsActor: boolean): Phases => {
    const each = Array.from({ length: threads }, (_, thread) => thread);
    return [
      each.map((thread) => recordGradients(plan, stepsActor, thread)),
      each.map((thread) => recordSteps(plan, stepsActor, thread)),
    ];
  };
  const programs = h.actorDelay > 1 ? [program(true), program(false)] : [program(true)];
  return {
    ...{ recorder, networks, places, inputs, written, resident, mirror, losses, threads, programs },
  };
}

export type UpdatePlan = ReturnType<typeof recordUpdate>;

/** What a list is recorded with. */
interface Plan {
  readonly recorder: Recorder;
  readonly networks: { readonly actor: Actor; readonly critic: Critic };
  readonly places: readonly Place[];
  readonly inputs: Inputs;
  /** Where the copies of replays begin. */
  readonly resident: number | undefined;
  /** [row size] each: how a row of it reads in a mirror. */
  readonly mirror: { readonly from: number; readonly sign: number } | undefined;
  readonly losses: number;
  readonly threads: number;
  readonly parts: LearnerParts;
  readonly h: Hyperparameters;
}

/** One thread's share of the batch: targets, then the gradients of all networks that will step. */
function recordGradients(plan: Plan, stepsActor: boolean, thread: number) {
  const { recorder: r, networks, places, threads, parts, h } = plan;
  const { actor, critic } = networks;
  const { row } = parts.replay;
  const worlds = batchWorldSteps(h, row.agents) / threads;
  const n = worlds * row.agents;
  const inputs = shareOf(plan.inputs, { worlds, n, rowSize: row.size, thread });
  const losses = plan.losses + thread * lossNames.length;
  const shape = { worlds, agents: row.agents, stride: row.stride };
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
      ...{ x: plan.resident, rows: residentRows(parts), columns: rowSize },
      ...{ queries: worlds, perGroup: worlds },
    };
    const gather = (index: number, out: number) => {
      const taken = plan.mirror ? r.allocate(worlds * rowSize) : out;
      r.emit('takeRows', { ...all, index, out: taken });
      if (!plan.mirror) return;
      const { mirrored } = inputs;
      const of = { ...plan.mirror, mirrored, rows: worlds, columns: rowSize };
      r.emit('mirrorRows', { ...of, x: taken, out });
    };
    gather(inputs.nowRow, inputs.now);
    gather(inputs.nextRow, inputs.next);
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
  const columns = h.quantiles;
  const y = r.matrix(n, columns);
  r.emit('tdTarget', {
    ...{ returns: inputs.returns, discounts: inputs.discounts, value, other, out: y.offset },
    ...{ n, columns },
  });

  // 2. Critics. What the first one makes of s is kept for the actor.
  const now = read(inputs.now);
  const spare = r.allocate(2);
  const mixed = criticPlaces.map(({ online, gradients }, i) => {
    const engine = createPlanEngine(r, { values: online, gradients: gradients[thread] });
    const kept = critic.mix(engine, critic.encode(engine, now).features);
    const q = critic.value(engine, kept, given(inputs.actions, 2));
    const error = {
      ...{ q: q.offset, y: y.offset, share: inputs.share, gradient: r.gradientOf(q).out, n },
      ...(i === 0 ? { loss: losses, mean: losses + 2 } : { loss: spare, mean: spare + 1 }),
    };
    if (columns === 1) r.emit('squaredError', error);
    else r.emit('quantileError', { ...error, columns, kappa: huberWidth });
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
      ...{ loss: losses + 1, n, columns, penalty: h.reachPenalty },
    });
    r.backward();
  }
  return r.end();
}

/** The inputs of one thread's world steps. */
function shareOf(
  inputs: Inputs,
  of: { worlds: number; n: number; rowSize: number; thread: number },
): Inputs {
  const worlds = of.thread * of.worlds;
  const n = of.thread * of.n;
  return {
    ...inputs,
    now: inputs.now + worlds * of.rowSize,
    next: inputs.next + worlds * of.rowSize,
    nowRow: inputs.nowRow + worlds,
    nextRow: inputs.nextRow + worlds,
    mirrored: inputs.mirrored + worlds,
    actions: inputs.actions + 2 * n,
    returns: inputs.returns + n,
    discounts: inputs.discounts + n,
    share: inputs.share + n,
    noise: inputs.noise + 2 * n,
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
