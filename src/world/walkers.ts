/**
 * The pedestrians of a street (those of a crowd are in crowd.ts): each walks round its route, steered by ORCA around walls, agents, props and
 * one another. Kinematic: they push agents and are not pushed, so they also never step into what
 * stands. A new velocity is chosen once per decision and kept for its physics steps.
 *
 * All keep clear of a visitor, also those who do not yield to agents.
 *
 * Axes: M movers that ORCA sees (walkers first, then agents, then props), and behind them the visitor if one
 * is in; P walkers. SI units.
 *
 * Knows no paths: a route must lead around walls by itself. A walker that is held up by a closed door
 * waits there. Keeps to the ground at height 0: to it a ramp or a step is one more thing that stands.
 */
import { createRandom } from '../core/random.ts';
import type { Ground, Layout, Walker } from '../scene/layout.ts';
import { type Bodies, bodyKinds, hasVisitor } from './bodies.ts';
import { headingOf, turnTowards } from './heading.ts';
import type { Motion } from './motion.ts';
import { listAt } from './near-lists.ts';
import { gather, type NeighbourSearch } from './neighbours.ts';
import {
  buildOrcaObstacles,
  type OrcaAgents,
  type OrcaObstacles,
  type OrcaOptions,
  orcaVelocity,
} from './orca.ts';
import { type Band, distanceTo, inBand, type Outlines } from './outlines.ts';

const orcaOptions = {
  neighbourDistance: 6,
  maxNeighbours: 8,
  timeHorizon: 2.5,
  timeHorizonObstacles: 0.8,
};
/** Metres at which a point of the route counts as reached. */
const arrival = 0.4;
/** m/s² */
const acceleration = 5;
/** rad/s */
const turnRate = 4;
/** Metres that a walker keeps to others beyond its body. */
const margin = 0.08;
/** It may walk so many times as fast as it likes to, to get out of someone's way. */
const haste = 1.2;
/** Radians by which a walker's aim is off, drawn once: two that meet head-on would else stop dead. */
const largestBias = 0.06;

export interface Walkers {
  readonly count: number;
  readonly movers: OrcaAgents & { readonly count: number };
  readonly obstacles: OrcaObstacles;
  readonly options: OrcaOptions;
  /** [P] index into the route of the point it walks to. */
  readonly target: Int32Array;
  /** [P] */
  readonly heading: Float64Array;
  /** [P] how far to the left of its target it aims, radians. */
  readonly bias: Float64Array;
  /** [P, 2] kept until the next decision. */
  readonly velocity: Float64Array;
  /** [2] scratch: what ORCA chose. */
  readonly chosen: Float64Array;
  /** [M] scratch: rows of movers that a walker may have to avoid. */
  readonly near: Int32Array;
  /** Heights at which standing things are in the way. */
  readonly band: Band;
}

export function createWalkers(
  layout: Layout,
  outlines: Outlines,
  options: { readonly seed: number; readonly decisionSeconds: number },
): Walkers {
  const pedestrians = layout.crowd ? [] : layout.walkers;
  const count = pedestrians.length;
  const movers = count + layout.agents + layout.props.length;
  const random = createRandom(options.seed, 'walkers');
  const walkers: Walkers = {
    count,
    movers: {
      count: movers,
      position: new Float64Array(2 * (movers + 1)),
      velocity: new Float64Array(2 * (movers + 1)),
      preferred: new Float64Array(2 * (movers + 1)),
      radius: new Float64Array(movers + 1),
      maxSpeed: new Float64Array(movers + 1),
    },
    obstacles: buildOrcaObstacles(count === 0 ? [] : polygonsOf(outlines), {
      min: layout.min,
      max: layout.max,
      reach: Math.max(0, ...pedestrians.map(sightOf)),
    }),
    options: { ...orcaOptions, timeStep: options.decisionSeconds },
    target: new Int32Array(count).fill(1),
    heading: new Float64Array(count),
    bias: new Float64Array(count),
    velocity: new Float64Array(2 * count),
    chosen: new Float64Array(2),
    near: new Int32Array(movers + 1),
    band: { low: 0.2, high: 1.7 },
  };
  pedestrians.forEach((walker, p) => {
    const [from, to] = walker.route as readonly [Ground, Ground, ...Ground[]];
    walkers.movers.position.set(from, 2 * p);
    walkers.movers.radius[p] = walker.radius + margin;
    walkers.movers.maxSpeed[p] = walker.speed * haste;
    walkers.heading[p] = headingOf(to[0] - from[0], to[1] - from[1]);
    walkers.bias[p] = random.range(-largestBias, largestBias);
  });
  return walkers;
}

