import { expect, it } from 'vitest';
import { slope } from '../../src/bench/slope.ts';

it('is how much a straight line rises, whatever lies evenly on both sides of it', () => {
  expect(slope([5, 7, 9, 11])).toBeCloseTo(2, 12);
  expect(slope([1, -1, -1, 1])).toBeCloseTo(0, 12);
  expect(slope([4])).toBe(0);
});
