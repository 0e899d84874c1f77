/** Which agent a ray meets first. Pure: agents are upright capsules, taken as a bundle of two balls. */

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
  const { origin, direction } = ray;
  const { position, count, radius, height, slack } = targets;
  let best = -1;
  let bestAlong = Number.POSITIVE_INFINITY;
  const spread = Math.max(0, height / 2 - radius);
  for (let a = 0; a < count; a++) {
    for (let part = -1; part <= 1; part++) {
      const dx = (position[a * 3] as number) - origin.x;
      const dy = (position[a * 3 + 1] as number) + part * spread - origin.y;
      const dz = (position[a * 3 + 2] as number) - origin.z;
      const along = dx * direction.x + dy * direction.y + dz * direction.z;
      if (along <= 0 || along >= bestAlong) continue;
      const reach = radius * 1.1 + along * slack;
      const beside = dx * dx + dy * dy + dz * dz - along * along;
      if (beside > reach * reach) continue;
      best = a;
      bestAlong = along;
    }
  }
  return best;
}
