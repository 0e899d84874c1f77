/**
 * The three small linear programs of optimal reciprocal collision avoidance: the velocity nearest to
 * a preferred one, inside a disc and to the left of every line; or, where no such velocity exists,
 * the one that violates the lines of other agents least.
 *
 * Source: de Berg et al., Computational Geometry, ch. 4 (incremental linear programming), as used by
 * van den Berg et al., "Reciprocal n-Body Collision Avoidance" (2011), section 5, and by the RVO2
 * library (Apache 2.0), whose order of work and tolerance are kept so that results agree.
 *
 * Units: m/s. Axes: L lines. Knows nothing of agents. Allocates only when a set of lines grows.
 */

/** Below this sine of their angle, RVO2 takes two lines to be parallel. */
const epsilon = 1e-5;

/** Half-planes of velocity: [L, 4] point x, z, unit direction x, z. Allowed is what lies left of it. */
export interface Lines {
  values: Float64Array;
  count: number;
}

export function createLines(): Lines {
  return { values: new Float64Array(4 * 32), count: 0 };
}

/** Makes room for `capacity` lines. What they held before is lost. */
export function reserveLines(lines: Lines, capacity: number): void {
  if (lines.values.length < 4 * capacity) lines.values = new Float64Array(8 * capacity);
}

export function pushLine(lines: Lines, x: number, z: number, dx: number, dz: number): void {
  const at = 4 * lines.count++;
  lines.values[at] = x;
  lines.values[at + 1] = z;
  lines.values[at + 2] = dx;
  lines.values[at + 3] = dz;
}

/** Signed distance by which (x, z) lies to the right of line `i`, i.e. violates it. */
function violation(values: Float64Array, i: number, x: number, z: number): number {
  const dx = values[4 * i + 2] as number;
  const dz = values[4 * i + 3] as number;
  return dx * ((values[4 * i + 1] as number) - z) - dz * ((values[4 * i] as number) - x);
}

/**
 * The best velocity on line `at` that satisfies the lines before it, written to `result`; false (and
 * `result` untouched) if there is none. With `farthest`, (ox, oz) is a direction to go far along.
 */
function linearProgram1(
  values: Float64Array,
  at: number,
  radius: number,
  ox: number,
  oz: number,
  farthest: boolean,
  result: Float64Array,
): boolean {
  const px = values[4 * at] as number;
  const pz = values[4 * at + 1] as number;
  const dx = values[4 * at + 2] as number;
  const dz = values[4 * at + 3] as number;

  const along = px * dx + pz * dz;
  const discriminant = along * along + radius * radius - (px * px + pz * pz);
  if (discriminant < 0) return false; // the disc lies wholly on the wrong side
  const half = Math.sqrt(discriminant);
  let left = -along - half;
  let right = -along + half;

  for (let i = 0; i < at; i++) {
    const ex = values[4 * i + 2] as number;
    const ez = values[4 * i + 3] as number;
    const denominator = dx * ez - dz * ex;
    const numerator =
      ex * (pz - (values[4 * i + 1] as number)) - ez * (px - (values[4 * i] as number));
    if (Math.abs(denominator) <= epsilon) {
      if (numerator < 0) return false;
      continue;
    }
    const t = numerator / denominator;
    if (denominator >= 0) right = Math.min(right, t);
    else left = Math.max(left, t);
    if (left > right) return false;
  }

  let t: number;
  if (farthest) t = ox * dx + oz * dz > 0 ? right : left;
  else t = Math.min(right, Math.max(left, dx * (ox - px) + dz * (oz - pz)));
  result[0] = px + t * dx;
  result[1] = pz + t * dz;
  return true;
}

/**
 * The velocity nearest to (ox, oz) in the disc that satisfies all lines, written to `result`; with
 * `farthest`, the one farthest along the unit vector (ox, oz). Returns the count of lines, or the
 * index of the first that cannot be met: `result` then satisfies the lines before it.
 */
export function linearProgram2(
  lines: Lines,
  radius: number,
  ox: number,
  oz: number,
  farthest: boolean,
  result: Float64Array,
): number {
  const { values, count } = lines;
  const length = Math.sqrt(ox * ox + oz * oz);
  const scale = farthest ? radius : length > radius ? radius / length : 1;
  result[0] = ox * scale;
  result[1] = oz * scale;
  for (let i = 0; i < count; i++) {
    if (violation(values, i, result[0] as number, result[1] as number) <= 0) continue;
    if (!linearProgram1(values, i, radius, ox, oz, farthest, result)) return i;
  }
  return count;
}

/**
 * Where linearProgram2 failed at line `begin`: the velocity whose greatest violation of the lines
 * from `hard` on is least, while the first `hard` lines (obstacles) are kept. `projected` is scratch.
 */
export function linearProgram3(
  lines: Lines,
  hard: number,
  begin: number,
  radius: number,
  projected: Lines,
  result: Float64Array,
): void {
  const { values, count } = lines;
  reserveLines(projected, count);
  let distance = 0;
  for (let i = begin; i < count; i++) {
    if (violation(values, i, result[0] as number, result[1] as number) <= distance) continue;
    const px = values[4 * i] as number;
    const pz = values[4 * i + 1] as number;
    const dx = values[4 * i + 2] as number;
    const dz = values[4 * i + 3] as number;

    // Project every earlier agent line on line i: the set where both are violated equally.
    projected.count = hard;
    for (let k = 0; k < 4 * hard; k++) projected.values[k] = values[k] as number;
    for (let j = hard; j < i; j++) {
      const qx = values[4 * j] as number;
      const qz = values[4 * j + 1] as number;
      const ex = values[4 * j + 2] as number;
      const ez = values[4 * j + 3] as number;
      const determinant = dx * ez - dz * ex;
      let x: number;
      let z: number;
      if (Math.abs(determinant) <= epsilon) {
        if (dx * ex + dz * ez > 0) continue; // the same direction: j is met wherever i is
        x = 0.5 * (px + qx);
        z = 0.5 * (pz + qz);
      } else {
        const t = (ex * (pz - qz) - ez * (px - qx)) / determinant;
        x = px + t * dx;
        z = pz + t * dz;
      }
      const length = Math.sqrt((ex - dx) * (ex - dx) + (ez - dz) * (ez - dz));
      pushLine(projected, x, z, (ex - dx) / length, (ez - dz) / length);
    }

    const beforeX = result[0] as number;
    const beforeZ = result[1] as number;
    if (linearProgram2(projected, radius, -dz, dx, true, result) < projected.count) {
      // In exact arithmetic this cannot fail: `result` already lies in the region. Keep it.
      result[0] = beforeX;
      result[1] = beforeZ;
    }
    distance = violation(values, i, result[0] as number, result[1] as number);
  }
}
