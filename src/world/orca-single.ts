/**
 * ORCA among agents as the RVO2 library computes it, operation by operation in single precision. Recorded runs of
 * benchmarks that use this library can only be continued to the step by it: where two neighbours matter
 * equally, a difference of 1e-7 decides, and soon the crowd is another. For all else there is orca.ts, which
 * knows obstacles too.
 *
 * Source: van den Berg et al., "Reciprocal n-Body Collision Avoidance" (2011), in the order of work of Agent.cpp
 * of RVO2 (Apache 2.0). Metres, m/s, seconds, in the plane (x, z). Axes: N agents, L lines. Numbers come in double
 * precision and are rounded here, as they are where Python calls the library. Allocates only scratch that grows.
 */
import type { OrcaAgents, OrcaOptions } from './orca.ts';

const f = Math.fround;
/** Below this sine of their angle, RVO2 takes two lines to be parallel. */
const epsilon = f(1e-5);

/** [L] half-planes: allowed is what lies left of the point, seen along the direction. */
interface Lines {
  count: number;
  px: Float32Array;
  pz: Float32Array;
  dx: Float32Array;
  dz: Float32Array;
}

function createLines(size: number): Lines {
  const make = () => new Float32Array(size);
  return { count: 0, px: make(), pz: make(), dx: make(), dz: make() };
}

let lines = createLines(64);
let projected = createLines(64);
/** Neighbours so far, nearest first, with their squared distances. */
let nearest = new Int32Array(64);
let nearestDistance = new Float32Array(64);
/** [2] the velocity so far. */
const result = new Float32Array(2);

/** As `orcaVelocity` of orca.ts, without obstacles. */
export function orcaVelocityInSingle(
  agents: OrcaAgents,
  count: number,
  self: number,
  options: OrcaOptions,
  out: Float64Array,
  among?: Int32Array,
): void {
  if (nearest.length < count) {
    lines = createLines(2 * count);
    projected = createLines(2 * count);
    nearest = new Int32Array(2 * count);
    nearestDistance = new Float32Array(2 * count);
  }
  const found = findAgents(agents, count, self, options, among);
  const inverseHorizon = f(1 / f(options.timeHorizon));
  const inverseStep = f(1 / f(options.timeStep));
  lines.count = 0;
  for (let i = 0; i < found; i++) {
    pushAgentLine(agents, self, nearest[i] as number, inverseHorizon, inverseStep);
  }
  const maxSpeed = f(agents.maxSpeed[self] as number);
  const wantedX = f(agents.preferred[2 * self] as number);
  const wantedZ = f(agents.preferred[2 * self + 1] as number);
  const failed = linearProgram2(lines, maxSpeed, wantedX, wantedZ, false);
  if (failed < lines.count) linearProgram3(failed, maxSpeed);
  out[0] = result[0] as number;
  out[1] = result[1] as number;
}

function findAgents(
  { position }: OrcaAgents,
  count: number,
  self: number,
  { neighbourDistance, maxNeighbours }: OrcaOptions,
  among: Int32Array | undefined,
): number {
  const x = f(position[2 * self] as number);
  const z = f(position[2 * self + 1] as number);
  let range = f(f(neighbourDistance) * f(neighbourDistance));
  let found = 0;
  for (let i = 0; i < count; i++) {
    const other = among ? (among[i] as number) : i;
    if (other === self) continue;
    const dx = f(x - f(position[2 * other] as number));
    const dz = f(z - f(position[2 * other + 1] as number));
    const distance = f(f(dx * dx) + f(dz * dz));
    if (distance >= range) continue;
    if (found < maxNeighbours) found++;
    let at = found - 1;
    while (at > 0 && distance < (nearestDistance[at - 1] as number)) {
      nearest[at] = nearest[at - 1] as number;
      nearestDistance[at] = nearestDistance[at - 1] as number;
      at--;
    }
    nearest[at] = other;
    nearestDistance[at] = distance;
    if (found === maxNeighbours) range = nearestDistance[found - 1] as number;
  }
  return found;
}

