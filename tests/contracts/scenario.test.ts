/** What every registered scenario keeps to; scenario.long.test.ts says how hard each is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor } from '../../src/agents/hyperparameters-for.ts';
import { createTrainingWorlds } from '../../src/agents/training-worlds.ts';
import { createRandom } from '../../src/core/random.ts';
import type { AgentPart } from '../../src/core/spec.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import { algorithms } from '../../src/rl/algorithms/index.ts';

beforeAll(loadEngines);
const ddpg = algorithms.get('ddpg');

const open: Environment[] = [];
function make(name: string, seed: number): Environment {
  const environment = createEnvironment(scenarios.get(name), { seed });
  open.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of open) environment.dispose();
});

/** The same pseudo-random actions for the same step, in every environment. */
function act(environment: Environment, step: number): void {
  const random = createRandom(step >> 3, 'scenario contract');
  const actions = new Float32Array(environment.agents * 2);
  environment.step(actions.map(() => random.range(-1.5, 1.5)));
}

/** The share of a part's numbers that must change. */
function leastShare(part: AgentPart, { world }: Environment): number {
  const { bodies, layout } = world;
  // Of a set, kinds that the scene lacks, the last rows, and rows for more than there are may stay 0.
  if (part.kind === 'set') return 0.4 * Math.min(1, (bodies.count - 1) / part.rows);
  // An agent may be sent to the same region every time.
  if (part.kind === 'anchor') return (part.features.length - 1) / part.features.length;
  // Of a few episodes, each of which asks for one category.
  if (part.name === 'goalCategory') return 2 / part.features.length;
  // To those who face their goal it is always straight ahead.
  const still = layout.body.faces === 'goal' && part.name === 'ego' ? 2 : 0;
  return (part.features.length - still) / part.features.length;
}

const beginnings = (environment: Environment) =>
  environment.readings.map(({ x, z, heading, goalX, goalZ }) => [x, z, heading, goalX, goalZ]);

