/**
 * GATv2 over the scene graph on both engines against plain loops in double precision, values and
 * gradients.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type GraphPart, graphBlocks, layoutOf } from '../../src/core/spec.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import type { Engine, GraphInput } from '../../src/nn/engine.ts';
import { graphAttention } from '../../src/nn/graph-attention.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { type EngineUnderTest, engines, type Given, type RawBatch } from './engines.ts';
import { expectClose } from './expect-close.ts';
import {
  centralDifferences,
  Parameters,
  type PlainGraph,
  plainGraphAttention,
} from './plain-network.ts';

const part: GraphPart = {
  kind: 'graph',
  name: 'graph',
  nodes: 5,
  features: ['x', 'z', 'kind'],
  edges: 7,
  edgeFeatures: ['distance', 'sees'],
};
const layout = layoutOf({ version: 1, agent: [], world: [part] });
const channels = 4;

/** What the world row says, before anything is scaled. */
interface Graph {
  readonly nodes: readonly (readonly number[])[];
  readonly present: readonly number[];
  readonly edges: readonly { sender: number; receiver: number; features: readonly number[] }[];
}

const random = createRandom(21, 'graphs');

function drawGraph(present: readonly number[]): Graph {
  const there = present.flatMap((value, node) => (value === 1 ? [node] : []));
  const edges: { sender: number; receiver: number; features: number[] }[] = [];
  for (const sender of there) {
    for (const receiver of there) {
      if (sender === receiver || edges.length === part.edges || random.uniform() < 0.5) continue;
      edges.push({ sender, receiver, features: [random.range(-1, 1), random.range(-1, 1)] });
    }
  }
  const nodes = present.map(() => [random.range(-9, 9), random.range(-9, 9), random.range(-1, 1)]);
  return { nodes, present, edges };
}

function rowOf({ nodes, present, edges }: Graph): Float32Array {
  const blocks = graphBlocks(part);
  const row = new Float32Array(layout.worldSize);
  row.set(nodes.flat(), blocks.nodes);
  row.set(present, blocks.nodeMask);
  edges.forEach(({ sender, receiver, features }, e) => {
    row[blocks.senders + e] = sender;
    row[blocks.receivers + e] = receiver;
    row.set(features, blocks.edges + e * features.length);
    row[blocks.edgeMask + e] = 1;
  });
  return row;
}

/** As a network reads it: x and z in tens of metres. */
const asRead = (graph: Graph): PlainGraph => ({
  ...graph,
  edgeWidth: part.edgeFeatures.length,
  nodes: graph.nodes.map(([x = 0, z = 0, ...rest]) => [x / 10, z / 10, ...rest]),
});

function batchOf(graphs: readonly Graph[]): RawBatch {
  const rows = new Float32Array(graphs.length * layout.worldSize);
  graphs.forEach((graph, world) => {
    rows.set(rowOf(graph), world * layout.worldSize);
  });
  const shape = { worlds: graphs.length, agents: 1 };
  return { layout, shape, rows, normaliser: createNormaliser(layout) };
}

function createNetworkOn(
  { run }: EngineUnderTest,
  { heads, rounds }: { heads: number; rounds: number },
  scale = 1,
) {
  const blueprint = new Blueprint();
  const encode = graphAttention(blueprint, 'gat', {
    features: part.features.length,
    edgeFeatures: part.edgeFeatures.length,
    channels,
    heads,
    rounds,
  });
  const values = Float32Array.from({ length: blueprint.size }, () => random.range(-1, 1));
  for (const { name, offset, size } of blueprint.slots) {
    if (name.endsWith('/score')) {
      for (let i = offset; i < offset + size; i++) values[i] = scale * (values[i] as number);
    }
  }
  const p = new Parameters(blueprint, values);
  const compute = (graphs: readonly Graph[], coefficients?: readonly number[]) =>
    run({
      ...{ blueprint, values, observation: batchOf(graphs) },
      compute: (engine, { observation }) => {
        const { nodes, weights } = encode(engine, observation.graphs[0]!);
        return { nodes, shares: weights[0]! };
      },
      ...(coefficients ? { seeds: { nodes: coefficients } } : {}),
    });
  return {
    blueprint,
    values,
    p,
    /** Of the nodes' embeddings. */
    gradient: (graphs: readonly Graph[], coefficients: readonly number[]) =>
      compute(graphs, coefficients).gradient,
    /** [W][V][C] flat */
    run: (graphs: readonly Graph[]) => compute(graphs).outputs.nodes!.values,
    /** [W][P][H] flat, of the first round */
    shares: (graphs: readonly Graph[]) => compute(graphs).outputs.shares!.values,
    plain: (graphs: readonly Graph[]) =>
      graphs.flatMap((graph) =>
        plainGraphAttention(p, 'gat', { heads, rounds }, asRead(graph)).flat(),
      ),
  };
}