/** How far off a walker takes notice of obstacles. */
function sightOf({ speed, radius }: Walker): number {
  return orcaOptions.timeHorizonObstacles * speed * haste + radius + margin + 1e-6;
}

const corners = [
  [1, 1],
  [1, -1],
  [-1, -1],
  [-1, 1],
] as const;

/** The statics' outlines as polygons; a pillar becomes an octagon around its circle. */
function polygonsOf(outlines: Outlines): Ground[][] {
  return Array.from({ length: outlines.statics }, (_, s) => {
    const x = outlines.centre[2 * s] as number;
    const z = outlines.centre[2 * s + 1] as number;
    if (outlines.round[s] === 1) {
      const radius = (outlines.radius[s] as number) / Math.cos(Math.PI / 8);
      return Array.from({ length: 8 }, (_unused, i): Ground => {
        const angle = (i * Math.PI) / 4;
        return [x + radius * Math.cos(angle), z + radius * Math.sin(angle)];
      });
    }
    const ax = outlines.axis[2 * s] as number;
    const az = outlines.axis[2 * s + 1] as number;
    return corners.map(([i, j]): Ground => {
      const u = i * (outlines.half[2 * s] as number);
      const v = j * (outlines.half[2 * s + 1] as number);
      return [x + u * ax - v * az, z + u * az + v * ax];
    });
  });
}

/** At the start of a decision: each walker chooses its velocity until the next one. */
export function steer(walkers: Walkers, layout: Layout, search: NeighbourSearch): void {
  if (walkers.count === 0) return;
  const { movers, chosen, near, options } = walkers;
  look(walkers, search.bodies);
  for (let p = 0; p < walkers.count; p++) {
    const walker = layout.walkers[p] as Walker;
    aim(walkers, walker, p);
    const seen = findNear(walkers, search, p, walker.yields);
    orcaVelocity(movers, seen, p, walkers.obstacles, options, chosen, near);
    approach(walkers, p, acceleration * options.timeStep);
  }
}

/** Puts the movers that walker p may have to avoid into `near`; returns how many. */
function findNear(
  { count, movers, near }: Walkers,
  search: NeighbourSearch,
  p: number,
  yields: boolean,
): number {
  const { bodies, gathered } = search;
  const x = movers.position[2 * p] as number;
  const z = movers.position[2 * p + 1] as number;
  // Bodies stand where they were read in single precision, a millionth of a metre beside.
  const found = gather(search, x, z, orcaOptions.neighbourDistance + 1e-3);
  let seen = 0;
  for (let i = 0; i < found; i++) {
    const n = gathered[i] as number;
    if (n === bodies.visitor) near[seen++] = movers.count;
    else if (n >= bodies.walkers) near[seen++] = n - bodies.walkers;
    else if (yields && bodies.kind[n] !== bodyKinds.door) near[seen++] = count + n;
  }
  return seen;
}

/** Copies all bodies to where ORCA sees them: it knows velocities that were, not those just chosen. */
function look(walkers: Walkers, bodies: Bodies): void {
  const { movers } = walkers;
  const end = movers.count + Number(hasVisitor(bodies));
  for (let m = 0; m < end; m++) {
    const walker = m < walkers.count;
    const other = m === movers.count ? bodies.visitor : m - walkers.count;
    const n = walker ? bodies.walkers + m : other;
    movers.velocity[2 * m] = bodies.velocity[2 * n] as number;
    movers.velocity[2 * m + 1] = bodies.velocity[2 * n + 1] as number;
    if (walker) continue;
    movers.position[2 * m] = bodies.position[3 * n] as number;
    movers.position[2 * m + 1] = bodies.position[3 * n + 2] as number;
    movers.radius[m] = bodies.radius[n] as number;
  }
}

