/**
 * Ways on foot through a layout, for a body of its agents' radius: their lengths and waypoints, free
 * places, and distance fields. Ways are searched on a navigation mesh (Recast and Detour; Mononen,
 * zlib licence), fields are solved on cells. For episode limits, SPL, shaping and baselines; nothing
 * of it ever enters an observation.
 *
 * Metres in the plane, as speeds are. Doors count as open; props and movers are not seen. Where nothing
 * stands every way is straight, and nothing is built.
 *
 * A search weighs polygons by the midpoints of their edges, so the way it finds is not always the
 * shortest: searched from both ends and pulled straight, 1 in 20 is more than 1.3 % too long and 1 in
 * 100 more than 2.3 %; the outlines' error can make it up to 1 % too short.
 */
import {
  init,
  type NavMesh,
  NavMeshQuery,
  QueryFilter,
  type UnsignedIntArray,
} from 'recast-navigation';
import type { Ground, Layout } from '../scene/layout.ts';
import { createDistanceFields, type DistanceField, type DistanceFields } from './distance-field.ts';
import { buildNavigationMesh } from './navigation-mesh.ts';
import { createOutlines, groundHeight, type Outlines } from './outlines.ts';

export type { DistanceField } from './distance-field.ts';

/** Loads Recast's wasm; once per thread, before the first `Navigation`. */
export async function loadNavigation(): Promise<void> {
  await init();
}

/** Beyond the mesh's own margin, how far off it an end of a way may lie. */
const endReach = 0.2;
/** How far off a free place is looked for. */
const freeReach = 3;
const longestWay = 512;

/** One for the thread: recast-navigation has no way to free it. */
let filter: QueryFilter | undefined;

/** A point of the mesh, and the polygon that holds it. */
interface Foothold {
  readonly polygon: number;
  readonly point: { readonly x: number; readonly y: number; readonly z: number };
}

export class Navigation {
  readonly #layout: Layout;
  /** Undefined where nothing stands. */
  readonly #outlines: Outlines | undefined;
  readonly #mesh: NavMesh | undefined;
  readonly #query: NavMeshQuery | undefined;
  #fields: DistanceFields | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
    if (layout.statics.length === 0) return;
    this.#outlines = createOutlines({ ...layout, doors: [] });
    this.#mesh = buildNavigationMesh(layout, this.#outlines);
    if (!this.#mesh) return;
    if (!filter) {
      filter = new QueryFilter();
      filter.includeFlags = 0xffff;
      filter.excludeFlags = 0;
    }
    this.#query = new NavMeshQuery(this.#mesh, { defaultQueryFilter: filter });
  }

  /** Metres on foot; Infinity where no way leads. */
  pathLength(x0: number, z0: number, x1: number, z1: number): number {
    const way = this.path(x0, z0, x1, z1);
    return way.length === 0 ? Number.POSITIVE_INFINITY : lengthOf(way);
  }

  /** Waypoints from (x0, z0) to (x1, z1), both included; none where no way leads. */
  path(x0: number, z0: number, x1: number, z1: number): readonly Ground[] {
    if (!this.#outlines) {
      return [
        [x0, z0],
        [x1, z1],
      ];
    }
    const from = this.#foothold(x0, z0, this.#layout.body.radius + endReach);
    const to = this.#foothold(x1, z1, this.#layout.body.radius + endReach);
    if (!from || !to) return [];
    const way = this.#sees(from, to) ? [from, to].map(groundOf) : this.#searchBothWays(from, to);
    if (way.length === 0) return [];
    if (apart(way[0] as Ground, [x0, z0])) way.unshift([x0, z0]);
    if (apart(way[way.length - 1] as Ground, [x1, z1])) way.push([x1, z1]);
    return way;
  }

