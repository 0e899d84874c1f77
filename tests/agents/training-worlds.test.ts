/** Which layouts the worlds of a run show, in lockstep and in the page's simulation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { Simulation } from '../../src/agents/simulation.ts';
import { createTrainingWorlds, shareOf } from '../../src/agents/training-worlds.ts';
import { type Environment, loadEngines, type Scenario } from '../../src/env/index.ts';
import { layoutSeed, trainingSeed } from '../../src/env/seeds.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(loadEngines);
const open: { dispose(): void }[] = [];
afterAll(() => {
  for (const each of open) each.dispose();
});

/** Laid out anew every eight decisions; half of the agents of every second layout succeed. */
const hasty: Scenario = {
  ...quickPlaza,
  layoutSteps: 8,
  limitSteps: 3,
  outcome: ({ index, world }) =>
    world.layout.seed % 2 === 0 && index % 2 === 0 ? 'success' : undefined,
};

/** By world, the seeds of the layouts of so many decisions, each layout once per stay. */
function staysOf(environments: readonly Environment[], decisions: number, step: () => void) {
  const last = environments.map(({ world }) => world);
  const stays = last.map(({ layout }) => [layout.seed]);
  for (let decision = 0; decision < decisions; decision++) {
    step();
    for (const [i, { world }] of environments.entries()) {
      if (world === last[i]) continue;
      last[i] = world;
      stays[i]?.push(world.layout.seed);
    }
  }
  return stays;
}

function lockstep(replayedLayouts: number, decisions: number) {
  const settings = { worlds: 3, replayedLayouts, layoutBuffer: 2 };
  const { environments, curriculum } = createTrainingWorlds(hasty, settings, 5);
  open.push(...environments);
  const still = new Float32Array(hasty.agents * 2);
  const stays = staysOf(environments, decisions, () => {
    for (const environment of environments) environment.step(still);
  });
  return { stays, curriculum };
}

describe('training worlds', () => {
  it('without a share show the layouts that they have always shown', () => {
    const { stays, curriculum } = lockstep(0, 30);
    expect(curriculum).toBeUndefined();
    for (const [world, seeds] of stays.entries()) {
      expect(seeds).toEqual(seeds.map((_, index) => layoutSeed(trainingSeed(5, world), index)));
    }
    // As numbers, so that another way to derive seeds is seen.
    expect(stays[1]?.slice(0, 3)).toEqual([257147911, 828421164, 1243437778]);
  });

  it('with one share a buffer: what one has shown another shows again', () => {
    const { stays, curriculum } = lockstep(0.6, 90);
    expect(lockstep(0.6, 90).stays).toEqual(stays);
    const own = stays.map((_, world) =>
      Array.from({ length: 20 }, (_, index) => layoutSeed(trainingSeed(5, world), index)),
    );
    const foreign = stays.map((seeds, world) =>
      seeds.filter((seed) => !own[world]?.includes(seed)),
    );
    expect(foreign.flat().length).toBeGreaterThan(2);
    for (const seed of foreign.flat()) expect(own.flat()).toContain(seed);
    // What nobody ever solves is not what is shown again.
    for (const { seed } of curriculum?.state().buffer ?? []) expect(seed % 2).toBe(0);
  });
});

describe('simulation', () => {
  it('of a worker shows its own layouts again, and none after itself', async () => {
    const hyperparameters = { ...tiny, worlds: 4, replayedLayouts: 0.7, layoutBuffer: 2 };
    const simulation = await Simulation.create({
      ...{ scenario: hasty, hyperparameters, seed: 5, share: shareOf(4, 1, 2) },
    });
    open.push(simulation);
    const { environments } = simulation;
    const stays = staysOf(environments, 100, () => simulation.stepHeadless());
    const own = new Set<number>();
    for (const world of [2, 3]) {
      for (let i = 0; i < 20; i++) own.add(layoutSeed(trainingSeed(5, world), i));
    }
    for (const seeds of stays) {
      expect(seeds.every((seed) => own.has(seed))).toBe(true);
      expect(seeds.every((seed, i) => seed !== seeds[i + 1])).toBe(true);
    }
    expect(new Set(stays.flat()).size).toBeLessThan(0.7 * stays.flat().length);
  });
});

it('worlds take what is practised in turn, whoever steps them', () => {
  const { environments } = createTrainingWorlds(
    crowdnav,
    { worlds: 5, replayedLayouts: 0, layoutBuffer: 2 },
    5,
    { first: 1, count: 4 },
  );
  open.push(...environments);
  const kinds = environments.map(({ scenario, world }) => [
    scenario.chosen.crossing,
    world.layout.walkers.length,
  ]);
  expect(kinds).toEqual([
    ['square', 5],
    ['circle', 5],
    ['circle', 10],
    ['circle', 5],
  ]);
});
