/** What every registered scenario keeps to; scenario.slow.test.ts says how hard each is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { createRandom } from '../../src/core/random.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';

beforeAll(loadEngines);

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

  it('begins elsewhere with every seed, far enough from the goal, with time for three ways', () => {
    const starts = new Set<string>();
    // Of hundreds of agents, two beginnings tell enough.
    const seeds = scenarios.get(name).agents > 64 ? 2 : 4;
    for (let seed = 0; seed < seeds; seed++) {
      const environment = make(name, seed);
      const { maxSpeed } = environment.action;
      for (const begun of beginnings(environment)) starts.add(String(begun));
      for (const agent of environment.readings) {
        const { x, z, goalX, goalZ } = agent;
        const way = Math.max(
          environment.world.navigation.pathLength(x, z, goalX, goalZ),
          agent.goalDistance,
        );
        expect(agent.goalDistance).toBeGreaterThan(1);
        expect(agent.limitSteps).toBe(
          Math.floor((3 * way) / maxSpeed / environment.scenario.decisionSeconds),
        );
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
    for (let step = 0; step < 300; step++) {
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
      // Of a set, kinds that the scene lacks and the last rows may stay 0.
      expect(share, part.name).toBeGreaterThanOrEqual(part.kind === 'set' ? 0.4 : 1);
    }
  });
});
