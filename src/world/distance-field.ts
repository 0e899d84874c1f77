/**
 * The distance on foot to a goal from everywhere in a layout: fast marching from the goal, then a
 * lookup by bilinear interpolation. For reward shaping and measures; never part of an observation.
 *
 * A field is solved only as far as it is asked for, and a little further; asked for more, it is solved
 * anew to half as far again at least. What it tells is the same to the bit as if it were solved to the
 * end, but a walk costs the ground around it and not the whole world's.
 *
 * A body that is pushed into the margin around an obstacle stands on no free cell. There the field
 * goes on along its slope over one ring of cells, each continued from its own side of the obstacle;
 * further in it is the straight way to the nearest free cell and the distance from there.
 *
 * Metres, measured in the plane. Axes: C cells; a field keeps those of a window around its goal.
 */
import type { Layout } from '../scene/layout.ts';
import { type CornerSights, createCornerSights } from './corner-sights.ts';
import { marchFrom } from './fast-marching.ts';
import { createWalkableGrid, type WalkableGrid } from './walkable-grid.ts';

export interface DistanceField {
  /** The goal. */
  readonly x: number;
  readonly z: number;
  /** Metres on foot from (x, z) to the goal; Infinity where no way leads. */
  at(x: number, z: number): number;
  /**
   * Once for every time the field was asked for: its space may then serve another goal, so it must not
   * be read any more. A field that is never released costs only its own memory.
   */
  release(): void;
}

/** All fields of one layout. They share the cells, and recent ones are kept for the same goal. */
export interface DistanceFields {
  to(x: number, z: number): DistanceField;
}

/** Cells around a point, in each direction, that are searched for a free one. */
const searchReach = 5;
/** Metres that a field is solved beyond the place that was asked for: who walks there looks around. */
const beyond = 2;
/** How much further than before at least a field is solved when it is asked for more. */
const growth = 1.5;

export function createDistanceFields(layout: Layout): DistanceFields {
  const grid = createWalkableGrid(layout);
  const cells: Cells = {
    grid,
    sights: createCornerSights(grid),
    solved: new Float32Array(grid.free.length),
  };
  const keep = 2 * layout.agents + 8;
  /** Least recently asked for first. */
  const fields: Field[] = [];

  /** The field of this goal if it is kept, else one that may serve it. */
  function take(x: number, z: number): Field {
    let at = fields.findIndex((field) => field.x === x && field.z === z);
    if (at < 0 && fields.length >= keep) {
      at = fields.findIndex((field) => field.users === 0);
      // All are in use: the oldest stays with its users and is no longer kept here.
      if (at < 0) fields.shift();
    }
    return at < 0 ? new Field(cells) : (fields.splice(at, 1)[0] as Field);
  }

  return {
    to(x, z) {
      const field = take(x, z);
      if (field.x !== x || field.z !== z) field.serve(x, z);
      field.users++;
      fields.push(field);
      return field;
    },
  };
}

/** What all fields of a layout share. */
interface Cells {
  readonly grid: WalkableGrid;
  readonly sights: CornerSights;
  /** [C] metres from the goal of the field that was solved last. */
  readonly solved: Float32Array;
}

class Field implements DistanceField {
  x = Number.NaN;
  z = Number.NaN;
  users = 0;
  readonly #cells: Cells;
  /** Metres to which it is solved: none yet at 0. */
  #solvedTo = 0;
  /** The cells that are kept: a rectangle of the grid, row by row. */
  #distance = new Float32Array(0);
  #firstColumn = 0;
  #firstRow = 0;
  #columns = 0;
  #rows = 0;

  constructor(cells: Cells) {
    this.#cells = cells;
  }

  release(): void {
    this.users = Math.max(0, this.users - 1);
  }

  /** Forgets its goal for another. */
  serve(x: number, z: number): void {
    this.x = x;
    this.z = z;
    this.#solvedTo = 0;
    this.#columns = 0;
    this.#rows = 0;
  }

  at(x: number, z: number): number {
    let metres = this.#read(x, z);
    while (metres === Number.POSITIVE_INFINITY && this.#solvedTo < Number.POSITIVE_INFINITY) {
      this.#solve(nearestCell(this.#cells.grid, x, z));
      metres = this.#read(x, z);
    }
    return metres;
  }

  /** Solves it as far as the cell `target` and a little further; to the end if there is no such cell. */
  #solve(target: number): void {
    const { grid, sights, solved } = this.#cells;
    const source = nearestCell(grid, this.x, this.z);
    if (source < 0) {
      this.#solvedTo = Number.POSITIVE_INFINITY;
      return;
    }
    const limit = { target, beyond, least: growth * this.#solvedTo };
    this.#solvedTo = marchFrom(grid, sights, source, this.x, this.z, solved, limit);
    this.#keepAround(source);
  }

