/** When two that keep their velocities are closest; what sensors of things that move have in common. */

/** Seconds: what is later tells nothing more. */
export const farTime = 5;

/**
 * Seconds until then, 0 if it is past, at most `farTime`; (dx, dz) metres and (vx, vz) m/s of one relative
 * to the other.
 */
export function timeToClosest(dx: number, dz: number, vx: number, vz: number): number {
  const speedSquared = vx * vx + vz * vz;
  // Two at the same velocity are closest now and for ever.
  if (speedSquared <= 1e-6) return 0;
  return Math.min(farTime, Math.max(0, -(dx * vx + dz * vz) / speedSquared));
}
