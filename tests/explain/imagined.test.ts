/** What is imagined to be elsewhere, or there twice, is sensed as in a world that is built so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { crowdnavPlusplus } from '../../scenes/crowdnav-plusplus.ts';
import { plaza } from '../../scenes/plaza.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Agent } from '../../src/env/agent.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import type { Scenario } from '../../src/env/scenario.ts';
import { Explainer } from '../../src/explain/explainer.ts';
import { Forecast } from '../../src/explain/forecast.ts';
import { asItIs, checkDisplaced, type Imagined, stillThere } from '../../src/explain/imagined.ts';
import { Resensing } from '../../src/explain/resensing.ts';
import { WorldCopy } from '../../src/explain/world-copy.ts';
import type { JudgedWeights } from '../../src/nn/inference.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import type { Layout } from '../../src/scene/layout.ts';
import { type Displacement, World } from '../../src/world/world.ts';
import { hallHyperparameters } from './small-explained.ts';

beforeAll(loadEngines);

const made: { dispose(): void }[] = [];
afterAll(() => {
  for (const each of made) each.dispose();
});

const hyperparameters: Hyperparameters = { ...hallHyperparameters, heads: 2, hidden: 8 };

function weightsOf({ observationLayout }: Scenario): JudgedWeights {
  const random = createRandom(3, 'imagined');
  const { actor, critic } = createNetworks(observationLayout, hyperparameters);
  const drawn = (length: number) => Float32Array.from({ length }, () => random.range(-1, 1));
  return {
    actor: drawn(actor.blueprint.size),
    critic: drawn(critic.blueprint.size),
    shift: new Float32Array(observationLayout.agentSize),
    scale: new Float32Array(observationLayout.agentSize).fill(1),
  };
}

/** After some decisions straight to the goal, at half speed. */
function under(scenario: Scenario, decisions: number): Environment {
  const environment = createEnvironment(scenario, { seed: 5 });
  made.push(environment);
  const actions = new Float32Array(2 * scenario.agents);
  for (let a = 0; a < scenario.agents; a++) actions[2 * a] = environment.action.maxSpeed / 2;
  for (let i = 0; i < decisions; i++) environment.step(actions);
  return environment;
}

const resensing = new Resensing();

function observed(environment: Environment, agent: number, imagined: Imagined) {
  const { worldSize, agentSize } = environment.observationLayout;
  const rows = new Float32Array(worldSize + agentSize);
  let bodies: number[] = [];
  resensing.imagine(environment, imagined, () => {
    resensing.observe(environment, agent, { rows, world: 0, agent: worldSize });
    bodies = resensing.bodies(agent).flat();
  });
  return { rows, present: bodies.filter((body) => body >= 0) };
}

/** What the agent senses in a world that is laid out as all stand now, but for the displacements. */
function observedInBuilt(
  environment: Environment,
  agent: number,
  displaced: readonly Displacement[],
) {
  const { world, scenario } = environment;
  const { layout, bodies } = world;
  const offset = (body: number) => displaced.find((of) => of.body === body && !of.copy);
  const at = (body: number, from: { x: number; z: number } = { x: 0, z: 0 }) => {
    const { x, z } = offset(body) ?? from;
    return [
      (bodies.position[3 * body] as number) + x,
      (bodies.position[3 * body + 2] as number) + z,
    ] as const;
  };
  const walkers = layout.walkers.map((walker, w) => ({
    ...walker,
    route: [at(bodies.walkers + w), ...walker.route.slice(1)],
  }));
  const copies = displaced.filter(({ copy }) => copy);
  for (const { body, x, z } of copies) {
    const original = layout.walkers[body - bodies.walkers] as Layout['walkers'][number];
    const [fromX, fromZ] = [bodies.position[3 * body], bodies.position[3 * body + 2]] as number[];
    const from = [(fromX as number) + x, (fromZ as number) + z] as const;
    walkers.push({ ...original, id: 'copy', route: [from, ...original.route.slice(1)] });
  }
  const props = layout.props.map((prop, p) => {
    const [x, z] = at(bodies.props + p);
    return { ...prop, position: [x, bodies.position[3 * (bodies.props + p) + 1] as number, z] };
  }) as Layout['props'];
  const { decisionSeconds, substeps } = scenario;
  const built = new World(
    { ...layout, walkers, props },
    { seed: layout.seed, decisionSeconds, substeps },
  );
  built.setGoal(agent, world.goal[2 * agent] as number, world.goal[2 * agent + 1] as number);
  for (let a = 0; a < layout.agents; a++) {
    built.setGoal(a, world.goal[2 * a] as number, world.goal[2 * a + 1] as number);
    built.place(a, ...at(a), world.heading[a] as number);
  }
  built.bodies.velocity.set(bodies.velocity.subarray(0, 2 * bodies.count));
  for (const [k, { body }] of copies.entries()) {
    const row = bodies.walkers + layout.walkers.length + k;
    built.bodies.velocity.set(bodies.velocity.subarray(2 * body, 2 * body + 2), 2 * row);
  }
  // Whoever sees only so far has looked round once more, now that all move as they do.
  for (let a = 0; a < layout.agents; a++) if (built.memory.sight > 0) lookAgain(built, a);
  const copy = new WorldCopy(scenario);
  copy.take(environment, built);
  copy.observe();
  const { worldSize, agentSize } = environment.observationLayout;
  const rows = new Float32Array(worldSize + agentSize);
  rows.set(copy.observed.worldRow);
  rows.set(copy.observed.agentRows.subarray(agent * agentSize, (agent + 1) * agentSize), worldSize);
  copy.dispose();
  return rows;
}

