/**
 * Which bodies are near: the nearest to a body by the distance between their surfaces (circles seen
 * from above), those that may meet a disc, and the free space around an agent. Doors are left out:
 * rays see them. Few bodies are compared one by one; above `gridFrom` they are sorted into square cells
 * first (body-grid.ts), when they have moved.
 *
 * Axes: N bodies. Metres. A search for what is nearest opens cells ring by ring until no farther one
 * can hold a nearer body.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds } from './bodies.ts';
import { type BodyGrid, columnOf, createBodyGrid, rowOf, sortBodies } from './body-grid.ts';

/** Bodies above which a grid is quicker; measured, and hardly critical between 48 and 128. */
export const gridFrom = 64;

export interface NeighbourSearch {
  readonly bodies: Bodies;
  /** Distances of what was found so far, nearest first. */
  distance: Float64Array;
  /** [N] rows that `gather` found; without a grid always all of them. */
  readonly gathered: Int32Array;
  readonly grid: BodyGrid | undefined;
}

export function createNeighbourSearch(
  layout: Layout,
  bodies: Bodies,
  options: { readonly gridFrom: number } = { gridFrom },
): NeighbourSearch {
  const grid = bodies.count > options.gridFrom ? createBodyGrid(layout, bodies) : undefined;
  const gathered = Int32Array.from(bodies.kind, (_, n) => n);
  return { bodies, distance: new Float64Array(16), gathered, grid };
}

/** Bodies have moved. */
export function markMoved(search: NeighbourSearch): void {
  if (search.grid) search.grid.stale = true;
}

/** Rows of the `limit` nearest bodies within `reach` of body `self`, into out; returns how many. */
export function nearest(
  search: NeighbourSearch,
  self: number,
  limit: number,
  reach: number,
  out: Int32Array,
): number {
  if (search.distance.length < limit) search.distance = new Float64Array(2 * limit);
  if (search.grid) return nearestInGrid(search, search.grid, self, limit, reach, out);
  let found = 0;
  for (let n = 0; n < search.bodies.count; n++) {
    if (search.bodies.kind[n] === bodyKinds.door) continue;
    found = consider(search, self, n, found, limit, reach, out);
  }
  return found;
}

/** Puts body n into its place among those found, if it is near enough; returns the new number. */
function consider(
  search: NeighbourSearch,
  self: number,
  n: number,
  found: number,
  limit: number,
  reach: number,
  out: Int32Array,
): number {
  const { bodies, distance } = search;
  if (n === self || limit === 0) return found;
  const dx = (bodies.position[3 * n] as number) - (bodies.position[3 * self] as number);
  const dz = (bodies.position[3 * n + 2] as number) - (bodies.position[3 * self + 2] as number);
  const radii = (bodies.radius[n] as number) + (bodies.radius[self] as number);
  const gap = Math.sqrt(dx * dx + dz * dz) - radii;
  if (gap > reach) return found;
  let at = found;
  while (at > 0 && comesBefore(gap, n, distance[at - 1] as number, out[at - 1] as number)) at--;
  if (at === limit) return found;
  const count = Math.min(found + 1, limit);
  for (let i = count - 1; i > at; i--) {
    distance[i] = distance[i - 1] as number;
    out[i] = out[i - 1] as number;
  }
  distance[at] = gap;
  out[at] = n;
  return count;
}

function comesBefore(gap: number, n: number, otherGap: number, other: number): boolean {
  return gap < otherGap || (gap === otherGap && n < other);
}

