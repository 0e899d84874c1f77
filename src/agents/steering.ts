/**
 * Local avoidance for the baselines: every body of a world as ORCA sees it, agents in rows 0 to A − 1
 * as in the world's own table; walls and hedges as polygons. Doors are left out: a policy that waits
 * before a shut door is as quick as one that walks against it.
 *
 * A scenario may say that ORCA is to be that of a published benchmark (`Scenario.orca`): then agents want and
 * avoid what people of a crowd do (world/crowd.ts).
 *
 * One `Steering` per world. Metres, m/s. Writes agent-frame actions.
 */
import type { Avoidance, Layout, Static } from '../scene/layout.ts';
import { type Ground, isWalkable } from '../scene/layout.ts';
import { bodyKinds } from '../world/bodies.ts';
import { avoidanceOptions, avoidedRadius, prefer } from '../world/crowd.ts';
import {
  buildOrcaObstacles,
  type OrcaAgents,
  type OrcaObstacles,
  type OrcaOptions,
  orcaVelocity,
} from '../world/orca.ts';
import { orcaVelocityInSingle } from '../world/orca-single.ts';
import type { World } from '../world/world.ts';

/** Space kept to others beyond the bodies' radii. */
const margin = 0.04;
/** A cylinder's outline is a polygon around it with this many corners. */
const roundCorners = 8;
/** Preferred velocities are turned by a few hundredths of a radian, which breaks exact symmetry. */
const symmetryBreak = 0.05;

const defaultOptions = {
  neighbourDistance: 6,
  maxNeighbours: 10,
  timeHorizon: 1.5,
  timeHorizonObstacles: 0.4,
};

export interface Steering {
  readonly world: World;
  readonly agents: OrcaAgents;
  readonly obstacles: OrcaObstacles;
  readonly options: OrcaOptions;
  /** [2] */
  readonly chosen: Float64Array;
  /** Rows that take part: doors do not. */
  readonly rows: Int32Array;
  /** Kept beyond radii. */
  readonly space: number;
  /** Rows of `agents` of whom an agent knows; scratch. */
  readonly known: Int32Array;
  /** Wants and avoids what a crowd does. */
  readonly asCrowd: boolean;
  /** ORCA computes in single precision, and knows no walls. */
  readonly inSingle: boolean;
}

export function createSteering(
  world: World,
  decisionSeconds: number,
  avoidance: Avoidance | undefined,
): Steering {
  const { bodies, layout } = world;
  const rows: number[] = [];
  for (let n = 0; n < bodies.count; n++) if (bodies.kind[n] !== bodyKinds.door) rows.push(n);
  const count = rows.length;
  return {
    world,
    agents: {
      position: new Float64Array(count * 2),
      velocity: new Float64Array(count * 2),
      preferred: new Float64Array(count * 2),
      radius: Float64Array.from(rows, (n) => {
        const radius = bodies.radius[n] as number;
        return avoidance ? avoidedRadius(radius, avoidance) : radius + margin;
      }),
      maxSpeed: new Float64Array(count).fill(layout.body.maxSpeed),
    },
    obstacles: buildOrcaObstacles(avoidance ? [] : wallsOf(layout)),
    options: avoidance
      ? avoidanceOptions(avoidance, decisionSeconds)
      : { ...defaultOptions, timeStep: decisionSeconds },
    chosen: new Float64Array(2),
    rows: Int32Array.from(rows),
    space: avoidance ? avoidedRadius(0, avoidance) : margin,
    known: new Int32Array(count),
    asCrowd: avoidance !== undefined,
    inSingle: avoidance?.precision === 'single',
  };
}

/** Takes over where everything is. Once per decision, before `steer`. */
export function look({ world, agents, rows }: Steering): void {
  const { position, velocity } = world.bodies;
  for (let i = 0; i < rows.length; i++) {
    const n = rows[i] as number;
    agents.position[i * 2] = position[n * 3] as number;
    agents.position[i * 2 + 1] = position[n * 3 + 2] as number;
    agents.velocity[i * 2] = velocity[n * 2] as number;
    agents.velocity[i * 2 + 1] = velocity[n * 2 + 1] as number;
  }
}

