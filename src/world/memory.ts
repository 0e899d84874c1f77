/**
 * What agents know of people where they see only so far (`sight` of the scene's agents): those in sight as
 * they are, those out of sight where they would be, had they gone on as they were last seen, and of those who
 * were never seen nothing. Sight is all round and through everything; it is measured from surface to surface.
 *
 * Sensors, baselines and metrics read it here, so that all know the same. Axes: A agents, N bodies in the
 * world's order; people are avatars, visitors and walkers. Empty where nobody has a sight of its own.
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
  const size = sight > 0 ? layout.agents * bodies.count : 0;
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
  const { sight, age, position, velocity, radius } = memory;
  if (sight === 0) return;
  const x = bodies.position[3 * a] as number;
  const z = bodies.position[3 * a + 2] as number;
  const own = bodies.radius[a] as number;
  for (let n = 0; n < bodies.count; n++) {
    const kind = bodies.kind[n];
    if (n === a || kind === bodyKinds.prop || kind === bodyKinds.door) continue;
    const at = a * bodies.count + n;
    const otherX = bodies.position[3 * n] as number;
    const otherZ = bodies.position[3 * n + 2] as number;
    const dx = otherX - x;
    const dz = otherZ - z;
    const far = sight + own + (bodies.radius[n] as number);
    if (dx * dx + dz * dz <= far * far) {
      age[at] = 0;
      position[2 * at] = otherX;
      position[2 * at + 1] = otherZ;
      velocity[2 * at] = bodies.velocity[2 * n] as number;
      velocity[2 * at + 1] = bodies.velocity[2 * n + 1] as number;
      radius[at] = bodies.radius[n] as number;
    } else if (age[at] !== Number.POSITIVE_INFINITY) {
      age[at] = (age[at] as number) + seconds;
      position[2 * at] = (position[2 * at] as number) + (velocity[2 * at] as number) * seconds;
      position[2 * at + 1] =
        (position[2 * at + 1] as number) + (velocity[2 * at + 1] as number) * seconds;
    }
  }
}
