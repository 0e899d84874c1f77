/**
 * Optimal reciprocal collision avoidance: the velocity nearest to the preferred one that keeps an
 * agent clear of its neighbours and of static obstacles for a time horizon, provided that the others
 * do the same. Steers walkers and the `orca` baseline.
 *
 * Source: van den Berg, Guy, Lin and Manocha, "Reciprocal n-Body Collision Avoidance" (2011), in the
 * order of work of the RVO2 library (Apache 2.0), in double precision.
 *
 * Metres, m/s, seconds, in the plane (x, z). Axes: N agents. Pure: the caller moves the agents.
 * Creates no objects per call, apart from scratch space that grows with the largest problem seen.
 * Knows nothing of goals or paths: it steers around what is near, and can be caught in a dead end.
 * Agents that meet in perfect symmetry jam: disturb preferred velocities a little (1e-3 m/s) or starts.
 */
import { createLines, linearProgram2, linearProgram3, reserveLines } from './linear-program.ts';
import { listAt } from './near-lists.ts';
import { pushAgentLine, pushObstacleLine } from './orca-lines.ts';
import type { OrcaObstacles } from './orca-obstacles.ts';

export { buildOrcaObstacles, type OrcaObstacles } from './orca-obstacles.ts';

export interface OrcaAgents {
  /** [N, 2] */
  readonly position: Float64Array;
  /** [N, 2] current velocity. */
  readonly velocity: Float64Array;
  /** [N, 2] the velocity it would choose if it were alone. */
  readonly preferred: Float64Array;
  /** [N] including any margin it wants kept. */
  readonly radius: Float64Array;
  /** [N] */
  readonly maxSpeed: Float64Array;
}

export interface OrcaOptions {
  /** Agents whose centres are farther than this are not seen; metres. */
  readonly neighbourDistance: number;
  /** Only this many of the nearest agents are avoided. */
  readonly maxNeighbours: number;
  /** How far ahead contact with agents is ruled out; seconds. Longer keeps more distance. */
  readonly timeHorizon: number;
  /** The same for obstacles; seconds. */
  readonly timeHorizonObstacles: number;
  /** Time within which agents that already touch must part; seconds. */
  readonly timeStep: number;
}

const lines = createLines();
const projected = createLines();
/** The nearest things so far, nearest first, with their squared distances. */
let nearest = new Int32Array(64);
let nearestDistance = new Float64Array(64);

/** Inserts by distance, equals by their number; returns the new count, at most `limit`. */
function insertNearest(thing: number, distance: number, count: number, limit: number): number {
  if (count === limit && !comesBefore(thing, distance, count - 1)) return count;
  let at = count < limit ? count : count - 1;
  while (at > 0 && comesBefore(thing, distance, at - 1)) {
    nearest[at] = nearest[at - 1] as number;
    nearestDistance[at] = nearestDistance[at - 1] as number;
    at--;
  }
  nearest[at] = thing;
  nearestDistance[at] = distance;
  return Math.min(count + 1, limit);
}

function comesBefore(thing: number, distance: number, at: number): boolean {
  const other = nearestDistance[at] as number;
  return distance < other || (distance === other && thing < (nearest[at] as number));
}

/** Puts the segments that `self` could reach and sees from outside into `nearest`. */
function findObstacles(
  agents: OrcaAgents,
  self: number,
  obstacles: OrcaObstacles,
  reach: number,
): number {
  const { count, point, direction, next, near } = obstacles;
  const px = agents.position[2 * self] as number;
  const pz = agents.position[2 * self + 1] as number;
  const list = near ? listAt(near, px, pz, reach) : 0;
  const begin = near ? (near.start[list] as number) : 0;
  const end = near ? (near.start[list + 1] as number) : count;
  let found = 0;
  for (let i = begin; i < end; i++) {
    const s = near ? (near.things[i] as number) : i;
    const n = next[s] as number;
    const rx = px - (point[2 * s] as number);
    const rz = pz - (point[2 * s + 1] as number);
    const dx = direction[2 * s] as number;
    const dz = direction[2 * s + 1] as number;
    const left = dx * rz - dz * rx;
    if (left >= 0 || left < -reach) continue;
    const along = dx * rx + dz * rz;
    const ex = px - (point[2 * n] as number);
    const ez = pz - (point[2 * n + 1] as number);
    let distance = left * left;
    if (along < 0) distance = rx * rx + rz * rz;
    else if (dx * ex + dz * ez > 0) distance = ex * ex + ez * ez;
    if (distance < reach * reach) found = insertNearest(s, distance, found, count);
  }
  return found;
}

/** Puts the agents that `self` avoids into `nearest`. */
function findAgents(
  agents: OrcaAgents,
  count: number,
  self: number,
  among: Int32Array | undefined,
  distanceLimit: number,
  limit: number,
): number {
  const { position } = agents;
  const px = position[2 * self] as number;
  const pz = position[2 * self + 1] as number;
  let found = 0;
  if (limit <= 0) return found;
  for (let i = 0; i < count; i++) {
    const other = among ? (among[i] as number) : i;
    if (other === self) continue;
    const rx = (position[2 * other] as number) - px;
    const rz = (position[2 * other + 1] as number) - pz;
    const distance = rx * rx + rz * rz;
    if (distance < distanceLimit * distanceLimit) {
      found = insertNearest(other, distance, found, limit);
    }
  }
  return found;
}

/**
 * Writes the new velocity of agent `self` to out[0], out[1]. The first `count` agents exist; with
 * `among`, only the first `count` that it lists are looked at, in any order.
 */
export function orcaVelocity(
  agents: OrcaAgents,
  count: number,
  self: number,
  obstacles: OrcaObstacles | undefined,
  options: OrcaOptions,
  out: Float64Array,
  among?: Int32Array,
): void {
  const maxSpeed = agents.maxSpeed[self] as number;
  const size = Math.max(count, obstacles?.count ?? 0);
  if (nearest.length < size) {
    nearest = new Int32Array(2 * size);
    nearestDistance = new Float64Array(2 * size);
  }
  lines.count = 0;
  reserveLines(lines, count + (obstacles?.count ?? 0));

  if (obstacles) {
    const horizon = options.timeHorizonObstacles;
    const reach = horizon * maxSpeed + (agents.radius[self] as number);
    const found = findObstacles(agents, self, obstacles, reach);
    for (let i = 0; i < found; i++) {
      pushObstacleLine(lines, agents, self, obstacles, nearest[i] as number, horizon);
    }
  }
  const hard = lines.count;

  const { neighbourDistance, maxNeighbours, timeHorizon, timeStep } = options;
  const found = findAgents(agents, count, self, among, neighbourDistance, maxNeighbours);
  for (let i = 0; i < found; i++) {
    pushAgentLine(lines, agents, self, nearest[i] as number, timeHorizon, timeStep);
  }

  const px = agents.preferred[2 * self] as number;
  const pz = agents.preferred[2 * self + 1] as number;
  const failed = linearProgram2(lines, maxSpeed, px, pz, false, out);
  if (failed < lines.count) linearProgram3(lines, hard, failed, maxSpeed, projected, out);
}
