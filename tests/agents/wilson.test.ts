import { expect, it } from 'vitest';
import { wilsonInterval } from '../../src/agents/wilson.ts';

it('wilson: the textbook example of 81 out of 263 gives .255 to .366', () => {
  const { low, high } = wilsonInterval(81, 263);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
});

it('wilson: no failure in 200 does not prove a rate of 1', () => {
  const { low, high } = wilsonInterval(200, 200);
  expect(low).toBeCloseTo(0.9812, 4);
  expect(high).toBe(1);
  expect(wilsonInterval(0, 200).high).toBeCloseTo(1 - low, 10);
});

it('wilson: no trials say nothing', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

it('wilson: the rate itself is never outside, whatever is rounded', () => {
  for (let trials = 1; trials <= 2000; trials++) {
    for (const successes of [0, 1, trials - 1, trials]) {
      const { low, high } = wilsonInterval(successes, trials);
      const rate = successes / trials;
      expect([low <= rate, rate <= high, low >= 0, high <= 1], `${trials}`).toEqual(
        Array(4).fill(true),
      );
    }
  }
});
