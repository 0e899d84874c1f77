/**
 * Smooths what is known cell by cell, each at a moment of its own: every cell becomes the mean of its neighbours,
 * near ones more (a binomial of 3 × 3), of those that are known. A hole gets a value where most around it have one:
 * somebody stood there. All else that is not known stays so.
 */
import type { FloorGrid } from '../../scene/floor-grid.ts';

/** Of eight neighbours, how many must be known for a hole to be filled. */
const enough = 5;

/** [C] a copy, so many times smoothed. */
export function smoothFloor(
  { columns, rows }: FloorGrid,
  values: Float32Array,
  passes: number,
): Float32Array {
  let from = values;
  for (let pass = 0; pass < passes; pass++) {
    const to = new Float32Array(from.length);
    for (let c = 0; c < from.length; c++) to[c] = meanAround(from, columns, rows, c);
    from = to;
  }
  return from;
}

function meanAround(values: Float32Array, columns: number, rows: number, cell: number): number {
  const column = cell % columns;
  const row = Math.floor(cell / columns);
  let sum = 0;
  let weights = 0;
  let known = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
      const value = values[r * columns + c] as number;
      if (Number.isNaN(value)) continue;
      const weight = (r === row ? 2 : 1) * (c === column ? 2 : 1);
      sum += weight * value;
      weights += weight;
      known++;
    }
  }
  const isHole = Number.isNaN(values[cell] as number);
  return isHole && known < enough ? Number.NaN : sum / weights;
}
