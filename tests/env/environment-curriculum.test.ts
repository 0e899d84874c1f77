/** Environments whose layouts are shown again: which, what is told of each stay, and what a checkpoint has of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { createRandom } from '../../src/core/random.ts';
import { type Curriculum, createCurriculum, type LayoutRecord } from '../../src/env/curriculum.ts';
import {
  type Agent,
  createEnvironment,
  defineScenario,
  type Environment,
  ego,
  loadEngines,
  placeAtRandom,
  type Scenario,
} from '../../src/env/index.ts';
import { layoutSeed, trainingSeed } from '../../src/env/seeds.ts';

beforeAll(loadEngines);

const open: Environment[] = [];
function make(scenario: Scenario, curriculum?: Curriculum, seed = trainingSeed(1, 0)): Environment {
  const environment = createEnvironment(scenario, { seed, curriculum });
  open.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of open) environment.dispose();
});

const agents = 4;
/** An open square: laid out in no time. */
const base = {
  name: 'square',
  title: 'Square',
  description: 'Nothing stands there.',
  scene: {
    ...{ version: 1, name: 'square', title: 'Square', scenario: 'square', flat: true },
    ground: { min: [-8, -8], max: [8, 8] },
    motion: 'points',
    agents: { count: agents, radius: 0.2, height: 1.2, maxSpeed: 1 },
  },
  sensors: [ego()],
  layoutSteps: 50,
  limitSteps: 20,
  begin: (agent: Agent) => placeAtRandom(agent, { nearest: 3 }),
  reward: () => 0,
};
/** How likely an episode on a layout succeeds, as its seed says. */
const chance = (seed: number) => (seed % 1000) / 999;
/** Judged in its second decision: with the respawn, 16 episodes of each agent fit into a layout. */
const lottery = defineScenario({
  ...base,
  limitSteps: 3,
  outcome(agent) {
    if (agent.steps < 2) return undefined;
    return agent.random.uniform() < chance(agent.world.layout.seed) ? 'success' : 'collision';
  },
});
const still = new Float32Array(agents * 2);

/** Steps until the layout has ended `times` times; the seeds of those that began, the first included. */
function layoutsOf(environment: Environment, times: number): number[] {
  const seeds = [environment.world.layout.seed];
  let { world } = environment;
  while (seeds.length <= times) {
    environment.step(still.subarray(0, environment.agents * 2));
    if (environment.world === world) continue;
    ({ world } = environment);
    seeds.push(world.layout.seed);
  }
  return seeds;
}

/** Shows only fresh layouts, and keeps what it is told. */
function listen() {
  const records: LayoutRecord[] = [];
  const silent: Curriculum = {
    next(ended) {
      records.push(ended);
      return undefined;
    },
    state: () => ({ random: [0, 0, 0, 1], buffer: [] }),
    restore: () => {},
  };
  return { records, curriculum: silent };
}

describe('environment: what is told of a stay', () => {
  it('is how many episodes had time to run to their limit, and how many of them succeeded', () => {
    const [quick, slow, odd] = [listen(), listen(), listen()];
    // Begins every 4 decisions; from 32 on there is no time for 20 more: 8 episodes of each agent count.
    const succeeds = defineScenario({
      ...base,
      outcome: (agent) => (agent.steps === 3 ? 'success' : undefined),
    });
    const environment = make(succeeds, quick.curriculum);
    const seeds = layoutsOf(environment, 2);
    expect(quick.records).toEqual(
      seeds.slice(0, 2).map((seed) => ({ seed, episodes: 8 * agents, successes: 8 * agents })),
    );
    // Time up at 20 and 41; the third is cut.
    layoutsOf(make(defineScenario({ ...base, outcome: () => undefined }), slow.curriculum), 1);
    expect(slow.records).toMatchObject([{ episodes: 2 * agents, successes: 0 }]);
    // Quick successes and slow failures of half the agents each: the last of the quick ones, which would
    // outnumber failures that are cut, do not count.
    const mixed = defineScenario({
      ...base,
      outcome: (agent) => (agent.steps === 3 && agent.index % 2 === 0 ? 'success' : undefined),
    });
    layoutsOf(make(mixed, odd.curriculum), 1);
    expect(odd.records).toMatchObject([
      { episodes: (8 + 2) * (agents / 2), successes: 8 * (agents / 2) },
    ]);
  });

  it('is nothing where a first layout is too short for any episode', () => {
    const { records, curriculum } = listen();
    const scenario = defineScenario({ ...base, outcome: () => 'success' });
    const options = { seed: trainingSeed(1, 0), firstLayoutSteps: 19, curriculum };
    const environment = createEnvironment(scenario, options);
    open.push(environment);
    layoutsOf(environment, 1);
    expect(records).toMatchObject([{ episodes: 0, successes: 0 }]);
  });

  it('is one episode where each has a layout of its own', () => {
    const { records, curriculum } = listen();
    const environment = make(crowdnav, curriculum, crowdnav.seeds.training(1, 0));
    const seeds = layoutsOf(environment, 3);
    expect(records.map(({ seed, episodes }) => [seed, episodes])).toEqual(
      seeds.slice(0, 3).map((seed) => [seed, 1]),
    );
  });
});

