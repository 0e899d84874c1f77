import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import scene from '../../scenes/rooms.json';
import { rooms } from '../../scenes/rooms.ts';
import { flags } from '../../src/core/transition-row.ts';
import {
  createEnvironment,
  defineScenario,
  type Environment,
  ego,
  loadEngines,
  placeAtRandom,
  type Scenario,
} from '../../src/env/index.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';

beforeAll(loadEngines);

const open: Environment[] = [];
function make(scenario: Scenario, seed = 1, renewLayout = true): Environment {
  const environment = createEnvironment(scenario, { seed, renewLayout });
  open.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of open) environment.dispose();
});

const base = {
  name: 'test',
  title: 'Test',
  description: 'A scenario for a test.',
  scene,
  sensors: [ego()],
  gamma: 0.5,
  begin: (agent: Parameters<Scenario['begin']>[0]) => placeAtRandom(agent, { nearest: 4 }),
  reward: () => 1,
};
/** Succeeds in its third decision, whatever is done. */
const brief = defineScenario({
  ...base,
  outcome: (agent) => (agent.steps === 3 ? 'success' : undefined),
});
/** Never ends but by time. */
const endless = defineScenario({ ...base, layoutSteps: 50, outcome: () => undefined });

const still = (environment: Environment) => new Float32Array(environment.agents * 2);
function varied(environment: Environment, step: number): Float32Array {
  return still(environment).map((_, i) => 1.4 * Math.sin(step * 0.7 + i * 2.1));
}
const timeLeft = 8;

describe('environment: next-step autoreset', () => {
  it('shows the terminal observation first, then respawns in a step that is no transition', () => {
    const environment = make(brief);
    const forward = still(environment).fill(1);
    const row = () => environment.agentRows.slice(0, 10);
    const start = [environment.readings[0]!.x, environment.readings[0]!.z];

    environment.step(forward);
    environment.step(forward);
    expect(environment.flag[0]).toBe(flags.continues);
    expect(environment.discount[0]).toBe(1);

    environment.step(forward);
    expect(environment.flag[0]).toBe(flags.terminated);
    expect(environment.discount[0]).toBe(0);
    expect(environment.reward[0]).toBe(1);
    expect(environment.finished).toHaveLength(environment.agents);
    const { x, z, goalX, goalZ } = environment.readings[0]!;
    // The row still shows the old episode: three decisions old, not far from its start.
    expect(row()[timeLeft]).toBeLessThan(1);
    expect(Math.hypot(x - start[0]!, z - start[1]!)).toBeLessThan(0.5);

    environment.step(forward);
    expect(environment.flag[0]).toBe(flags.respawns);
    expect(environment.discount[0]).toBe(0);
    expect(environment.reward[0]).toBe(0);
    expect(environment.finished).toHaveLength(0);
    expect(row()[timeLeft]).toBe(1);
    // At rest, no last action, another goal.
    expect([...row().slice(0, 2), ...row().slice(6, 8)].map(Math.abs)).toEqual([0, 0, 0, 0]);
    expect([environment.readings[0]!.goalX, environment.readings[0]!.goalZ]).not.toEqual([
      goalX,
      goalZ,
    ]);

    environment.step(forward);
    expect(environment.flag[0]).toBe(flags.continues);
    expect(environment.reward[0]).toBe(1);
  });

  it('counts episodes and discounts the return from each episode’s first reward', () => {
    const environment = make(brief);
    const seen: number[] = [];
    for (let step = 0; step < 12; step++) {
      environment.step(still(environment));
      for (const episode of environment.finished) {
        if (episode.agent !== 2) continue;
        seen.push(episode.episodeIndex);
        expect(episode.return).toBeCloseTo(1 + 0.5 + 0.25, 12);
        expect(episode.steps).toBe(3);
        expect(episode.time).toBeCloseTo(0.3, 12);
        expect(episode.outcome).toBe('success');
      }
    }
    expect(seen).toEqual([0, 1, 2]);
  });

  it('ignores the action of an agent that waits for its respawn', () => {
    const one = make(brief, 5);
    const two = make(brief, 5);
    for (let step = 0; step < 8; step++) {
      const actions = varied(one, step);
      one.step(actions);
      // Step 3 (and 7) respawn everybody.
      if (step % 4 === 3) actions.fill(1.5);
      two.step(actions);
    }
    expect(two.agentRows).toEqual(one.agentRows);
  });

  it('numbers episodes in snapshots when the body jumps, not before', () => {
    const environment = make(brief);
    const snapshot = createSnapshot(environment.world.layout);
    const counts: number[] = [];
    for (let step = 0; step < 5; step++) {
      environment.step(still(environment));
      environment.writeSnapshot(snapshot);
      counts.push(snapshot.episode[0] as number);
    }
    expect(counts).toEqual([0, 0, 0, 1, 1]);
    expect(snapshot.outcome[0]).toBe(1);
  });
});

