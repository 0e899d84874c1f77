import { describe, expect, test } from 'vitest';
import {
  circle,
  crosses,
  distanceTo,
  footprintOf,
  gapBetween,
  halfExtents,
  rectangle,
} from '../../src/scene/footprint.ts';

const plank = rectangle(0, 0, 4, 2);

describe('footprint', () => {
  test('distance to a rectangle is 0 inside, straight off a side, and diagonal off a corner', () => {
    expect(distanceTo(plank, 1, 0.5)).toBe(0);
    expect(distanceTo(plank, 5, 0)).toBe(3);
    expect(distanceTo(plank, 5, 5)).toBe(5);
  });

  test('a yaw of a quarter turn exchanges the sides', () => {
    const turned = footprintOf({
      position: [0, 0, 0],
      yaw: Math.PI / 2,
      shape: { type: 'box', size: [4, 1, 2] },
    });
    expect(distanceTo(turned, 0, 3)).toBeCloseTo(1);
    expect(distanceTo(turned, 3, 0)).toBeCloseTo(2);
    expect(halfExtents(turned).map((half) => Math.round(half * 1e6) / 1e6)).toEqual([1, 2]);
  });

  test('a positive yaw turns counter-clockwise seen from above: +x goes towards −z', () => {
    const eighth = footprintOf({
      position: [0, 0, 0],
      yaw: Math.PI / 4,
      shape: { type: 'box', size: [10, 1, 0.2] },
    });
    expect(distanceTo(eighth, 3, -3)).toBe(0);
    expect(distanceTo(eighth, 3, 3)).toBeGreaterThan(4);
  });

  test('gaps: rectangles side by side, corner to corner, crossing, one inside the other', () => {
    expect(gapBetween(plank, rectangle(5, 0, 4, 2))).toBe(1);
    expect(gapBetween(plank, rectangle(7, 6, 4, 2))).toBe(5);
    expect(gapBetween(plank, rectangle(0, 0, 1, 8))).toBe(0);
    expect(gapBetween(plank, rectangle(0, 0, 40, 40))).toBe(0);
    expect(gapBetween(rectangle(0, 0, 40, 40), plank)).toBe(0);
  });

  test('gaps: circles by their radii', () => {
    expect(gapBetween(circle(0, 0, 1), circle(3, 4, 1.5))).toBe(2.5);
    expect(gapBetween(plank, circle(5, 0, 1))).toBe(2);
    expect(gapBetween(circle(2.5, 0, 1), plank)).toBe(0);
  });

  test('a line crosses what it meets and nothing beyond its ends', () => {
    expect(crosses(plank, [-5, 0], [5, 0])).toBe(true);
    expect(crosses(plank, [-5, 1.5], [5, 1.5])).toBe(false);
    expect(crosses(plank, [-5, 0], [-3, 0])).toBe(false);
    expect(crosses(circle(0, 0, 1), [-5, 0.9], [5, 0.9])).toBe(true);
    expect(crosses(circle(0, 0, 1), [-5, 1.1], [5, 1.1])).toBe(false);
    expect(crosses(circle(0, 0, 1), [-5, 0], [-2, 0])).toBe(false);
  });
});