/** Sets the preferred velocity of walker p: towards the next point of its route. */
function aim(walkers: Walkers, { route, speed }: Walker, p: number): void {
  const { position, preferred } = walkers.movers;
  let to = route[walkers.target[p] as number] as Ground;
  let dx = to[0] - (position[2 * p] as number);
  let dz = to[1] - (position[2 * p + 1] as number);
  if (dx * dx + dz * dz < arrival * arrival) {
    walkers.target[p] = ((walkers.target[p] as number) + 1) % route.length;
    to = route[walkers.target[p] as number] as Ground;
    dx = to[0] - (position[2 * p] as number);
    dz = to[1] - (position[2 * p + 1] as number);
  }
  const scale = speed / Math.max(Math.sqrt(dx * dx + dz * dz), 1e-6);
  const sin = Math.sin(walkers.bias[p] as number);
  const cos = Math.cos(walkers.bias[p] as number);
  preferred[2 * p] = (dx * cos + dz * sin) * scale;
  preferred[2 * p + 1] = (dz * cos - dx * sin) * scale;
}

/** Brings the walker's velocity towards the chosen one by at most `most` m/s. */
function approach({ velocity, chosen, movers }: Walkers, p: number, most: number): void {
  const vx = movers.velocity[2 * p] as number;
  const vz = movers.velocity[2 * p + 1] as number;
  const dx = (chosen[0] as number) - vx;
  const dz = (chosen[1] as number) - vz;
  const change = Math.sqrt(dx * dx + dz * dz);
  const share = change > most ? most / change : 1;
  velocity[2 * p] = vx + dx * share;
  velocity[2 * p + 1] = vz + dz * share;
}

/** Before each physics step of dt seconds: moves the walkers on. */
export function walk(
  walkers: Walkers,
  layout: Layout,
  outlines: Outlines,
  motion: Motion,
  firstRow: number,
  dt: number,
): void {
  const { velocity } = walkers;
  const { position } = walkers.movers;
  for (let p = 0; p < walkers.count; p++) {
    const walker = layout.walkers[p] as Walker;
    const vx = velocity[2 * p] as number;
    const vz = velocity[2 * p + 1] as number;
    position[2 * p] = (position[2 * p] as number) + vx * dt;
    position[2 * p + 1] = (position[2 * p + 1] as number) + vz * dt;
    walkers.heading[p] = turnTowards(walkers.heading[p] as number, vx, vz, turnRate * dt);
    walkers.band.high = walker.height;
    keepOut(walkers, layout, outlines, walker.radius, p);
    motion.moveTo(
      firstRow + p,
      position[2 * p] as number,
      walker.height / 2,
      position[2 * p + 1] as number,
    );
  }
}

/** Moves walker p out of what stands, along the way that is shortest, and inside the border. */
function keepOut(
  walkers: Walkers,
  { min, max }: Layout,
  outlines: Outlines,
  radius: number,
  p: number,
): void {
  const { position } = walkers.movers;
  const probe = 1e-3;
  const { start, things } = outlines.near;
  // Twice the radius, because it moves while it is moved out.
  const far = 2 * radius;
  const list = listAt(outlines.near, position[2 * p] as number, position[2 * p + 1] as number, far);
  for (let i = start[list] as number; i < (start[list + 1] as number); i++) {
    const s = things[i] as number;
    const x = position[2 * p] as number;
    const z = position[2 * p + 1] as number;
    const near = radius + (outlines.radius[s] as number);
    const dx = x - (outlines.centre[2 * s] as number);
    const dz = z - (outlines.centre[2 * s + 1] as number);
    if (dx * dx + dz * dz >= near * near || !inBand(outlines, s, walkers.band)) continue;
    const low = walkers.band.low;
    const distance = distanceTo(outlines, s, x, z, low);
    if (distance >= radius) continue;
    // The distance's gradient, by differences: outlines are convex, so it leads straight out.
    const gx = (distanceTo(outlines, s, x + probe, z, low) - distance) / probe;
    const gz = (distanceTo(outlines, s, x, z + probe, low) - distance) / probe;
    const length = Math.sqrt(gx * gx + gz * gz) || 1;
    position[2 * p] = x + ((radius - distance) * gx) / length;
    position[2 * p + 1] = z + ((radius - distance) * gz) / length;
  }
  position[2 * p] = clamp(position[2 * p] as number, min[0] + radius, max[0] - radius);
  position[2 * p + 1] = clamp(position[2 * p + 1] as number, min[1] + radius, max[1] - radius);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
