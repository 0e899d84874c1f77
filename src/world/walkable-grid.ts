/**
 * Where the centre of a body may stand, as square cells, and which of them are neighbours. Doors count
 * as open; props and movers are not there. Made once per layout, shared by all its distance fields.
 *
 * A cell is free if a body at its centre keeps clear of every static thing and of the border; beside
 * such a cell, half a cell of overlap is allowed, so that ways along the first free cells are neither
 * longer nor shorter on average than the body's. On ground that is not flat, neighbours are linked
 * where a body can step from one to the other.
 *
 * Axes: C cells, row by row along x, with a ring of blocked cells around, so that every other cell has
 * eight neighbours. Metres. Knows nothing of distances.
 */
import type { Layout } from '../scene/layout.ts';
import {
  type Band,
  bandOf,
  createOutlines,
  groundHeight,
  meetsOutline,
  stepHeightOf,
} from './outlines.ts';

/** Bits of `links`. */
export const east = 1;
export const west = 2;
export const south = 4;
export const north = 8;

export interface WalkableGrid {
  /** Side of a cell. */
  readonly cell: number;
  /** Cells in a row, and rows; the ring included. */
  readonly columns: number;
  readonly rows: number;
  /** Centre of cell 0, a corner of the ring. */
  readonly x: number;
  readonly z: number;
  /** [C] 1 free, 0 blocked. */
  readonly free: Uint8Array;
  /** [C] neighbours that can be walked to: east +x, west −x, south +z, north −z. */
  readonly links: Uint8Array;
  /** [8] what to add to a cell's index for each neighbour, in turn around it. */
  readonly around: Int32Array;
  /** [R] blocked cells beside a free one of their level. */
  readonly rim: Int32Array;
  /** [R] bit k: neighbour k is free and level; bit 8 + k: so is the cell beyond it. */
  readonly rimSides: Uint16Array;
  /** [C] 1 where cells c, c + 1, c + columns and c + columns + 1 are free or rim, and level. */
  readonly even: Uint8Array;
}

const defaultCell = 0.2;

/** Whether the step between the ground of two cells can be climbed. */
type Level = (a: number, b: number) => boolean;

export function createWalkableGrid(layout: Layout, cell = defaultCell): WalkableGrid {
  const { min, max, flat } = layout;
  const columns = Math.ceil((max[0] - min[0]) / cell - 1e-6) + 2;
  const rows = Math.ceil((max[1] - min[1]) / cell - 1e-6) + 2;
  const x = min[0] - cell / 2;
  const z = min[1] - cell / 2;
  const around = [1, columns + 1, columns, columns - 1, -1, -columns - 1, -columns, 1 - columns];

  const { free, height } = survey(layout, { cell, columns, rows, x, z, around });
  const step = stepHeightOf(layout.body);
  const level: Level = flat
    ? () => true
    : (a, b) => Math.abs((height[a] as number) - (height[b] as number)) <= step;
  const { rim, rimSides } = findRim(free, around, level);
  return {
    cell,
    columns,
    rows,
    x,
    z,
    free,
    links: findLinks(free, columns, level),
    around: Int32Array.from(around),
    rim,
    rimSides,
    even: findEven(free, rim, columns, level),
  };
}

interface Cells {
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  readonly x: number;
  readonly z: number;
  readonly around: readonly number[];
}

/** Which cells are free, and how high their ground is. */
function survey(layout: Layout, { cell, columns, rows, x, z, around }: Cells) {
  const { min, max, flat, body } = layout;
  const free = new Uint8Array(columns * rows);
  const height = new Float32Array(columns * rows);
  const outlines = createOutlines({ ...layout, doors: [] });
  const band: Band = { low: 0, high: 0 };
  const tight: number[] = [];
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const c = row * columns + column;
      const cx = x + column * cell;
      const cz = z + row * cell;
      const ground = flat ? 0 : groundHeight(outlines, cx, cz, Number.POSITIVE_INFINITY);
      height[c] = ground;
      const border = Math.min(cx - min[0], max[0] - cx, cz - min[1], max[1] - cz);
      const least = body.radius - cell / 2;
      bandOf(layout, ground, band);
      if (border < least || meetsOutline(outlines, cx, cz, least, band)) continue;
      if (border < body.radius || meetsOutline(outlines, cx, cz, body.radius, band)) tight.push(c);
      else free[c] = 1;
    }
  }
  // Not where it is tight on all sides: a gap that is too narrow must not become a way.
  const beside = tight.filter((c) => around.some((step) => free[c + step] === 1));
  for (const c of beside) free[c] = 1;
  return { free, height };
}

function findLinks(free: Uint8Array, columns: number, level: Level): Uint8Array {
  const links = new Uint8Array(free.length);
  for (let c = 0; c < free.length; c++) {
    if (free[c] === 0) continue;
    const linked = (to: number, bit: number) => (free[to] === 1 && level(c, to) ? bit : 0);
    const alongX = linked(c + 1, east) | linked(c - 1, west);
    links[c] = alongX | linked(c + columns, south) | linked(c - columns, north);
  }
  return links;
}

function findRim(free: Uint8Array, around: readonly number[], level: Level) {
  const rim: number[] = [];
  const rimSides: number[] = [];
  for (let c = 0; c < free.length; c++) {
    if (free[c] === 1) continue;
    let sides = 0;
    around.forEach((step, k) => {
      if (free[c + step] !== 1 || !level(c, c + step)) return;
      sides |= 1 << k;
      const beyond = c + 2 * step;
      if (free[beyond] === 1 && level(c + step, beyond)) sides |= 256 << k;
    });
    if (sides === 0) continue;
    rim.push(c);
    rimSides.push(sides);
  }
  return { rim: Int32Array.from(rim), rimSides: Uint16Array.from(rimSides) };
}

function findEven(free: Uint8Array, rim: Int32Array, columns: number, level: Level): Uint8Array {
  const filled = free.slice();
  for (const c of rim) filled[c] = 1;
  const even = new Uint8Array(free.length);
  for (let c = 0; c < free.length - columns - 1; c++) {
    const square = [c, c + 1, c + columns, c + columns + 1];
    even[c] = Number(square.every((d) => filled[d] === 1 && level(c, d)));
  }
  return even;
}
