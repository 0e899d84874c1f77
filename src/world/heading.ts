/** Headings: radians, 0 looks along −z, positive turns left (counter-clockwise seen from above). */

/** m/s; below it a heading turns proportionally slower, so that standing bodies do not spin. */
const turningSpeed = 0.5;

/** An angle in (−π, π]. */
export function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.ceil((angle - Math.PI) / (2 * Math.PI));
}

/** Of the direction (x, z). */
export function headingOf(x: number, z: number): number {
  return Math.atan2(-x, -z);
}

/** The heading after turning towards the velocity (vx, vz) by at most `most` radians. */
export function turnTowards(heading: number, vx: number, vz: number, most: number): number {
  const speed = Math.sqrt(vx * vx + vz * vz);
  if (speed < 1e-3) return heading;
  const off = wrap(headingOf(vx, vz) - heading);
  const limit = most * Math.min(1, speed / turningSpeed);
  return wrap(heading + Math.max(-limit, Math.min(limit, off)));
}
