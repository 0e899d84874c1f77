import { expect, it } from 'vitest';
import type { AttentionReport } from '../../../src/agents/attention-report.ts';
import { AttentionHistory, columns } from '../../../src/app/mind/attention-history.ts';

function report(weights: Readonly<Record<number, number>>, agent = 0): AttentionReport {
  const at = { x: 0, y: 0, z: 0 };
  return {
    agent,
    entities: Object.entries(weights).map(([body, weight]) => ({
      ...{ body: Number(body), kind: 'agent', label: '', ...at, weight, heads: [weight] },
    })),
    nodes: [{ node: 3, label: 'North', ...at, weight: 1, heads: [1] }],
    ...{ set: undefined, graph: undefined, features: [], kind: 'dot' },
    ...{ scan: { angles: [], distances: [], reach: 8 }, action: { forward: 0, left: 0 } },
  };
}

function read(history: AttentionHistory, key: string): [number, number][] {
  const seen: [number, number][] = [];
  history.read(key, (column, weight) => seen.push([column, Math.fround(weight)]));
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
