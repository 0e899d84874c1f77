/**
 * The floor of a layout as square cells, for what is counted or asked cell by cell and painted on it: row by row
 * along x, rows along z. The same for all layouts with the same border. Metres.
 */
import type { Ground } from './layout.ts';

export interface FloorGrid {
  /** The corner with the least x and z. */
  readonly x: number;
  readonly z: number;
  /** Side of a cell. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
}

/** Side of a cell where there is no need for larger ones, and cells that there are at most, by and large. */
const finest = 0.25;
const most = 6400;

export function floorGridOf({
  min,
  max,
}: {
  readonly min: Ground;
  readonly max: Ground;
}): FloorGrid {
  const [width, depth] = [max[0] - min[0], max[1] - min[1]];
  const cell = Math.max(finest, Math.sqrt((width * depth) / most));
  // A cell that lies beyond the border by rounding alone is none.
  const count = (length: number) => Math.max(1, Math.ceil(length / cell - 1e-6));
  return { x: min[0], z: min[1], cell, columns: count(width), rows: count(depth) };
}

export function isSameGrid(a: FloorGrid, b: FloorGrid): boolean {
  return (
    a.x === b.x && a.z === b.z && a.cell === b.cell && a.columns === b.columns && a.rows === b.rows
  );
}
