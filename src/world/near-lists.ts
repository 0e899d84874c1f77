/**
 * For every square of the ground, which of many circles that stand lie within a certain reach of it:
 * so that a question about a place goes through the few things around it and not through all there
 * are. Made once per layout. A list is ascending, so what goes through it in order does the same work
 * in the same order as if it went through all things.
 *
 * Axes: L squares, row by row along x, and one more list of all things, for places off the ground and
 * for longer reaches. Metres. Does not know what the circles are.
 */
import type { Ground } from '../scene/layout.ts';

export interface NearLists {
  readonly reach: number;
  readonly minX: number;
  readonly minZ: number;
  readonly columns: number;
  readonly rows: number;
  /** [L + 2] where each list begins in `things`. */
  readonly start: Int32Array;
  readonly things: Int32Array;
}

export interface Circle {
  readonly x: number;
  readonly z: number;
  readonly radius: number;
}

/** Side of a square. */
const side = 2;

export function createNearLists(
  { min, max }: { readonly min: Ground; readonly max: Ground },
  circles: readonly Circle[],
  reach: number,
): NearLists {
  const [minX, minZ] = min;
  const columns = Math.max(1, Math.ceil((max[0] - minX) / side));
  const rows = Math.max(1, Math.ceil((max[1] - minZ) / side));
  const lists: number[][] = Array.from({ length: columns * rows }, () => []);
  circles.forEach(({ x, z, radius }, thing) => {
    const far = radius + reach;
    const lastColumn = Math.min(columns - 1, Math.floor((x + far - minX) / side));
    const lastRow = Math.min(rows - 1, Math.floor((z + far - minZ) / side));
    for (let row = Math.max(0, Math.floor((z - far - minZ) / side)); row <= lastRow; row++) {
      const offZ = Math.max(0, minZ + row * side - z, z - (minZ + (row + 1) * side));
      const first = Math.max(0, Math.floor((x - far - minX) / side));
      for (let column = first; column <= lastColumn; column++) {
        const offX = Math.max(0, minX + column * side - x, x - (minX + (column + 1) * side));
        if (offX * offX + offZ * offZ > far * far) continue;
        lists[row * columns + column]?.push(thing);
      }
    }
  });
  lists.push(circles.map((_, thing) => thing));
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, at) => {
    start[at + 1] = (start[at] as number) + list.length;
  });
  return { reach, minX, minZ, columns, rows, start, things: Int32Array.from(lists.flat()) };
}

/** The list for a place: of all things that may come within `reach` of (x, z). */
export function listAt(lists: NearLists, x: number, z: number, reach: number): number {
  const { columns, rows } = lists;
  const column = Math.floor((x - lists.minX) / side);
  const row = Math.floor((z - lists.minZ) / side);
  const covered = reach <= lists.reach && column >= 0 && row >= 0 && column < columns && row < rows;
  return covered ? row * columns + column : columns * rows;
}
