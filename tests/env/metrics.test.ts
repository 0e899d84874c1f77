/** Figures that several scenarios share, against what they are made of. */
import { beforeAll, describe, expect, it } from 'vitest';
import { corridor } from '../../scenes/corridor.ts';
import { plaza } from '../../scenes/plaza.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import {
  agentContact,
  createEnvironment,
  loadEngines,
  staticContact,
  touches,
} from '../../src/env/index.ts';

beforeAll(loadEngines);

describe.each([
  ['plaza', plaza],
  ['plaza of 16', plaza.vary(new Map([['agents', '16']]))],
  ['corridor', corridor],
])('%s', (_, scenario) => {
  it('throughput: arrivals of all cases by the minutes that all of them take', async () => {
    const policy = baselines.get('straight')({ seed: 0 });
    const { cases, figures } = await evaluate({ scenario, policy, episodes: 20 });
    const arrivals = cases.filter(({ outcome }) => outcome === 'success').length;
    const minutes = cases.reduce((sum, { time }) => sum + time, 0) / 60;
    expect(arrivals).toBeGreaterThan(0);
    expect(figures.throughput).toBeCloseTo(arrivals / minutes, 9);
  });
});

it('contact: the cases in which another agent was touched, and the decisions in which a wall or thing was', async () => {
  const episodes = corridor.agents;
  const policy = baselines.get('straight')({ seed: 0 });
  const scenario = { ...corridor, metrics: { agentContact, staticContact } };
  const { figures } = await evaluate({ scenario, policy, episodes, seed: 4 });
  // The same world once more, watched from outside.
  const seed = corridor.seeds.evaluation(4, 0, 'test');
  const environment = createEnvironment(corridor, { seed, renewLayout: false });
  const actions = new Float32Array(2 * episodes);
  const open = new Set(environment.readings);
  const touched = new Set<number>();
  let [decisions, atWalls] = [0, 0];
  policy.reset?.();
  while (open.size > 0) {
    policy.act([environment], [actions]);
    environment.step(actions);
    for (const agent of open) {
      decisions++;
      if (agent.touching & touches.agent) touched.add(agent.index);
      if (agent.touching & touches.static) atWalls++;
    }
    for (const { agent } of environment.finished) {
      const ended = environment.readings[agent];
      if (ended) open.delete(ended);
    }
  }
  environment.dispose();
  expect(touched.size).toBeGreaterThan(0);
  expect(touched.size).toBeLessThan(episodes);
  expect(figures.agentContact).toBeCloseTo(touched.size / episodes, 9);
  expect(atWalls).toBeGreaterThan(0);
  expect(atWalls).toBeLessThan(decisions);
  expect(figures.staticContact).toBeCloseTo(atWalls / decisions, 9);
});
