import { expect, it } from 'vitest';
import { threadsOn } from '../../src/app/plan-threads.ts';

it('plan threads: a core each for the page, the simulation and the graphics is left', () => {
  expect([1, 2, 4, 5, 6, 16, 64].map((cores) => threadsOn(cores, 'auto'))).toEqual([
    1, 1, 1, 2, 3, 4, 4,
  ]);
  expect(threadsOn(2, 4)).toBe(4);
});
