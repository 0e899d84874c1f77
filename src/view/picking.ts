/** Which agent, or other upright body, a ray meets first. Pure: they are capsules, taken as a bundle of three balls. */
import type { Graspable } from './stage.ts';

export interface Ray {
  readonly origin: { readonly x: number; readonly y: number; readonly z: number };
  /** Of length 1. */
  readonly direction: { readonly x: number; readonly y: number; readonly z: number };
}

export interface Targets {
  /** [A, 3] centres. */
  readonly position: Float32Array;
  readonly count: number;
  readonly radius: number;
  readonly height: number;
  /** Radians by which a body is widened as seen from the origin, so that a finger can hit it. */
  readonly slack: number;
}

/** The index of the agent, or −1. */
export function pickAgent(ray: Ray, targets: Targets): number {
  const { position, count, radius, height, slack } = targets;
  let best = -1;
  let bestAlong = Number.POSITIVE_INFINITY;
  for (let a = 0; a < count; a++) {
    const x = position[a * 3] as number;
    const y = position[a * 3 + 1] as number;
    const z = position[a * 3 + 2] as number;
    const along = alongTo(ray, x, y, z, radius, height, slack);
    if (along >= bestAlong) continue;
    best = a;
    bestAlong = along;
  }
  return best;
}

/** The name of the body; undefined: none. */
export function pickGraspable(
  ray: Ray,
  bodies: readonly Graspable[],
  slack: number,
): string | undefined {
  let best: string | undefined;
  let bestAlong = Number.POSITIVE_INFINITY;
  for (const { thing, x, y, z, radius, height } of bodies) {
    const along = alongTo(ray, x, y, z, radius, height, slack);
    if (along >= bestAlong) continue;
    best = thing;
    bestAlong = along;
  }
  return best;
}

/** How far along the ray it meets the body with its middle at (x, y, z); Infinity: it does not. */
function alongTo(
  { origin, direction }: Ray,
  x: number,
  y: number,
  z: number,
  radius: number,
  height: number,
  slack: number,
): number {
  const spread = Math.max(0, height / 2 - radius);
  let least = Number.POSITIVE_INFINITY;
  for (let part = -1; part <= 1; part++) {
    const dx = x - origin.x;
    const dy = y + part * spread - origin.y;
    const dz = z - origin.z;
    const along = dx * direction.x + dy * direction.y + dz * direction.z;
    if (along <= 0 || along >= least) continue;
    const reach = radius * 1.1 + along * slack;
    const beside = dx * dx + dy * dy + dz * dz - along * along;
    if (beside <= reach * reach) least = along;
  }
  return least;
}
