/**
 * A crowd: people who steer by ORCA and by nothing else, each in a private simulation of those whom it
 * sees. What a person wants is to walk towards the end of its route, at 1 m/s and slower over the last
 * metre; it goes on wanting that when it is there. No walls, no acceleration, no whims: the pedestrians
 * of published benchmarks (Chen et al., "Crowd-Robot Interaction", ICRA 2019, and their successors),
 * step by step as those have them. Pedestrians of a street are in walkers.ts.
 *
 * A visitor is no part of what was published: all keep clear of it, also those who do not see agents.
 *
 * Axes: P people, M movers that they see: people first, then a visitor if one is in, then agents. Double
 * precision. SI units.
 */
import type { Avoidance, Ground, Layout, Walker } from '../scene/layout.ts';
import { type Bodies, hasVisitor } from './bodies.ts';
import { headingOf, turnTowards } from './heading.ts';
import type { Motion } from './motion.ts';
import { type OrcaAgents, type OrcaOptions, orcaVelocity } from './orca.ts';
import { orcaVelocityInSingle } from './orca-single.ts';

/** rad/s; a person only looks where it goes. */
const turnRate = 4;
/** Metres beyond its radius that the public codes give every body in ORCA. */
const slack = 0.01;

export interface Crowd {
  readonly count: number;
  readonly movers: OrcaAgents;
  /** [P, 2] */
  readonly goal: Float64Array;
  /** [P] of the body. */
  readonly radius: Float64Array;
  /** [P] */
  readonly neighbourDistance: Float64Array;
  /** [P, 2] kept until the next decision. */
  readonly velocity: Float64Array;
  /** [P] */
  readonly heading: Float64Array;
  /** Of the person that chooses at the moment. */
  readonly options: { -readonly [name in keyof OrcaOptions]: OrcaOptions[name] };
  /** Whether ORCA computes in single precision. */
  readonly inSingle: boolean;
  /** [2] scratch. */
  readonly chosen: Float64Array;
}

/** Radius of a body as ORCA has it where `avoidance` holds. */
export function avoidedRadius(radius: number, { margin }: Avoidance): number {
  return radius + slack + margin;
}

/** ORCA's options where `avoidance` holds. */
export function avoidanceOptions(avoidance: Avoidance, decisionSeconds: number): OrcaOptions {
  const { neighbourDistance, maxNeighbours, timeHorizon } = avoidance;
  const timeHorizonObstacles = timeHorizon;
  return {
    ...{ neighbourDistance, maxNeighbours, timeHorizon, timeHorizonObstacles },
    timeStep: decisionSeconds,
  };
}

/** Of a layout whose walkers are no crowd: nobody. */
export function createCrowd(layout: Layout, decisionSeconds: number): Crowd {
  const { crowd: avoidance, agents, body } = layout;
  const walkers = avoidance ? layout.walkers : [];
  const count = walkers.length;
  const movers = count === 0 ? 0 : count + 1 + agents;
  const crowd: Crowd = {
    count,
    movers: {
      position: new Float64Array(2 * movers),
      velocity: new Float64Array(2 * movers),
      preferred: new Float64Array(2 * movers),
      radius: new Float64Array(movers),
      maxSpeed: new Float64Array(movers).fill(body.maxSpeed),
    },
    goal: new Float64Array(2 * count),
    radius: new Float64Array(count),
    neighbourDistance: new Float64Array(count),
    velocity: new Float64Array(2 * count),
    heading: new Float64Array(count),
    options: avoidance ? avoidanceOptions(avoidance, decisionSeconds) : { ...noOptions },
    inSingle: avoidance?.precision === 'single',
    chosen: new Float64Array(2),
  };
  if (!avoidance) return crowd;
  crowd.movers.radius.fill(avoidedRadius(body.radius, avoidance));
  for (let p = 0; p < count; p++) {
    const { route, radius, speed, neighbourDistance } = walkers[p] as Walker;
    const [x, z] = route[0] as Ground;
    const [goalX, goalZ] = route[route.length - 1] as Ground;
    crowd.movers.position[2 * p] = x;
    crowd.movers.position[2 * p + 1] = z;
    crowd.movers.radius[p] = avoidedRadius(radius, avoidance);
    crowd.movers.maxSpeed[p] = speed;
    crowd.radius[p] = radius;
    crowd.neighbourDistance[p] = neighbourDistance ?? avoidance.neighbourDistance;
    crowd.goal[2 * p] = goalX;
    crowd.goal[2 * p + 1] = goalZ;
    crowd.heading[p] = headingOf(goalX - x, goalZ - z);
  }
  return crowd;
}