  /** Copies what was solved, rim included: no cell of it is farther from the goal than the wave came. */
  #keepAround(source: number): void {
    const { grid, solved } = this.#cells;
    const { columns, rows, cell } = grid;
    const column = source % columns;
    const row = (source - column) / columns;
    const far = this.#solvedTo / cell + 3;
    this.#firstColumn = Math.max(0, Math.floor(column - far));
    this.#firstRow = Math.max(0, Math.floor(row - far));
    this.#columns = Math.min(columns, Math.ceil(column + far) + 1) - this.#firstColumn;
    this.#rows = Math.min(rows, Math.ceil(row + far) + 1) - this.#firstRow;
    const end = this.#firstRow + this.#rows;
    extendOverRim(grid, solved, this.#firstRow, end, this.#solvedTo === Number.POSITIVE_INFINITY);
    const size = this.#columns * this.#rows;
    if (this.#distance.length < size) this.#distance = new Float32Array(size);
    let at = 0;
    for (let r = this.#firstRow; r < end; r++) {
      const first = r * columns + this.#firstColumn;
      for (let c = first; c < first + this.#columns; c++) {
        this.#distance[at++] = solved[c] as number;
      }
    }
  }

  /** Metres from the centre of a cell; Infinity where that is not known, or no way leads. */
  #metresAt(column: number, row: number): number {
    const c = column - this.#firstColumn;
    const r = row - this.#firstRow;
    if (c < 0 || c >= this.#columns || r < 0 || r >= this.#rows) return Number.POSITIVE_INFINITY;
    return this.#distance[r * this.#columns + c] as number;
  }

  /** Metres from (x, z); Infinity where that is not known, or no way leads. */
  #read(x: number, z: number): number {
    const { grid } = this.#cells;
    const { columns, rows, cell, even } = grid;
    const dx = x - this.x;
    const dz = z - this.z;
    const straight = Math.sqrt(dx * dx + dz * dz);
    const u = (x - grid.x) / cell;
    const v = (z - grid.z) / cell;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const c = row * columns + column;
    if (column < 0 || row < 0 || column >= columns - 1 || row >= rows - 1 || even[c] === 0) {
      return Math.max(straight, this.#fromNearest(x, z));
    }
    const s = u - column;
    const t = v - row;
    const near = this.#metresAt(column, row) * (1 - s) + this.#metresAt(column + 1, row) * s;
    const far = this.#metresAt(column, row + 1) * (1 - s) + this.#metresAt(column + 1, row + 1) * s;
    const metres = near * (1 - t) + far * t;
    if (!(metres < Number.POSITIVE_INFINITY)) {
      if (this.#solvedTo < Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
      return Math.max(straight, this.#fromNearest(x, z));
    }
    // The tip of the cone around the goal is too sharp for interpolation.
    if (straight < 2 * cell && metres < straight + cell) return straight;
    return Math.max(straight, metres);
  }

  /** By way of the nearest free cell; exact on it, so that a place without a way stays without. */
  #fromNearest(x: number, z: number): number {
    const { grid } = this.#cells;
    const c = nearestCell(grid, x, z);
    if (c < 0) return Number.POSITIVE_INFINITY;
    const { columns, cell } = grid;
    const column = c % columns;
    const row = (c - column) / columns;
    const offX = Math.abs(x - (grid.x + column * cell));
    const offZ = Math.abs(z - (grid.z + row * cell));
    const own = offX <= cell / 2 && offZ <= cell / 2;
    return this.#metresAt(column, row) + (own ? 0 : Math.sqrt(offX * offX + offZ * offZ));
  }
}

/** The free cell whose centre is nearest to (x, z); −1 if there is none within the search's reach. */
function nearestCell(grid: WalkableGrid, x: number, z: number): number {
  const { columns, rows, cell, free } = grid;
  const u = (x - grid.x) / cell;
  const v = (z - grid.z) / cell;
  const column = Math.round(u);
  const row = Math.round(v);
  if (!(column >= -searchReach && column < columns + searchReach)) return -1;
  if (!(row >= -searchReach && row < rows + searchReach)) return -1;
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let r = Math.max(0, row - searchReach); r <= Math.min(rows - 1, row + searchReach); r++) {
    const from = Math.max(0, column - searchReach);
    const to = Math.min(columns - 1, column + searchReach);
    for (let q = from; q <= to; q++) {
      const off = (q - u) * (q - u) + (r - v) * (r - v);
      if (off < least && free[r * columns + q] === 1) {
        nearest = r * columns + q;
        least = off;
      }
    }
  }
  return nearest;
}

/**
 * Continues the field from the free cells over the rim, as the mean of straight continuations, in the
 * rows from `firstRow` to before `endRow`. In a field that is not `whole`, where a cell that counts
 * is not known yet, the continuation is not known either.
 */
function extendOverRim(
  grid: WalkableGrid,
  distance: Float32Array,
  firstRow: number,
  endRow: number,
  whole: boolean,
): void {
  const { rim, rimSides, around, columns } = grid;
  const end = firstNotBelow(rim, endRow * columns);
  for (let i = firstNotBelow(rim, firstRow * columns); i < end; i++) {
    const c = rim[i] as number;
    const sides = rimSides[i] as number;
    let sum = 0;
    let count = 0;
    let known = true;
    for (let k = 0; k < 8 && (known || whole); k++) {
      if ((sides & (1 << k)) === 0) continue;
      const step = around[k] as number;
      const first = distance[c + step] as number;
      const second = (sides & (256 << k)) === 0 ? first : (distance[c + 2 * step] as number);
      known = first < Number.POSITIVE_INFINITY && second < Number.POSITIVE_INFINITY;
      if (first === Number.POSITIVE_INFINITY) continue;
      sum += 2 * first - second;
      count++;
    }
    if (count > 0 && (known || whole)) distance[c] = sum / count;
  }
}

/** Index of the first of the ascending cells that is not below c. */
function firstNotBelow(cells: Int32Array, c: number): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cells[middle] as number) < c) low = middle + 1;
    else high = middle;
  }
  return low;
}