const all = [1, 1, 1, 1, 1];
const nodeOf = (nodes: Float32Array, node: number) =>
  nodes.subarray(node * channels, (node + 1) * channels);

describe.each(engines)('graph attention on $name', (engine) => {
  beforeAll(engine.start);

  const createGraphNetwork = (size: { heads: number; rounds: number }, scale?: number) =>
    createNetworkOn(engine, size, scale);

  it.each([
    { heads: 1, rounds: 1 },
    { heads: 2, rounds: 1 },
    { heads: 4, rounds: 3 },
  ])('equals plain loops with $heads heads and $rounds rounds', (size) => {
    const network = createGraphNetwork(size);
    const graphs = [
      drawGraph(all),
      drawGraph([1, 1, 1, 0, 0]),
      // Absent nodes need not stand last.
      drawGraph([0, 1, 0, 1, 1]),
      { ...drawGraph(all), edges: [] },
      drawGraph([0, 0, 0, 0, 0]),
    ];
    expectClose(network.run(graphs), network.plain(graphs));
  });

  it('has the gradients of finite differences for every parameter', () => {
    const size = { heads: 2, rounds: 2 };
    const network = createGraphNetwork(size);
    const { blueprint, p, plain } = network;
    const graphs = [drawGraph(all), drawGraph([1, 0, 1, 1, 0])];
    const coefficients = Array.from({ length: 2 * part.nodes * channels }, () =>
      random.range(-1, 1),
    );
    const gradient = network.gradient(graphs, coefficients);
    const expected = centralDifferences(p.values, () =>
      plain(graphs).reduce((sum, x, i) => sum + x * (coefficients[i] as number), 0),
    );
    for (const { name, offset, size } of blueprint.slots) {
      const of = (x: ArrayLike<number>) => Array.from(x).slice(offset, offset + size);
      expectClose(of(gradient), of(expected), { tolerance: 1e-4, leastScale: 0.01, what: name });
    }
  });

  it('stays right when one node’s scores are far below another’s', () => {
    // Softmax knows differences within a neighbourhood only. Here the scores of two neighbourhoods are
    // hundreds apart, which float32's exp cannot span.
    const network = createGraphNetwork({ heads: 2, rounds: 1 }, 60);
    const chain = [0, 1, 2, 3].map((sender) => ({
      sender,
      receiver: sender + 1,
      features: [random.range(-1, 1), random.range(-1, 1)],
    }));
    const graphs = Array.from({ length: 6 }, () => ({ ...drawGraph(all), edges: chain }));
    expectClose(network.run(graphs), network.plain(graphs), { tolerance: 1e-3 });
  });

  it('stays finite whatever the scores are', () => {
    const network = createGraphNetwork({ heads: 2, rounds: 2 }, 1e4);
    expect(network.run([drawGraph(all), drawGraph(all)]).every(Number.isFinite)).toBe(true);
  });

  it('carries along an edge from its sender to its receiver only', () => {
    const edge = { sender: 1, receiver: 3, features: [0.5, -0.5] };
    const byNode = new Set<number>();
    const byEdge = new Set<number>();
    // A message may fall to ReLU: ten networks leave no doubt.
    for (let turn = 0; turn < 10; turn++) {
      const network = createGraphNetwork({ heads: 2, rounds: 1 });
      const graph: Graph = { ...drawGraph(all), edges: [edge] };
      const before = network.run([graph]);
      const note = (changed: Set<number>, after: Float32Array) => {
        for (let node = 0; node < part.nodes; node++) {
          const was = nodeOf(before, node);
          if (nodeOf(after, node).some((x, c) => x !== was[c])) changed.add(node);
        }
      };
      const nodes = graph.nodes.map((node, i) => (i === 1 ? [9, -9, 1] : node));
      note(byNode, network.run([{ ...graph, nodes }]));
      note(byEdge, network.run([{ ...graph, edges: [{ ...edge, features: [-2, 2] }] }]));
    }
    expect([...byNode].sort()).toEqual([1, 3]);
    expect([...byEdge]).toEqual([3]);
  });

  it('gives a node without neighbours its own message, with a weight of 1', () => {
    const network = createGraphNetwork({ heads: 1, rounds: 1 });
    const alone = { ...drawGraph(all), edges: [] };
    const scored = network.run([alone]);
    for (const { name, offset, size } of network.blueprint.slots) {
      if (name.endsWith('/score')) network.values.fill(0.9, offset, offset + size);
    }
    // Whatever the scores are: one weight is always 1.
    expectClose(network.run([alone]), scored, { tolerance: 1e-6 });
    // Its self edge's, after the listed edges, of which none is there.
    const shares = [...network.shares([alone])];
    expect(shares).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('gives absent nodes 0 and does not see what they hold', () => {
    const network = createGraphNetwork({ heads: 2, rounds: 2 });
    const graph = drawGraph([1, 0, 1, 1, 0]);
    const nodes = network.run([graph]);
    for (const absent of [1, 4]) expect([...nodeOf(nodes, absent)]).toEqual([0, 0, 0, 0]);
    const other = {
      ...graph,
      nodes: graph.nodes.map((node, i) => (graph.present[i] === 1 ? node : [99, -99, 99])),
    };
    expect(network.run([other])).toEqual(nodes);
  });

  it('does not care in which order nodes and edges are listed', () => {
    const network = createGraphNetwork({ heads: 2, rounds: 2 });
    const graph = drawGraph(all);
    const order = [3, 0, 4, 1, 2];
    const placeOf = (node: number) => order.indexOf(node);
    const shuffled = {
      nodes: order.map((node) => graph.nodes[node] as number[]),
      present: all,
      edges: graph.edges
        .map(({ sender, receiver, features }) => ({
          sender: placeOf(sender),
          receiver: placeOf(receiver),
          features,
        }))
        .reverse(),
    };
    const nodes = network.run([graph]);
    const moved = network.run([shuffled]);
    order.forEach((node, place) => {
      expectClose(nodeOf(moved, place), nodeOf(nodes, node), { tolerance: 1e-5 });
    });
  });

  it('encodes each world by itself', () => {
    const network = createGraphNetwork({ heads: 2, rounds: 2 });
    const graphs = [drawGraph(all), drawGraph([1, 1, 0, 0, 1]), drawGraph(all)];
    const together = network.run(graphs);
    graphs.forEach((graph, world) => {
      const size = part.nodes * channels;
      const own = together.subarray(world * size, (world + 1) * size);
      expectClose(own, network.run([graph]), { tolerance: 1e-5 });
    });
  });

  it('scores by a leaky ReLU of slope 0.2 below 0, in value and gradient', () => {
    // One node with two messages: its own, whose score is 0, and one by an edge of the feature x. The
    // ratio of their shares is e^leaky(x).
    const blueprint = new Blueprint();
    const score = blueprint.declare('score', [1], { kind: 'constant', value: 1 });
    for (const [x, leaky, slope] of [
      [-5, -1, 0.2],
      [-0.5, -0.1, 0.2],
      [0.5, 0.5, 1],
      [5, 5, 1],
    ] as const) {
      const column = (...values: number[]) => ({ rows: values.length, columns: 1, values });
      const row = (...values: number[]) => ({ rows: 1, columns: values.length, values });
      const { outputs, byInput } = engine.run({
        ...{ blueprint, values: Float32Array.of(1) },
        // The sender's message is 1, and counts in its score as well.
        learned: { received: column(0, 0), sent: column(0, 1), edges: column(x - 1, 0, 0) },
        constant: {
          ...{ present: column(1, 1), mask: row(1, 1), nodes: column(0, 0) },
          ...{ senders: row(1, 0, 1), receivers: row(0, 0, 1) },
        },
        compute: <T>(on: Engine<T>, { learned, constant }: Given<T>) =>
          on.graphRound({
            ...{ received: learned.received!, sent: learned.sent!, edges: learned.edges! },
            ...{ score, heads: 1 },
            graph: { ...(constant as unknown as GraphInput<T>), edges: learned.edges! },
          }),
        seeds: { gathered: [1, 0] },
      });
      const [share = 0, own = 0] = outputs.shares!.values;
      expectClose([Math.log(share / own)], [leaky], { tolerance: 1e-5 });
      // gathered = share · 1, and d share / d x = share · (1 − share) · leaky'(x)
      expectClose([outputs.gathered!.values[0]!], [share]);
      expectClose([byInput.edges![0]! / (share * (1 - share))], [slope], { tolerance: 1e-4 });
    }
  });
});
