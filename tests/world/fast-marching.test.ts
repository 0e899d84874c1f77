import { describe, expect, it } from 'vitest';
import { createCornerSights } from '../../src/world/corner-sights.ts';
import { marchFrom } from '../../src/world/fast-marching.ts';
import { createWalkableGrid, east, south } from '../../src/world/walkable-grid.ts';
import { box, busySquare, square } from './fixtures/layouts.ts';

function march(layout: ReturnType<typeof square>, x: number, z: number) {
  const grid = createWalkableGrid(layout);
  const distance = new Float32Array(grid.free.length);
  const column = Math.round((x - grid.x) / grid.cell);
  const source = Math.round((z - grid.z) / grid.cell) * grid.columns + column;
  marchFrom(grid, createCornerSights(grid), source, x, z, distance);
  return { grid, distance };
}

describe('fast marching', () => {
  it('fast marching: distances of neighbours differ by no more than the way between them', () => {
    const { grid, distance } = march(busySquare(1), -7.3, 3.1);
    const { links, columns, cell } = grid;
    let linked = 0;
    let steepest = 0;
    for (let c = 0; c < links.length; c++) {
      for (const [bit, step] of [
        [east, 1],
        [south, columns],
      ] as const) {
        if (((links[c] as number) & bit) === 0) continue;
        linked++;
        const difference = (distance[c] as number) - (distance[c + step] as number);
        steepest = Math.max(steepest, Math.abs(difference) / cell);
      }
    }
    expect(steepest).toBeLessThan(1.001);
    expect(linked).toBeGreaterThan(10_000);
  });

  it('fast marching: what is mirrored about the source has the same distance', () => {
    const posts = [-3, 3].map((x) => box(`post${x}`, [x, 2], [2.1, 1, 1.1]));
    const { grid, distance } = march(
      square({ min: [-10.1, -10], max: [10.1, 10], statics: posts }),
      0,
      -5,
    );
    const { columns, rows } = grid;
    let worst = 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns / 2; column++) {
        const left = distance[row * columns + column] as number;
        const right = distance[row * columns + columns - 1 - column] as number;
        if (left !== right) worst = Math.max(worst, Math.abs(left - right));
      }
    }
    expect(worst).toBeLessThan(0.01);
  });

  it('fast marching: blocked cells and closed rooms stay at infinity', () => {
    const walls = [
      box('north', [0, -2], [4, 1, 0.2]),
      box('south', [0, 2], [4, 1, 0.2]),
      box('west', [-2, 0], [0.2, 1, 4]),
      box('east', [2, 0], [0.2, 1, 4]),
    ];
    const { grid, distance } = march(square({ statics: walls }), 6, 6);
    const at = (x: number, z: number) =>
      distance[
        Math.round((z - grid.z) / grid.cell) * grid.columns + Math.round((x - grid.x) / grid.cell)
      ];
    expect(at(0, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(at(2, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(at(-6, -6)).toBeLessThan(18.5);
  });
});
