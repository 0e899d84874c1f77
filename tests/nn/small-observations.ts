/**
 * A small observation with a part of every kind, and random rows of it: sets and graphs of every size
 * down to none, regions that are unknown, and noise wherever a mask says that nothing is there.
 */
import type { Random } from '../../src/core/random.ts';
import {
  anchorFeatures,
  type GraphPart,
  graphBlocks,
  layoutOf,
  type ObservationLayout,
  type ObservationSpec,
} from '../../src/core/spec.ts';

export const smallSpec: ObservationSpec = {
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: ['a', 'b', 'c'] },
    { kind: 'set', name: 'nearby', rows: 3, features: ['d', 'e', 'f', 'g'] },
    { kind: 'vector', name: 'scan', features: ['h', 'i'] },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [
    {
      kind: 'graph',
      name: 'sceneGraph',
      nodes: 4,
      features: ['x', 'z', 'j'],
      edges: 6,
      edgeFeatures: ['k', 'l'],
    },
  ],
};

export const smallLayout: ObservationLayout = layoutOf(smallSpec);

/** What people's own scenarios may leave out. */
export const barelyLayouts = {
  'no vector': layoutOf({
    ...smallSpec,
    agent: smallSpec.agent.filter(({ kind }) => kind !== 'vector'),
  }),
  'no set': layoutOf({ ...smallSpec, agent: smallSpec.agent.filter(({ kind }) => kind !== 'set') }),
  'a vector alone': layoutOf({
    version: 1,
    agent: smallSpec.agent.filter(({ kind }) => kind === 'vector'),
    world: [],
  }),
  'edges without features': layoutOf({
    ...smallSpec,
    world: smallSpec.world.map((part) => ({ ...part, edgeFeatures: [] })),
  }),
};

/** Only a vector and a set: networks of it are quick to differentiate. */
export const tinyLayout: ObservationLayout = layoutOf({
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: ['a', 'b'] },
    { kind: 'set', name: 'nearby', rows: 2, features: ['c', 'd'] },
  ],
  world: [],
});

export function writeAgentRow(
  random: Random,
  layout: ObservationLayout,
  row: Float32Array,
  at: number,
): void {
  for (const { part, offset, size } of layout.agent) {
    for (let i = 0; i < size; i++) row[at + offset + i] = random.range(-2, 2);
    if (part.kind === 'set') {
      const mask = at + offset + part.rows * part.features.length;
      const present = random.integer(part.rows + 1);
      for (let k = 0; k < part.rows; k++) row[mask + k] = 0;
      for (let k = 0; k < present; k++) row[mask + random.integer(part.rows)] = 1;
    }
    if (part.kind === 'anchor') {
      const heading = random.range(-Math.PI, Math.PI);
      // The first two nodes of a graph are always there.
      const region = () => random.integer(3) - 1;
      const place = [random.range(-5, 5), random.range(-5, 5)];
      row.set([...place, Math.cos(heading), Math.sin(heading), region(), region()], at + offset);
    }
  }
}

export function writeWorldRow(
  random: Random,
  layout: ObservationLayout,
  row: Float32Array,
  at: number,
): void {
  for (const { part, offset } of layout.world) writeGraph(random, part, row, at + offset);
}

function writeGraph(random: Random, part: GraphPart, row: Float32Array, at: number): void {
  const blocks = graphBlocks(part);
  const present = 2 + random.integer(part.nodes - 1);
  const width = part.features.length;
  for (let i = 0; i < part.nodes * width; i++) {
    row[at + i] = random.range(-1, 1) * (i % width < 2 ? 8 : 1);
  }
  for (let node = 0; node < part.nodes; node++) {
    row[at + blocks.nodeMask + node] = node < present ? 1 : 0;
  }
  const pairs = new Set<number>();
  for (let edge = 0; edge < part.edges; edge++) {
    const sender = random.integer(present);
    const receiver = random.integer(present);
    const pair = sender * part.nodes + receiver;
    const listed = sender !== receiver && !pairs.has(pair);
    if (listed) pairs.add(pair);
    row[at + blocks.senders + edge] = sender;
    row[at + blocks.receivers + edge] = receiver;
    row[at + blocks.edgeMask + edge] = listed ? 1 : 0;
  }
  for (let i = blocks.edges; i < blocks.edgeMask; i++) row[at + i] = random.range(-1, 1);
}
