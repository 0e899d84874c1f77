/**
 * Solid polygons on the ground as linked line segments, the form in which ORCA avoids them. Segment
 * s runs from vertex s to vertex next[s]; the outside lies on its right. Built once per layout.
 *
 * Source: the obstacle vertices of the RVO2 library (Apache 2.0). Axes: S segments. Metres.
 */
import type { Ground } from '../scene/layout.ts';
import { type Circle, createNearLists, type NearLists } from './near-lists.ts';

export interface OrcaObstacles {
  readonly count: number;
  /** [S, 2] first vertex of each segment. */
  readonly point: Float64Array;
  /** [S, 2] unit vector towards the next vertex. */
  readonly direction: Float64Array;
  /** [S] */
  readonly next: Int32Array;
  /** [S] */
  readonly previous: Int32Array;
  /** [S] 1 where the polygon's corner at the first vertex is convex. */
  readonly convex: Uint8Array;
  /** Which segments are near a place, if the ground was told; ascending. */
  readonly near: NearLists | undefined;
}

/** The ground that lists of near segments are made for, and how far an agent looks for them. */
export interface OrcaGround {
  readonly min: Ground;
  readonly max: Ground;
  readonly reach: number;
}

/** Twice the signed area of the triangle a b c; positive where c lies left of a → b. */
function turn(a: Ground, b: Ground, c: Ground): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function signedArea(polygon: readonly Ground[]): number {
  let sum = 0;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] as Ground;
    sum += a[0] * b[1] - a[1] * b[0];
  });
  return sum / 2;
}

/**
 * Each polygon is solid, with its vertices in either order; two vertices make a wall without
 * thickness that is seen from both sides. Neighbouring vertices must differ.
 */
export function buildOrcaObstacles(
  polygons: readonly (readonly Ground[])[],
  ground?: OrcaGround,
): OrcaObstacles {
  const count = polygons.reduce((sum, polygon) => sum + polygon.length, 0);
  const obstacles = {
    count,
    point: new Float64Array(2 * count),
    direction: new Float64Array(2 * count),
    next: new Int32Array(count),
    previous: new Int32Array(count),
    convex: new Uint8Array(count),
  };
  const circles: Circle[] = [];
  let first = 0;
  for (const polygon of polygons) {
    const corners = signedArea(polygon) < 0 ? polygon.toReversed() : polygon;
    const n = corners.length;
    corners.forEach((b, i) => {
      const s = first + i;
      const a = corners[(i + n - 1) % n] as Ground;
      const c = corners[(i + 1) % n] as Ground;
      const length = Math.hypot(c[0] - b[0], c[1] - b[1]);
      circles.push({ x: (b[0] + c[0]) / 2, z: (b[1] + c[1]) / 2, radius: length / 2 + 1e-6 });
      obstacles.point.set(b, 2 * s);
      obstacles.direction.set([(c[0] - b[0]) / length, (c[1] - b[1]) / length], 2 * s);
      obstacles.next[s] = first + ((i + 1) % n);
      obstacles.previous[s] = first + ((i + n - 1) % n);
      obstacles.convex[s] = n === 2 || turn(a, b, c) >= 0 ? 1 : 0;
    });
    first += n;
  }
  return { ...obstacles, near: ground && createNearLists(ground, circles, ground.reach) };
}
