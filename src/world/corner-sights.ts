/**
 * The free cells around which a way can bend, and what is in sight of each within a short reach. There
 * fast marching has no smooth front to go by, and takes the straight distances from the corner
 * instead. Made once per grid.
 *
 * Axes: C cells (walkable-grid.ts), B corner cells, D offsets within the reach. Metres.
 */
import { east, north, south, type WalkableGrid, west } from './walkable-grid.ts';

/** Cells; a disc of 113 of them, so that its offsets can be told by a byte. */
const reach = 6;

export interface CornerSights {
  /** [D] offsets of the disc: in columns, in rows, in cell indices, and in metres. */
  readonly columnsAway: Int8Array;
  readonly rowsAway: Int8Array;
  readonly step: Int32Array;
  readonly metres: Float32Array;
  /** [C] 1 + row in `first` of a corner cell; 0 for all others. */
  readonly corner: Uint16Array;
  /** [B + 1] where each corner's part of `seen` begins. */
  readonly first: Int32Array;
  /** Offsets in [D] of the cells in sight, corner after corner. */
  readonly seen: Uint8Array;
}

export function createCornerSights(grid: WalkableGrid): CornerSights {
  const { columns, rows, links } = grid;
  const disc = createDisc(grid);
  const corner = new Uint16Array(links.length);
  const first = [0];
  const seen: number[] = [];
  for (let c = 0; c < links.length; c++) {
    const blocked = cornersBlocked(grid, c);
    if (blocked.length === 0) continue;
    corner[c] = first.length;
    const column = c % columns;
    const row = (c - column) / columns;
    for (let d = 0; d < disc.step.length; d++) {
      const dc = disc.columnsAway[d] as number;
      const dr = disc.rowsAway[d] as number;
      if (column + dc < 0 || column + dc >= columns || row + dr < 0 || row + dr >= rows) continue;
      // No way bends towards the open side.
      if (blocked.every(([bc, br]) => dc * bc <= 0 && dr * br <= 0)) continue;
      if (inSight(grid, c, dc, dr)) seen.push(d);
    }
    first.push(seen.length);
  }
  return { ...disc, corner, first: Int32Array.from(first), seen: Uint8Array.from(seen) };
}

function createDisc({ columns, cell }: WalkableGrid) {
  const offsets: [number, number][] = [];
  for (let dr = -reach; dr <= reach; dr++) {
    for (let dc = -reach; dc <= reach; dc++) {
      if (dc * dc + dr * dr <= reach * reach) offsets.push([dc, dr]);
    }
  }
  return {
    columnsAway: Int8Array.from(offsets, ([dc]) => dc),
    rowsAway: Int8Array.from(offsets, ([, dr]) => dr),
    step: Int32Array.from(offsets, ([dc, dr]) => dr * columns + dc),
    metres: Float32Array.from(offsets, ([dc, dr]) => Math.hypot(dc, dr) * cell),
  };
}

const diagonals = [
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
] as const;

/** The diagonal directions in which cell c touches a blocked cell between two open neighbours. */
function cornersBlocked({ links, columns }: WalkableGrid, c: number) {
  const open = links[c] as number;
  return diagonals.filter(([dc, dr]) => {
    const across = dc > 0 ? east : west;
    const along = dr > 0 ? south : north;
    if ((open & across) === 0 || (open & along) === 0) return false;
    const beside = links[c + dc] as number;
    const before = links[c + dr * columns] as number;
    return (beside & along) === 0 || (before & across) === 0;
  });
}

/** Whether one can walk straight from cell `from` to the cell dc columns and dr rows away. */
export function inSight(grid: WalkableGrid, from: number, dc: number, dr: number): boolean {
  const { links, columns } = grid;
  const steps = 2 * Math.max(Math.abs(dc), Math.abs(dr));
  let c = from;
  let column = 0;
  let row = 0;
  for (let s = 1; s <= steps; s++) {
    const nextColumn = Math.round((dc * s) / steps);
    const nextRow = Math.round((dr * s) / steps);
    if (nextColumn !== column) {
      if (((links[c] as number) & (nextColumn > column ? east : west)) === 0) return false;
      c += nextColumn - column;
      column = nextColumn;
    }
    if (nextRow !== row) {
      if (((links[c] as number) & (nextRow > row ? south : north)) === 0) return false;
      c += (nextRow - row) * columns;
      row = nextRow;
    }
  }
  return true;
}
