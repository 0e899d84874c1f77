/** What every registered sensor keeps to, in a scene that has everything a sensor may see. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { reflect } from '../../src/core/reflection.ts';
import { type AgentPart, type GraphPart, graphBlocks, sizeOf } from '../../src/core/spec.ts';
import { flags } from '../../src/core/transition-row.ts';
import { createEnvironment, type Environment, loadEngines, sensors } from '../../src/env/index.ts';
import { bodyKinds } from '../../src/world/world.ts';
import { scenarioWith } from './busy-rooms.ts';
import { mirroredWorld } from './mirrored-world.ts';

/** Features that may stand still here, and why. */
const mayBeConstant = new Set([
  // People join in the browser only, and are shown as what policies know.
  'nearbyEntities.visitor',
]);

beforeAll(loadEngines);

const random = createRandom(1, 'sensor contract');
function act(environment: Environment, actions: Float32Array): void {
  // Now and then a new direction, so that agents come about and run into things.
  for (let i = 0; i < actions.length; i++) {
    if (random.uniform() < 0.05) actions[i] = random.range(-1.5, 1.5);
  }
  environment.step(actions);
}

describe.each(sensors.names())('sensor %s', (name) => {
  let environment: Environment;
  let actions: Float32Array;
  beforeAll(() => {
    environment = createEnvironment(scenarioWith(name), { seed: 5 });
    actions = new Float32Array(environment.agents * 2);
  });
  afterAll(() => environment.dispose());

  it('writes every number of its parts and none besides', () => {
    const { world, scenario, readings } = environment;
    const sensor = sensors.get(name)();
    const bound = sensor.bind(world, scenario.scene);
    const parts = sensor.parts(scenario.scene);
    expect(Boolean(bound.writeAgent)).toBe(parts.agent !== undefined);
    expect(Boolean(bound.writeWorld)).toBe(parts.world !== undefined);
    const check = (size: number, write: (row: Float32Array, offset: number) => void) => {
      const row = new Float32Array(size + 7).fill(Number.NaN);
      write(row, 3);
      const written = [...row].map((value) => !Number.isNaN(value));
      const wrote = written.lastIndexOf(true) + 1 - 3;
      expect(wrote, `wrote ${wrote} numbers, its part has ${size}`).toBe(size);
      expect(written).toEqual([...row.keys()].map((i) => i >= 3 && i < size + 3));
    };
    const { observationLayout } = environment;
    for (const { part, size } of observationLayout.agent) {
      expect(new Set(part.features).size).toBe(part.features.length);
      check(size, (row, offset) => bound.writeAgent?.(readings[0]!, row, offset));
    }
    for (const { size } of observationLayout.world) {
      check(size, (row, offset) => bound.writeWorld?.(row, offset));
    }
  });

  it('of a set: shows a visitor who is near, and nobody where it was when it has gone', () => {
    const { world, observationLayout } = environment;
    if (!observationLayout.agent.some(({ part }) => part.kind === 'set')) return;
    const isShown = () => environment.setBodies.includes(world.bodies.visitor);
    const [x, z] = [world.position[0] as number, world.position[2] as number];
    expect(world.enterVisitor(x, z, 0)).toBe(true);
    environment.step(actions.fill(0));
    expect(isShown()).toBe(true);
    expect(environment.agentRows.every(Number.isFinite)).toBe(true);
    world.leaveVisitor();
    environment.step(actions);
    expect(isShown()).toBe(false);
  });

  it('says of every row of a set which body it is of, and of an absent one that it is of none', () => {
    const { observationLayout, agents } = environment;
    const set = observationLayout.agent.find(({ part }) => part.kind === 'set');
    const bodies = () => environment.setBodies;
    if (set?.part.kind !== 'set') {
      expect(bodies()).toHaveLength(0);
      return;
    }
    const { rows, features } = set.part;
    let compared = 0;
    for (let step = 0; step < 100; step++) {
      act(environment, actions);
      const { world, agentRows, readings } = environment;
      for (let row = 0; row < agents * rows; row++) {
        const [a, k] = [Math.floor(row / rows), row % rows];
        const first = a * observationLayout.agentSize + set.offset;
        const feature = (of: string) =>
          agentRows[first + k * features.length + features.indexOf(of)] as number;
        const body = bodies()[row] as number;
        expect(body >= 0).toBe(agentRows[first + rows * features.length + k] === 1);
        if (body < 0) continue;
        expect(feature('radius')).toBeCloseTo(world.bodies.radius[body] as number, 5);
        // Who is out of sight, or began anew elsewhere after all had looked, is where it is remembered.
        const remembered = features.includes('seen');
        const beganAnew = body < agents && environment.flag[body] === flags.respawns;
        if (remembered && (feature('seen') === 0 || beganAnew)) continue;
        const { x, z, heading } = readings[a]!;
        const dx = (world.bodies.position[body * 3] as number) - x;
        const dz = (world.bodies.position[body * 3 + 2] as number) - z;
        const ahead = -Math.sin(heading) * dx - Math.cos(heading) * dz;
        const aside = -Math.cos(heading) * dx + Math.sin(heading) * dz;
        const cross = feature('forward') * aside - feature('left') * ahead;
        expect(cross).toBeCloseTo(0, 4);
        expect(feature('forward') * ahead + feature('left') * aside).toBeGreaterThanOrEqual(0);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('tells nothing of a thing that is left out, and afterwards what it told before', () => {
    const { world, scenario, readings } = environment;
    const sensor = sensors.get(name)();
    const bound = sensor.bind(world, scenario.scene);
    const { agent, world: shared } = sensor.parts(scenario.scene);
    const sense = () => {
      const row = new Float32Array(agent ? sizeOf(agent) : 0);
      const worldRow = new Float32Array(shared ? sizeOf(shared) : 0);
      bound.writeWorld?.(worldRow, 0);
      bound.writeAgent?.(readings[0]!, row, 0);
      return { row, worldRow, bodies: bound.bodies?.slice() };
    };
    const before = sense();
    let changed = 0;
    for (let body = 1; body < world.bodies.count; body++) {
      world.without({ kind: 'body', index: body }, () => {
        const { row, worldRow, bodies } = sense();
        expect(bodies?.includes(body) ?? false).toBe(false);
        expect(row.every(Number.isFinite) && worldRow.every(Number.isFinite)).toBe(true);
        const same = sameNumbers(row, before.row) && sameNumbers(worldRow, before.worldRow);
        if (!same) changed++;
      });
      expect(sense()).toEqual(before);
    }
    // Who tells of nobody has nothing to leave out; who tells of someone without naming them may do either.
    if (before.bodies || shared) expect(changed).toBeGreaterThan(0);
  });

  it('tells of a body that is elsewhere or there twice by what it is, and afterwards what it told before', () => {
    const { world, scenario, readings } = environment;
    const sensor = sensors.get(name)();
    const bound = sensor.bind(world, scenario.scene);
    const { agent, world: shared } = sensor.parts(scenario.scene);
    const sense = () => {
      const row = new Float32Array(agent ? sizeOf(agent) : 0);
      const worldRow = new Float32Array(shared ? sizeOf(shared) : 0);
      bound.writeWorld?.(worldRow, 0);
      bound.writeAgent?.(readings[0]!, row, 0);
      return { row, worldRow, bodies: bound.bodies?.slice() };
    };
    const before = sense();
    const { bodies } = world;
    for (let body = 1; body < bodies.count; body++) {
      if (bodies.kind[body] === bodyKinds.door) continue;
      const x = readings[0]!.x + 1 - (bodies.position[3 * body] as number);
      const z = readings[0]!.z - (bodies.position[3 * body + 2] as number);
      for (const copy of [false, true]) {
        world.displaced([{ body, x, z, copy }], () => {
          const { row, worldRow, bodies: told } = sense();
          expect(row.every(Number.isFinite) && worldRow.every(Number.isFinite)).toBe(true);
          // Who knows of people alone tells of no crate.
          if (before.bodies && bodies.kind[body] !== bodyKinds.prop) {
            expect(told).toContain(copy ? bodies.visitor + 1 : body);
          }
        });
        expect(sense()).toEqual(before);
      }
    }
  });

  it('gives finite numbers of sensible size, and no feature that never changes', () => {
    const { observationLayout, agents, agentRows, worldRow } = environment;
    const { agentSize } = observationLayout;
    const low = new Map<string, number>();
    const high = new Map<string, number>();
    const note = (feature: string, value: number) => {
      low.set(feature, Math.min(low.get(feature) ?? value, value));
      high.set(feature, Math.max(high.get(feature) ?? value, value));
    };
    for (let step = 0; step < 600; step++) {
      act(environment, actions);
      expect(agentRows.every(Number.isFinite) && worldRow.every(Number.isFinite)).toBe(true);
      for (const { part, offset } of observationLayout.agent) {
        for (let a = 0; a < agents; a++) noteAgent(part, agentRows, a * agentSize + offset, note);
      }
      for (const { part, offset } of observationLayout.world) {
        noteGraph(part, worldRow, offset, note);
      }
    }
    const constant = [...low].filter(([feature, least]) => least === high.get(feature));
    expect(constant.map(([feature]) => feature).filter((f) => !mayBeConstant.has(f))).toEqual([]);
    for (const [feature, least] of low) {
      // Places in metres, and indices of regions, are kept as they are.
      const most = /\.(x|z|region|goalRegion)$/.test(feature) ? 16 : 3;
      expect.soft(least, feature).toBeGreaterThanOrEqual(-most);
      expect.soft(high.get(feature), feature).toBeLessThanOrEqual(most);
    }
  });

  it('reads in a mirror what it says, if it says so', () => {
    const sensor = sensors.get(name)();
    const original = createEnvironment(scenarioWith(name), { seed: 12 });
    const { scene, observationLayout, reflection } = original.scenario;
    expect(reflection === undefined).toBe(sensor.reflection === undefined);
    if (!reflection) return;
    const { agentSize } = observationLayout;
    const mirrored = mirroredWorld(original);
    const bound = sensor.bind(mirrored.world, scene);
    const steps = createRandom(2, 'mirror');
    const moves = new Float32Array(original.agents * 2);
    for (let i = 0; i < moves.length; i++) moves[i] = steps.range(-0.7, 0.7);
    let compared = 0;
    // Physics is the same in a mirror for as long as nothing is touched, but for how walkers round.
    const near = 0.05;
    for (let step = 0; step < 4; step++) {
      original.step(moves);
      mirrored.step(moves);
      const { agentRows, worldRow, readings } = original;
      if (bound.writeWorld) {
        const expected = worldRow.slice();
        reflect(reflection.world, expected, 0, new Float32Array(expected.length));
        const row = new Float32Array(expected.length);
        bound.writeWorld(row, 0);
        expect(greatestDifference(row, expected)).toBeLessThan(near);
      }
      for (const { index, touching } of readings) {
        if (touching !== 0) continue;
        const expected = agentRows.slice(index * agentSize, (index + 1) * agentSize);
        reflect(reflection.agent, expected, 0, new Float32Array(agentSize));
        const row = new Float32Array(agentSize);
        bound.writeAgent?.(mirrored.agents[index]!, row, 0);
        expect(greatestDifference(row, expected)).toBeLessThan(near);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(0);
    original.dispose();
  });
});

function greatestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

const sameNumbers = (a: Float32Array, b: Float32Array) => greatestDifference(a, b) === 0;

type Note = (feature: string, value: number) => void;

function noteAgent(part: AgentPart, row: Float32Array, at: number, note: Note): void {
  const F = part.features.length;
  if (part.kind !== 'set') {
    part.features.forEach((feature, f) => {
      note(`${part.name}.${feature}`, row[at + f] as number);
    });
    return;
  }
  for (let k = 0; k < part.rows; k++) {
    if (row[at + part.rows * F + k] === 0) continue;
    part.features.forEach((feature, f) => {
      note(`${part.name}.${feature}`, row[at + k * F + f] as number);
    });
  }
}

/** A graph's feature must differ between nodes or between edges, or in time. */
function noteGraph(part: GraphPart, row: Float32Array, at: number, note: Note): void {
  const blocks = graphBlocks(part);
  const table = (first: number, mask: number, rows: number, features: readonly string[]) => {
    for (let r = 0; r < rows; r++) {
      if (row[at + mask + r] === 0) continue;
      features.forEach((feature, f) => {
        note(`${part.name}.${feature}`, row[at + first + r * features.length + f] as number);
      });
    }
  };
  table(blocks.nodes, blocks.nodeMask, part.nodes, part.features);
  table(blocks.edges, blocks.edgeMask, part.edges, part.edgeFeatures);
}