describe.each(scenarios.names())('scenario %s', (name) => {
  it('is registered under its own name, with a goal radius of at most half a metre', () => {
    const scenario = scenarios.get(name);
    expect(scenario.name).toBe(name);
    expect(scenario.scene.scenario).toBe(name);
    expect(scenario.goalRadius).toBeLessThanOrEqual(0.5);
    expect(scenario.timeLimitFactor).toBeLessThanOrEqual(3);
  });

  // Hundreds of agents take seconds to place, and what is tested here does not depend on them.
  const few = scenarios.get(name).agents <= 64;
  it.runIf(few)('trains on ever new layouts, none of which it is measured on', () => {
    const named = scenarios.get(name);
    // Soon laid out anew, whatever the scenario's own length of stay.
    const limitSteps = named.layoutPerEpisode ? 3 : named.limitSteps;
    const scenario = { ...named, layoutSteps: 3, limitSteps, practice: [] };
    const settings = { worlds: 2, replayedLayouts: 0, layoutBuffer: 24 };
    const { environments: worlds } = createTrainingWorlds(scenario, settings, 5);
    open.push(...worlds);
    const trained = new Set<number>();
    for (let step = 0; step < 4; step++) {
      for (const environment of worlds) {
        act(environment, step);
        trained.add(environment.world.layout.seed);
      }
    }
    // Three decisions at most, and one that lays out the next.
    expect(trained.size).toBe(4);
    const { evaluation, layout } = scenario.seeds;
    for (const purpose of ['test', 'validation'] as const) {
      for (let world = 0; world < 1000; world++) {
        expect(trained.has(layout(evaluation(5, world, purpose), 0))).toBe(false);
      }
    }
  });

  it('suits hyperparameters that there are, to values that fit', () => {
    const scenario = scenarios.get(name);
    for (const algorithm of algorithms.names()) {
      expect(hyperparametersFor(scenario, algorithm)).toMatchObject(scenario.learning);
    }
  });

  it('has settings whose names no hyperparameter has, and the same observations under all but those that say so', () => {
    const scenario = scenarios.get(name);
    for (const [setting, { about, ...allowed }] of Object.entries(scenario.settings)) {
      expect(about).not.toBe('');
      expect(Object.hasOwn(ddpg, setting)).toBe(false);
      const values = 'values' in allowed ? allowed.values : [allowed.least, allowed.most];
      for (const value of values) {
        const varied = scenario.vary(new Map([[setting, `${value}`]]));
        expect(varied.chosen).toEqual({ ...scenario.chosen, [setting]: value });
        expect(varied.name).toBe(name);
        const isOther = 'observed' in allowed && allowed.observed && value !== allowed.values[0];
        if (isOther) expect(varied.spec).not.toEqual(scenario.spec);
        else expect(varied.spec).toEqual(scenario.spec);
      }
    }
  });

  it('gives the same trajectory for the same seed', () => {
    const one = make(name, 11);
    const two = make(name, 11);
    for (let step = 0; step < 60; step++) {
      act(one, step);
      act(two, step);
      expect(two.reward).toEqual(one.reward);
    }
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.worldRow).toEqual(one.worldRow);
  });

  it('begins otherwise with every seed, far enough from the goal, with its time', () => {
    const { limitSteps, timeLimitFactor } = scenarios.get(name);
    const starts = new Set<string>();
    // Of hundreds of agents, two beginnings tell enough.
    const seeds = scenarios.get(name).agents > 64 ? 2 : 4;
    for (let seed = 0; seed < seeds; seed++) {
      const environment = make(name, seed);
      const { maxSpeed } = environment.action;
      // The same start among other people is another beginning.
      const people = environment.world.bodies.position.slice(3 * environment.agents);
      for (const begun of beginnings(environment)) starts.add(`${begun} among ${people}`);
      for (const agent of environment.readings) {
        const { x, z, goalX, goalZ } = agent;
        const way = Math.max(
          environment.world.navigation.pathLength(x, z, goalX, goalZ),
          agent.goalDistance,
        );
        expect(agent.goalDistance).toBeGreaterThan(1);
        const seconds = (timeLimitFactor * way) / maxSpeed;
        const limit = Math.floor(seconds / environment.scenario.decisionSeconds);
        expect(agent.limitSteps).toBe(limitSteps > 0 ? limitSteps : limit);
      }
    }
    expect(starts.size).toBe(seeds * scenarios.get(name).agents);
  });

  it('gives finite rewards of order 1 and observations that never stand still', () => {
    const environment = make(name, 12);
    const { agentSize, agent: parts } = environment.observationLayout;
    const first = environment.agentRows.slice();
    const changed = new Uint8Array(agentSize);
    let returns = 0;
    let episodes = 0;
    // Where time is the same for every episode, it may be long: until the next layout's first ones have ended.
    const { limitSteps, layoutSteps, layoutPerEpisode } = environment.scenario;
    const long = limitSteps > 0 && !layoutPerEpisode;
    for (let step = 0; step < (long ? layoutSteps + limitSteps : 300); step++) {
      act(environment, step);
      expect(environment.reward.every((r) => Number.isFinite(r) && Math.abs(r) <= 2)).toBe(true);
      environment.agentRows.forEach((value, i) => {
        if (value !== first[i]) changed[i % agentSize] = 1;
      });
      for (const episode of environment.finished) {
        returns += Math.abs(episode.return);
        episodes++;
      }
    }
    expect(episodes).toBeGreaterThan(0);
    expect(returns / episodes).toBeLessThan(5);
    for (const { part, offset, size } of parts) {
      const share = changed.slice(offset, offset + size).reduce((sum, c) => sum + c, 0) / size;
      expect(share, part.name).toBeGreaterThanOrEqual(leastShare(part, environment));
    }
  }, 120_000);
});