  /** The place nearest to (x, z) where a body can stand; undefined if there is none within 3 m. */
  nearestFree(x: number, z: number): Ground | undefined {
    if (!this.#outlines) return this.#nearestInside(x, z);
    const point = this.#foothold(x, z, freeReach)?.point;
    return point && [point.x, point.z];
  }

  /** The distance to (x, z) from everywhere. Release it when it is not needed any more. */
  distanceField(x: number, z: number): DistanceField {
    if (!this.#outlines) return straightField(x, z);
    this.#fields ??= createDistanceFields(this.#layout);
    return this.#fields.to(x, z);
  }

  /** Frees the mesh. Distance fields stay valid. */
  dispose(): void {
    this.#query?.destroy();
    this.#mesh?.destroy();
  }

  #nearestInside(x: number, z: number): Ground | undefined {
    const { min, max, body } = this.#layout;
    const insideX = Math.max(min[0] + body.radius, Math.min(max[0] - body.radius, x));
    const insideZ = Math.max(min[1] + body.radius, Math.min(max[1] - body.radius, z));
    return Math.hypot(insideX - x, insideZ - z) > freeReach ? undefined : [insideX, insideZ];
  }

  #foothold(x: number, z: number, reach: number): Foothold | undefined {
    if (!this.#query || !this.#outlines) return undefined;
    const { flat, body } = this.#layout;
    const y = flat ? 0 : groundHeight(this.#outlines, x, z, Number.POSITIVE_INFINITY);
    const halfExtents = { x: reach, y: body.height, z: reach };
    const found = this.#query.findNearestPoly({ x, y, z }, { halfExtents });
    if (!found.success || found.nearestRef === 0) return undefined;
    const point = found.nearestPoint;
    if (Math.hypot(point.x - x, point.z - z) > reach) return undefined;
    return { polygon: found.nearestRef, point };
  }

  /** Whether one can walk straight from one to the other. */
  #sees(from: Foothold, to: Foothold): boolean {
    const hit = (this.#query as NavMeshQuery).raycast(from.polygon, from.point, to.point);
    return hit.success && hit.t > 1;
  }

  #searchBothWays(from: Foothold, to: Foothold): Ground[] {
    const way = this.#tighten(this.#search(from, to)).map(groundOf);
    if (way.length === 0) return [];
    const back = this.#tighten(this.#search(to, from)).map(groundOf);
    return lengthOf(back) < lengthOf(way) ? back.reverse() : way;
  }

  /** Leaves out waypoints where the polygons made a detour in the open. */
  #tighten(way: readonly Foothold[]): Foothold[] {
    const tight = way.slice(0, 1);
    for (let at = 0; at < way.length - 1; ) {
      const from = way[at] as Foothold;
      let next = way.length - 1;
      while (next > at + 1 && !this.#sees(from, way[next] as Foothold)) next--;
      tight.push(way[next] as Foothold);
      at = next;
    }
    return tight;
  }

  #search(from: Foothold, to: Foothold): Foothold[] {
    const query = this.#query as NavMeshQuery;
    const { polys, success } = query.findPath(from.polygon, to.polygon, from.point, to.point, {
      maxPathPolys: longestWay,
    });
    // Where no way leads to the end, Detour calls it a success to come as near as it can.
    const found = success && polys.size > 0 && polys.get(polys.size - 1) === to.polygon;
    const way = found ? this.#straighten(from, to, polys) : [];
    polys.destroy();
    return way;
  }

  /** The shortest way within a corridor of polygons. */
  #straighten(from: Foothold, to: Foothold, corridor: UnsignedIntArray): Foothold[] {
    const line = (this.#query as NavMeshQuery).findStraightPath(from.point, to.point, corridor, {
      maxStraightPathPoints: longestWay,
    });
    const { straightPath, straightPathRefs, straightPathFlags } = line;
    const way: Foothold[] = [];
    for (let i = 0; line.success && i < line.straightPathCount; i++) {
      const x = straightPath.get(3 * i);
      const y = straightPath.get(3 * i + 1);
      const z = straightPath.get(3 * i + 2);
      way.push({ polygon: straightPathRefs.get(i), point: { x, y, z } });
    }
    straightPath.destroy();
    straightPathRefs.destroy();
    straightPathFlags.destroy();
    return way;
  }
}

/** Distances where nothing stands. */
function straightField(x: number, z: number): DistanceField {
  return {
    x,
    z,
    at(fromX, fromZ) {
      const dx = fromX - x;
      const dz = fromZ - z;
      return Math.sqrt(dx * dx + dz * dz);
    },
    release() {},
  };
}

function groundOf({ point }: Foothold): Ground {
  return [point.x, point.z];
}

/** More than a rounding error. */
function apart(a: Ground, b: Ground): boolean {
  return Math.hypot(a[0] - b[0], a[1] - b[1]) > 1e-4;
}

function lengthOf(way: readonly Ground[]): number {
  let sum = 0;
  for (let i = 1; i < way.length; i++) {
    const [ax, az] = way[i - 1] as Ground;
    const [bx, bz] = way[i] as Ground;
    sum += Math.hypot(bx - ax, bz - az);
  }
  return sum;
}
