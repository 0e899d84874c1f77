/**
 * The half-planes of velocity that optimal reciprocal collision avoidance allows: one per
 * neighbouring agent (each takes half of the avoidance) and one per static segment (the agent takes
 * all of it).
 *
 * Source: van den Berg et al., "Reciprocal n-Body Collision Avoidance" (2011), section 4, and
 * Agent.cpp of the RVO2 library (Apache 2.0), whose cases are kept one by one. Two inputs for
 * which the library divides by zero are settled here: coinciding agents of one velocity, and an
 * agent that touches a segment exactly beside its second vertex.
 *
 * Metres, m/s, seconds, in the plane (x, z). Writes lines; solves nothing and chooses no neighbours.
 */
import { type Lines, pushLine } from './linear-program.ts';
import type { OrcaAgents } from './orca.ts';
import type { OrcaObstacles } from './orca-obstacles.ts';

const epsilon = 1e-5;

/** The line along the circle around (cx, cz) at the point nearest to (cx, cz) + (wx, wz). */
function pushCircle(
  lines: Lines,
  cx: number,
  cz: number,
  wx: number,
  wz: number,
  radius: number,
): void {
  const length = Math.sqrt(wx * wx + wz * wz);
  const ux = wx / length;
  const uz = wz / length;
  pushLine(lines, cx + radius * ux, cz + radius * uz, uz, -ux);
}

/** The half-plane of `self` against the agent `other`. */
export function pushAgentLine(
  lines: Lines,
  agents: OrcaAgents,
  self: number,
  other: number,
  timeHorizon: number,
  timeStep: number,
): void {
  const { position, velocity, radius } = agents;
  const ownX = velocity[2 * self] as number;
  const ownZ = velocity[2 * self + 1] as number;
  const rx = (position[2 * other] as number) - (position[2 * self] as number);
  const rz = (position[2 * other + 1] as number) - (position[2 * self + 1] as number);
  const vx = ownX - (velocity[2 * other] as number);
  const vz = ownZ - (velocity[2 * other + 1] as number);
  const distance2 = rx * rx + rz * rz;
  const reach = (radius[self] as number) + (radius[other] as number);
  const reach2 = reach * reach;

  // Already touching: get apart within one time step instead of within the horizon.
  const inverse = 1 / (distance2 > reach2 ? timeHorizon : timeStep);
  const wx = vx - inverse * rx;
  const wz = vz - inverse * rz;
  const w2 = wx * wx + wz * wz;
  const along = wx * rx + wz * rz;

  if (distance2 <= reach2 || (along < 0 && along * along > reach2 * w2)) {
    // The nearest boundary is the round end of the velocity obstacle.
    const w = Math.sqrt(w2);
    // Coinciding agents of one velocity have no nearest way out: let them part by their order.
    const ux = w > 0 ? wx / w : self < other ? 1 : -1;
    const uz = w > 0 ? wz / w : 0;
    const half = 0.5 * (reach * inverse - w);
    pushLine(lines, ownX + half * ux, ownZ + half * uz, uz, -ux);
    return;
  }

  // The nearest boundary is one of the two legs.
  const leg = Math.sqrt(distance2 - reach2);
  const left = rx * wz - rz * wx > 0;
  const dx = left ? (rx * leg - rz * reach) / distance2 : -(rx * leg + rz * reach) / distance2;
  const dz = left ? (rx * reach + rz * leg) / distance2 : -(-rx * reach + rz * leg) / distance2;
  const dot = vx * dx + vz * dz;
  pushLine(lines, ownX + 0.5 * (dot * dx - vx), ownZ + 0.5 * (dot * dz - vz), dx, dz);
}

