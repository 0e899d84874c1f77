/**
 * Distances by horizontal rays from a point to what stands: statics, doors and the layout's border.
 * Ray 0 looks along the heading, the others follow counter-clockwise at equal angles. Metres from the
 * point; `reach` where there is nothing.
 *
 * Goes over outlines, not over rays: each outline is met only by the rays whose angle falls on the
 * circle around it, so most pairs are never looked at.
 */
import type { Layout } from '../scene/layout.ts';
import { type Band, cutOf, inBand, type Outlines } from './outlines.ts';

export interface ScanRequest {
  x: number;
  z: number;
  heading: number;
  readonly band: Band;
  rays: number;
  reach: number;
}

export function scan(
  layout: Layout,
  outlines: Outlines,
  from: ScanRequest,
  out: Float32Array,
  offset: number,
): void {
  scanBorder(layout, from, out, offset);
  for (let s = 0; s < outlines.count; s++) {
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
    const first = Math.ceil((bearing - spread) * perRay - 1e-6);
    const last = Math.floor((bearing + spread) * perRay + 1e-6);
    scanOutline(outlines, s, from, first, last, out, offset);
  }
}

/** The layout's border is a wall seen from inside. */
function scanBorder(layout: Layout, from: ScanRequest, out: Float32Array, offset: number): void {
  const { x, z, heading, rays, reach } = from;
  for (let r = 0; r < rays; r++) {
    const angle = heading + (2 * Math.PI * r) / rays;
    const dx = -Math.sin(angle);
    const dz = -Math.cos(angle);
    let distance = reach;
    if (dx !== 0) distance = Math.min(distance, (layout[dx > 0 ? 'max' : 'min'][0] - x) / dx);
    if (dz !== 0) distance = Math.min(distance, (layout[dz > 0 ? 'max' : 'min'][1] - z) / dz);
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
  const { rays } = from;
  const ox = from.x - (outlines.centre[2 * s] as number);
  const oz = from.z - (outlines.centre[2 * s + 1] as number);
  const ax = outlines.axis[2 * s] as number;
  const az = outlines.axis[2 * s + 1] as number;
  const half = outlines.half[2 * s] as number;
  const cut = cutOf(outlines, s, from.band.low);
  // The ray in the outline's own frame, with the origin at the middle of what is left after the cut.
  const along = ox * ax + oz * az - (cut + half) / 2;
  const across = oz * ax - ox * az;
  const halfX = (half - cut) / 2;
  const halfZ = outlines.half[2 * s + 1] as number;
  const round = outlines.round[s] === 1;
  for (let i = first; i <= last; i++) {
    const ray = ((i % rays) + rays) % rays;
    const angle = from.heading + (2 * Math.PI * ray) / rays;
    const dx = -Math.sin(angle);
    const dz = -Math.cos(angle);
    const u = dx * ax + dz * az;
    const v = dz * ax - dx * az;
    const distance = round
      ? rayToCircle(along, across, u, v, half)
      : rayToRectangle(along, across, u, v, halfX, halfZ);
    if (distance < (out[offset + ray] as number)) out[offset + ray] = distance;
  }
}

/** Distance along the unit direction (u, v) from (x, z) to the circle about the origin. */
function rayToCircle(x: number, z: number, u: number, v: number, radius: number): number {
  const c = x * x + z * z - radius * radius;
  if (c <= 0) return 0;
  const b = x * u + z * v;
  const discriminant = b * b - c;
  if (b >= 0 || discriminant < 0) return Number.POSITIVE_INFINITY;
  return -b - Math.sqrt(discriminant);
}

/** The same to the rectangle about the origin (Kay and Kajiya's slabs). */
function rayToRectangle(
  x: number,
  z: number,
  u: number,
  v: number,
  halfX: number,
  halfZ: number,
): number {
  let near = 0;
  let far = Number.POSITIVE_INFINITY;
  if (Math.abs(u) < 1e-12) {
    if (Math.abs(x) > halfX) return Number.POSITIVE_INFINITY;
  } else {
    const a = (-halfX - x) / u;
    const b = (halfX - x) / u;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  if (Math.abs(v) < 1e-12) {
    if (Math.abs(z) > halfZ) return Number.POSITIVE_INFINITY;
  } else {
    const a = (-halfZ - z) / v;
    const b = (halfZ - z) / v;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far ? near : Number.POSITIVE_INFINITY;
}
