import { describe, expect, it } from 'vitest';
import { favouriteOf, paintField, rangeOf, valueAt } from '../../../src/app/mind/action-field.ts';
import { directions, gridActions, rings } from '../../../src/explain/action-grid.ts';

/** 2 · forward + left of every action of the grid. */
const values = Float32Array.from(
  { length: gridActions.length / 2 },
  (_, i) => 2 * (gridActions[2 * i] as number) + (gridActions[2 * i + 1] as number),
);
const plane = (forward: number, left: number) => 2 * forward + left;

describe('action field', () => {
  it('asks about standing still once, and about every direction at every speed', () => {
    expect(values).toHaveLength(1 + rings * directions);
    const pairs = Array.from(
      { length: values.length },
      (_, i) => `${gridActions[2 * i]?.toFixed(4)} ${gridActions[2 * i + 1]?.toFixed(4)}`,
    );
    expect(new Set(pairs).size).toBe(values.length);
    for (let i = 0; i < gridActions.length; i += 2) {
      expect(Math.hypot(gridActions[i] ?? 9, gridActions[i + 1] ?? 9)).toBeLessThanOrEqual(1.00001);
    }
  });

  it('is what was asked there, and nearly a plane between', () => {
    expect(valueAt(values, 0, 0)).toBeCloseTo(0, 5);
    expect(valueAt(values, 1, 0)).toBeCloseTo(2, 5);
    expect(valueAt(values, 0, -1)).toBeCloseTo(-1, 5);
    for (let i = 0; i < 40; i++) {
      const angle = i * 0.7;
      const length = (i % 10) / 10;
      const [forward, left] = [length * Math.cos(angle), length * Math.sin(angle)];
      expect(valueAt(values, forward, left)).toBeCloseTo(plane(forward, left), 1);
    }
    // Beyond the disc it is what its edge is.
    expect(valueAt(values, 5, 0)).toBeCloseTo(2, 5);
  });

  it('knows its ends and where it is best', () => {
    const { least, most } = rangeOf(values);
    const best = favouriteOf(values);
    expect(best.value).toBe(most);
    expect(least).toBeLessThan(-2.2);
    // 2 · forward + left is greatest where atan(1 / 2) = 26.6° is nearest.
    expect((Math.atan2(best.left, best.forward) * 180) / Math.PI).toBeCloseTo(30, 3);
    expect(Math.hypot(best.forward, best.left)).toBeCloseTo(1, 5);
  });

  it('is painted with straight ahead up and left to the left, and nothing beside the disc', () => {
    const size = 20;
    const pixels = new Uint8ClampedArray(4 * size * size);
    paintField(values, size, pixels);
    const at = (row: number, column: number) => [
      ...pixels.subarray(4 * (row * size + column), 4 * (row * size + column) + 4),
    ];
    const light = (row: number, column: number) => {
      const [red = 0, green = 0, blue = 0] = at(row, column);
      return red + green + blue;
    };
    expect(at(0, 0)[3]).toBe(0);
    expect(at(10, 10)[3]).toBe(255);
    expect(light(1, 8)).toBeGreaterThan(light(18, 8));
    expect(light(10, 1)).toBeGreaterThan(light(10, 18));
    // Where all are alike nothing is divided by nothing.
    paintField(new Float32Array(values.length).fill(3), size, pixels);
    expect(at(10, 10)).toEqual([68, 1, 84, 255]);
  });
});
