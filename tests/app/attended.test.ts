import { describe, expect, it } from 'vitest';
import type { AttentionReport } from '../../src/agents/attention-report.ts';
import { attend } from '../../src/app/attended.ts';

/** A report of agent 0 on bodies by weight; body 7 is a walker. */
function reportOf(weights: Readonly<Record<number, number>>, agent = 0): AttentionReport {
  return {
    agent,
    entities: Object.entries(weights).map(([body, weight]) => ({
      ...{ body: Number(body), kind: body === '7' ? 'walker' : 'agent', label: `thing ${body}` },
      ...{ x: 0, y: 0, z: 0, weight, heads: [weight] },
    })),
    nodes: [{ node: 3, label: 'North', x: 0, y: 0, z: 0, weight: 1, heads: [1] }],
    features: [],
    scan: { angles: [], distances: [], reach: 8 },
    action: { forward: 0, left: 0 },
    kind: 'dot',
  };
}

describe('attended', () => {
  it('lists the heaviest first, robots by their names, and leaves out what weighs nothing', () => {
    const { entities, nodes } = attend(undefined, reportOf({ 1: 0.2, 2: 0.001, 7: 0.8 }));
    expect(entities.map(({ label, weight }) => [label, weight])).toEqual([
      ['thing 7', 0.8],
      ['Milo', 0.2],
    ]);
    expect(nodes.map(({ label }) => label)).toEqual(['North']);
  });

  it('a single report of another order does not yet change the order', () => {
    let attended = attend(undefined, reportOf({ 1: 0.9, 7: 0.1 }));
    attended = attend(attended, reportOf({ 1: 0.1, 7: 0.9 }));
    expect(attended.entities[0]?.label).toBe('Milo');
    for (let i = 0; i < 5; i++) attended = attend(attended, reportOf({ 1: 0.1, 7: 0.9 }));
    expect(attended.entities[0]?.label).toBe('thing 7');
  });

  it('converges to the reported weights', () => {
    let attended = attend(undefined, reportOf({ 1: 1 }));
    for (let i = 0; i < 40; i++) attended = attend(attended, reportOf({ 1: 0.25, 7: 0.75 }));
    expect(attended.entities.map(({ weight }) => weight)).toEqual([
      expect.closeTo(0.75, 4),
      expect.closeTo(0.25, 4),
    ]);
  });

  it('what is out of sight fades and goes', () => {
    let attended = attend(undefined, reportOf({ 1: 0.5, 7: 0.5 }));
    attended = attend(attended, reportOf({ 1: 1 }));
    expect(attended.entities.map(({ label }) => label)).toContain('thing 7');
    for (let i = 0; i < 20; i++) attended = attend(attended, reportOf({ 1: 1 }));
    expect(attended.entities.map(({ label }) => label)).toEqual(['Milo']);
  });

  it('another agent begins afresh', () => {
    const before = attend(undefined, reportOf({ 1: 1 }));
    const { entities } = attend(before, reportOf({ 7: 1 }, 2));
    expect(entities.map(({ label, weight }) => [label, weight])).toEqual([['thing 7', 1]]);
  });
});
