/**
 * The bodies of a world sorted into square cells, as wide as the bodies stand apart on average. Doors
 * are left out: they are outlines (outlines.ts). A body off the ground counts into the cell nearest to
 * it, so that what goes through cells outwards from a place misses none.
 *
 * Axes: N bodies. Metres. Sorted when it is asked for and the bodies have moved.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds } from './bodies.ts';

export interface BodyGrid {
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
  /** Of the bodies as they were sorted last: a newcomer may be larger than all before. */
  largestRadius: number;
  stale: boolean;
}

export function createBodyGrid({ min, max }: Layout, bodies: Bodies): BodyGrid {
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
    order: new Int32Array(bodies.kind.length),
    cellOf: new Int32Array(bodies.kind.length),
    largestRadius: 0,
    stale: true,
  };
}

/** Counting sort of the bodies into cells, if they have moved since the last. */
export function sortBodies(grid: BodyGrid, bodies: Bodies): void {
  if (!grid.stale) return;
  const { start, order, cellOf } = grid;
  start.fill(0);
  grid.largestRadius = 0;
  for (let n = 0; n < bodies.count; n++) {
    const door = bodies.kind[n] === bodyKinds.door;
    const column = columnOf(grid, bodies.position[3 * n] as number);
    const row = rowOf(grid, bodies.position[3 * n + 2] as number);
    const cell = door ? -1 : row * grid.columns + column;
    cellOf[n] = cell;
    if (door) continue;
    start[cell] = (start[cell] as number) + 1;
    grid.largestRadius = Math.max(grid.largestRadius, bodies.radius[n] as number);
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

export function columnOf(grid: BodyGrid, x: number): number {
  return Math.max(0, Math.min(grid.columns - 1, Math.floor((x - grid.minX) / grid.cell)));
}

export function rowOf(grid: BodyGrid, z: number): number {
  return Math.max(0, Math.min(grid.rows - 1, Math.floor((z - grid.minZ) / grid.cell)));
}