describe('environment: truncation', () => {
  it('ends an episode at floor(3 × shortest time / dt) decisions, with discount 1', () => {
    const environment = make(endless, 3, false);
    const { world } = environment;
    const limits = environment.readings.map(({ index, x, z, goalX, goalZ }) => ({
      index,
      steps: Math.floor((3 * world.navigation.pathLength(x, z, goalX, goalZ)) / 1.5 / 0.1),
    }));
    const ended = new Map<number, number>();
    for (let step = 1; step <= 400 && ended.size < environment.agents; step++) {
      environment.step(still(environment));
      for (const { agent, outcome, steps, spl, episodeIndex } of environment.finished) {
        if (episodeIndex > 0) continue;
        expect(outcome).toBe('timeout');
        expect(steps).toBe(step);
        expect(spl).toBe(0);
        expect(environment.flag[agent]).toBe(flags.truncated);
        expect(environment.discount[agent]).toBe(1);
        ended.set(agent, steps);
      }
    }
    for (const { index, steps } of limits) expect(ended.get(index)).toBe(steps);
  });

  it('cuts all episodes when the layout ends, and starts all in the next layout', () => {
    const environment = make(endless, 4);
    const first = environment.world.layout.seed;
    for (let step = 1; step < 50; step++) environment.step(still(environment));
    environment.step(still(environment));
    expect(environment.world.layout.seed).toBe(first);
    for (let a = 0; a < environment.agents; a++) {
      // An agent that has just been respawned has no transition to cut.
      if (environment.flag[a] === flags.respawns) continue;
      expect(environment.flag[a]).toBe(flags.truncated);
      expect(environment.discount[a]).toBe(1);
    }
    const finished = environment.finished.length;
    expect(finished).toBeLessThan(environment.agents);

    environment.step(still(environment));
    expect(environment.world.layout.seed).not.toBe(first);
    expect([...environment.flag]).toEqual(Array(environment.agents).fill(flags.respawns));
    expect(environment.readings.every((agent) => agent.timeLeft === 1)).toBe(true);

    environment.step(still(environment));
    expect([...environment.flag]).toEqual(Array(environment.agents).fill(flags.continues));
  });
});

describe('environment: repeatability', () => {
  it('gives the same rows and rewards for the same seed, others for another', () => {
    const one = make(plaza, 7);
    const two = make(plaza, 7);
    const other = make(plaza, 8);
    for (let step = 0; step < 80; step++) {
      const actions = varied(one, step);
      one.step(actions);
      two.step(actions);
      other.step(actions);
    }
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.worldRow).toEqual(one.worldRow);
    expect(two.reward).toEqual(one.reward);
    expect(other.agentRows).not.toEqual(one.agentRows);
  });

  it('starts over with reset as if new', () => {
    const one = make(plaza, 7);
    for (let step = 0; step < 30; step++) one.step(varied(one, step));
    one.reset(9);
    const two = make(plaza, 9);
    expect(two.agentRows).toEqual(one.agentRows);
    for (let step = 0; step < 30; step++) {
      one.step(varied(one, step));
      two.step(varied(two, step));
    }
    expect(two.agentRows).toEqual(one.agentRows);
  });

  it('goes on after restore as if never interrupted, over the next layout too', () => {
    const short = { ...plaza, layoutSteps: 90 };
    const one = make(short, 7);
    for (let step = 0; step < 60; step++) one.step(varied(one, step));
    const saved = one.save();
    const json = JSON.parse(JSON.stringify(saved.json)) as typeof saved.json;
    const two = make(short, 12345);
    two.restore({ json, world: saved.world });
    expect(two.agentRows).toEqual(one.agentRows);
    expect(two.worldRow).toEqual(one.worldRow);
    for (let step = 60; step < 160; step++) {
      one.step(varied(one, step));
      two.step(varied(two, step));
      expect(two.reward).toEqual(one.reward);
      expect(two.flag).toEqual(one.flag);
      expect(two.finished).toEqual(one.finished);
    }
    expect(two.agentRows).toEqual(one.agentRows);
  });
});

it('environment: sixty layouts later no memory is kept', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const environment = make(rooms, 6);
  const renew = (times: number) => {
    for (let i = 0; i < times; i++) environment.reset(i);
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  const before = renew(30);
  // Worlds that were kept would add some 20 MB.
  expect(renew(60) - before).toBeLessThan(2_000_000);
});
