/**
 * A grid of the ground where an agent's centre may stand: every cell of `step` metres whose middle is
 * at least `radius` away from everything that must be walked round. Reference for the tests only,
 * and independent of the navmesh.
 */
import { distanceTo, footprintOf, halfExtents } from '../../src/scene/footprint.ts';
import { isWalkable, type Layout } from '../../src/scene/layout.ts';

export interface Occupancy {
  readonly columns: number;
  readonly rows: number;
  /** [rows · columns] 1 = free. */
  readonly free: Uint8Array;
  x(cell: number): number;
  z(cell: number): number;
}

export function occupancyOf(layout: Layout, radius: number, step = 0.1): Occupancy {
  const columns = Math.round((layout.max[0] - layout.min[0]) / step);
  const rows = Math.round((layout.max[1] - layout.min[1]) / step);
  const x = (cell: number) => layout.min[0] + ((cell % columns) + 0.5) * step;
  const z = (cell: number) => layout.min[1] + (Math.floor(cell / columns) + 0.5) * step;
  const free = new Uint8Array(columns * rows).fill(1);
  for (const body of layout.statics) {
    if (isWalkable(body)) continue;
    const footprint = footprintOf(body);
    const [halfX, halfZ] = halfExtents(footprint);
    const columnOf = (at: number) => Math.floor((at - layout.min[0]) / step);
    const rowOf = (at: number) => Math.floor((at - layout.min[1]) / step);
    const left = Math.max(0, columnOf(footprint.x - halfX - radius));
    const right = Math.min(columns - 1, columnOf(footprint.x + halfX + radius));
    const top = Math.max(0, rowOf(footprint.z - halfZ - radius));
    const bottom = Math.min(rows - 1, rowOf(footprint.z + halfZ + radius));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const cell = row * columns + column;
        if (distanceTo(footprint, x(cell), z(cell)) < radius) free[cell] = 0;
      }
    }
  }
  return { columns, rows, free, x, z };
}

/** Number of pieces that the free cells fall into, neighbours sharing a side. */
export function pieces({ columns, rows, free }: Occupancy): number {
  const seen = new Uint8Array(free.length);
  let count = 0;
  for (let start = 0; start < free.length; start++) {
    if (free[start] !== 1 || seen[start] === 1) continue;
    count++;
    seen[start] = 1;
    const open = [start];
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      const column = cell % columns;
      const row = Math.floor(cell / columns);
      for (const [dc, dr] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        const c = column + dc;
        const r = row + dr;
        if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
        const next = r * columns + c;
        if (free[next] !== 1 || seen[next] === 1) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
  }
  return count;
}
