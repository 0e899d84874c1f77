import { afterAll, beforeAll, expect, it } from 'vitest';
import { crossing } from '../../../scenes/crossing.ts';
import { rooms } from '../../../scenes/rooms.ts';
import { findPart, type GraphPart, graphBlocks } from '../../../src/core/spec.ts';
import { createEnvironment, type Environment, loadEngines } from '../../../src/env/index.ts';

beforeAll(loadEngines);

const made: Environment[] = [];
function make(scenario: typeof rooms): Environment {
  const environment = createEnvironment(scenario, { seed: 3 });
  made.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of made) environment.dispose();
});

function graphOf({ observationLayout, worldRow }: Environment) {
  const placed = findPart(observationLayout, 'sceneGraph');
  const part = placed.part as GraphPart;
  const blocks = graphBlocks(part);
  const F = part.features.length;
  const row = worldRow.slice(placed.offset, placed.offset + placed.size);
  return {
    part,
    node: (v: number, feature: string) => row[v * F + part.features.indexOf(feature)] as number,
    nodeMask: row.slice(blocks.nodeMask, blocks.senders),
    nodes: row.slice(0, blocks.nodeMask),
    edgeMask: row.slice(blocks.edgeMask),
    static: row.slice(blocks.senders, blocks.edges),
  };
}

function anchorOf({ observationLayout, agentRows }: Environment, agent: number): Float32Array {
  const { offset, size } = findPart(observationLayout, 'anchor');
  const at = agent * observationLayout.agentSize + offset;
  return agentRows.slice(at, at + size);
}

it('sceneGraph: an agent’s anchor names the regions that it and its goal stand in', () => {
  const environment = make(rooms);
  const graph = graphOf(environment);
  for (const agent of environment.readings) {
    const [x, z, cos, sin, region, goalRegion] = anchorOf(environment, agent.index);
    expect([x, z]).toEqual([agent.x, agent.z]);
    expect(Math.atan2(sin as number, cos as number)).toBeCloseTo(agent.heading, 5);
    for (const [node, px, pz] of [
      [region as number, agent.x, agent.z],
      [goalRegion as number, agent.goalX, agent.goalZ],
    ] as const) {
      expect(graph.node(node, 'region')).toBe(1);
      expect(Math.abs(px - graph.node(node, 'x'))).toBeLessThanOrEqual(
        5 * graph.node(node, 'halfX') + 1e-4,
      );
      expect(Math.abs(pz - graph.node(node, 'z'))).toBeLessThanOrEqual(
        5 * graph.node(node, 'halfZ') + 1e-4,
      );
    }
    expect(region).not.toBe(goalRegion);
  }
});

it('sceneGraph: doors open and close in their nodes and in their doorways', () => {
  const environment = make(rooms);
  const { layout } = environment.world;
  const actions = new Float32Array(environment.agents * 2);
  const seen = new Set<number>();
  const firstMover = graphOf(environment).part.nodes - layout.doors.length;
  const firstPortal = layout.regions.length;
  for (let step = 0; step < 130; step++) {
    environment.step(actions);
    const graph = graphOf(environment);
    const open = graph.node(firstMover, 'open');
    const portal = layout.portals.findIndex((candidate) => candidate.door === 0);
    expect(graph.node(firstMover, 'mover')).toBe(1);
    expect(graph.node(firstPortal + portal, 'open')).toBe(open);
    seen.add(Math.round(open * 10) / 10);
  }
  expect(seen).toContain(0);
  expect(seen).toContain(1);
});

it('sceneGraph: walkers move through it while everything else stands', () => {
  const environment = make(crossing);
  const { layout, bodies } = environment.world;
  const before = graphOf(environment);
  const actions = new Float32Array(environment.agents * 2);
  for (let step = 0; step < 20; step++) environment.step(actions);
  const after = graphOf(environment);
  const firstMover = after.part.nodes - layout.walkers.length;
  for (let v = 0; v < after.part.nodes; v++) {
    const moved = after.node(v, 'x') !== before.node(v, 'x');
    expect(moved).toBe(v >= firstMover);
  }
  for (let w = 0; w < layout.walkers.length; w++) {
    expect(after.node(firstMover + w, 'x')).toBe(bodies.position[3 * (bodies.walkers + w)]);
  }
});

it('sceneGraph: no agent and no goal stands in it', () => {
  const one = make(rooms);
  const two = make(rooms);
  const graph = graphOf(one);
  for (const { index } of two.readings) {
    two.world.place(index, 0, 0, 1);
    two.world.setGoal(index, 1, 1);
  }
  const actions = new Float32Array(one.agents * 2);
  one.step(actions);
  two.step(actions);
  expect(graphOf(two).nodes).toEqual(graphOf(one).nodes);
  expect(graph.nodeMask.some((mask) => mask === 1)).toBe(true);
});

it('sceneGraph: a door that is left out has no node and no edge, and leaves its doorway open', () => {
  const environment = make(rooms);
  const { world, worldRow, scenario } = environment;
  const { layout, bodies } = world;
  const actions = new Float32Array(environment.agents * 2);
  const doorway = layout.regions.length + layout.portals.findIndex(({ door }) => door === 0);
  while (graphOf(environment).node(doorway, 'open') > 0.5) environment.step(actions);
  const before = graphOf(environment);
  const node = before.part.nodes - layout.doors.length;
  expect(before.nodeMask[node]).toBe(1);
  const sensor = scenario.sensors.find(({ name }) => name === 'sceneGraph');
  const bound = sensor?.bind(world, scenario.scene);
  const kept = worldRow.slice();
  world.without({ kind: 'body', index: bodies.doors }, () => bound?.writeWorld?.(worldRow, 0));
  const without = graphOf(environment);
  expect(without.nodeMask[node]).toBe(0);
  expect(without.node(doorway, 'open')).toBe(1);
  expect(count(before.edgeMask) - count(without.edgeMask)).toBe(4);
  // The other door is still there.
  expect(without.nodeMask[node + 1]).toBe(1);
  bound?.writeWorld?.(worldRow, 0);
  expect(worldRow).toEqual(kept);
});

it('sceneGraph: a landmark that is left out has no node, hides nothing and links nothing', () => {
  const environment = make(rooms);
  const { world, worldRow, scenario } = environment;
  const { regions, portals, landmarks } = world.layout;
  const sensor = scenario.sensors.find(({ name }) => name === 'sceneGraph');
  const bound = sensor?.bind(world, scenario.scene);
  const before = graphOf(environment);
  const kept = worldRow.slice();
  const capacity = { regions: 6, portals: 8 };
  expect([regions.length, portals.length <= 8]).toEqual([capacity.regions, true]);
  for (const [index, { body }] of landmarks.entries()) {
    world.without({ kind: 'static', index: body }, () => bound?.writeWorld?.(worldRow, 0));
    const { nodeMask, static: ends, part, edgeMask } = graphOf(environment);
    const firstLandmark = part.nodes - 2 - 12;
    const node = firstLandmark + index;
    expect(before.nodeMask[node]).toBe(1);
    expect([...nodeMask]).toEqual([...before.nodeMask].map((mask, v) => (v === node ? 0 : mask)));
    const linked = [...ends].filter((end, i) => edgeMask[i % part.edges] === 1 && end === node);
    expect(linked).toEqual([]);
  }
  expect(landmarks.length).toBeGreaterThan(3);
  bound?.writeWorld?.(worldRow, 0);
  expect(worldRow).toEqual(kept);
});

const count = (mask: Float32Array) => mask.reduce((sum, present) => sum + present, 0);
