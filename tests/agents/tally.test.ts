import { expect, it } from 'vitest';
import { createTally } from '../../src/agents/tally.ts';
import type { Agent, Metric } from '../../src/env/index.ts';

/** An agent whose reading is its x. */
const reading = (x: number) => ({ x }) as Agent;
const metric = (gather: Metric['gather']): Metric => ({
  title: gather,
  gather,
  of: ({ x }) => x,
});
const metrics = {
  pooled: metric('pooled'),
  mean: metric('mean'),
  sum: metric('sum'),
  least: metric('least'),
  most: metric('most'),
};

it('tally: decisions are pooled, or become one figure per case first', () => {
  const tally = createTally(metrics);
  for (const x of [1, 2, 3]) tally.add(1, reading(x));
  tally.add(0, reading(10));
  expect(tally.figures([])).toEqual({ pooled: 4, mean: 6, sum: 8, least: 5.5, most: 6.5 });
});

it('tally: what has no figure counts nowhere, and no figure at all is null', () => {
  const tally = createTally(metrics);
  expect(tally.figures([])).toEqual({
    ...{ pooled: null, mean: null, sum: null },
    ...{ least: null, most: null },
  });
  tally.add(0, reading(Number.NaN));
  tally.add(1, reading(2));
  tally.add(1, reading(Number.NaN));
  expect(tally.figures([])).toEqual({ pooled: 2, mean: 2, sum: 2, least: 2, most: 2 });
});

it('tally: of states, the first is read too, and only such cases count as are asked for', () => {
  const tally = createTally({
    states: { ...metric('mean'), fromStart: true },
    decisions: metric('mean'),
    successes: { ...metric('sum'), cases: 'successes' },
  });
  for (const index of [0, 1]) {
    tally.begin(index, reading(1));
    tally.add(index, reading(3 + 4 * index));
  }
  expect(tally.figures(['collision', 'success'])).toEqual({
    states: 3,
    decisions: 5,
    successes: 7,
  });
  expect(tally.figures(['collision', 'timeout']).successes).toBe(null);
});