describe('environment: which layouts are shown', () => {
  it('without a curriculum every one is fresh, by the seeds there have always been', () => {
    const seed = trainingSeed(1, 0);
    const fresh = Array.from({ length: 5 }, (_, index) => layoutSeed(seed, index));
    expect(layoutsOf(make(lottery), 4)).toEqual(fresh);
    const share = { share: 0, size: 2, random: createRandom(1, 'curriculum') };
    expect(layoutsOf(make(lottery, createCurriculum(share)), 4)).toEqual(fresh);
  });

  it('with one, fresh ones come in the same order, and all are seeds of training', () => {
    for (const scenario of [lottery, crowdnav]) {
      const { seeds } = scenario;
      const random = createRandom(2, 'curriculum');
      const curriculum = createCurriculum({ share: 0.5, size: 3, random });
      const training = seeds.training(1, 0);
      const shown = layoutsOf(make(scenario, curriculum, training), 24);
      const fresh = [...new Set(shown)];
      expect(fresh.length).toBeLessThan(22);
      expect(fresh).toEqual(fresh.map((_, index) => seeds.layout(training, index)));
      expect(shown.every(seeds.isTraining)).toBe(true);
    }
  });

  it('shows those again that are solved about half of the time', () => {
    const random = createRandom(3, 'curriculum');
    const curriculum = createCurriculum({ share: 0.5, size: 8, random });
    // Two worlds share it, as those of a run do.
    const shown = [0, 1].flatMap((world) =>
      layoutsOf(make(lottery, curriculum, trainingSeed(4, world)), 150),
    );
    const first = new Map<number, number>();
    for (const [i, seed] of shown.entries()) if (!first.has(seed)) first.set(seed, i);
    const again = shown.filter((seed, i) => i > 150 && first.get(seed) !== i).map(chance);
    const fresh = [...first.keys()].map(chance);
    expect(again.length).toBeGreaterThan(50);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const distance = (values: readonly number[]) => mean(values.map((p) => Math.abs(p - 0.5)));
    // Of fresh ones a quarter, as their seeds are drawn.
    expect(distance(fresh)).toBeGreaterThan(0.2);
    expect(distance(again)).toBeLessThan(0.1);
    expect(Math.abs(mean(again) - 0.5)).toBeLessThan(0.08);
  });
});

it('environment: goes on after restore as if never interrupted, on a layout that is shown again', () => {
  const [first, second] = [5, 6].map((seed) =>
    createCurriculum({ share: 1, size: 2, random: createRandom(seed, 'curriculum') }),
  ) as [Curriculum, Curriculum];
  const one = make(lottery, first);
  layoutsOf(one, 3);
  for (let step = 0; step < 20; step++) one.step(still);
  // The fourth layout is none of the fresh ones' own turn.
  expect(one.world.layout.seed).not.toBe(layoutSeed(trainingSeed(1, 0), 3));
  const saved = one.save();
  expect(saved.json.layout.episodes).toBeGreaterThan(0);
  second.restore(JSON.parse(JSON.stringify(first.state())));
  const two = make(lottery, second, trainingSeed(9, 9));
  two.restore({ json: JSON.parse(JSON.stringify(saved.json)), world: saved.world });
  for (let step = 0; step < 130; step++) {
    one.step(still);
    two.step(still);
    expect(two.world.layout.seed).toBe(one.world.layout.seed);
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.finished).toEqual(one.finished);
  }
  expect(two.save().json).toEqual(one.save().json);
});
