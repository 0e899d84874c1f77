import { beforeAll, expect, it } from 'vitest';
import { rooms } from '../../scenes/rooms.ts';
import { type ReportSource, reportAttention } from '../../src/agents/attention-report.ts';
import { layoutOf } from '../../src/core/spec.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import { graphCapacity } from '../../src/scene/graph-capacity.ts';
import { bodyKinds } from '../../src/world/bodies.ts';

beforeAll(loadEngines);

const { agent, prop, door, walker, visitor } = bodyKinds;

/** Two agents, two props, a door, two walkers and a visitor, body b at (b, 10 b, −b). */
const kind = Uint8Array.of(agent, agent, prop, prop, door, walker, walker, visitor);
const position = Float32Array.from({ length: kind.length * 3 }, (_, i) => {
  const body = Math.floor(i / 3);
  return [body, 10 * body, -body][i % 3] as number;
});
const environment = {
  observationLayout: layoutOf({
    version: 1,
    agent: [{ kind: 'vector', name: 'ego', features: ['a', 'b'] }],
    world: [],
  }),
  world: { bodies: { position, kind } },
} as unknown as Environment;

const source: ReportSource = {
  environment,
  agent: 0,
  attention: { sets: [], graphs: [] },
  bodies: [],
  agentRow: Float32Array.of(0.5, -2),
  worldRow: new Float32Array(),
  action: { forward: 1, left: 0 },
  attentionKind: 'dot',
  scanReach: 0,
};

it('attention report: bodies are named by kind, and counted per kind from one', () => {
  const { entities } = reportAttention({ ...source, bodies: [1, 2, 3, 5, 6, 7] });
  expect(entities.map(({ kind: of, label }) => [of, label])).toEqual([
    ['agent', 'agent 2'],
    ['prop', 'prop 1'],
    ['prop', 'prop 2'],
    ['walker', 'walker 1'],
    ['walker', 'walker 2'],
    ['visitor', 'visitor 1'],
  ]);
  expect(entities[3]).toMatchObject({ body: 5, x: 5, y: 50, z: -5 });
});

it('attention report: the weight of a body is its row’s mean over the heads', () => {
  const sets = [[Float32Array.of(0.75, 0.25, 0), Float32Array.of(0.25, 0.5, 0.25)]];
  const { entities } = reportAttention({
    ...source,
    attention: { sets, graphs: [] },
    bodies: [6, 1],
  });
  expect(entities.map(({ body, weight, heads }) => [body, weight, heads])).toEqual([
    [6, 0.5, [0.75, 0.25]],
    [1, 0.375, [0.25, 0.5]],
  ]);
});

it('attention report: says what is felt and done, and nothing of sensors that are not there', () => {
  expect(reportAttention(source)).toEqual({
    agent: 0,
    entities: [],
    nodes: [],
    set: undefined,
    graph: undefined,
    features: [
      { part: 'ego', name: 'a', value: 0.5 },
      { part: 'ego', name: 'b', value: -2 },
    ],
    scan: { angles: [], distances: [], reach: 0 },
    action: { forward: 1, left: 0 },
    kind: 'dot',
  });
});

it('attention report: nodes of a real scene have their labels and places; those without weight are left out', () => {
  const real = createEnvironment(rooms, { seed: 4 });
  const { world, observationLayout } = real;
  const placed = observationLayout.world[0] as (typeof observationLayout.world)[number];
  const { regions, portals, doors } = world.layout;
  const capacity = graphCapacity(rooms.scene);
  const movers = capacity.regions + capacity.portals + capacity.landmarks;
  expect(portals.length).toBeGreaterThan(0);
  expect(doors.length).toBeGreaterThan(0);
  const weights = new Float32Array(placed.part.nodes);
  weights[1] = 0.5;
  weights[capacity.regions] = 0.25;
  weights[movers] = 0.25;
  const { nodes } = reportAttention({
    ...source,
    environment: real,
    attention: { sets: [], graphs: [[weights, weights]] },
    agentRow: real.agentRows.subarray(0, observationLayout.agentSize),
    worldRow: real.worldRow,
  });
  expect(nodes.map(({ node, weight }) => [node, weight])).toEqual([
    [1, 0.5],
    [capacity.regions, 0.25],
    [movers, 0.25],
  ]);
  const [region, portal, mover] = nodes;
  const { min, max, label } = regions[1] as (typeof regions)[number];
  expect(region?.label).toBe(label);
  expect(region?.x).toBeCloseTo((min[0] + max[0]) / 2, 5);
  expect(region?.z).toBeCloseTo((min[1] + max[1]) / 2, 5);
  expect(portal?.label).toMatch(/^passage .+ – .+$/);
  expect(mover?.label).toBe('door 1');
  const body = world.layout.agents + world.layout.props.length;
  expect(mover?.x).toBeCloseTo(world.bodies.position[body * 3] as number, 5);
  expect(mover?.z).toBeCloseTo(world.bodies.position[body * 3 + 2] as number, 5);
  real.dispose();
});

it('attention report: the rows of a set are numbers by the names of their features, and the graph is counted', () => {
  const real = createEnvironment(rooms, { seed: 4 });
  const { observationLayout, agentRows, worldRow, setBodies, world } = real;
  const bodies = [...setBodies.subarray(0, setBodies.length / real.agents)].filter((b) => b >= 0);
  const { set, graph } = reportAttention({
    ...{ ...source, environment: real, bodies, worldRow },
    agentRow: agentRows.subarray(0, observationLayout.agentSize),
  });
  expect(bodies.length).toBeGreaterThan(0);
  expect(set?.rows.map(({ body }) => body)).toEqual(bodies);
  const radius = set?.features.indexOf('radius') as number;
  for (const { body, values } of set?.rows ?? []) {
    expect(values).toHaveLength(set?.features.length as number);
    expect(values[radius]).toBeCloseTo(world.bodies.radius[body] as number, 5);
  }
  const { regions, portals, landmarks, doors, walkers } = world.layout;
  const nodes = [regions, portals, landmarks, doors, walkers].reduce(
    (n, { length }) => n + length,
    0,
  );
  expect(graph?.nodes).toBe(nodes);
  expect(graph?.edges).toBeGreaterThan(2 * portals.length);
  real.dispose();
});
