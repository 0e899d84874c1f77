import { beforeAll, expect, it } from 'vitest';
import scene from '../../scenes/plaza.json';
import { plaza } from '../../scenes/plaza.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import type { Policy } from '../../src/agents/policy.ts';
import {
  type Agent,
  defineScenario,
  ego,
  evaluationSeed,
  loadEngines,
  placeAtRandom,
} from '../../src/env/index.ts';

beforeAll(loadEngines);

const base = {
  name: 'test',
  title: 'Test',
  description: 'A scenario for a test.',
  scene,
  sensors: [ego()],
  gamma: 0.5,
  begin: (agent: Agent) => placeAtRandom(agent, { nearest: 4 }),
  reward: () => 1,
};
const still: Policy = { name: 'still', act() {} };

it('evaluate: counts every agent’s first episode once, however soon the next one ends', async () => {
  // Agent a succeeds after a + 1 decisions in its first episode and fails in all later ones.
  const begun = new WeakMap<Agent, number>();
  const scenario = defineScenario({
    ...base,
    begin(agent) {
      begun.set(agent, (begun.get(agent) ?? 0) + 1);
      placeAtRandom(agent, { nearest: 4 });
    },
    outcome(agent) {
      if (agent.steps <= agent.index) return undefined;
      return begun.get(agent) === 1 ? 'success' : 'collision';
    },
  });
  const figures = await evaluate({ scenario, policy: still, episodes: 8, seed: 3 });
  expect(figures.cases.map((one) => one.outcome)).toEqual(Array(8).fill('success'));
  for (const { case: index, time, seed } of figures.cases) {
    expect(time).toBeCloseTo(0.1 * (index + 1), 10);
    expect(seed).toBe(evaluationSeed(3, 0));
  }
  expect(figures.time).toBeCloseTo(0.45, 10);
  // Returns are 1, 1.5, 1.75, … at gamma ½: 2 − 2^−a, on average 2 − (2 − 2^−7) / 8.
  expect(figures.returnMean).toBeCloseTo(2 - (2 - 1 / 128) / 8, 6);
});

it('evaluate: gives null for the time when nobody succeeds, and zero SPL', async () => {
  const scenario = defineScenario({ ...base, outcome: () => 'collision' });
  const figures = await evaluate({ scenario, policy: still, episodes: 5 });
  expect(figures).toMatchObject({ success: 0, collision: 1, timeout: 0, spl: 0, time: null });
  expect(figures.cases).toHaveLength(5);
});

it('evaluate: cases do not depend on how many worlds run side by side', async () => {
  const options = { scenario: plaza, episodes: 20, seed: 2 };
  const policy = () => baselines.get('straight')({ seed: 0 });
  const one = await evaluate({ ...options, policy: policy(), worlds: 1 });
  const many = await evaluate({ ...options, policy: policy(), worlds: 3 });
  expect(many).toEqual(one);
  expect(new Set(one.cases.map((each) => each.seed)).size).toBe(3);
});

it('evaluate: reports progress up to the number of cases', async () => {
  const scenario = defineScenario({ ...base, outcome: () => 'success' });
  const seen: number[] = [];
  await evaluate({
    scenario,
    policy: still,
    episodes: 12,
    worlds: 1,
    onProgress: (done, episodes) => {
      seen.push(done);
      expect(episodes).toBe(12);
    },
  });
  expect(seen).toEqual([8, 12]);
});
