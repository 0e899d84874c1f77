import { describe, expect, test } from 'vitest';
import {
  anchorFeatures,
  findPart,
  type GraphPart,
  graphBlocks,
  layoutOf,
  type ObservationSpec,
  sameSpec,
  sizeOf,
} from '../../src/core/spec.ts';

const graph: GraphPart = {
  kind: 'graph',
  name: 'scene',
  nodes: 4,
  features: ['x', 'z', 'open'],
  edges: 5,
  edgeFeatures: ['near', 'distance'],
};

const spec: ObservationSpec = {
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: ['a', 'b', 'c'] },
    { kind: 'set', name: 'others', rows: 2, features: ['x', 'z'] },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [graph],
};

describe('observation spec', () => {
  test('parts stand one after another in their row', () => {
    const layout = layoutOf(spec);
    // 3 numbers, then 2 rows × (2 features + mask), then 6.
    expect(layout.agent.map(({ offset, size }) => [offset, size])).toEqual([
      [0, 3],
      [3, 6],
      [9, 6],
    ]);
    expect(layout.agentSize).toBe(15);
    expect(layout.worldSize).toBe(sizeOf(graph));
  });

  test('a graph is nodes, node mask, senders, receivers, edges, edge mask', () => {
    // 4 × 3 nodes, 4 masks, 5 senders, 5 receivers, 5 × 2 edges, 5 masks.
    expect(graphBlocks(graph)).toEqual({
      nodes: 0,
      nodeMask: 12,
      senders: 16,
      receivers: 21,
      edges: 26,
      edgeMask: 36,
    });
    expect(sizeOf(graph)).toBe(41);
  });

  test('a part is found by name in either row, and an unknown one is named with the known', () => {
    const layout = layoutOf(spec);
    expect(findPart(layout, 'others').offset).toBe(3);
    expect(findPart(layout, 'scene').part).toBe(graph);
    expect(() => findPart(layout, 'sonar')).toThrow('ego, others, anchor, scene');
  });

  test('specs are the same if every name and size is', () => {
    const copy = JSON.parse(JSON.stringify(spec));
    expect(sameSpec(spec, copy)).toBe(true);
    copy.world[0].features[2] = 'closed';
    expect(sameSpec(spec, copy)).toBe(false);
  });
});
