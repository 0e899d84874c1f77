/**
 * The distance on foot to a goal from everywhere in a layout: fast marching once per goal, then a
 * lookup by bilinear interpolation. For reward shaping and measures; never part of an observation.
 *
 * A body that is pushed into the margin around an obstacle stands on no free cell. There the field
 * goes on along its slope over one ring of cells, each continued from its own side of the obstacle;
 * further in it is the straight way to the nearest free cell and the distance from there.
 *
 * Metres, measured in the plane. Axes: C cells.
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

export function createDistanceFields(layout: Layout): DistanceFields {
  const grid = createWalkableGrid(layout);
  const sights = createCornerSights(grid);
  const keep = 2 * layout.agents + 8;
  /** Least recently asked for first. */
  const fields: Field[] = [];

  /** The field of this goal if it is kept, else one that may be filled for it. */
  function take(x: number, z: number): Field {
    let at = fields.findIndex((field) => field.x === x && field.z === z);
    if (at < 0 && fields.length >= keep) {
      at = fields.findIndex((field) => field.users === 0);
      // All are in use: the oldest stays with its users and is no longer kept here.
      if (at < 0) fields.shift();
    }
    return at < 0 ? new Field(grid, sights) : (fields.splice(at, 1)[0] as Field);
  }

  return {
    to(x, z) {
      const field = take(x, z);
      if (field.x !== x || field.z !== z) field.fill(x, z);
      field.users++;
      fields.push(field);
      return field;
    },
  };
}

class Field implements DistanceField {
  x = Number.NaN;
  z = Number.NaN;
  users = 0;
  readonly #grid: WalkableGrid;
  readonly #sights: CornerSights;
  /** [C] metres from the cell's centre. */
  readonly #distance: Float32Array;

  constructor(grid: WalkableGrid, sights: CornerSights) {
    this.#grid = grid;
    this.#sights = sights;
    this.#distance = new Float32Array(grid.free.length);
  }

  release(): void {
    this.users = Math.max(0, this.users - 1);
  }

  fill(x: number, z: number): void {
    this.x = x;
    this.z = z;
    const source = nearestCell(this.#grid, x, z);
    if (source < 0) {
      this.#distance.fill(Number.POSITIVE_INFINITY);
      return;
    }
    marchFrom(this.#grid, this.#sights, source, x, z, this.#distance);
    extendOverRim(this.#grid, this.#distance);
  }

  at(x: number, z: number): number {
    const { columns, rows, cell, even } = this.#grid;
    const distance = this.#distance;
    const dx = x - this.x;
    const dz = z - this.z;
    const straight = Math.sqrt(dx * dx + dz * dz);
    const u = (x - this.#grid.x) / cell;
    const v = (z - this.#grid.z) / cell;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const c = row * columns + column;
    if (column < 0 || row < 0 || column >= columns - 1 || row >= rows - 1 || even[c] === 0) {
      return Math.max(straight, this.#fromNearest(x, z));
    }
    const s = u - column;
    const t = v - row;
    const near = (distance[c] as number) * (1 - s) + (distance[c + 1] as number) * s;
    const d = c + columns;
    const far = (distance[d] as number) * (1 - s) + (distance[d + 1] as number) * s;
    const metres = near * (1 - t) + far * t;
    if (!(metres < Number.POSITIVE_INFINITY)) return Math.max(straight, this.#fromNearest(x, z));
    // The tip of the cone around the goal is too sharp for interpolation.
    if (straight < 2 * cell && metres < straight + cell) return straight;
    return Math.max(straight, metres);
  }

  /** By way of the nearest free cell; exact on it, so that a place without a way stays without. */
  #fromNearest(x: number, z: number): number {
    const c = nearestCell(this.#grid, x, z);
    if (c < 0) return Number.POSITIVE_INFINITY;
    const { columns, cell } = this.#grid;
    const column = c % columns;
    const row = (c - column) / columns;
    const offX = Math.abs(x - (this.#grid.x + column * cell));
    const offZ = Math.abs(z - (this.#grid.z + row * cell));
    const own = offX <= cell / 2 && offZ <= cell / 2;
    return (this.#distance[c] as number) + (own ? 0 : Math.sqrt(offX * offX + offZ * offZ));
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

/** Continues the field from the free cells over the rim, as the mean of straight continuations. */
function extendOverRim(grid: WalkableGrid, distance: Float32Array): void {
  const { rim, rimSides, around } = grid;
  for (let i = 0; i < rim.length; i++) {
    const c = rim[i] as number;
    const sides = rimSides[i] as number;
    let sum = 0;
    let count = 0;
    for (let k = 0; k < 8; k++) {
      if ((sides & (1 << k)) === 0) continue;
      const step = around[k] as number;
      const first = distance[c + step] as number;
      if (first === Number.POSITIVE_INFINITY) continue;
      const second = (sides & (256 << k)) === 0 ? first : (distance[c + 2 * step] as number);
      sum += 2 * first - second;
      count++;
    }
    if (count > 0) distance[c] = sum / count;
  }
}
