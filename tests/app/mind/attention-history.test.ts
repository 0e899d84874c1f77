import { expect, it } from 'vitest';
import type { AttentionReport } from '../../../src/agents/attention-report.ts';
import { AttentionHistory, columns } from '../../../src/app/mind/attention-history.ts';

/** By body what it gets of each head, or of the only one. */
function report(
  weights: Readonly<Record<number, number | readonly number[]>>,
  agent = 0,
): AttentionReport {
  const at = { x: 0, y: 0, z: 0 };
  const all = Object.entries(weights).map(([body, of]) => ({
    body: Number(body),
    heads: typeof of === 'number' ? [of] : of,
  }));
  const mean = (heads: readonly number[]) => heads.reduce((sum, of) => sum + of) / heads.length;
  return {
    agent,
    entities: all.map(({ body, heads }) => ({
      ...{ body, kind: 'agent', label: '', ...at, weight: mean(heads), heads },
    })),
    nodes: [
      { node: 3, label: 'North', ...at, weight: 1, heads: (all[0]?.heads ?? [1]).map(() => 1) },
    ],
    ...{ set: undefined, graph: undefined, features: [], kind: 'dot' },
    ...{ scan: { angles: [], distances: [], reach: 8 }, action: { forward: 0, left: 0 } },
  };
}

function read(history: AttentionHistory, key: string, head?: number): [number, number][] {
  const seen: [number, number][] = [];
  history.read(key, head, (column, weight) => seen.push([column, Math.fround(weight)]));
  return seen;
}

it('attention history: the newest column is the last, and who is not named got nothing', () => {
  const history = new AttentionHistory();
  history.add(report({ 1: 0.5, 2: 0.5 }));
  history.add(report({ 2: 1 }));
  expect(read(history, 'body 1')).toEqual([
    [columns - 2, 0.5],
    [columns - 1, 0],
  ]);
  expect(read(history, 'body 2')).toEqual([
    [columns - 2, 0.5],
    [columns - 1, 1],
  ]);
  expect(read(history, 'node 3')).toHaveLength(2);
  expect(read(history, 'body 9')).toEqual([]);
});

it('attention history: whoever shows a report adds it, and it is one column', () => {
  const history = new AttentionHistory();
  const newest = report({ 1: 0.5 });
  history.add(newest);
  history.add(newest);
  expect(read(history, 'body 1')).toEqual([[columns - 1, 0.5]]);
  // One that is told again after all was forgotten is the beginning.
  history.clear();
  history.add(newest);
  expect(read(history, 'body 1')).toEqual([[columns - 1, 0.5]]);
});

it('attention history: what was long ago is forgotten, and another agent has one of its own', () => {
  const history = new AttentionHistory();
  history.add(report({ 1: 1 }));
  for (let i = 0; i < columns - 1; i++) history.add(report({ 2: 0.25 }));
  expect(read(history, 'body 1')[0]).toEqual([0, 1]);
  history.add(report({ 2: 0.25 }));
  expect(read(history, 'body 1')).toEqual([]);
  expect(read(history, 'body 2')).toHaveLength(columns);
  history.add(report({ 2: 1 }, 5));
  expect(read(history, 'body 2')).toEqual([[columns - 1, 1]]);
});

it('attention history: the same past is read by any head, and by one that there is not as the mean', () => {
  const history = new AttentionHistory();
  history.add(report({ 1: [0.75, 0.25], 2: [0.25, 0.75] }));
  history.add(report({ 2: [1, 1] }));
  const told = (key: string, head?: number) => read(history, key, head).map(([, weight]) => weight);
  expect(told('body 1', 0)).toEqual([0.75, 0]);
  expect(told('body 1', 1)).toEqual([0.25, 0]);
  expect(told('body 1')).toEqual([0.5, 0]);
  expect(told('body 1', 2)).toEqual([0.5, 0]);
  expect(told('body 2', 1)).toEqual([0.75, 1]);
});

it('attention history: who gets something of the last head alone is kept, and whoever comes after begins with nothing', () => {
  const history = new AttentionHistory();
  history.add(report({ 1: [0, 1], 2: [1, 0] }));
  for (let i = 0; i < columns - 1; i++) history.add(report({ 2: [1, 1] }));
  expect(read(history, 'body 1', 1)[0]).toEqual([0, 1]);
  // The first is forgotten, and a third takes its place.
  history.add(report({ 3: [0.5, 0.25] }));
  expect(read(history, 'body 1', 1)).toEqual([]);
  const third = read(history, 'body 3', 1);
  expect(third.pop()).toEqual([columns - 1, 0.25]);
  expect(third.every(([, weight]) => weight === 0)).toBe(true);
  // And so for another agent, to whose history nothing comes over.
  history.add(report({ 4: [0.5, 0.25] }, 1));
  expect(read(history, 'body 4', 0)).toEqual([[columns - 1, 0.5]]);
});

it('attention history: a policy with other heads has one of its own', () => {
  const history = new AttentionHistory();
  history.add(report({ 1: [1, 1] }));
  history.add(report({ 1: [0.25, 0.5, 0.75] }));
  expect(read(history, 'body 1', 2)).toEqual([[columns - 1, 0.75]]);
  expect(read(history, 'body 1')).toEqual([[columns - 1, 0.5]]);
});
