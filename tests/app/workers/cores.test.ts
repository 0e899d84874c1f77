import { describe, expect, it } from 'vitest';
import { threadsOn, workersOn } from '../../../src/app/workers/cores.ts';

const cores = [1, 2, 4, 5, 6, 7, 8, 9, 12, 64];

describe('cores', () => {
  it('the learner’s threads take those that the page, the simulation and the graphics leave', () => {
    expect(cores.map((count) => threadsOn(count, 'auto'))).toEqual([1, 1, 1, 2, 3, 4, 4, 4, 4, 4]);
    expect(threadsOn(2, 4)).toBe(4);
  });

  it('further simulation workers take what is left after that', () => {
    expect(cores.map((count) => workersOn(count, 'auto'))).toEqual([1, 1, 1, 1, 1, 1, 2, 3, 4, 4]);
    expect(workersOn(2, 3)).toBe(3);
  });
});
