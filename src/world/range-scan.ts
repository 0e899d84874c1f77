/**
 * Distances by horizontal rays from a point to what stands: statics, doors and the layout's border.
 * Ray 0 looks along the heading, the others follow counter-clockwise at equal angles. Metres from the
 * point; `reach` where there is nothing.
 *
 * Goes over outlines, not over rays: each outline is met only by the rays whose angle falls on the
 * circle around it, so most pairs are never looked at.
 */
import type { Layout } from '../scene/layout.ts';
import { createNearLists, listAt, type NearLists } from './near-lists.ts';
import { type Band, cutOf, inBand, type Outlines } from './outlines.ts';

export interface ScanRequest {
  x: number;
  z: number;
  heading: number;
  readonly band: Band;
  rays: number;
  reach: number;
  /** Which outlines may be in reach; made at the first scan, for the outlines it is made of. */
  near: NearLists | undefined;
}

export function createScanRequest(): ScanRequest {
  return { x: 0, z: 0, heading: 0, band: { low: 0, high: 0 }, rays: 0, reach: 0, near: undefined };
}

/** [rays, 2] unit directions of the scan in hand. */
let directions = new Float64Array(2 * 64);

function aimRays({ heading, rays }: ScanRequest): void {
  if (directions.length < 2 * rays) directions = new Float64Array(2 * rays);
  for (let r = 0; r < rays; r++) {
    const angle = heading + (2 * Math.PI * r) / rays;
    directions[2 * r] = -Math.sin(angle);
    directions[2 * r + 1] = -Math.cos(angle);
  }
}

export function scan(
  layout: Layout,
  outlines: Outlines,
  from: ScanRequest,
  out: Float32Array,
  offset: number,
): void {
  aimRays(from);
  scanBorder(layout, from, out, offset);
  if (!from.near || from.near.reach < from.reach) {
    from.near = createNearLists(layout, outlines.kept, from.reach);
  }
  const { start, things } = from.near;
  const list = listAt(from.near, from.x, from.z, from.reach);
  const end = start[list + 1] as number;
  for (let i = start[list] as number; i < end; i++) {
    const s = things[i] as number;
    const dx = (outlines.centre[2 * s] as number) - from.x;
    const dz = (outlines.centre[2 * s + 1] as number) - from.z;
    const radius = outlines.radius[s] as number;
    const squared = dx * dx + dz * dz;
    const far = from.reach + radius;
    if (squared >= far * far || !inBand(outlines, s, from.band)) continue;
    if (squared <= radius * radius) {
      scanOutline(outlines, s, from, 0, from.rays - 1, out, offset);
      continue;
    }
    // Heading 0 is −z and positive turns left (−x): the angle of a direction from above.
    const bearing = Math.atan2(-dx, -dz) - from.heading;
    const spread = Math.asin(radius / Math.sqrt(squared));
    const perRay = from.rays / (2 * Math.PI);
    // As 32-bit integers: other numbers that a call passes are made on the heap by V8.
    const first = Math.ceil((bearing - spread) * perRay - 1e-6) | 0;
    const last = Math.floor((bearing + spread) * perRay + 1e-6) | 0;
    scanOutline(outlines, s, from, first, last, out, offset);
  }
}

/** The layout's border is a wall seen from inside. */
function scanBorder(
  { min, max }: Layout,
  from: ScanRequest,
  out: Float32Array,
  offset: number,
): void {
  const { x, z, rays, reach } = from;
  for (let r = 0; r < rays; r++) {
    const dx = directions[2 * r] as number;
    const dz = directions[2 * r + 1] as number;
    let distance = reach;
    if (dx !== 0) distance = Math.min(distance, ((dx > 0 ? max : min)[0] - x) / dx);
    if (dz !== 0) distance = Math.min(distance, ((dz > 0 ? max : min)[1] - z) / dz);
    out[offset + r] = Math.max(0, distance);
  }
}

/** Shortens rays `first` to `last` (indices modulo the number of rays) where they meet outline s. */
function scanOutline(
  outlines: Outlines,
  s: number,
  from: ScanRequest,
  first: number,
  last: number,
  out: Float32Array,
  offset: number,
): void {
  const ox = from.x - (outlines.centre[2 * s] as number);
  const oz = from.z - (outlines.centre[2 * s + 1] as number);
  const ax = outlines.axis[2 * s] as number;
  const az = outlines.axis[2 * s + 1] as number;
  const half = outlines.half[2 * s] as number;
  const round = outlines.round[s] === 1;
  // The origin in the outline's own frame, from the middle of what is left after the cut.
  const cut = cutOf(outlines, s, from.band.low);
  const x = ox * ax + oz * az - (cut + half) / 2;
  const z = oz * ax - ox * az;
  const halfX = (half - cut) / 2;
  const halfZ = outlines.half[2 * s + 1] as number;
  const outside = x * x + z * z - half * half;
  const { rays } = from;
  let ray = (((first % rays) + rays) % rays) - 1;
  for (let left = last - first + 1; left > 0; left--) {
    ray = ray + 1 === rays ? 0 : ray + 1;
    const dx = directions[2 * ray] as number;
    const dz = directions[2 * ray + 1] as number;
    const u = dx * ax + dz * az;
    const v = dz * ax - dx * az;
    let distance = Number.POSITIVE_INFINITY;
    if (round) {
      const b = x * u + z * v;
      const discriminant = b * b - outside;
      if (outside <= 0) distance = 0;
      else if (b < 0 && discriminant >= 0) distance = -b - Math.sqrt(discriminant);
    } else {
      // Kay and Kajiya's slabs. Along a side, a tiny number instead of 0: 0 · ∞ is not a number. Written
      // out, for "u or a constant" is a number on the heap to V8, which does not know what the constant is.
      const toX = 1 / (u === 0 ? 1e-30 : u);
      const toZ = 1 / (v === 0 ? 1e-30 : v);
      const middleX = -x * toX;
      const middleZ = -z * toZ;
      const spanX = Math.abs(halfX * toX);
      const spanZ = Math.abs(halfZ * toZ);
      const near = Math.max(0, middleX - spanX, middleZ - spanZ);
      const far = Math.min(middleX + spanX, middleZ + spanZ);
      if (near <= far) distance = near;
    }
    if (distance < (out[offset + ray] as number)) out[offset + ray] = distance;
  }
}