/** A crowd of the same people, at the same places. */
export function copyCrowd(crowd: Crowd): Crowd {
  const { movers } = crowd;
  return {
    count: crowd.count,
    movers: {
      position: movers.position.slice(),
      velocity: movers.velocity.slice(),
      preferred: movers.preferred.slice(),
      radius: movers.radius.slice(),
      maxSpeed: movers.maxSpeed.slice(),
    },
    goal: crowd.goal.slice(),
    radius: crowd.radius.slice(),
    neighbourDistance: crowd.neighbourDistance.slice(),
    velocity: crowd.velocity.slice(),
    heading: crowd.heading.slice(),
    options: { ...crowd.options },
    inSingle: crowd.inSingle,
    chosen: crowd.chosen.slice(),
  };
}

const noOptions: OrcaOptions = {
  neighbourDistance: 0,
  maxNeighbours: 0,
  timeHorizon: 1,
  timeHorizonObstacles: 1,
  timeStep: 1,
};

/** At the start of a decision: everyone chooses a velocity, on what is, before anyone moves. */
export function decide(crowd: Crowd, layout: Layout, bodies: Bodies): void {
  const { count, movers, goal, velocity, options, chosen, neighbourDistance, inSingle } = crowd;
  if (count === 0) return;
  const always = count + Number(hasVisitor(bodies));
  look(crowd, layout.agents, bodies);
  for (let p = 0; p < count; p++) {
    prefer(movers, p, goal[2 * p] as number, goal[2 * p + 1] as number);
    const seen = (layout.walkers[p] as Walker).yields ? always + layout.agents : always;
    options.neighbourDistance = neighbourDistance[p] as number;
    if (inSingle) orcaVelocityInSingle(movers, seen, p, options, chosen);
    else orcaVelocity(movers, seen, p, undefined, options, chosen);
    velocity[2 * p] = chosen[0] as number;
    velocity[2 * p + 1] = chosen[1] as number;
  }
}

/** Velocities as they were; positions of people are kept here, those of agents read. */
function look({ count, movers, velocity }: Crowd, agents: number, bodies: Bodies): void {
  movers.velocity.set(velocity);
  let m = count;
  if (hasVisitor(bodies)) lookAt(movers, m++, bodies, bodies.visitor);
  for (let a = 0; a < agents; a++) lookAt(movers, m++, bodies, a);
}

/** Mover m is the body in row n; avatars are all of one size. */
function lookAt(movers: OrcaAgents, m: number, { position, velocity }: Bodies, n: number): void {
  movers.position[2 * m] = position[3 * n] as number;
  movers.position[2 * m + 1] = position[3 * n + 2] as number;
  movers.velocity[2 * m] = velocity[2 * n] as number;
  movers.velocity[2 * m + 1] = velocity[2 * n + 1] as number;
}

/** Sets what body `self` would do if it were alone: the way to (x, z), cut to a length of 1. */
export function prefer({ position, preferred }: OrcaAgents, self: number, x: number, z: number) {
  const dx = x - (position[2 * self] as number);
  const dz = z - (position[2 * self + 1] as number);
  const distance = Math.sqrt(dx * dx + dz * dz);
  const scale = distance > 1 ? 1 / distance : 1;
  preferred[2 * self] = dx * scale;
  preferred[2 * self + 1] = dz * scale;
}

/** Everyone walks on for dt seconds. */
export function walkOn({ count, movers, velocity }: Crowd, dt: number): void {
  const { position } = movers;
  for (let i = 0; i < 2 * count; i++) {
    position[i] = (position[i] as number) + (velocity[i] as number) * dt;
  }
}

/** Before each step of dt seconds: moves the people on, and their bodies with them. */
export function moveOn(
  crowd: Crowd,
  layout: Layout,
  motion: Motion,
  firstRow: number,
  dt: number,
): void {
  const { count, movers, velocity, heading } = crowd;
  walkOn(crowd, dt);
  for (let p = 0; p < count; p++) {
    const vx = velocity[2 * p] as number;
    const vz = velocity[2 * p + 1] as number;
    const x = movers.position[2 * p] as number;
    const z = movers.position[2 * p + 1] as number;
    heading[p] = turnTowards(heading[p] as number, vx, vz, turnRate * dt);
    motion.moveTo(firstRow + p, x, (layout.walkers[p] as Walker).height / 2, z);
  }
}
