/** Environments in which every episode has a layout of its own, and what is fixed for it: time and seeds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { flags } from '../../src/core/transition-row.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';

beforeAll(loadEngines);

const open: Environment[] = [];
function make(seed: number, renewLayout = true, shaping = '0'): Environment {
  const scenario = crowdnav.vary(new Map([['shaping', shaping]]));
  const environment = createEnvironment(scenario, { seed, renewLayout });
  open.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of open) environment.dispose();
});

const training = crowdnav.seeds.training(1, 0);
const still = new Float32Array(2);
const ahead = Float32Array.of(1, 0);

/** Steps until an episode has ended; returns it. */
function finish(environment: Environment, action: Float32Array) {
  do environment.step(action);
  while (environment.finished.length === 0);
  return environment.finished[0] as Environment['finished'][number];
}

it('layout per episode: the step after an end lays the world out anew, and is no transition', () => {
  const environment = make(training);
  const layouts = new Set<number>();
  for (let episode = 0; episode < 5; episode++) {
    const { world } = environment;
    layouts.add(world.layout.seed);
    finish(environment, ahead);
    expect(environment.world).toBe(world);
    environment.step(ahead);
    expect(environment.world).not.toBe(world);
    expect(environment.flag[0]).toBe(flags.respawns);
    expect([environment.reward[0], environment.discount[0]]).toEqual([0, 0]);
    expect(environment.world.steps).toBe(0);
    expect(environment.readings[0]).toMatchObject({ x: 0, z: -4, steps: 0, speed: 0 });
  }
  expect(layouts.size).toBe(5);
  for (const seed of layouts) expect(seed).toBeGreaterThanOrEqual(2000);
});

it('layout per episode: an evaluation gets the same case again', () => {
  const environment = make(1007, false);
  const first = environment.world.bodies.position.slice();
  const one = finish(environment, ahead);
  environment.step(ahead);
  expect(environment.world.layout.seed).toBe(1007);
  expect(environment.world.bodies.position).toEqual(first);
  const { episodeIndex: _, ...again } = finish(environment, ahead);
  expect(one).toMatchObject(again);
});

it('layout per episode: goes on after restore as if never interrupted, into the next layouts', () => {
  const one = make(training);
  for (let step = 0; step < 40; step++) one.step(ahead);
  const saved = one.save();
  const json = JSON.parse(JSON.stringify(saved.json)) as typeof saved.json;
  const two = make(crowdnav.seeds.training(9, 9));
  two.restore({ json, world: saved.world });
  for (let step = 0; step < 200; step++) {
    one.step(ahead);
    two.step(ahead);
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.reward).toEqual(one.reward);
    expect(two.finished).toEqual(one.finished);
  }
});

it('limitSteps: time is up after so many decisions, with the discount of a truncation', () => {
  const environment = make(1000);
  const { outcome, steps, time, return: gained } = finish(environment, still);
  expect({ outcome, steps, time }).toEqual({ outcome: 'timeout', steps: 97, time: 24.25 });
  expect(environment.flag[0]).toBe(flags.truncated);
  expect(environment.discount[0]).toBe(1);
  expect(gained).toBeLessThanOrEqual(0);
});

it('shaping is paid to the learner and is no part of the return', () => {
  const plain = make(1003);
  const shaped = make(1003, true, '0.1');
  const { gamma } = crowdnav;
  let difference = 0;
  let weight = 1;
  do {
    plain.step(ahead);
    shaped.step(ahead);
    difference += weight * ((shaped.reward[0] as number) - (plain.reward[0] as number));
    weight *= gamma;
  } while (plain.finished.length === 0);
  expect(shaped.finished).toEqual(plain.finished);
  // A potential's gains add up to what it was at the start, however the way went: 8 m to the goal.
  expect(difference).toBeCloseTo(0.8, 5);
});
