/**
 * The nearest bodies to a body, by the distance between their surfaces (circles seen from above),
 * nearest first, ties by row. Doors are left out: rays see them. Few bodies are compared one by one;
 * above `gridFrom` they are sorted into square cells first, once per decision.
 *
 * Axes: N bodies. Metres. A grid's cell is as wide as the bodies stand apart on average, and a query
 * opens cells ring by ring until no farther one can hold a nearer body.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds } from './bodies.ts';

/** Bodies above which a grid is quicker; measured, and hardly critical between 48 and 128. */
export const gridFrom = 64;

export interface NeighbourSearch {
  readonly bodies: Bodies;
  /** Distances of what was found so far, nearest first. */
  distance: Float64Array;
  readonly grid: Grid | undefined;
}

interface Grid {
  readonly minX: number;
  readonly minZ: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** [cells + 1] where each cell's bodies begin in `order`. */
  readonly start: Int32Array;
  /** [N] rows of bodies, cell by cell. */
  readonly order: Int32Array;
  /** [N] cell of each body; −1 for doors. */
  readonly cellOf: Int32Array;
  readonly largestRadius: number;
  stale: boolean;
}

export function createNeighbourSearch(
  layout: Layout,
  bodies: Bodies,
  options: { readonly gridFrom: number } = { gridFrom },
): NeighbourSearch {
  const grid = bodies.count > options.gridFrom ? createGrid(layout, bodies) : undefined;
  return { bodies, distance: new Float64Array(16), grid };
}

function createGrid({ min, max }: Layout, bodies: Bodies): Grid {
  const width = max[0] - min[0];
  const depth = max[1] - min[1];
  const cell = Math.max(0.5, Math.sqrt((width * depth) / bodies.count));
  const columns = Math.max(1, Math.ceil(width / cell));
  const rows = Math.max(1, Math.ceil(depth / cell));
  return {
    minX: min[0],
    minZ: min[1],
    cell,
    columns,
    rows,
    start: new Int32Array(columns * rows + 1),
    order: new Int32Array(bodies.count),
    cellOf: new Int32Array(bodies.count),
    largestRadius: bodies.radius.reduce((a, b) => Math.max(a, b), 0),
    stale: true,
  };
}

/** Bodies have moved. */
export function markMoved(search: NeighbourSearch): void {
  if (search.grid) search.grid.stale = true;
}

/** Counting sort of the bodies into cells. */
function fill(grid: Grid, bodies: Bodies): void {
  const { start, order, cellOf } = grid;
  start.fill(0);
  for (let n = 0; n < bodies.count; n++) {
    const door = bodies.kind[n] === bodyKinds.door;
    const column = columnOf(grid, bodies.position[3 * n] as number);
    const row = rowOf(grid, bodies.position[3 * n + 2] as number);
    const cell = door ? -1 : row * grid.columns + column;
    cellOf[n] = cell;
    if (!door) start[cell] = (start[cell] as number) + 1;
  }
  for (let c = 1; c < start.length; c++) {
    start[c] = (start[c] as number) + (start[c - 1] as number);
  }
  // `start` holds each cell's end now; filling from the back leaves it at each cell's beginning.
  for (let n = bodies.count - 1; n >= 0; n--) {
    const cell = cellOf[n] as number;
    if (cell < 0) continue;
    const at = (start[cell] as number) - 1;
    start[cell] = at;
    order[at] = n;
  }
  grid.stale = false;
}

function columnOf(grid: Grid, x: number): number {
  return Math.max(0, Math.min(grid.columns - 1, Math.floor((x - grid.minX) / grid.cell)));
}

function rowOf(grid: Grid, z: number): number {
  return Math.max(0, Math.min(grid.rows - 1, Math.floor((z - grid.minZ) / grid.cell)));
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
  grid: Grid,
  self: number,
  limit: number,
  reach: number,
  out: Int32Array,
): number {
  const { bodies } = search;
  if (grid.stale) fill(grid, bodies);
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