/** The half-plane of `self` against segment `segment`, unless the lines so far imply it. */
export function pushObstacleLine(
  lines: Lines,
  agents: OrcaAgents,
  self: number,
  obstacles: OrcaObstacles,
  segment: number,
  timeHorizon: number,
): void {
  const { point, direction, next, previous, convex } = obstacles;
  const px = agents.position[2 * self] as number;
  const pz = agents.position[2 * self + 1] as number;
  const vx = agents.velocity[2 * self] as number;
  const vz = agents.velocity[2 * self + 1] as number;
  const radius = agents.radius[self] as number;
  const radius2 = radius * radius;
  const inverse = 1 / timeHorizon;

  // Seen from the agent, the segment's first vertex is on the left and its second on the right.
  let a = segment;
  let b = next[segment] as number;
  const ax = (point[2 * a] as number) - px;
  const az = (point[2 * a + 1] as number) - pz;
  const bx = (point[2 * b] as number) - px;
  const bz = (point[2 * b + 1] as number) - pz;
  const alongX = direction[2 * a] as number;
  const alongZ = direction[2 * a + 1] as number;

  for (let i = 0; i < lines.count; i++) {
    const lx = lines.values[4 * i] as number;
    const lz = lines.values[4 * i + 1] as number;
    const dx = lines.values[4 * i + 2] as number;
    const dz = lines.values[4 * i + 3] as number;
    const margin = inverse * radius - epsilon;
    if (
      (inverse * ax - lx) * dz - (inverse * az - lz) * dx >= margin &&
      (inverse * bx - lx) * dz - (inverse * bz - lz) * dx >= margin
    ) {
      return;
    }
  }

  const a2 = ax * ax + az * az;
  const b2 = bx * bx + bz * bz;
  const ex = bx - ax;
  const ez = bz - az;
  const s = -(ax * ex + az * ez) / (ex * ex + ez * ez);
  const offX = ax + s * ex;
  const offZ = az + s * ez;
  const off2 = offX * offX + offZ * offZ;

  // Touching: no velocity towards the segment. A concave corner is left to its other segment.
  if (s < 0 && a2 <= radius2) {
    if (convex[a]) pushCircle(lines, 0, 0, -ax, -az, 0);
    return;
  }
  if (s > 1 && b2 <= radius2) {
    const nextX = direction[2 * b] as number;
    const nextZ = direction[2 * b + 1] as number;
    if (convex[b] && bx * nextZ - bz * nextX >= 0) pushCircle(lines, 0, 0, -bx, -bz, 0);
    return;
  }
  if (s >= 0 && s <= 1 && off2 <= radius2) {
    pushLine(lines, 0, 0, -alongX, -alongZ);
    return;
  }

  // Not touching. Seen along its own line, a segment is no more than its nearer vertex.
  if (s < 0 && off2 <= radius2) {
    if (!convex[a]) return;
    b = a;
  } else if (s > 1 && off2 <= radius2) {
    if (!convex[b]) return;
    a = b;
  }
  const single = a === b;
  const leftX = single && a !== segment ? bx : ax;
  const leftZ = single && a !== segment ? bz : az;
  const rightX = single && a === segment ? ax : bx;
  const rightZ = single && a === segment ? az : bz;

  // The legs: tangents from the agent to the discs around the vertices; the segment's own line
  // where a corner is concave.
  let leftDx = -alongX;
  let leftDz = -alongZ;
  if (convex[a]) {
    const d2 = leftX * leftX + leftZ * leftZ;
    const leg = Math.sqrt(d2 - radius2);
    leftDx = (leftX * leg - leftZ * radius) / d2;
    leftDz = (leftX * radius + leftZ * leg) / d2;
  }
  let rightDx = alongX;
  let rightDz = alongZ;
  if (convex[b]) {
    const d2 = rightX * rightX + rightZ * rightZ;
    const leg = Math.sqrt(d2 - radius2);
    rightDx = (rightX * leg + rightZ * radius) / d2;
    rightDz = (-rightX * radius + rightZ * leg) / d2;
  }

  // A leg that would point into the neighbouring segment is that segment's business.
  let leftForeign = false;
  const before = previous[a] as number;
  const beforeX = -(direction[2 * before] as number);
  const beforeZ = -(direction[2 * before + 1] as number);
  if (convex[a] && leftDx * beforeZ - leftDz * beforeX >= 0) {
    leftDx = beforeX;
    leftDz = beforeZ;
    leftForeign = true;
  }
  let rightForeign = false;
  const afterX = direction[2 * b] as number;
  const afterZ = direction[2 * b + 1] as number;
  if (convex[b] && rightDx * afterZ - rightDz * afterX <= 0) {
    rightDx = afterX;
    rightDz = afterZ;
    rightForeign = true;
  }

  // Project the current velocity on the nearest part of the velocity obstacle's boundary.
  const cutLeftX = inverse * leftX;
  const cutLeftZ = inverse * leftZ;
  const cutRightX = inverse * rightX;
  const cutRightZ = inverse * rightZ;
  const cutX = cutRightX - cutLeftX;
  const cutZ = cutRightZ - cutLeftZ;
  const fromLeftX = vx - cutLeftX;
  const fromLeftZ = vz - cutLeftZ;
  const fromRightX = vx - cutRightX;
  const fromRightZ = vz - cutRightZ;
  const t = single ? 0.5 : (fromLeftX * cutX + fromLeftZ * cutZ) / (cutX * cutX + cutZ * cutZ);
  const tLeft = fromLeftX * leftDx + fromLeftZ * leftDz;
  const tRight = fromRightX * rightDx + fromRightZ * rightDz;
  const clearance = radius * inverse;

  if ((t < 0 && tLeft < 0) || (single && tLeft < 0 && tRight < 0)) {
    pushCircle(lines, cutLeftX, cutLeftZ, fromLeftX, fromLeftZ, clearance);
    return;
  }
  if (t > 1 && tRight < 0) {
    pushCircle(lines, cutRightX, cutRightZ, fromRightX, fromRightZ, clearance);
    return;
  }

  const toCutX = fromLeftX - t * cutX;
  const toCutZ = fromLeftZ - t * cutZ;
  const toLeftX = fromLeftX - tLeft * leftDx;
  const toLeftZ = fromLeftZ - tLeft * leftDz;
  const toRightX = fromRightX - tRight * rightDx;
  const toRightZ = fromRightZ - tRight * rightDz;
  const noCut = t < 0 || t > 1 || single;
  const cutDistance = noCut ? Infinity : toCutX * toCutX + toCutZ * toCutZ;
  const leftDistance = tLeft < 0 ? Infinity : toLeftX * toLeftX + toLeftZ * toLeftZ;
  const rightDistance = tRight < 0 ? Infinity : toRightX * toRightX + toRightZ * toRightZ;

  if (cutDistance <= leftDistance && cutDistance <= rightDistance) {
    const x = cutLeftX + clearance * alongZ;
    const z = cutLeftZ - clearance * alongX;
    pushLine(lines, x, z, -alongX, -alongZ);
  } else if (leftDistance <= rightDistance) {
    if (leftForeign) return;
    const x = cutLeftX - clearance * leftDz;
    const z = cutLeftZ + clearance * leftDx;
    pushLine(lines, x, z, leftDx, leftDz);
  } else {
    if (rightForeign) return;
    const x = cutRightX + clearance * rightDz;
    const z = cutRightZ - clearance * rightDx;
    pushLine(lines, x, z, -rightDx, -rightDz);
  }
}
