/**
 * The outline of a body on the ground: a turned rectangle or a circle, in metres. Distances and
 * crossings between them, exact. Used to place things apart, to see past them, and to size nodes.
 *
 * A yaw about +y carries the local +x to (cos, −sin) and the local +z to (sin, cos) in (x, z).
 */
import type { Ground, Placed, Shape } from './layout.ts';

export interface Footprint {
  readonly x: number;
  readonly z: number;
  /** Half extents along the local axes; 0 for a circle. */
  readonly halfX: number;
  readonly halfZ: number;
  readonly cos: number;
  readonly sin: number;
  /** Rounds the rectangle outwards; a circle is a rectangle of no size with its radius. */
  readonly radius: number;
}

export function footprintOf(body: Pick<Placed, 'position' | 'yaw'> & { shape: Shape }): Footprint {
  const { position, yaw, shape } = body;
  const at = { x: position[0], z: position[2], cos: Math.cos(yaw), sin: Math.sin(yaw) };
  if (shape.type === 'cylinder') return { ...at, halfX: 0, halfZ: 0, radius: shape.radius };
  return { ...at, halfX: shape.size[0] / 2, halfZ: shape.size[2] / 2, radius: 0 };
}

export function circle(x: number, z: number, radius: number): Footprint {
  return { x, z, halfX: 0, halfZ: 0, cos: 1, sin: 0, radius };
}

export function rectangle(x: number, z: number, sizeX: number, sizeZ: number): Footprint {
  return { x, z, halfX: sizeX / 2, halfZ: sizeZ / 2, cos: 1, sin: 0, radius: 0 };
}

/** The ground that a circle sweeps on its straight way from a to b. */
export function strip(a: Ground, b: Ground, radius: number): Footprint {
  const [dx, dz] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dz);
  const middle = circle(a[0] + dx / 2, a[1] + dz / 2, radius);
  if (length === 0) return middle;
  return { ...middle, halfX: length / 2, cos: dx / length, sin: -dz / length };
}

/** Half extents of the axis-aligned box round it. */
export function halfExtents(f: Footprint): Ground {
  const { halfX, halfZ, radius } = f;
  const cos = Math.abs(f.cos);
  const sin = Math.abs(f.sin);
  return [halfX * cos + halfZ * sin + radius, halfX * sin + halfZ * cos + radius];
}

/** Metres from a point to the outline, 0 inside. */
export function distanceTo(f: Footprint, x: number, z: number): number {
  const dx = x - f.x;
  const dz = z - f.z;
  const outX = Math.max(0, Math.abs(dx * f.cos - dz * f.sin) - f.halfX);
  const outZ = Math.max(0, Math.abs(dx * f.sin + dz * f.cos) - f.halfZ);
  return Math.max(0, Math.hypot(outX, outZ) - f.radius);
}

/** Does the straight line from a to b touch it? */
export function crosses(f: Footprint, a: Ground, b: Ground): boolean {
  if (f.radius > 0) return segmentDistance(f, a, b) <= f.radius;
  // Slab test in the rectangle's own frame.
  const [ax, az] = toLocal(f, a);
  const [bx, bz] = toLocal(f, b);
  let enter = 0;
  let leave = 1;
  for (const [from, to, half] of [
    [ax, bx, f.halfX],
    [az, bz, f.halfZ],
  ] as const) {
    const along = to - from;
    if (along === 0) {
      if (Math.abs(from) > half) return false;
      continue;
    }
    const first = (-half - from) / along;
    const second = (half - from) / along;
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
  }
  return enter <= leave;
}

/** Metres of free ground between two outlines, 0 if they touch or overlap. */
export function gapBetween(a: Footprint, b: Footprint): number {
  const radii = a.radius + b.radius;
  if (a.sin === 0 && b.sin === 0) {
    // Neither is turned, as most are: how far they are apart along x and along z says it all.
    const apartX = Math.max(0, Math.abs(a.x - b.x) - a.halfX - b.halfX);
    const apartZ = Math.max(0, Math.abs(a.z - b.z) - a.halfZ - b.halfZ);
    return Math.max(0, Math.sqrt(apartX * apartX + apartZ * apartZ) - radii);
  }
  const bare = { ...a, radius: 0 };
  const other = { ...b, radius: 0 };
  const edges = sides(bare);
  if (edges.some(([from, to]) => crosses(other, from, to)) || distanceTo(bare, b.x, b.z) === 0) {
    return 0;
  }
  // The least distance between convex outlines is taken at a corner of one of them.
  const least = Math.min(
    ...edges.map(([corner]) => distanceTo(other, corner[0], corner[1])),
    ...sides(other).map(([corner]) => distanceTo(bare, corner[0], corner[1])),
  );
  return Math.max(0, least - radii);
}

function toLocal(f: Footprint, [x, z]: Ground): Ground {
  const dx = x - f.x;
  const dz = z - f.z;
  return [dx * f.cos - dz * f.sin, dx * f.sin + dz * f.cos];
}

/** The four sides of the rectangle, as pairs of corners, in turn. */
function sides(f: Footprint): (readonly [Ground, Ground])[] {
  const corners = (
    [
      [f.halfX, f.halfZ],
      [f.halfX, -f.halfZ],
      [-f.halfX, -f.halfZ],
      [-f.halfX, f.halfZ],
    ] as const
  ).map(([x, z]): Ground => [f.x + x * f.cos + z * f.sin, f.z - x * f.sin + z * f.cos]);
  return corners.map((corner, i) => [corner, corners[(i + 1) % 4] as Ground]);
}

/** Metres from a circle's centre to a segment. */
function segmentDistance(f: Footprint, a: Ground, b: Ground): number {
  const along = [b[0] - a[0], b[1] - a[1]] as const;
  const squared = along[0] ** 2 + along[1] ** 2;
  const t =
    squared === 0
      ? 0
      : Math.min(1, Math.max(0, ((f.x - a[0]) * along[0] + (f.z - a[1]) * along[1]) / squared));
  return Math.hypot(a[0] + t * along[0] - f.x, a[1] + t * along[1] - f.z);
}
