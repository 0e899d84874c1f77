/**
 * The networks that benchmarks run, and made-up rows for them: an observation as rich as that of the
 * scenes (10 + 16 numbers of an agent's own, K = 16 entities, a graph of V = 24 nodes), 16 agents in a
 * world. All seeded: every run, and every peer, computes the same.
 */
import { createRandom, type Random } from '../core/random.ts';
import {
  anchorFeatures,
  type GraphPart,
  graphBlocks,
  layoutOf,
  type ObservationLayout,
  type SetPart,
} from '../core/spec.ts';
import { flags, rowLayoutOf } from '../core/transition-row.ts';
import { heed } from '../rl/algorithms/heed.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { Replay } from '../rl/replay.ts';

/** What differs between the two: channels C and the width of the two hidden layers. */
export const networkSizes: Readonly<Record<'large' | 'small', Hyperparameters>> = {
  large: { ...heed, batch: 256, channels: 64, hidden: 256 },
  small: { ...heed, batch: 256, channels: 32, hidden: 128 },
};
export type NetworkSize = keyof typeof networkSizes;

export const agentsPerWorld = 16;
export const benchGamma = 0.97;

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);

export const benchLayout: ObservationLayout = layoutOf({
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: numbered('ego', 10) },
    { kind: 'vector', name: 'rangeScan', features: numbered('ray', 16) },
    { kind: 'set', name: 'nearbyEntities', rows: 16, features: numbered('entity', 12) },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [
    {
      kind: 'graph',
      name: 'sceneGraph',
      nodes: 24,
      features: ['x', 'z', ...numbered('node', 10)],
      edges: 72,
      edgeFeatures: numbered('edge', 7),
    },
  ],
});

/** The first nodes are regions, always present; an agent stands in one of them. */
const regions = 6;
const fewestNodes = 20;
const fewestEdges = 60;
const fewestEntities = 4;
const metres = 20;

export function writeWorldRow(random: Random, row: Float32Array, at: number): void {
  for (const { part, offset } of benchLayout.world) writeGraph(random, part, row, at + offset);
}

export function writeAgentRow(random: Random, row: Float32Array, at: number): void {
  for (const { part, offset, size } of benchLayout.agent) {
    const from = at + offset;
    if (part.kind === 'anchor') {
      const heading = random.range(-Math.PI, Math.PI);
      const place = [random.range(-metres, metres), random.range(-metres, metres)];
      const own = random.integer(regions);
      const goal = random.integer(regions + 1) - 1; // now and then in none
      row.set([...place, Math.cos(heading), Math.sin(heading), own, goal], from);
    } else {
      for (let i = 0; i < size; i++) row[from + i] = random.normal();
      if (part.kind === 'set') maskSet(random, part, row, from);
    }
  }
}

/** Nearest first, so present rows stand in front. */
function maskSet(random: Random, part: SetPart, row: Float32Array, from: number): void {
  const mask = from + part.rows * part.features.length;
  const present = fewestEntities + random.integer(part.rows - fewestEntities + 1);
  for (let k = 0; k < part.rows; k++) row[mask + k] = k < present ? 1 : 0;
}

function writeGraph(random: Random, part: GraphPart, row: Float32Array, at: number): void {
  const blocks = graphBlocks(part);
  const width = part.features.length;
  const nodes = fewestNodes + random.integer(part.nodes - fewestNodes + 1);
  const edges = fewestEdges + random.integer(part.edges - fewestEdges + 1);
  for (let i = 0; i < part.nodes * width; i++) {
    row[at + i] = i % width < 2 ? random.range(-metres, metres) : random.normal();
  }
  for (let node = 0; node < part.nodes; node++) {
    row[at + blocks.nodeMask + node] = node < nodes ? 1 : 0;
  }
  const listed = new Set<number>();
  for (let edge = 0; edge < part.edges; edge++) {
    let sender = 0;
    let receiver = 0;
    // A pair is listed once, and never a node with itself.
    while (sender === receiver || listed.has(sender * part.nodes + receiver)) {
      sender = random.integer(nodes);
      receiver = random.integer(nodes);
    }
    listed.add(sender * part.nodes + receiver);
    row[at + blocks.senders + edge] = sender;
    row[at + blocks.receivers + edge] = receiver;
    row[at + blocks.edgeMask + edge] = edge < edges ? 1 : 0;
  }
  for (let i = blocks.edges; i < blocks.edgeMask; i++) row[at + i] = random.normal();
}

const ending = 0.02;

/** A replay of one world with `rows` made-up world steps; episodes end at random. */
export function fillReplay(rows: number, seed: number): Replay {
  const random = createRandom(seed, 'bench replay');
  const row = rowLayoutOf(benchLayout, agentsPerWorld);
  const replay = new Replay(row, { streams: 1, rowsPerStream: rows });
  const over = new Array<boolean>(agentsPerWorld).fill(false);
  const values = new Float32Array(row.size);
  for (let time = 0; time < rows; time++) {
    writeWorldRow(random, values, row.worldOffset);
    for (let agent = 0; agent < agentsPerWorld; agent++) {
      writeAgentRow(random, values, row.agentOffset + agent * benchLayout.agentSize);
      const angle = random.range(-Math.PI, Math.PI);
      const length = random.uniform();
      values[row.actionOffset + agent * 2] = length * Math.cos(angle);
      values[row.actionOffset + agent * 2 + 1] = length * Math.sin(angle);
      values[row.rewardOffset + agent] = random.range(-1, 1);
      const end = random.uniform() < ending ? 1 + random.integer(2) : flags.continues;
      const flag = over[agent] ? flags.respawns : end;
      over[agent] = flag === flags.terminated || flag === flags.truncated;
      values[row.discountOffset + agent] = flag === flags.terminated ? 0 : 1;
      values[row.flagOffset + agent] = flag;
    }
    replay.add(0, values, 0);
  }
  return replay;
}