/** Walks agent `self` towards (x, z), around what is near; writes its action. */
export function steer(
  steering: Steering,
  self: number,
  x: number,
  z: number,
  out: Float32Array,
): void {
  const { world, agents, obstacles, options, chosen, rows, known, asCrowd, inSingle } = steering;
  if (asCrowd) prefer(agents, self, x, z);
  else hurry(agents, self, x, z, world.layout.body.maxSpeed);
  const remembers = world.memory.sight > 0;
  const count = remembers ? recall(steering, self) : rows.length;
  const among = remembers ? known : undefined;
  if (inSingle) orcaVelocityInSingle(agents, count, self, options, chosen, among);
  else orcaVelocity(agents, count, self, obstacles, options, chosen, among);
  writeAction(world, self, chosen[0] as number, chosen[1] as number, out);
}

/** Puts others where agent `self` remembers them, and lists those it knows of; returns how many. */
function recall({ world, agents, rows, known, space }: Steering, self: number): number {
  const { memory, bodies } = world;
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const at = self * bodies.count + (rows[i] as number);
    if (memory.age[at] === Number.POSITIVE_INFINITY) continue;
    agents.position[i * 2] = memory.position[at * 2] as number;
    agents.position[i * 2 + 1] = memory.position[at * 2 + 1] as number;
    agents.velocity[i * 2] = memory.velocity[at * 2] as number;
    agents.velocity[i * 2 + 1] = memory.velocity[at * 2 + 1] as number;
    agents.radius[i] = (memory.radius[at] as number) + space;
    known[count++] = i;
  }
  return count;
}

/** Sets the preferred velocity of agent `self`: to (x, z) at full speed, a little to one side. */
function hurry(agents: OrcaAgents, self: number, x: number, z: number, speed: number): void {
  const dx = x - (agents.position[self * 2] as number);
  const dz = z - (agents.position[self * 2 + 1] as number);
  const scale = speed / Math.max(1e-6, Math.sqrt(dx * dx + dz * dz));
  const bias = symmetryBreak * (0.5 + ((self * 0.618) % 1));
  agents.preferred[self * 2] = (dx - bias * dz) * scale;
  agents.preferred[self * 2 + 1] = (dz + bias * dx) * scale;
}

/** A velocity in the world's frame as an action in the agent's. */
export function writeAction(
  world: World,
  self: number,
  vx: number,
  vz: number,
  out: Float32Array,
): void {
  const heading = world.heading[self] as number;
  const sin = Math.sin(heading);
  const cos = Math.cos(heading);
  out[self * 2] = -sin * vx - cos * vz;
  out[self * 2 + 1] = -cos * vx + sin * vz;
}

function wallsOf(layout: Layout): Ground[][] {
  const [x0, z0] = layout.min;
  const [x1, z1] = layout.max;
  const corners: Ground[] = [
    [x0, z0],
    [x1, z0],
    [x1, z1],
    [x0, z1],
  ];
  const border = corners.map((corner, i) => [corner, corners[(i + 1) % 4] as Ground]);
  const inside = layout.statics.filter((fixed) => !isWalkable(fixed)).map(outlineOf);
  return [...border, ...inside];
}

function outlineOf({ position: [x, , z], yaw, shape }: Static): Ground[] {
  const cos = Math.cos(yaw);
  const sin = Math.sin(yaw);
  const corner = (along: number, across: number): Ground => [
    x + along * cos + across * sin,
    z - along * sin + across * cos,
  ];
  if (shape.type === 'cylinder') {
    const radius = shape.radius / Math.cos(Math.PI / roundCorners);
    return Array.from({ length: roundCorners }, (_, i) => {
      const angle = (2 * Math.PI * i) / roundCorners;
      return corner(radius * Math.cos(angle), radius * Math.sin(angle));
    });
  }
  const halfX = shape.size[0] / 2;
  const halfZ = shape.size[2] / 2;
  return [
    corner(-halfX, -halfZ),
    corner(halfX, -halfZ),
    corner(halfX, halfZ),
    corner(-halfX, halfZ),
  ];
}
