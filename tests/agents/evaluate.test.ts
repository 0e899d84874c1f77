import { beforeAll, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import scene from '../../scenes/plaza.json';
import { plaza } from '../../scenes/plaza.ts';
import { rooms } from '../../scenes/rooms.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import type { Policy } from '../../src/agents/policy.ts';
import { largestSeed } from '../../src/core/random.ts';
import {
  type Agent,
  createEnvironment,
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

it('evaluate: says of each case how far round its way leads, whatever the policy does', async () => {
  const outcomes = { ...rooms, limitSteps: 5 };
  const [stays, goes] = await Promise.all(
    [still, baselines.get('straight')({ seed: 0 })].map((policy) =>
      evaluate({ scenario: outcomes, policy, episodes: 40, seed: 4 }),
    ),
  );
  const detours = stays?.cases.map(({ detour }) => detour) ?? [];
  expect(goes?.cases.map(({ detour }) => detour)).toEqual(detours);
  for (const world of [0, 3]) {
    const environment = createEnvironment(rooms, { seed: evaluationSeed(4, world) });
    for (const { index, x, z, goalX, goalZ } of environment.readings) {
      const way = environment.world.navigation.pathLength(x, z, goalX, goalZ);
      const detour = way / Math.hypot(goalX - x, goalZ - z);
      expect(detours[world * rooms.agents + index]).toBeCloseTo(Math.max(1, detour), 2);
    }
    environment.dispose();
  }
  const hard = detours.toSorted((a, b) => b - a).slice(0, 10);
  expect(hard[9]).toBeGreaterThan(1.2);
  expect(stays?.hard).toMatchObject({ episodes: 10, success: 0 });
  expect(stays?.hard?.detour).toBeLessThan(hard[9] as number);
});

it('evaluate: no case is hard where nothing stands in the way', async () => {
  const { cases, hard } = await evaluate({ scenario: crowdnav, policy: still, episodes: 4 });
  expect(cases.map(({ detour }) => detour)).toEqual([1, 1, 1, 1]);
  expect(hard).toBeNull();
});

it('evaluate: a seed whose cases would be those of a smaller one is refused', async () => {
  await expect(
    evaluate({ scenario: plaza, policy: still, episodes: 1, seed: largestSeed + 1 }),
  ).rejects.toThrow('Expected seed to be an integer from 0 to 4294967295, got 4294967296.');
});
