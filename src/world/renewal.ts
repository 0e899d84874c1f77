/**
 * How a ring's crowd goes on for ever (scene/ring.ts): after each decision, who has come within a radius of its
 * goal is replaced at once by a new person, drawn as at the start; and, where the ring says so, people take
 * other goals now and then. All from the stream that laid the ring out, which a saved world keeps as the
 * number of its draws.
 *
 * Source: Liu et al. (ICRA 2023), in the order of work of their public code: goals first, then people in the
 * order of their numbers, each checked against all others and against the one it replaces.
 *
 * Axes: P people, A agents. Metres.
 */
import { createMersenneTwister, type MersenneTwister } from '../core/mersenne-twister.ts';
import type { Layout, Ring, Walker } from '../scene/layout.ts';
import {
  createOthers,
  createRingPerson,
  drawGoal,
  drawPerson,
  mostDrawsOfPerson,
  type Others,
  type RingPerson,
} from '../scene/ring.ts';
import type { Bodies } from './bodies.ts';
import { avoidedRadius, type Crowd } from './crowd.ts';
import { headingOf } from './heading.ts';
import type { Motion } from './motion.ts';

export interface Renewal {
  readonly ring: Ring;
  readonly seed: number;
  random: MersenneTwister;
  /** [1] doubles drawn; with the seed, the whole state of `random`. */
  readonly draws: Float64Array;
  /** Scratch: people in the crowd's order, then agents. */
  readonly others: Others;
  readonly person: RingPerson;
}

/** Draws after which no stream is found again: to find it all of them are made, which takes three seconds. */
const mostDraws = 1e8;

/** Doubles that can have been drawn after so many decisions. */
export function mostDrawsAfter({ ring }: Renewal, people: number, decisions: number): number {
  return Math.min(mostDraws, ring.draws + decisions * people * mostDrawsOfPerson);
}

export function createRenewal(layout: Layout): Renewal | undefined {
  const { ring, seed, walkers, agents } = layout;
  if (!ring) return undefined;
  return {
    ring,
    seed,
    random: createMersenneTwister(seed, ring.draws),
    draws: Float64Array.of(ring.draws),
    others: createOthers(walkers.length + agents),
    person: createRingPerson(),
  };
}

/** After a restore: the stream goes on behind the draws that were restored, and people are as large as they were. */
export function resume(
  renewal: Renewal,
  crowd: Crowd,
  layout: Layout,
  bodies: Bodies,
  motion: Motion,
): void {
  renewal.random = createMersenneTwister(renewal.seed, renewal.draws[0]);
  for (let p = 0; p < crowd.count; p++) showSize(crowd, layout, bodies, motion, p);
}

/** At the end of a decision, `time` being the world's then; whether anybody stands somewhere else now. */
export function renew(
  renewal: Renewal,
  crowd: Crowd,
  layout: Layout,
  bodies: Bodies,
  motion: Motion,
  goals: Float32Array,
  time: number,
): boolean {
  const { ring, random, others, person, draws } = renewal;
  const { changeSeconds, changeChance } = ring;
  let isListed = false;
  if (changeSeconds > 0 && time % changeSeconds === 0) {
    list(others, crowd, layout, bodies, goals);
    isListed = true;
    for (let p = 0; p < crowd.count; p++) {
      if (random.uniform() > changeChance) continue;
      const speed = crowd.movers.maxSpeed[p] as number;
      if (!drawGoal(random, ring, others, p, speed, person)) continue;
      crowd.goal[2 * p] = others.goal[2 * p] = person.goalX;
      crowd.goal[2 * p + 1] = others.goal[2 * p + 1] = person.goalZ;
    }
  }
  let isRenewed = false;
  for (let p = 0; p < crowd.count; p++) {
    if (!hasArrived(crowd, p)) continue;
    if (!isListed) list(others, crowd, layout, bodies, goals);
    isListed = true;
    if (!drawPerson(random, ring, others, person)) continue;
    replace(crowd, layout, p, person);
    show(crowd, layout, bodies, motion, p);
    others.position[2 * p] = person.x;
    others.position[2 * p + 1] = person.z;
    others.goal[2 * p] = person.goalX;
    others.goal[2 * p + 1] = person.goalZ;
    others.radius[p] = person.radius;
    isRenewed = true;
  }
  draws[0] = random.draws;
  return isRenewed;
}

function hasArrived({ movers, goal, radius }: Crowd, p: number): boolean {
  const dx = (goal[2 * p] as number) - (movers.position[2 * p] as number);
  const dz = (goal[2 * p + 1] as number) - (movers.position[2 * p + 1] as number);
  return Math.sqrt(dx * dx + dz * dz) < (radius[p] as number);
}

function list(
  others: Others,
  { count, movers, goal, radius }: Crowd,
  layout: Layout,
  bodies: Bodies,
  goals: Float32Array,
): void {
  others.count = count + layout.agents;
  for (let i = 0; i < 2 * count; i++) {
    others.position[i] = movers.position[i] as number;
    others.goal[i] = goal[i] as number;
  }
  others.radius.set(radius);
  for (let a = 0; a < layout.agents; a++) {
    const at = 2 * (count + a);
    others.position[at] = bodies.position[3 * a] as number;
    others.position[at + 1] = bodies.position[3 * a + 2] as number;
    others.goal[at] = goals[2 * a] as number;
    others.goal[at + 1] = goals[2 * a + 1] as number;
    others.radius[count + a] = layout.body.radius;
  }
}

function replace(crowd: Crowd, { crowd: avoidance }: Layout, p: number, person: RingPerson): void {
  if (!avoidance) return;
  const { movers } = crowd;
  movers.position[2 * p] = person.x;
  movers.position[2 * p + 1] = person.z;
  movers.radius[p] = avoidedRadius(person.radius, avoidance);
  movers.maxSpeed[p] = person.speed;
  crowd.radius[p] = person.radius;
  crowd.neighbourDistance[p] = person.neighbourDistance || avoidance.neighbourDistance;
  crowd.goal[2 * p] = person.goalX;
  crowd.goal[2 * p + 1] = person.goalZ;
  crowd.velocity[2 * p] = 0;
  crowd.velocity[2 * p + 1] = 0;
  crowd.heading[p] = headingOf(person.goalX - person.x, person.goalZ - person.z);
}

/** Makes the bodies say of person p, who is new and stands still, what the crowd says. */
function show(crowd: Crowd, layout: Layout, bodies: Bodies, motion: Motion, p: number): void {
  const n = bodies.walkers + p;
  const x = crowd.movers.position[2 * p] as number;
  const z = crowd.movers.position[2 * p + 1] as number;
  motion.setPosition(n, x, bodies.position[3 * n + 1] as number, z);
  // Rapier finds the velocity of such a body in its next step.
  motion.setVelocity(n, 0, 0);
  bodies.position[3 * n] = x;
  bodies.position[3 * n + 2] = z;
  bodies.velocity.fill(0, 2 * n, 2 * n + 2);
  showSize(crowd, layout, bodies, motion, p);
}

function showSize(crowd: Crowd, layout: Layout, bodies: Bodies, motion: Motion, p: number): void {
  const n = bodies.walkers + p;
  const radius = crowd.radius[p] as number;
  motion.setSize(n, radius, (layout.walkers[p] as Walker).height);
  bodies.radius[n] = radius;
}
