/**
 * Who touches what, as bits per agent. From distances, not from Rapier's contact pairs: those are
 * reported through a call back from wasm per pair, and pairs that merely come near are among them.
 * In plan the bodies are exact (circles, rectangles) as long as they stand upright.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds, originalOf } from './bodies.ts';
import type { Motion } from './motion.ts';
import { listAt } from './near-lists.ts';
import { gather, type NeighbourSearch } from './neighbours.ts';
import { type Band, bandOf, distanceTo, inBand, type Outlines } from './outlines.ts';

export const touches = { static: 1, agent: 2, walker: 4, prop: 8 } as const;

/** Metres between surfaces that still count as contact: the solver leaves a gap of a few mm. */
const skin = 0.01;

const rotation = new Float32Array(4);
const band: Band = { low: 0, high: 0 };

/** The bits of agent a; feet [A]: the heights at which agents stand. */
export function touchingOf(
  layout: Layout,
  outlines: Outlines,
  search: NeighbourSearch,
  motion: Motion,
  a: number,
  feet: Float64Array,
): number {
  const { bodies, gathered } = search;
  const standing = feet[a] as number;
  const x = bodies.position[3 * a] as number;
  const z = bodies.position[3 * a + 2] as number;
  const reach = layout.body.radius + skin;
  bandOf(layout, standing, band);
  let bits = layout.motion === 'bodies' && meetsBorder(layout, x, z, reach) ? touches.static : 0;
  const { start, things } = outlines.near;
  const list = listAt(outlines.near, x, z, reach);
  const end = start[list + 1] as number;
  for (let i = start[list] as number; i < end && (bits & touches.static) === 0; i++) {
    const s = things[i] as number;
    const dx = x - (outlines.centre[2 * s] as number);
    const dz = z - (outlines.centre[2 * s + 1] as number);
    const near = reach + (outlines.radius[s] as number);
    if (dx * dx + dz * dz >= near * near || !inBand(outlines, s, band)) continue;
    if (distanceTo(outlines, s, x, z, band.low) < reach) bits |= touches.static;
  }
  const found = gather(search, x, z, reach);
  for (let i = 0; i < found; i++) {
    const n = gathered[i] as number;
    const kind = bodies.kind[n] as number;
    if (n === a || kind === bodyKinds.door) continue;
    const dx = x - (bodies.position[3 * n] as number);
    const dz = z - (bodies.position[3 * n + 2] as number);
    const near = reach + (bodies.radius[n] as number);
    if (dx * dx + dz * dz >= near * near) continue;
    if (Math.abs((bodies.position[3 * n + 1] as number) - standing) > layout.body.height) continue;
    const taken = kind === bodyKinds.visitor ? bodies.visitorAs : kind;
    if (taken === bodyKinds.agent) bits |= touches.agent;
    else if (taken !== bodyKinds.prop) bits |= touches.walker;
    else if (distanceToProp(layout, bodies, motion, n, x, z) < reach) bits |= touches.prop;
  }
  return bits;
}

function meetsBorder({ min, max }: Layout, x: number, z: number, reach: number): boolean {
  return x - min[0] < reach || max[0] - x < reach || z - min[1] < reach || max[1] - z < reach;
}

/** Metres from (x, z) to the prop in row n seen from above, 0 inside; exact while it stands upright. */
export function distanceToProp(
  layout: Layout,
  bodies: Bodies,
  motion: Motion,
  n: number,
  x: number,
  z: number,
): number {
  const original = originalOf(bodies, n);
  const shape = layout.props[original - bodies.props]?.shape;
  const dx = x - (bodies.position[3 * n] as number);
  const dz = z - (bodies.position[3 * n + 2] as number);
  if (!shape || shape.type === 'cylinder') {
    return Math.max(0, Math.sqrt(dx * dx + dz * dz) - (bodies.radius[n] as number));
  }
  motion.readRotation(original, rotation);
  const qx = rotation[0] as number;
  const qy = rotation[1] as number;
  const qz = rotation[2] as number;
  const qw = rotation[3] as number;
  const yaw = Math.atan2(2 * (qw * qy + qx * qz), 1 - 2 * (qy * qy + qx * qx));
  const cos = Math.cos(yaw);
  const sin = Math.sin(yaw);
  const outX = Math.max(0, Math.abs(dx * cos - dz * sin) - shape.size[0] / 2);
  const outZ = Math.max(0, Math.abs(dx * sin + dz * cos) - shape.size[2] / 2);
  return Math.sqrt(outX * outX + outZ * outZ);
}
