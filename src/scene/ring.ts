/**
 * People on a ring, each on the way to the opposite point: how one is drawn, clear of the places and the
 * goals of all others, and how one takes another goal. The draws and their order are those of the public
 * code of Liu et al., "Intention Aware Robot Crowd Navigation with Attention-Based Interaction Graph" (ICRA
 * 2023), whose noise off the ring goes one way only, towards +x and +z, at the start.
 *
 * Axes: M others. Metres. Writes into what it is given: people are also drawn while a world runs.
 */
import type { MersenneTwister } from '../core/mersenne-twister.ts';
import type { Ring, VariedBody } from './layout.ts';

export interface RingPerson {
  x: number;
  z: number;
  goalX: number;
  goalZ: number;
  radius: number;
  speed: number;
  /** 0: that of the crowd. */
  neighbourDistance: number;
}

/** Whom a new person must be clear of: the first `count`. */
export interface Others {
  count: number;
  /** [M, 2] */
  readonly position: Float64Array;
  /** [M, 2] */
  readonly goal: Float64Array;
  /** [M] */
  readonly radius: Float64Array;
}

/** Places tried for one person; the public code tries for ever. */
const attempts = 20_000;
/** Doubles: in one decision somebody may take another goal, by chance, and be replaced by a person of another size. */
export const mostDrawsOfPerson = 1 + 3 * attempts + 3 + 3 * attempts;

export function createRingPerson(): RingPerson {
  return { x: 0, z: 0, goalX: 0, goalZ: 0, radius: 0, speed: 0, neighbourDistance: 0 };
}

export function createOthers(size: number): Others {
  return {
    count: 0,
    position: new Float64Array(2 * size),
    goal: new Float64Array(2 * size),
    radius: new Float64Array(size),
  };
}

/** Draws a person who stands at rest; false where no place was found. */
export function drawPerson(
  random: MersenneTwister,
  ring: Ring,
  others: Others,
  out: RingPerson,
): boolean {
  drawBody(random, ring.body, out);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const angle = random.uniform() * Math.PI * 2;
    const noiseX = random.uniform() * ring.noise;
    const noiseZ = random.uniform() * ring.noise;
    const x = ring.circle * Math.cos(angle) + noiseX;
    const z = ring.circle * Math.sin(angle) + noiseZ;
    if (!isClear(ring, others, x, z, out.radius, -1)) continue;
    out.x = x;
    out.z = z;
    out.goalX = -x;
    out.goalZ = -z;
    return true;
  }
  return false;
}

/** Draws another goal for the one of the others that is called `self`; false where none was found. */
export function drawGoal(
  random: MersenneTwister,
  ring: Ring,
  others: Others,
  self: number,
  speed: number,
  out: RingPerson,
): boolean {
  const radius = others.radius[self] as number;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const angle = random.uniform() * Math.PI * 2;
    const noiseX = (random.uniform() - 0.5) * speed;
    const noiseZ = (random.uniform() - 0.5) * speed;
    const x = ring.circle * Math.cos(angle) + noiseX;
    const z = ring.circle * Math.sin(angle) + noiseZ;
    if (!isClear(ring, others, x, z, radius, self)) continue;
    out.goalX = x;
    out.goalZ = z;
    return true;
  }
  return false;
}

function drawBody(random: MersenneTwister, body: Ring['body'], out: RingPerson): void {
  if (!isVaried(body)) {
    out.radius = body.radius;
    out.speed = body.speed;
    out.neighbourDistance = 0;
    return;
  }
  out.neighbourDistance = between(random, body.neighbourDistance);
  out.speed = between(random, body.speed);
  out.radius = between(random, body.radius);
}

function isVaried(body: Ring['body']): body is VariedBody {
  return 'neighbourDistance' in body;
}

function between(random: MersenneTwister, range: readonly [number, number]): number {
  return range[0] + (range[1] - range[0]) * random.uniform();
}

/** Whether a disc at (x, z) keeps the gap to places and goals of all others but `self`. */
function isClear(
  { gap }: Ring,
  { count, position, goal, radius }: Others,
  x: number,
  z: number,
  own: number,
  self: number,
): boolean {
  for (let m = 0; m < count; m++) {
    if (m === self) continue;
    const least = own + (radius[m] as number) + gap;
    const dx = x - (position[2 * m] as number);
    const dz = z - (position[2 * m + 1] as number);
    if (Math.sqrt(dx * dx + dz * dz) < least) return false;
    const goalDx = x - (goal[2 * m] as number);
    const goalDz = z - (goal[2 * m + 1] as number);
    if (Math.sqrt(goalDx * goalDx + goalDz * goalDz) < least) return false;
  }
  return true;
}
