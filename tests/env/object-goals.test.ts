/** Goals that are any object of a category: how they are drawn, followed, reached, kept, and what is seen of them. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { rooms } from '../../scenes/rooms.ts';
import { roomsObjects } from '../../scenes/rooms-objects.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { InputError } from '../../src/core/input-error.ts';
import { findPart } from '../../src/core/spec.ts';
import {
  type Agent,
  createEnvironment,
  defineScenario,
  type Environment,
  goalCategory,
  loadEngines,
  placeToFind,
  type Scenario,
} from '../../src/env/index.ts';
import { categoryOf } from '../../src/scene/layout.ts';

beforeAll(loadEngines);

const open: Environment[] = [];
function make(seed: number, scenario: Scenario = roomsObjects): Environment {
  const environment = createEnvironment(scenario, { seed });
  open.push(environment);
  return environment;
}
afterEach(() => {
  for (const environment of open.splice(0)) environment.dispose();
});

/** Centres of all objects of a category. */
const centresOf = ({ world }: Environment, category: number) =>
  world.layout.landmarks
    .filter(({ body }) => categoryOf(world.layout, body) === category)
    .map(({ position }) => position.map(Math.fround) as [number, number]);

/** An agent whose category has two objects, in the first world that has one. */
function withChoice(): { environment: Environment; agent: Agent; other: [number, number] } {
  for (let seed = 0; seed < 50; seed++) {
    const environment = make(seed);
    for (const agent of environment.readings) {
      const other = centresOf(environment, agent.goalCategory).find(([x]) => x !== agent.goalX);
      if (other) return { environment, agent, other };
    }
  }
  throw new Error('Expected a world with two objects of a category.');
}

it('placeToFind: starts are free, the nearest object of the category far enough and in another room', () => {
  const drawn = new Set<number>();
  for (let seed = 0; seed < 5; seed++) {
    const environment = make(seed);
    const { world } = environment;
    for (const agent of environment.readings) {
      const { x, z, goalX, goalZ } = agent;
      drawn.add(agent.goalCategory);
      expect(world.isFree(x, z, 0.5, { ignoreAgent: agent.index })).toBe(true);
      expect(agent.geodesicDistance).toBeGreaterThanOrEqual(5);
      const centres = centresOf(environment, agent.goalCategory);
      expect(centres).toContainEqual([goalX, goalZ]);
      for (const [cx, cz] of centres) expect(world.regionAt(cx, cz)).not.toBe(world.regionAt(x, z));
    }
  }
  expect(drawn.size).toBe(4);
});

it('an agent is told the category, and no number of what it observes depends on which object is nearest', () => {
  const { environment, agent, other } = withChoice();
  const { world, scenario, observationLayout } = environment;
  const rows = () =>
    scenario.sensors.map((sensor) => {
      const bound = sensor.bind(world, scenario.scene);
      const [own, all] = [new Float32Array(500), new Float32Array(5000)];
      bound.writeAgent?.(agent, own, 0);
      bound.writeWorld?.(all, 0);
      return [own, all];
    });
  const before = rows();
  world.setGoal(agent.index, ...other);
  expect(rows()).toEqual(before);

  const { offset, size } = findPart(observationLayout, 'goalCategory');
  const at = agent.index * observationLayout.agentSize + offset;
  const told = [...environment.agentRows.slice(at, at + size)];
  expect(told).toEqual([0, 1, 2, 3].map((category) => (category === agent.goalCategory ? 1 : 0)));
  const anchor = findPart(observationLayout, 'anchor').offset - offset + at;
  const part = observationLayout.world[0]?.part;
  const doors = scenario.scene.generate[0]?.kind === 'rooms' ? 2 : 0;
  const firstCategory = (part?.nodes ?? 0) - doors - 4;
  expect(environment.agentRows[anchor + 5]).toBe(firstCategory + agent.goalCategory);
});

it('the goal is the object that is nearest now, and any of them may be reached', () => {
  const { environment, agent, other } = withChoice();
  const actions = new Float32Array(2 * environment.agents);
  const extent = agent.goalExtent;
  // Just out of reach of the other one, on the side from which it is free.
  const ring = Array.from({ length: 16 }, (_, i) => (2 * Math.PI * i) / 16);
  const place = (gap: number) => {
    for (const angle of ring) {
      const x = other[0] + (extent + gap) * Math.cos(angle);
      const z = other[1] + (extent + gap) * Math.sin(angle);
      if (!environment.world.isFree(x, z, 0.3, { ignoreAgent: agent.index })) continue;
      environment.world.place(agent.index, x, z, 0);
      return;
    }
    throw new Error('Expected room beside the object.');
  };
  const category = agent.goalCategory;
  place(0.6);
  environment.step(actions);
  expect([agent.goalX, agent.goalZ]).toEqual(other);
  expect(agent.goalCategory).toBe(category);
  expect(agent.goalDistance).toBeCloseTo(0.6, 2);
  expect(agent.geodesicDistance).toBeGreaterThan(0.55);
  expect(agent.geodesicDistance).toBeLessThan(0.75);
  expect(agent.reachedGoal).toBe(false);
  place(0.3);
  environment.step(actions);
  expect(agent.reachedGoal).toBe(true);
  expect(environment.finished).toMatchObject([{ agent: agent.index, outcome: 'success' }]);
});

it('goes on after restore as if never interrupted', () => {
  const one = make(3);
  const policy = baselines.get('navmesh')({ seed: 0 });
  const actions = new Float32Array(2 * one.agents);
  const step = (environments: readonly Environment[]) => {
    policy.act([one], [actions]);
    for (const environment of environments) environment.step(actions);
  };
  for (let i = 0; i < 60; i++) step([one]);
  const saved = one.save();
  const two = make(99);
  two.restore({ json: JSON.parse(JSON.stringify(saved.json)), world: saved.world });
  for (let i = 0; i < 120; i++) {
    step([one, two]);
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.reward).toEqual(one.reward);
    expect(two.finished).toEqual(one.finished);
  }
});

it('refuses what has no categories, and a category of which nothing stands there', () => {
  const base = {
    ...{ name: 'test', title: 'Test', description: 'A scenario for a test.' },
    ...{ scene: rooms.scene, sensors: rooms.sensors, reward: () => 0 },
  };
  expect(() => defineScenario({ ...base, sensors: [goalCategory()], begin: () => {} })).toThrow(
    'Expected scene "rooms" to have "categories" of objects',
  );
  const lost = defineScenario({ ...base, begin: (agent) => placeToFind(agent) });
  expect(() => make(1, lost)).toThrow(InputError);
  expect(() => make(1, lost)).toThrow('categories: none');
  expect(() => make(1, lost)).toThrow('for agent 0 in scene "rooms"');
  expect(() => make(1, lost)).toThrow('of 0 starts 0 were not on free ground');
  const misspelt = { neerest: 3 } as object;
  const careless = defineScenario({ ...base, begin: (agent) => placeToFind(agent, misspelt) });
  expect(() => make(1, careless)).toThrow('placeToFind: unknown option "neerest". Known: nearest,');
  const wrong = defineScenario({
    ...base,
    begin(agent) {
      agent.start(0, 0, 0);
      agent.setGoalCategory(3);
    },
  });
  expect(() => make(1, wrong)).toThrow(
    'Expected a category of which an object can be reached in scene "rooms"',
  );
});