/** A memory of who is in sight now, with their velocities. */
function lookAgain({ memory, bodies }: World, a: number): void {
  for (let n = 0; n < bodies.count; n++) {
    const at = a * bodies.count + n;
    if (memory.age[at] !== 0) continue;
    memory.velocity.set(bodies.velocity.subarray(2 * n, 2 * n + 2), 2 * at);
  }
}

function expectClose(one: Float32Array, other: Float32Array): void {
  expect(one.length).toBe(other.length);
  for (const [i, value] of one.entries()) expect(value).toBeCloseTo(other[i] as number, 4);
}

/** So far that it stands there, from where it is. */
function movedTo({ world }: Environment, body: number, x: number, z: number): Displacement {
  const { position } = world.bodies;
  const [fromX, fromZ] = [position[3 * body] as number, position[3 * body + 2] as number];
  return { body, x: x - fromX, z: z - fromZ, copy: false };
}

/** So many metres ahead of an agent, on the way that it looks. */
function aheadOf(environment: Environment, agent: number, metres: number) {
  const { x, z, heading } = environment.readings[agent] as Agent;
  return [x - metres * Math.sin(heading), z - metres * Math.cos(heading)] as const;
}

describe.each([
  ['plaza', plaza, 8],
  ['crossing', crossing, 8],
  ['crowdnav', crowdnav, 8],
  // Before anybody is out of sight who was in sight: a world that is built knows nothing of before.
  ['crowdnav-plusplus', crowdnavPlusplus, 0],
])('in %s', (_name, scenario, decisions) => {
  it('a body that is imagined elsewhere is sensed as in a world that is built so', () => {
    const environment = under(scenario, decisions);
    const { bodies } = environment.world;
    // A robot, a prop and two walkers, as far as there are any.
    const { agents, props, walkers } = environment.world.layout;
    const others = [
      ...(agents > 1 ? [1] : []),
      ...(props.length > 0 ? [bodies.props] : []),
      ...walkers.slice(0, 2).map((_, w) => bodies.walkers + w),
    ];
    const asNow = observed(environment, 0, asItIs).rows;
    expectClose(asNow, observedInBuilt(environment, 0, []));
    const before = environment.save().world;
    let changed = 0;
    for (const body of others) {
      const displaced = [movedTo(environment, body, ...aheadOf(environment, 0, 1.3))];
      const imagined = observed(environment, 0, { absent: [], displaced });
      expectClose(imagined.rows, observedInBuilt(environment, 0, displaced));
      expect(imagined.present).toContain(body);
      if (imagined.rows.some((v, i) => v !== asNow[i])) changed++;
    }
    expect(changed).toBe(others.length);
    expect(Buffer.compare(environment.save().world, before)).toBe(0);
  });

  it('a copy has a row more, which can be left out again', () => {
    const environment = under(scenario, decisions);
    const { bodies } = environment.world;
    // A person where there are people, so that such a world can be built.
    const body = bodies.walkers < bodies.count ? bodies.walkers : 1;
    const { x, z } = movedTo(environment, body, ...aheadOf(environment, 0, 1.3));
    const displaced = [{ body, x, z, copy: true }];
    const asNow = observed(environment, 0, asItIs);
    const twice = observed(environment, 0, { absent: [], displaced });
    const row = bodies.visitor + 1;
    expect(twice.present).toContain(row);
    // Rows are as many as there are; in a full set the farthest goes.
    const size = scenario.observationLayout.agent.find(({ part }) => part.kind === 'set')?.part;
    const rows = size?.kind === 'set' ? size.rows : 0;
    expect(twice.present.length).toBe(Math.min(rows, asNow.present.length + 1));
    if (bodies.walkers < bodies.count) {
      expectClose(twice.rows, observedInBuilt(environment, 0, displaced));
    }
    const absent = [{ thing: { kind: 'body', index: row } as const, node: -1 }];
    expect(observed(environment, 0, { absent, displaced }).rows).toEqual(asNow.rows);
  });
});

