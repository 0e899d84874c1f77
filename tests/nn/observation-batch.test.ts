import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { findPart, type GraphPart, graphBlocks, layoutOf } from '../../src/core/spec.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { ObservationBatch } from '../../src/nn/observation-batch.ts';
import { expectClose } from './expect-close.ts';
import { smallLayout as layout, writeAgentRow, writeWorldRow } from './small-observations.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

const { agentSize, worldSize } = layout;
const normaliser = createNormaliser(layout);

/** Everything that a batch uploads, as one object of plain arrays. */
function read(batch: ObservationBatch) {
  return tf.tidy(() => {
    const { vector, sets, graphs } = batch.tensors();
    const plain = (tensors: object) =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [
          name,
          [...(tensor as tf.Tensor).dataSync()],
        ]),
      );
    return { vector: [...vector.dataSync()], sets: sets.map(plain), graphs: graphs.map(plain) };
  });
}

function drawWorld(seed: number, agents: number) {
  const random = createRandom(seed, 'batch');
  const worldRow = new Float32Array(worldSize);
  const agentRows = new Float32Array(agents * agentSize);
  writeWorldRow(random, layout, worldRow, 0);
  for (let a = 0; a < agents; a++) writeAgentRow(random, layout, agentRows, a * agentSize);
  return { worldRow, agentRows };
}

describe('observation batch', () => {
  it('joins vector parts in the order of the spec, shifted, scaled and clipped at ± 5', () => {
    const batch = new ObservationBatch(layout, { worlds: 1, agents: 2 });
    const { worldRow, agentRows } = drawWorld(1, 2);
    const own = createNormaliser(layout);
    const ego = findPart(layout, 'ego').offset;
    const scan = findPart(layout, 'scan').offset;
    own.shift[ego + 1] = 2;
    own.scale[ego + 1] = 3;
    agentRows.set([1, 2.5, 900], ego);
    agentRows.set([-7, 0.25], scan);
    batch.fillFrom(0, worldRow, 0, agentRows, 0, own);
    expect(read(batch).vector.slice(0, 5)).toEqual([1, 1.5, 5, -5, 0.25]);
  });

  it('holds nothing of what it was filled with before', () => {
    const used = new ObservationBatch(layout, { worlds: 2, agents: 2 });
    const fresh = new ObservationBatch(layout, { worlds: 2, agents: 2 });
    const fill = (batch: ObservationBatch, seed: number) => {
      for (let world = 0; world < 2; world++) {
        const { worldRow, agentRows } = drawWorld(seed + world, 2);
        batch.fillFrom(world, worldRow, 0, agentRows, 0, normaliser);
      }
    };
    for (let seed = 10; seed < 40; seed += 2) fill(used, seed);
    fill(used, 50);
    fill(fresh, 50);
    expect(read(used)).toEqual(read(fresh));
  });

  it('reads a world out of one long array or out of two', () => {
    const { worldRow, agentRows } = drawWorld(3, 2);
    const row = new Float32Array(5 + worldSize + agentRows.length);
    row.set(worldRow, 5);
    row.set(agentRows, 5 + worldSize);
    const one = new ObservationBatch(layout, { worlds: 1, agents: 2 });
    const two = new ObservationBatch(layout, { worlds: 1, agents: 2 });
    one.fill(0, row, 5, 5 + worldSize, normaliser);
    two.fillFrom(0, worldRow, 0, agentRows, 0, normaliser);
    expect(read(one)).toEqual(read(two));
  });

  it('writes 0 for absent rows of a set, whatever they hold', () => {
    const { worldRow, agentRows } = drawWorld(4, 1);
    const { offset } = findPart(layout, 'nearby');
    agentRows.set([0, 1, 0], offset + 3 * 4);
    const batch = new ObservationBatch(layout, { worlds: 1, agents: 1 });
    batch.fillFrom(0, worldRow, 0, agentRows, 0, normaliser);
    const { rows, mask } = read(batch).sets[0]!;
    expect(mask).toEqual([0, 1, 0]);
    const present = [...agentRows.subarray(offset + 4, offset + 8)];
    expect(rows).toEqual([0, 0, 0, 0, ...present, 0, 0, 0, 0]);
  });
});

/** The agent stands at (2, 3) and looks along +x, so its left is −z. */
describe('observation batch: a node’s pose relative to an agent', () => {
  const part: GraphPart = {
    kind: 'graph',
    name: 'graph',
    nodes: 4,
    features: ['x', 'z'],
    edges: 1,
    edgeFeatures: [],
  };
  const placed = layoutOf({
    version: 1,
    agent: [
      {
        kind: 'anchor',
        name: 'anchor',
        features: ['x', 'z', 'cosHeading', 'sinHeading', 'region', 'goalRegion'],
      },
    ],
    world: [part],
  });
  const blocks = graphBlocks(part);
  const worldRow = new Float32Array(placed.worldSize);
  worldRow.set([7, 3, 2, -1, 2, 3, 9, 9], blocks.nodes);
  worldRow.set([1, 1, 1, 0], blocks.nodeMask);

  it('is forward and left in tens of metres, and nearness', () => {
    // Heading 0 looks along −z and positive turns left, so a heading of −90° looks along +x.
    const heading = -Math.PI / 2;
    const anchor = Float32Array.of(2, 3, Math.cos(heading), Math.sin(heading), 1, -1);
    const batch = new ObservationBatch(placed, { worlds: 1, agents: 1 });
    batch.fillFrom(0, worldRow, 0, anchor, 0, createNormaliser(placed));
    const { pose, mask, ownRegion, goalRegion, nodes, senders, receivers } = read(batch).graphs[0]!;
    expectClose(pose!, [
      ...[0.5, 0, Math.exp(-5 / 3)], // 5 m ahead
      ...[0, 0.4, Math.exp(-4 / 3)], // 4 m to the left
      ...[0, 0, 1], // where it stands
      ...[0, 0, 0], // absent
    ]);
    expect(mask).toEqual([1, 1, 1, 0]);
    // Node numbers; −1 is none. The one edge is absent; then every node is its own neighbour.
    expect(senders).toEqual([-1, 0, 1, 2, -1]);
    expect(receivers).toEqual(senders);
    expect(ownRegion).toEqual([1]);
    expect(goalRegion).toEqual([-1]);
    expectClose(nodes!, [0.7, 0.3, 0.2, -0.1, 0.2, 0.3, 0.9, 0.9]);
  });
});
