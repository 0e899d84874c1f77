/**
 * Exact shortest ways among the widened statics of a flat layout, by a visibility graph: the reference
 * for meshes and fields. Curves are drawn as polygons from outside, so lengths are a hair too long
 * (under 0.5 %). Plain and slow: O(n²) lines of sight among n corners.
 */
import type { Ground, Layout, Static } from '../../src/scene/layout.ts';

/**
 * The shortest way from (x, z), with x and z negative, to (x, −z) around the end at the origin of a
 * wall that comes along the x axis from far −x: a tangent to the circle of `radius` around the wall's
 * corner, an arc, the wall's thickness, and the same again.
 */
export function aroundWallEnd(x: number, z: number, radius: number, thickness: number): number {
  const dz = -z - thickness / 2;
  const d = Math.hypot(x, dz);
  const arc = Math.PI - Math.atan2(dz, -x) - Math.acos(radius / d);
  return 2 * (Math.sqrt(d * d - radius * radius) + radius * arc) + thickness;
}

interface Solid {
  /** Centre, half extents, local +x, and the radius by which the rectangle is rounded. */
  readonly x: number;
  readonly z: number;
  readonly halfX: number;
  readonly halfZ: number;
  readonly cos: number;
  readonly sin: number;
  readonly bend: number;
}

const partsPerQuarter = 3;

function solidOf({ position, yaw, shape }: Static, margin: number): Solid {
  const [x, , z] = position;
  const turn = { cos: Math.cos(yaw), sin: Math.sin(yaw) };
  if (shape.type === 'cylinder') {
    return { x, z, halfX: 0, halfZ: 0, ...turn, bend: shape.radius + margin };
  }
  return { x, z, halfX: shape.size[0] / 2, halfZ: shape.size[2] / 2, ...turn, bend: margin };
}

function toLocal(s: Solid, [x, z]: Ground): Ground {
  const dx = x - s.x;
  const dz = z - s.z;
  return [dx * s.cos - dz * s.sin, dx * s.sin + dz * s.cos];
}

function fromLocal(s: Solid, [x, z]: Ground): Ground {
  return [s.x + x * s.cos + z * s.sin, s.z - x * s.sin + z * s.cos];
}

/** Of a local point to the bare rectangle. */
function distanceToRectangle(s: Solid, [x, z]: Ground): number {
  return Math.hypot(Math.max(0, Math.abs(x) - s.halfX), Math.max(0, Math.abs(z) - s.halfZ));
}

/** The least distance from the local segment a b to the bare rectangle: a convex function of t. */
function segmentDistance(s: Solid, a: Ground, b: Ground): number {
  let low = 0;
  let high = 1;
  const at = (t: number) =>
    distanceToRectangle(s, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
  for (let i = 0; i < 24; i++) {
    const first = low + (high - low) / 3;
    const second = high - (high - low) / 3;
    if (at(first) < at(second)) high = second;
    else low = first;
  }
  return Math.min(at(0), at(1), at((low + high) / 2));
}

export interface Geodesics {
  isFree(at: Ground): boolean;
  /** Metres; Infinity if no way leads. */
  distance(from: Ground, to: Ground): number;
}

export function createGeodesics(layout: Layout): Geodesics {
  const { radius } = layout.body;
  const solids = layout.statics.map((fixed) => solidOf(fixed, radius));
  const inside = ([x, z]: Ground) =>
    x >= layout.min[0] + radius &&
    x <= layout.max[0] - radius &&
    z >= layout.min[1] + radius &&
    z <= layout.max[1] - radius;
  const isFree = (at: Ground) =>
    inside(at) && solids.every((s) => distanceToRectangle(s, toLocal(s, at)) > s.bend - 1e-9);
  const sees = (a: Ground, b: Ground) => {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    return solids.every((s) => {
      const middle: Ground = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const far = Math.hypot(middle[0] - s.x, middle[1] - s.z) - length / 2;
      if (far > Math.hypot(s.halfX, s.halfZ) + s.bend) return true;
      return segmentDistance(s, toLocal(s, a), toLocal(s, b)) > s.bend - 1e-9;
    });
  };

  const corners: Ground[] = [];
  for (const s of solids) {
    const reach = s.bend / Math.cos(Math.PI / (4 * partsPerQuarter));
    for (let q = 0; q < 4; q++) {
      for (let part = 0; part < partsPerQuarter; part++) {
        const angle = (Math.PI / 2) * (q + (part + 0.5) / partsPerQuarter);
        const x = (q === 0 || q === 3 ? 1 : -1) * s.halfX + reach * Math.cos(angle);
        const z = (q < 2 ? 1 : -1) * s.halfZ + reach * Math.sin(angle);
        const corner = fromLocal(s, [x, z]);
        if (isFree(corner)) corners.push(corner);
      }
    }
  }
  const between = corners.map((a, i) => {
    const row: [number, number][] = [];
    corners.forEach((b, j) => {
      if (i !== j && sees(a, b)) row.push([j, Math.hypot(b[0] - a[0], b[1] - a[1])]);
    });
    return row;
  });

  return {
    isFree,
    distance(from, to) {
      if (sees(from, to)) return Math.hypot(to[0] - from[0], to[1] - from[1]);
      const least = corners.map((c) =>
        sees(from, c) ? Math.hypot(c[0] - from[0], c[1] - from[1]) : Number.POSITIVE_INFINITY,
      );
      const done = new Set<number>();
      // Dijkstra 1959, without a heap.
      while (done.size < corners.length) {
        let nearest = -1;
        for (let i = 0; i < corners.length; i++) {
          if (done.has(i) || least[i] === Number.POSITIVE_INFINITY) continue;
          if (nearest < 0 || (least[i] as number) < (least[nearest] as number)) nearest = i;
        }
        if (nearest < 0) break;
        done.add(nearest);
        for (const [j, length] of between[nearest] as [number, number][]) {
          least[j] = Math.min(least[j] as number, (least[nearest] as number) + length);
        }
      }
      let best = Number.POSITIVE_INFINITY;
      corners.forEach((c, i) => {
        const last = Math.hypot(to[0] - c[0], to[1] - c[1]);
        if ((least[i] as number) + last < best && sees(c, to)) best = (least[i] as number) + last;
      });
      return best;
    },
  };
}