function pushAgentLine(
  { position, velocity, radius }: OrcaAgents,
  self: number,
  other: number,
  inverseHorizon: number,
  inverseStep: number,
): void {
  const ownX = f(velocity[2 * self] as number);
  const ownZ = f(velocity[2 * self + 1] as number);
  const rx = f(f(position[2 * other] as number) - f(position[2 * self] as number));
  const rz = f(f(position[2 * other + 1] as number) - f(position[2 * self + 1] as number));
  const vx = f(ownX - f(velocity[2 * other] as number));
  const vz = f(ownZ - f(velocity[2 * other + 1] as number));
  const distance2 = f(f(rx * rx) + f(rz * rz));
  const reach = f(f(radius[self] as number) + f(radius[other] as number));
  const reach2 = f(reach * reach);

  const isApart = distance2 > reach2;
  const inverse = isApart ? inverseHorizon : inverseStep;
  const wx = f(vx - f(inverse * rx));
  const wz = f(vz - f(inverse * rz));
  const w2 = f(f(wx * wx) + f(wz * wz));
  const along = f(f(wx * rx) + f(wz * rz));
  let dx: number;
  let dz: number;
  let ux: number;
  let uz: number;
  if (!isApart || (along < 0 && f(along * along) > f(reach2 * w2))) {
    // The nearest boundary is the round end of the velocity obstacle.
    const length = f(Math.sqrt(w2));
    // Coinciding agents of one velocity have no nearest way out: let them part by their order.
    const scale = length > 0 ? f(1 / length) : 0;
    const unitX = length > 0 ? f(wx * scale) : self < other ? 1 : -1;
    const unitZ = f(wz * scale);
    const most = f(f(reach * inverse) - length);
    dx = unitZ;
    dz = -unitX;
    ux = f(most * unitX);
    uz = f(most * unitZ);
  } else {
    // The nearest boundary is one of the two legs.
    const leg = f(Math.sqrt(f(distance2 - reach2)));
    const scale = f(1 / distance2);
    if (f(f(rx * wz) - f(rz * wx)) > 0) {
      dx = f(f(f(rx * leg) - f(rz * reach)) * scale);
      dz = f(f(f(rx * reach) + f(rz * leg)) * scale);
    } else {
      dx = -f(f(f(rx * leg) + f(rz * reach)) * scale);
      dz = -f(f(f(-rx * reach) + f(rz * leg)) * scale);
    }
    const dot = f(f(vx * dx) + f(vz * dz));
    ux = f(f(dot * dx) - vx);
    uz = f(f(dot * dz) - vz);
  }
  const at = lines.count++;
  lines.px[at] = f(ownX + f(0.5 * ux));
  lines.pz[at] = f(ownZ + f(0.5 * uz));
  lines.dx[at] = dx;
  lines.dz[at] = dz;
}

/** By how much the result lies to the right of line i. */
function violation({ px, pz, dx, dz }: Lines, i: number): number {
  const x = f((px[i] as number) - (result[0] as number));
  const z = f((pz[i] as number) - (result[1] as number));
  return f(f((dx[i] as number) * z) - f((dz[i] as number) * x));
}

