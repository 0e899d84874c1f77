import { expect, it } from 'vitest';
import { velocityInWords } from '../../../src/app/mind/directions.ts';

it.each([
  [{ forward: 1, left: 0 }, '1.00 m/s, straight ahead'],
  [{ forward: 1, left: 1 }, '1.41 m/s, 45° to the left'],
  [{ forward: 0, left: -0.5 }, '0.50 m/s, 90° to the right'],
  [{ forward: -1, left: 0 }, '1.00 m/s, straight back'],
  [{ forward: 0.01, left: 0.01 }, 'stands still'],
])('velocity in words: %o', (velocity, words) => {
  expect(velocityInWords(velocity)).toBe(words);
});
