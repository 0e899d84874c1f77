/**
 * The moving parts of one world as plain data, and how one decision advances them. The order within
 * a decision is the whole of `advance`; each line is a file of this folder. Bodies that are points take one
 * step per decision, reach a velocity at once and know no border.
 *
 * Axes: A agents, N bodies (agents, props, doors, walkers, a visitor). SI units. Nothing is allocated per step.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, createBodies, hasVisitor } from './bodies.ts';
import { touchingOf } from './contacts.ts';
import { type Crowd, createCrowd, decide, moveOn } from './crowd.ts';
import { putDoors, slideDoors } from './doors.ts';
import {
  accelerate,
  createWalking,
  defaultGait,
  desire,
  face,
  faceGoals,
  follow,
  type Gait,
  hold,
  instantGait,
  type Walking,
} from './locomotion.ts';
import { createMemory, lookRound, type Memory, noticeMoved, wakeUp } from './memory.ts';
import type { Motion } from './motion.ts';
import { createNeighbourSearch, markMoved, type NeighbourSearch } from './neighbours.ts';
import { createOutlines, groundHeight, type Outlines } from './outlines.ts';
import { Physics } from './physics.ts';
import { Points } from './points.ts';
import { createRenewal, type Renewal, renew } from './renewal.ts';
import { createVisitor, type Visitor } from './visitor.ts';
import { createWalkers, steer, type Walkers, walk } from './walkers.ts';

export interface Simulation {
  readonly layout: Layout;
  readonly decisionSeconds: number;
  readonly substeps: number;
  readonly motion: Motion;
  /** The motion, where bodies are points. */
  readonly points: Points | undefined;
  readonly gait: Gait;
  readonly outlines: Outlines;
  readonly bodies: Bodies;
  readonly search: NeighbourSearch;
  readonly walking: Walking;
  /** Whoever it is; in the world while `hasVisitor`. */
  readonly visitor: Visitor;
  /** Of the two, one is empty: a layout's walkers are of a street or of a crowd. */
  readonly walkers: Walkers;
  readonly crowd: Crowd;
  /** Of a crowd whose people make room for others. */
  readonly renewal: Renewal | undefined;
  /** What agents know where they see only so far. */
  readonly memory: Memory;
  /** [walkers] */
  readonly walkerHeading: Float64Array;
  /** [A] */
  readonly heading: Float32Array;
  /** [A, 2] x, z of each agent's goal. */
  readonly goal: Float32Array;
  /** [A] bits of `touches` during the last decision. */
  readonly touching: Uint8Array;
  /** [N, 3] centres before the last decision. */
  readonly before: Float32Array;
  /** [N] views of three numbers each on `bodies.position`. */
  readonly centres: readonly Float32Array[];
}

export interface SimulationOptions {
  readonly seed: number;
  readonly decisionSeconds: number;
  readonly substeps: number;
}

export function createSimulation(layout: Layout, options: SimulationOptions): Simulation {
  const { decisionSeconds } = options;
  const arePoints = layout.motion === 'points';
  const substeps = arePoints ? 1 : options.substeps;
  const bodies = createBodies(layout);
  const outlines = createOutlines(layout);
  const points = arePoints ? new Points(layout, decisionSeconds) : undefined;
  const motion = points ?? new Physics(layout, decisionSeconds / substeps);
  const walkers = createWalkers(layout, outlines, options);
  const crowd = createCrowd(layout, decisionSeconds);
  putDoors(layout, outlines, bodies, motion, 0);
  return {
    layout,
    decisionSeconds,
    substeps,
    motion,
    points,
    gait: arePoints ? instantGait : defaultGait,
    outlines,
    bodies,
    search: createNeighbourSearch(layout, bodies),
    walking: createWalking(layout.agents, 0),
    visitor: createVisitor(bodies),
    walkers,
    crowd,
    renewal: createRenewal(layout),
    memory: createMemory(layout, bodies),
    walkerHeading: layout.crowd ? crowd.heading : walkers.heading,
    heading: new Float32Array(layout.agents),
    goal: new Float32Array(2 * layout.agents),
    touching: new Uint8Array(layout.agents),
    before: new Float32Array(bodies.position),
    centres: Array.from(bodies.kind, (_, n) => bodies.position.subarray(3 * n, 3 * n + 3)),
  };
}

/** One decision, which begins at `time`. actions [A, 2]: agent frame, m/s. */
export function advance(simulation: Simulation, actions: Float32Array, time: number): void {
  const { layout, bodies, walking, heading, decisionSeconds, substeps, gait } = simulation;
  simulation.before.set(bodies.position);
  simulation.touching.fill(0);
  desire(walking, actions, heading, layout.body.maxSpeed);
  steer(simulation.walkers, layout, simulation.search);
  decide(simulation.crowd, layout, bodies);
  for (let s = 1; s <= substeps; s++) {
    substep(simulation, time + (s * decisionSeconds) / substeps);
    // A graze between decisions counts; the last substep's contacts are found below.
    if (s < substeps && walking.disturbed.includes(1)) addContacts(simulation, walking.disturbed);
  }
  readPositions(simulation);
  if (!simulation.points) {
    for (let a = 0; a < layout.agents; a++) keepInside(simulation, walking, a);
  }
  // Also where bodies are points: a person would be lost beyond the border.
  if (hasVisitor(bodies)) keepInside(simulation, simulation.visitor.walking, 0);
  findVelocities(simulation);
  if (layout.body.faces === 'goal') faceGoals(heading, bodies.position, simulation.goal);
  else face(walking, heading, gait, decisionSeconds);
  if (hasVisitor(bodies)) turnVisitor(simulation);
  addContacts(simulation);
  for (let a = 0; a < layout.agents; a++) {
    lookRound(simulation.memory, bodies, a, decisionSeconds);
  }
  goOn(simulation, time + decisionSeconds);
}