function linearProgram1(
  { px, pz, dx, dz }: Lines,
  at: number,
  radius: number,
  wantedX: number,
  wantedZ: number,
  farthest: boolean,
): boolean {
  const x = px[at] as number;
  const z = pz[at] as number;
  const ex = dx[at] as number;
  const ez = dz[at] as number;
  const along = f(f(x * ex) + f(z * ez));
  const lengths = f(f(along * along) + f(radius * radius));
  const discriminant = f(lengths - f(f(x * x) + f(z * z)));
  if (discriminant < 0) return false;
  const half = f(Math.sqrt(discriminant));
  let left = f(-along - half);
  let right = f(-along + half);
  for (let i = 0; i < at; i++) {
    const ix = dx[i] as number;
    const iz = dz[i] as number;
    const denominator = f(f(ex * iz) - f(ez * ix));
    const offX = f(x - (px[i] as number));
    const offZ = f(z - (pz[i] as number));
    const numerator = f(f(ix * offZ) - f(iz * offX));
    if (Math.abs(denominator) <= epsilon) {
      if (numerator < 0) return false;
      continue;
    }
    const t = f(numerator / denominator);
    if (denominator >= 0) {
      if (t < right) right = t;
    } else if (t > left) left = t;
    if (left > right) return false;
  }
  let t: number;
  if (farthest) {
    t = f(f(wantedX * ex) + f(wantedZ * ez)) > 0 ? right : left;
  } else {
    t = f(f(ex * f(wantedX - x)) + f(ez * f(wantedZ - z)));
    if (t < left) t = left;
    else if (t > right) t = right;
  }
  result[0] = f(x + f(t * ex));
  result[1] = f(z + f(t * ez));
  return true;
}

function linearProgram2(
  among: Lines,
  radius: number,
  wantedX: number,
  wantedZ: number,
  farthest: boolean,
): number {
  const length2 = f(f(wantedX * wantedX) + f(wantedZ * wantedZ));
  if (farthest) {
    result[0] = f(wantedX * radius);
    result[1] = f(wantedZ * radius);
  } else if (length2 > f(radius * radius)) {
    const scale = f(1 / f(Math.sqrt(length2)));
    result[0] = f(f(wantedX * scale) * radius);
    result[1] = f(f(wantedZ * scale) * radius);
  } else {
    result[0] = wantedX;
    result[1] = wantedZ;
  }
  for (let i = 0; i < among.count; i++) {
    if (violation(among, i) <= 0) continue;
    if (!linearProgram1(among, i, radius, wantedX, wantedZ, farthest)) return i;
  }
  return among.count;
}

function linearProgram3(begin: number, radius: number): void {
  const { px, pz, dx, dz } = lines;
  let distance = 0;
  for (let i = begin; i < lines.count; i++) {
    if (violation(lines, i) <= distance) continue;
    const x = px[i] as number;
    const z = pz[i] as number;
    const ex = dx[i] as number;
    const ez = dz[i] as number;
    projected.count = 0;
    for (let j = 0; j < i; j++) project(i, j);
    const beforeX = result[0] as number;
    const beforeZ = result[1] as number;
    if (linearProgram2(projected, radius, -ez, ex, true) < projected.count) {
      result[0] = beforeX;
      result[1] = beforeZ;
    }
    const offX = f(x - (result[0] as number));
    const offZ = f(z - (result[1] as number));
    distance = f(f(ex * offZ) - f(ez * offX));
  }
}

/** Pushes the line on which lines i and j are violated equally, unless j is met wherever i is. */
function project(i: number, j: number): void {
  const { px, pz, dx, dz } = lines;
  const x = px[i] as number;
  const z = pz[i] as number;
  const ex = dx[i] as number;
  const ez = dz[i] as number;
  const jx = dx[j] as number;
  const jz = dz[j] as number;
  const determinant = f(f(ex * jz) - f(ez * jx));
  const at = projected.count;
  if (Math.abs(determinant) <= epsilon) {
    if (f(f(ex * jx) + f(ez * jz)) > 0) return;
    projected.px[at] = f(0.5 * f(x + (px[j] as number)));
    projected.pz[at] = f(0.5 * f(z + (pz[j] as number)));
  } else {
    const offX = f(x - (px[j] as number));
    const offZ = f(z - (pz[j] as number));
    const t = f(f(f(jx * offZ) - f(jz * offX)) / determinant);
    projected.px[at] = f(x + f(t * ex));
    projected.pz[at] = f(z + f(t * ez));
  }
  const towardsX = f(jx - ex);
  const towardsZ = f(jz - ez);
  const scale = f(1 / f(Math.sqrt(f(f(towardsX * towardsX) + f(towardsZ * towardsZ)))));
  projected.dx[at] = f(towardsX * scale);
  projected.dz[at] = f(towardsZ * scale);
  projected.count = at + 1;
}