describe('what is imagined', () => {
  it.each([
    ['plaza', plaza],
    ['crowdnav', crowdnav],
  ])('changes the action, the value and the way in %s, before anything happens', (_, scenario) => {
    const environment = under(scenario, 8);
    const weights = weightsOf(scenario);
    const explainer = new Explainer(scenario, hyperparameters, weights);
    const forecast = new Forecast(scenario, hyperparameters);
    made.push(forecast);
    forecast.setWeights(weights);
    const { bodies } = environment.world;
    const person = bodies.walkers < bodies.count ? bodies.walkers : 1;
    const displaced = [movedTo(environment, person, ...aheadOf(environment, 0, 1.3))];
    const imagined = { absent: [], displaced };
    const before = environment.save().world;
    const way = (of: Imagined) => {
      forecast.begin(environment, 0, undefined, of);
      for (let i = 0; i < 8 && forecast.step(); i++);
      return forecast.path;
    };
    const [asNow, would] = [explainer.explain(environment, 0), way(asItIs)];
    const explanation = explainer.explain(environment, 0, imagined);
    expect(explanation.actual).toEqual({ action: asNow.action, value: asNow.value });
    expect(explanation.action).not.toEqual(asNow.action);
    expect(explanation.value).not.toEqual(asNow.value);
    const path = way(imagined);
    expect(path.points).not.toEqual(would.points);
    // Points go at once where they choose to.
    if (scenario === crowdnav) {
      const { heading } = environment.readings[0] as Agent;
      const { forward, left } = explanation.action;
      const seconds = path.decisionSeconds;
      const [x, z, nextX, nextZ] = path.points as unknown as [number, number, number, number];
      expect(nextX - x).toBeCloseTo(
        seconds * (-Math.sin(heading) * forward - Math.cos(heading) * left),
        4,
      );
      expect(nextZ - z).toBeCloseTo(
        seconds * (-Math.cos(heading) * forward + Math.sin(heading) * left),
        4,
      );
    }
    const absent = [{ thing: { kind: 'body', index: person } as const, node: -1 }];
    expect(way({ absent, displaced: [] }).points).not.toEqual(would.points);
    expect(way(asItIs)).toEqual(would);
    expect(Buffer.compare(environment.save().world, before)).toBe(0);
  });

  it('ends the way where somebody is met who is not there', () => {
    const environment = under(crowdnav, 8);
    const forecast = new Forecast(crowdnav, hyperparameters);
    made.push(forecast);
    forecast.setWeights(weightsOf(crowdnav));
    const person = environment.world.bodies.walkers;
    const displaced = [movedTo(environment, person, ...aheadOf(environment, 0, 0))];
    forecast.begin(environment, 0, undefined, { absent: [], displaced });
    for (let i = 0; i < 3 && forecast.step(); i++);
    expect(forecast.path.outcome).toBe('collision');
    forecast.begin(environment, 0);
    forecast.step();
    expect(forecast.path.outcome).toBeUndefined();
  });

  it('holds nobody up who goes where it is imagined not to be', () => {
    const environment = under(plaza, 1);
    const { world } = environment;
    const hedge = world.layout.statics.findIndex(({ look }) => look === 'hedge');
    const { position, yaw } = world.layout.statics[hedge] as Layout['statics'][number];
    const absent = [{ thing: { kind: 'static', index: hedge } as const, node: -1 }];
    const forecast = new Forecast(plaza, hyperparameters);
    made.push(forecast);
    forecast.setWeights(weightsOf(plaza));
    /** How far across the hedge's long middle line it comes, from where it leans on it. */
    const across = (heading: number, imagined: Imagined) => {
      // Half as wide as a hedge is, and the robot.
      const [x, z] = [position[0] + 0.56 * Math.sin(yaw), position[2] + 0.56 * Math.cos(yaw)];
      world.place(0, x, z, heading);
      forecast.begin(environment, 0, undefined, imagined);
      for (let i = 0; i < 6 && forecast.step(); i++);
      const { points } = forecast.path;
      const far = Array.from({ length: points.length / 2 }, (_, p) => {
        const [dx, dz] = [(points[2 * p] as number) - x, (points[2 * p + 1] as number) - z];
        return -(dx * Math.sin(yaw) + dz * Math.cos(yaw));
      });
      return Math.max(...far);
    };
    // The policy knows nothing: one of the ways that it looks, it goes there.
    const headings = Array.from({ length: 24 }, (_, i) => (2 * Math.PI * i) / 24);
    expect(Math.max(...headings.map((way) => across(way, asItIs)))).toBeLessThan(0.02);
    const gone = headings.map((way) => across(way, { absent, displaced: [] }));
    expect(Math.max(...gone)).toBeGreaterThan(0.5);
    expect(Math.max(...headings.map((way) => across(way, asItIs)))).toBeLessThan(0.02);
  });

  it('is explained like what is there, a copy by the name of its original', () => {
    const environment = under(crowdnav, 8);
    const explainer = new Explainer(crowdnav, hyperparameters, weightsOf(crowdnav));
    const { walkers, visitor } = environment.world.bodies;
    const displaced = [{ body: walkers + 1, x: 0.7, z: 0, copy: true }];
    const { influences } = explainer.explain(environment, 0, { absent: [], displaced });
    expect(influences).toHaveLength(explainer.explain(environment, 0).influences.length + 1);
    const copy = influences.find(({ copyOf }) => copyOf !== undefined);
    expect(copy).toMatchObject({
      ...{ kind: 'walker', label: 'copy of walker 2', copyOf: walkers + 1 },
      thing: { kind: 'body', index: visitor + 1 },
    });
    expect(copy?.leftOut.length).toBeGreaterThan(0);
  });

  it('is asked of what is there alone: no door, not itself, and nobody who has left', () => {
    const { world } = under(plaza, 0);
    const { visitor } = world.bodies;
    const moved = (body: number, copy = false) => ({ body, x: 1, z: 0, copy });
    const absent = (index: number) => ({ thing: { kind: 'body', index } as const, node: -1 });
    const asked = {
      absent: [absent(1), absent(visitor), absent(visitor + 1), absent(visitor + 2)],
      displaced: [moved(0), moved(2), moved(visitor), moved(3, true)],
    };
    expect(stillThere(asked, world, 0)).toEqual({
      absent: [absent(1), absent(visitor + 1)],
      displaced: [moved(2), moved(3, true)],
    });
    world.enterVisitor(0, 0, 0);
    expect(stillThere(asked, world, 0)).toEqual({
      absent: asked.absent.slice(0, 3),
      displaced: asked.displaced.slice(1),
    });
  });

  it.each([
    ['no list', {}, 'a list'],
    ['no body', [{ x: 0, z: 0, copy: false }], 'a body by its row'],
    ['half a row', [{ body: 0.5, x: 0, z: 0, copy: false }], 'a body by its row'],
    ['nowhere', [{ body: 1, x: Number.NaN, z: 0, copy: false }], 'at most 200 m'],
    ['too far off', [{ body: 1, x: 0, z: 201, copy: true }], 'at most 200 m'],
    ['nothing', [null], 'a body by its row'],
    [
      'too many copies',
      Array.from({ length: 5 }, () => ({ body: 1, x: 0, z: 0, copy: true })),
      'at most 4 copies',
    ],
    [
      'one at two places',
      Array.from({ length: 2 }, () => ({ body: 1, x: 0, z: 0, copy: false })),
      'each once',
    ],
  ])('is refused with a sentence: %s', (_name, asked, sentence) => {
    const check = () => checkDisplaced(asked as unknown as readonly Displacement[]);
    expect(check).toThrow(InputError);
    expect(check).toThrow(sentence);
  });
});
