/**
 * What agents know of people where they see only so far (`sight` of the scene's agents): those in sight as
 * they are, those out of sight where they would be, had they gone on as they were last seen, and of those who
 * were never seen nothing. Sight is all round and through everything; it is measured from surface to surface.
 *
 * Sensors, baselines and metrics read it here, so that all know the same. Axes: A agents, N bodies in the
 * world's order, `bodies.count` of them; people are avatars, visitors and walkers. Empty where nobody has a
 * sight of its own.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds } from './bodies.ts';

export interface Memory {
  /** Metres; 0: nothing is remembered. */
  readonly sight: number;
  /** [A, N] seconds since it was seen: 0 now, Infinity never, or no person. */
  readonly age: Float64Array;
  /** [A, N, 2] */
  readonly position: Float64Array;
  /** [A, N, 2] */
  readonly velocity: Float64Array;
  /** [A, N] */
  readonly radius: Float64Array;
}

export function createMemory(layout: Layout, bodies: Bodies): Memory {
  const sight = layout.body.sight ?? 0;
  const size = sight > 0 ? layout.agents * bodies.kind.length : 0;
  return {
    sight,
    age: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
    position: new Float64Array(2 * size),
    velocity: new Float64Array(2 * size),
    radius: new Float64Array(size),
  };
}

/** Agent a knows nobody, and then looks round. */
export function wakeUp(memory: Memory, bodies: Bodies, a: number): void {
  if (memory.sight === 0) return;
  memory.age.fill(Number.POSITIVE_INFINITY, a * bodies.count, (a + 1) * bodies.count);
  lookRound(memory, bodies, a, 0);
}

/** After `seconds`: agent a sees who is in sight, and carries on those who are not. */
export function lookRound(memory: Memory, bodies: Bodies, a: number, seconds: number): void {
  if (memory.sight === 0) return;
  for (let n = 0; n < bodies.count; n++) {
    const kind = bodies.kind[n];
    if (n === a || kind === bodyKinds.prop || kind === bodyKinds.door) continue;
    if (isInSight(memory, bodies, a, n)) see(memory, bodies, a, n);
    else carryOn(memory, a * bodies.count + n, seconds);
  }
}

/**
 * Agent n was put elsewhere. Whoever has it in sight there knows; to whoever saw it until now it is gone; others
 * go on believing that it walks where they left it.
 */
export function noticeMoved(memory: Memory, bodies: Bodies, agents: number, n: number): void {
  if (memory.sight === 0) return;
  for (let a = 0; a < agents; a++) {
    const at = a * bodies.count + n;
    if (a === n) continue;
    if (isInSight(memory, bodies, a, n)) see(memory, bodies, a, n);
    else if (memory.age[at] === 0) memory.age[at] = Number.POSITIVE_INFINITY;
  }
}

/** The world has `to` bodies, where it had `from`: one more at the end, whom nobody knows, or one less. */
export function resize(memory: Memory, agents: number, from: number, to: number): void {
  if (memory.sight === 0) return;
  const kept = Math.min(from, to);
  for (let i = 0; i < agents; i++) {
    // Rows that move apart are moved from the last on, else one would be written over before it is read.
    const a = to > from ? agents - 1 - i : i;
    moveRow(memory.age, a, from, to, kept);
    moveRow(memory.position, a, 2 * from, 2 * to, 2 * kept);
    moveRow(memory.velocity, a, 2 * from, 2 * to, 2 * kept);
    moveRow(memory.radius, a, from, to, kept);
    memory.age.fill(Number.POSITIVE_INFINITY, a * to + kept, (a + 1) * to);
  }
}

function moveRow(table: Float64Array, a: number, from: number, to: number, kept: number): void {
  table.copyWithin(a * to, a * from, a * from + kept);
}

function isInSight({ sight }: Memory, bodies: Bodies, a: number, n: number): boolean {
  const dx = (bodies.position[3 * n] as number) - (bodies.position[3 * a] as number);
  const dz = (bodies.position[3 * n + 2] as number) - (bodies.position[3 * a + 2] as number);
  const far = sight + (bodies.radius[a] as number) + (bodies.radius[n] as number);
  return dx * dx + dz * dz <= far * far;
}

function see(memory: Memory, bodies: Bodies, a: number, n: number): void {
  const { age, position, velocity, radius } = memory;
  const at = a * bodies.count + n;
  age[at] = 0;
  position[2 * at] = bodies.position[3 * n] as number;
  position[2 * at + 1] = bodies.position[3 * n + 2] as number;
  velocity[2 * at] = bodies.velocity[2 * n] as number;
  velocity[2 * at + 1] = bodies.velocity[2 * n + 1] as number;
  radius[at] = bodies.radius[n] as number;
}

/** Moves what is remembered in row `at`, if anything is, `seconds` on. */
function carryOn({ age, position, velocity }: Memory, at: number, seconds: number): void {
  if (age[at] === Number.POSITIVE_INFINITY) return;
  age[at] = (age[at] as number) + seconds;
  position[2 * at] = (position[2 * at] as number) + (velocity[2 * at] as number) * seconds;
  position[2 * at + 1] =
    (position[2 * at + 1] as number) + (velocity[2 * at + 1] as number) * seconds;
}
