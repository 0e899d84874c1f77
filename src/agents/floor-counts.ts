/**
 * Where on the floor agents have been, and where they have met something, lately: sums by cell
 * (scene/floor-grid.ts) that fade with the time of the world. A visit is the time that an agent spends, spread over
 * the four cells around it; a collision is a contact that begins (contacts-begun.ts), spread over half a metre.
 *
 * Fading costs nothing: what is new weighs more and more, and is weighed against now when it is read. Nothing is
 * allocated per decision. Axes: C cells, A agents.
 */
import { type FloorGrid, floorGridOf, isSameGrid } from '../scene/floor-grid.ts';
import type { Layout } from '../scene/layout.ts';

/** Seconds of the world after which e⁻¹ of something is left. */
export const fadeSeconds = { visits: 60, collisions: 300 } as const;
export type Counted = keyof typeof fadeSeconds;

/** Metres over which a collision is spread, as the deviation of a bell. */
const spread = 0.3;
/** Cells on each side of a collision that take part of it. */
const reach = 3;
/** Weights beyond this are brought down again, before single precision is at its end. */
const heaviest = 1e6;

interface Sum {
  /** [C] */
  readonly cells: Float32Array;
  /** What counts as 1 now. */
  weight: number;
}

export class FloorCounts {
  #layout: Layout;
  #grid: FloorGrid;
  #seed: number;
  #sums: Readonly<Record<Counted, Sum>>;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#grid = floorGridOf(layout);
    this.#seed = layout.seed;
    this.#sums = this.#clean();
  }

  get grid(): FloorGrid {
    return this.#grid;
  }

  /** A layout that was changed goes on with what was counted in it; another one has nothing yet. */
  fit(layout: Layout): void {
    if (layout === this.#layout) return;
    this.#layout = layout;
    const grid = floorGridOf(layout);
    if (layout.seed === this.#seed && isSameGrid(grid, this.#grid)) return;
    this.#grid = grid;
    this.#seed = layout.seed;
    this.#sums = this.#clean();
  }

  /**
   * After a decision of so many seconds: `position` [A, 3] is where agents are, and `met` [A] not 0 where one has met
   * something in it (contacts-begun.ts).
   */
  count({ position }: { readonly position: Float32Array }, met: Uint8Array, seconds: number): void {
    this.#age(this.#sums.visits, seconds / fadeSeconds.visits);
    this.#age(this.#sums.collisions, seconds / fadeSeconds.collisions);
    for (let a = 0; a < met.length; a++) {
      const x = position[3 * a] as number;
      const z = position[3 * a + 2] as number;
      this.#visit(x, z, seconds);
      if (met[a] !== 0) this.#collide(x, z);
    }
  }

  /** Per square metre, faded up to now: seconds of agents, or collisions. A copy. */
  read(which: Counted): Float32Array<ArrayBuffer> {
    const { cells, weight } = this.#sums[which];
    const factor = 1 / (weight * this.#grid.cell ** 2);
    return Float32Array.from(cells, (value) => value * factor);
  }

  #clean(): Record<Counted, Sum> {
    const sum = () => ({
      cells: new Float32Array(this.#grid.columns * this.#grid.rows),
      weight: 1,
    });
    return { visits: sum(), collisions: sum() };
  }

  #age(sum: Sum, share: number): void {
    sum.weight *= Math.exp(share);
    if (sum.weight < heaviest) return;
    for (let c = 0; c < sum.cells.length; c++) {
      sum.cells[c] = (sum.cells[c] as number) / sum.weight;
    }
    sum.weight = 1;
  }

  #add(sum: Sum, column: number, row: number, amount: number): void {
    const { columns, rows } = this.#grid;
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const at = row * columns + column;
    sum.cells[at] = (sum.cells[at] as number) + amount * sum.weight;
  }

  #visit(x: number, z: number, seconds: number): void {
    const { x: minX, z: minZ, cell } = this.#grid;
    const u = (x - minX) / cell - 0.5;
    const v = (z - minZ) / cell - 0.5;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const right = u - column;
    const down = v - row;
    const { visits } = this.#sums;
    this.#add(visits, column, row, seconds * (1 - right) * (1 - down));
    this.#add(visits, column + 1, row, seconds * right * (1 - down));
    this.#add(visits, column, row + 1, seconds * (1 - right) * down);
    this.#add(visits, column + 1, row + 1, seconds * right * down);
  }

  #collide(x: number, z: number): void {
    const { x: minX, z: minZ, cell } = this.#grid;
    const column = Math.floor((x - minX) / cell);
    const row = Math.floor((z - minZ) / cell);
    const share = (c: number, r: number) => {
      const dx = minX + (c + 0.5) * cell - x;
      const dz = minZ + (r + 0.5) * cell - z;
      return Math.exp((-dx * dx - dz * dz) / (2 * spread * spread));
    };
    let whole = 0;
    for (let r = row - reach; r <= row + reach; r++) {
      for (let c = column - reach; c <= column + reach; c++) whole += share(c, r);
    }
    for (let r = row - reach; r <= row + reach; r++) {
      for (let c = column - reach; c <= column + reach; c++) {
        this.#add(this.#sums.collisions, c, r, share(c, r) / whole);
      }
    }
  }
}
