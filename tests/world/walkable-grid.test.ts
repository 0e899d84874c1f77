import { describe, expect, it } from 'vitest';
import { createOutlines, meetsOutline } from '../../src/world/outlines.ts';
import { createWalkableGrid, east, north, south, west } from '../../src/world/walkable-grid.ts';
import { box, busySquare, square } from './fixtures/layouts.ts';

describe('walkable grid', () => {
  it('walkable grid: cells are free where a body fits, blocked where it overlaps by half a cell', () => {
    const layout = busySquare(1);
    const { free, columns, cell, x, z } = createWalkableGrid(layout);
    const outlines = createOutlines({ ...layout, doors: [] });
    const band = { low: 0, high: 1.7 };
    let decided = 0;
    const wrong: number[] = [];
    free.forEach((isFree, c) => {
      const cx = x + (c % columns) * cell;
      const cz = z + Math.floor(c / columns) * cell;
      if (Math.max(Math.abs(cx), Math.abs(cz)) > 9.6) return;
      const fits = !meetsOutline(outlines, cx, cz, 0.3, band);
      const overlaps = meetsOutline(outlines, cx, cz, 0.2, band);
      if (!fits && !overlaps) return;
      decided++;
      if ((isFree === 1) !== fits) wrong.push(c);
    });
    expect(wrong).toEqual([]);
    expect(decided / free.length).toBeGreaterThan(0.8);
  });

  it('walkable grid: links go both ways, never into a blocked cell', () => {
    const { free, links, columns } = createWalkableGrid(busySquare(1));
    const wrong: number[] = [];
    for (let c = 0; c < free.length; c++) {
      const open = links[c] as number;
      for (const [bit, back, step] of [
        [east, west, 1],
        [south, north, columns],
      ] as const) {
        const linked = (open & bit) !== 0;
        const returns = ((links[c + step] ?? 0) & back) !== 0;
        const both = free[c] === 1 && free[c + step] === 1;
        if (linked !== returns || linked !== both) wrong.push(c);
      }
    }
    expect(wrong).toEqual([]);
    expect(links.some((open) => open !== 0)).toBe(true);
  });

  it('walkable grid: where the ground is not flat, a body steps up a kerb but not up a ledge', () => {
    const onto = (height: number) => {
      const platform = box('platform', [0, 0], [4, height, 4], { look: 'platform' });
      const { links, columns, cell, x, z } = createWalkableGrid(
        square({ flat: false, statics: [platform] }),
      );
      const row = Math.round((0.1 - z) / cell) * columns;
      // Along x from the ground to the middle of the platform.
      for (let column = Math.round((-4.1 - x) / cell); x + column * cell < 0; column++) {
        if (((links[row + column] as number) & east) === 0) return false;
      }
      return true;
    };
    expect(onto(0.2)).toBe(true);
    expect(onto(0.5)).toBe(false);
  });
});