/** Who has arrived makes room for another; whoever saw it arrive does not know yet. */
function goOn(simulation: Simulation, time: number): void {
  const { renewal, crowd, layout, bodies, motion, goal, search } = simulation;
  if (renewal && renew(renewal, crowd, layout, bodies, motion, goal, time)) markMoved(search);
}

/** A person looks where it goes at a limited rate, whatever agents do. */
function turnVisitor({ visitor, decisionSeconds }: Simulation): void {
  face(visitor.walking, visitor.heading, defaultGait, decisionSeconds);
}

/** One physics step, after which it is `time`. */
function substep(simulation: Simulation, time: number): void {
  const { layout, motion, outlines, bodies, walking, gait } = simulation;
  const dt = simulation.decisionSeconds / simulation.substeps;
  const visiting = hasVisitor(bodies) ? simulation.visitor.walking : undefined;
  accelerate(walking, motion, gait, dt);
  if (visiting) accelerate(visiting, motion, gait, dt);
  slideDoors(layout, outlines, bodies, motion, time);
  walk(simulation.walkers, layout, outlines, motion, bodies.walkers, dt);
  moveOn(simulation.crowd, layout, motion, bodies.walkers, dt);
  motion.step();
  follow(walking, motion);
  if (visiting) follow(visiting, motion);
  if (layout.flat) return;
  hold(walking, motion, layout, outlines, gait, dt);
  if (visiting) hold(visiting, motion, layout, outlines, gait, dt);
}

/** Adds what agents touch now: all of them, or those that `which` [A] marks by 1. */
function addContacts(simulation: Simulation, which?: Uint8Array): void {
  const { layout, outlines, search, motion, walking, touching } = simulation;
  if (which) readPositions(simulation);
  for (let a = 0; a < layout.agents; a++) {
    if (which && which[a] === 0) continue;
    const found = touchingOf(layout, outlines, search, motion, a, walking.feet);
    touching[a] = (touching[a] as number) | found;
  }
}

function readPositions({ bodies, motion, search, centres }: Simulation): void {
  for (let n = 0; n < bodies.count; n++) {
    motion.readPosition(n, centres[n] as Float32Array);
  }
  markMoved(search);
}

/** Planar velocities of all bodies, over the decision. */
function findVelocities({ bodies, before, decisionSeconds, points }: Simulation): void {
  const { position, velocity, count } = bodies;
  if (points) {
    // Positions in single precision would give them only to a few micrometres per second.
    points.readVelocities(velocity);
    return;
  }
  for (let n = 0; n < count; n++) {
    const dx = (position[3 * n] as number) - (before[3 * n] as number);
    const dz = (position[3 * n + 2] as number) - (before[3 * n + 2] as number);
    velocity[2 * n] = dx / decisionSeconds;
    velocity[2 * n + 1] = dz / decisionSeconds;
  }
}

/** The border is solid already, but among points; this is for an avatar that was squeezed through it. */
function keepInside(simulation: Simulation, walking: Walking, i: number): void {
  const { min, max, body } = simulation.layout;
  const { position } = simulation.bodies;
  const slack = 0.02;
  const row = walking.firstRow + i;
  const x = position[3 * row] as number;
  const z = position[3 * row + 2] as number;
  const insideX = Math.max(min[0] + body.radius, Math.min(max[0] - body.radius, x));
  const insideZ = Math.max(min[1] + body.radius, Math.min(max[1] - body.radius, z));
  if (Math.abs(insideX - x) < slack && Math.abs(insideZ - z) < slack) return;
  putAvatar(simulation, walking, i, insideX, insideZ);
}

/** Puts avatar i of `walking` somewhere at once, on the ground there; its velocity stays. */
function putAvatar(
  simulation: Simulation,
  walking: Walking,
  i: number,
  x: number,
  z: number,
): void {
  const { layout, motion, outlines } = simulation;
  const row = walking.firstRow + i;
  const feet = layout.flat ? 0 : groundHeight(outlines, x, z, Number.POSITIVE_INFINITY);
  const y = feet + layout.body.height / 2;
  motion.setPosition(row, x, y, z);
  motion.readPosition(row, simulation.centres[row] as Float32Array);
  markMoved(simulation.search);
  walking.feet[i] = feet;
  walking.fall[i] = 0;
}

/** Puts avatar i of `walking` somewhere at once, standing still. */
export function placeAvatar(
  simulation: Simulation,
  walking: Walking,
  i: number,
  x: number,
  z: number,
): void {
  const { bodies, motion, before, centres } = simulation;
  const row = walking.firstRow + i;
  putAvatar(simulation, walking, i, x, z);
  motion.setVelocity(row, 0, 0);
  walking.velocity.fill(0, 2 * i, 2 * i + 2);
  bodies.velocity.fill(0, 2 * row, 2 * row + 2);
  before.set(centres[row] as Float32Array, 3 * row);
}

/** Puts an agent somewhere at once, standing still. */
export function placeAgent(simulation: Simulation, a: number, x: number, z: number): void {
  const { bodies } = simulation;
  placeAvatar(simulation, simulation.walking, a, x, z);
  simulation.touching[a] = 0;
  wakeUp(simulation.memory, bodies, a);
  noticeMoved(simulation.memory, bodies, simulation.layout.agents, a);
}
