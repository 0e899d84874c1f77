/**
 * Whether a disc on the ground is free: to stand on, to begin at, to be a goal. On ground that is not
 * flat, the disc lies on whatever can be walked on there.
 */
import type { Layout } from '../scene/layout.ts';
import { bodyKinds } from './bodies.ts';
import { distanceToProp } from './contacts.ts';
import type { Motion } from './motion.ts';
import { gather, type NeighbourSearch } from './neighbours.ts';
import { type Band, bandOf, groundHeight, meetsOutline, type Outlines } from './outlines.ts';

const band: Band = { low: 0, high: 0 };

/** Meets none of the first `count` outlines (all: statics, and doors as they stand), and lies within the border. */
export function isFreeOfOutlines(
  layout: Layout,
  outlines: Outlines,
  x: number,
  z: number,
  radius: number,
  count = outlines.count,
): boolean {
  const { min, max } = layout;
  if (x - min[0] < radius || max[0] - x < radius) return false;
  if (z - min[1] < radius || max[1] - z < radius) return false;
  const ground = layout.flat ? 0 : groundHeight(outlines, x, z, Number.POSITIVE_INFINITY);
  return !meetsOutline(outlines, x, z, radius, bandOf(layout, ground, band), count);
}

/** Meets no agent but `ignoredAgent`, no prop and no walker, whatever their heights. */
export function isFreeOfBodies(
  layout: Layout,
  search: NeighbourSearch,
  motion: Motion,
  x: number,
  z: number,
  radius: number,
  ignoredAgent: number,
): boolean {
  const { bodies, gathered } = search;
  const found = gather(search, x, z, radius);
  for (let i = 0; i < found; i++) {
    const n = gathered[i] as number;
    const kind = bodies.kind[n];
    if (kind === bodyKinds.door || n === ignoredAgent) continue;
    const dx = x - (bodies.position[3 * n] as number);
    const dz = z - (bodies.position[3 * n + 2] as number);
    const near = radius + (bodies.radius[n] as number);
    if (dx * dx + dz * dz >= near * near) continue;
    if (kind !== bodyKinds.prop) return false;
    if (distanceToProp(layout, bodies, motion, n, x, z) < radius) return false;
  }
  return true;
}