function nearestInGrid(
  search: NeighbourSearch,
  grid: BodyGrid,
  self: number,
  limit: number,
  reach: number,
  out: Int32Array,
): number {
  const { bodies } = search;
  sortBodies(grid, bodies);
  const column = columnOf(grid, bodies.position[3 * self] as number);
  const row = rowOf(grid, bodies.position[3 * self + 2] as number);
  const radii = grid.largestRadius + (bodies.radius[self] as number);
  const rings = Math.max(grid.columns, grid.rows);
  let found = 0;
  for (let ring = 0; ring <= rings; ring++) {
    // A centre in this ring is at least ring − 1 whole cells away.
    const nearestGap = (ring - 1) * grid.cell - radii;
    if (nearestGap > reach) break;
    if (found === limit && nearestGap > (search.distance[limit - 1] as number)) break;
    for (let r = Math.max(0, row - ring); r <= Math.min(grid.rows - 1, row + ring); r++) {
      const edge = r === row - ring || r === row + ring;
      const stride = edge || ring === 0 ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += stride) {
        if (c < 0 || c >= grid.columns) continue;
        const cell = r * grid.columns + c;
        const end = grid.start[cell + 1] as number;
        for (let i = grid.start[cell] as number; i < end; i++) {
          found = consider(search, self, grid.order[i] as number, found, limit, reach, out);
        }
      }
    }
  }
  return found;
}

/**
 * Puts the rows of all bodies that may meet the disc of `radius` around (x, z) into `gathered`, in any
 * order and with others among them; returns how many.
 */
export function gather(search: NeighbourSearch, x: number, z: number, radius: number): number {
  const { bodies, gathered, grid } = search;
  if (!grid) return bodies.count;
  sortBodies(grid, bodies);
  const reach = radius + grid.largestRadius;
  const lastRow = rowOf(grid, z + reach);
  const firstColumn = columnOf(grid, x - reach);
  const lastColumn = columnOf(grid, x + reach);
  let found = 0;
  for (let row = rowOf(grid, z - reach); row <= lastRow; row++) {
    // Cells of a row lie side by side in `order`.
    const end = grid.start[row * grid.columns + lastColumn + 1] as number;
    for (let i = grid.start[row * grid.columns + firstColumn] as number; i < end; i++) {
      gathered[found++] = grid.order[i] as number;
    }
  }
  return found;
}

/** Metres of free space from body `self` to the nearest other avatar or walker, at most `most`. */
export function clearance(search: NeighbourSearch, self: number, most: number): number {
  const { bodies, grid } = search;
  if (!grid) {
    let least = most;
    for (let n = 0; n < bodies.count; n++) least = lesserGap(bodies, self, n, least);
    return least;
  }
  sortBodies(grid, bodies);
  const column = columnOf(grid, bodies.position[3 * self] as number);
  const row = rowOf(grid, bodies.position[3 * self + 2] as number);
  const radii = grid.largestRadius + (bodies.radius[self] as number);
  const rings = Math.max(grid.columns, grid.rows);
  let least = most;
  for (let ring = 0; ring <= rings && (ring - 1) * grid.cell - radii <= least; ring++) {
    for (let r = Math.max(0, row - ring); r <= Math.min(grid.rows - 1, row + ring); r++) {
      const edge = r === row - ring || r === row + ring;
      const stride = edge || ring === 0 ? 1 : 2 * ring;
      for (let c = column - ring; c <= column + ring; c += stride) {
        if (c < 0 || c >= grid.columns) continue;
        const cell = r * grid.columns + c;
        const end = grid.start[cell + 1] as number;
        for (let i = grid.start[cell] as number; i < end; i++) {
          least = lesserGap(bodies, self, grid.order[i] as number, least);
        }
      }
    }
  }
  return least;
}

/** The gap to body n, if it is an avatar or walker and nearer than `least`; else `least`. */
function lesserGap(bodies: Bodies, self: number, n: number, least: number): number {
  const kind = bodies.kind[n];
  if (n === self || kind === bodyKinds.prop || kind === bodyKinds.door) return least;
  const dx = (bodies.position[3 * n] as number) - (bodies.position[3 * self] as number);
  const dz = (bodies.position[3 * n + 2] as number) - (bodies.position[3 * self + 2] as number);
  const own = bodies.radius[self] as number;
  const gap = Math.sqrt(dx * dx + dz * dz) - own - (bodies.radius[n] as number);
  return gap < least ? gap : least;
}
