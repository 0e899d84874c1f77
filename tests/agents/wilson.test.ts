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
