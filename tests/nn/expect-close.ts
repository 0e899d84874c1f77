/** Compares float32 results with a double-precision reference. */
import { expect } from 'vitest';

/**
 * Every |actual − expected| is at most `tolerance` times the largest |expected| (so the scale of the
 * whole array counts, at least `leastScale`, not that of a number that happens to be near 0); if not,
 * says where it is worst.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  {
    tolerance = 2e-5,
    leastScale = 1e-6,
    what = 'values',
  }: { tolerance?: number; leastScale?: number; what?: string } = {},
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  let scale = leastScale;
  for (let i = 0; i < expected.length; i++)
    scale = Math.max(scale, Math.abs(expected[i] as number));
  let worst = 0;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs((actual[i] as number) - (expected[i] as number)) / scale;
    // A NaN must not pass for want of being larger.
    if (!(error <= worst)) {
      worst = error;
      at = i;
    }
    if (Number.isNaN(error)) break;
  }
  const report = `${what}[${at}]: expected ${expected[at]}, got ${actual[at]}, scale ${scale}`;
  expect(worst <= tolerance, report).toBe(true);
}
