/** Ghosts go where the agent would have gone, and what happens does not notice them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { plaza } from '../../scenes/plaza.ts';
import { roomsObjects } from '../../scenes/rooms-objects.ts';
import { joinWeights } from '../../src/agents/join-weights.ts';
import type { PastWeights } from '../../src/agents/simulation.ts';
import { Simulation } from '../../src/agents/simulation.ts';
import { createRandom } from '../../src/core/random.ts';
import { flags } from '../../src/core/transition-row.ts';
import type { Agent } from '../../src/env/agent.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import type { Scenario } from '../../src/env/scenario.ts';
import { Ghosts } from '../../src/explain/past-selves.ts';
import { Inference } from '../../src/nn/inference.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { createNetworks, networkOptions } from '../../src/rl/learner.ts';
import { projectOnDisc } from '../../src/rl/noise.ts';
import { World } from '../../src/world/world.ts';
import { smallHyperparameters, smallScenario } from '../agents/small-run.ts';
import { hallHyperparameters } from './small-explained.ts';

beforeAll(loadEngines);

const made: { dispose(): void }[] = [];
afterAll(() => {
  for (const each of made) each.dispose();
});

const hyperparameters: Hyperparameters = { ...hallHyperparameters, heads: 2, hidden: 8 };

function weightsOf(scenario: Scenario, updates: number, groups = 1): PastWeights {
  const { observationLayout } = scenario;
  const random = createRandom(updates, 'past-selves');
  const { size } = createNetworks(observationLayout, hyperparameters).actor.blueprint;
  const rows = groups * observationLayout.agentSize;
  const actor = Float32Array.from({ length: groups * size }, () => random.range(-1, 1));
  const [shift, scale] = [new Float32Array(rows), new Float32Array(rows).fill(1)];
  return { updates, weights: joinWeights({ actor, shift, scale }) };
}

/** A world in which a policy acts without noise, and its ghosts. */
function haunted(scenario: Scenario, past: readonly PastWeights[], groups = 1) {
  const environment = createEnvironment(scenario, { seed: 5 });
  const inference = new Inference(
    scenario.observationLayout,
    scenario.agents,
    networkOptions(hyperparameters),
    groups,
  );
  const { actor, agent: size } = inference.sizes;
  const { weights } = weightsOf(scenario, 1, groups);
  inference.setWeights({
    actor: weights.subarray(0, actor),
    shift: weights.subarray(actor, actor + size),
    scale: weights.subarray(actor + size),
  });
  const ghosts = new Ghosts(scenario, { ...hyperparameters, groups });
  ghosts.want(past);
  made.push(environment, ghosts);
  const actions = new Float32Array(2 * scenario.agents);
  return {
    ...{ environment, ghosts },
    step(agent?: number) {
      const unit = inference.act([environment]);
      for (let a = 0; a < scenario.agents; a++) projectOnDisc(unit, 2 * a);
      for (let i = 0; i < unit.length; i++) {
        actions[i] = (unit[i] as number) * environment.action.maxSpeed;
      }
      environment.step(actions);
      if (agent !== undefined) ghosts.follow(environment, agent);
    },
  };
}

const poseIn = ({ world }: Environment, agent: number) => [
  ...world.position.subarray(3 * agent, 3 * agent + 3),
  world.heading[agent],
];

describe.each([
  ['small-run', smallScenario],
  ['plaza', plaza],
  ['crossing', crossing],
  ['crowdnav', crowdnav],
  ['rooms-objects', roomsObjects],
])('ghosts in %s', (_name, scenario) => {
  it('go where the agent goes, to the bit, by the same weights, and astray by others; nothing notices', () => {
    const past = [weightsOf(scenario, 1), weightsOf(scenario, 2)];
    const [seen, unseen] = [haunted(scenario, past), haunted(scenario, past)];
    const agent = scenario.agents - 1;
    let compared = 0;
    let astray = 0;
    let round = 0;
    /** Whether the agent is in the episode in which they set out. */
    let together = false;
    for (let step = 0; step < 60; step++) {
      seen.step(agent);
      unseen.step();
      const report = seen.ghosts.report();
      if (!report) continue;
      if (report.round !== round) together = true;
      else if (seen.environment.flag[agent] === flags.respawns) together = false;
      round = report.round;
      if (!together) continue;
      expect([...report.poses.subarray(0, 4)]).toEqual(poseIn(seen.environment, agent));
      compared++;
      if (report.poses[0] !== report.poses[4]) astray++;
    }
    expect(compared).toBeGreaterThan(10);
    expect(astray).toBeGreaterThan(5);
    const [one, other] = [seen.environment.save(), unseen.environment.save()];
    expect(Buffer.compare(one.world, other.world)).toBe(0);
    expect(one.json).toEqual(other.json);
    expect(seen.environment.agentRows).toEqual(unseen.environment.agentRows);
  });
});

describe('ghosts', () => {
  it('end as episodes end, are counted, and set out anew when the agent does', () => {
    const { step, ghosts, environment } = haunted(smallScenario, [weightsOf(smallScenario, 1)]);
    // Episodes last a dozen decisions, and a layout fifty.
    let ended = 0;
    let rounds = 0;
    for (let i = 0; i < 150; i++) {
      const before = ghosts.report();
      step(0);
      const now = ghosts.report();
      if (!now?.selves[0]) continue;
      if (now.round !== before?.round) {
        rounds++;
        expect([...now.poses]).toEqual(poseIn(environment, 0));
        expect(now.selves[0].outcome).toBeUndefined();
      } else if (before.selves[0]?.outcome === undefined && now.selves[0].outcome) {
        ended++;
        // By the same weights it ends when the agent does, and is told how.
        expect(environment.finished.find(({ agent }) => agent === 0)?.outcome).toBe(
          now.selves[0].outcome,
        );
      }
      expect(now.selves[0].tries).toBe(ended);
    }
    expect(ended).toBeGreaterThan(4);
    expect(rounds).toBeGreaterThanOrEqual(ended);
  });

  it('meet the others where they are, also who has begun anew or was in their way', () => {
    const { step, ghosts, environment } = haunted(smallScenario, [weightsOf(smallScenario, 3)]);
    const worlds = spiedWorlds();
    let begun = 0;
    let shoved = 0;
    for (let i = 0; i < 120; i++) {
      const copy = worlds.made.at(-1);
      const isOnItsWay = ghosts.report()?.selves[0]?.outcome === undefined;
      // Into somebody, once in a while.
      const { x, z } = environment.readings[1] as Agent;
      if (copy && isOnItsWay && i % 10 === 3) {
        copy.place(0, x + 0.3, z, 0);
        shoved++;
      }
      step(0);
      if (!copy || copy.steps !== environment.world.steps) continue;
      for (let a = 1; a < smallScenario.agents; a++) {
        if (environment.flag[a] === flags.respawns) begun++;
        const there = [...copy.position.subarray(3 * a, 3 * a + 3), copy.heading[a]];
        expect(there).toEqual(poseIn(environment, a));
        expect(copy.goal[2 * a]).toBe(environment.world.goal[2 * a]);
      }
    }
    worlds.stop();
    expect(begun).toBeGreaterThan(3);
    expect(shoved).toBeGreaterThan(3);
  });

  it('set out anew where the world, the agent or its goal is another, which counts for nobody', () => {
    const { step, ghosts, environment } = haunted(plaza, [weightsOf(plaza, 2)]);
    const roundAfter = (act: () => void, agent = 0) => {
      act();
      step(agent);
      const report = ghosts.report();
      expect([...(report?.poses ?? [])]).toEqual(poseIn(environment, agent));
      expect(report).toMatchObject({ agent, selves: [{ tries: 0 }] });
      return report?.round;
    };
    step(0);
    step(0);
    expect(ghosts.report()?.round).toBe(1);
    expect(roundAfter(() => environment.world.enterVisitor(0, 0, 0))).toBe(2);
    const { x, z } = environment.readings[0] as Agent;
    expect(roundAfter(() => environment.setGoal(0, 'another'))).toBe(3);
    expect(ghosts.report()?.goal).not.toEqual({ x, z });
    expect(roundAfter(() => {}, 1)).toBe(4);
    expect(roundAfter(() => environment.setEdits([]), 1)).toBe(5);
  });

  it('of a group are driven by its parameters', () => {
    const past = [weightsOf(plaza, 1, 2)];
    const { step, ghosts, environment } = haunted(plaza, past, 2);
    for (let i = 0; i < 4; i++) step(3);
    expect([...(ghosts.report()?.poses ?? [])]).toEqual(poseIn(environment, 3));
  });

  it('give their worlds back when nobody wants them, and when others are wanted', () => {
    const { step, ghosts } = haunted(plaza, [weightsOf(plaza, 1), weightsOf(plaza, 2)]);
    const worlds = spiedWorlds();
    step(0);
    step(0);
    expect([worlds.made.length, worlds.disposed]).toEqual([2, 0]);
    // Those who stay keep theirs: from the next round on.
    ghosts.want([weightsOf(plaza, 1), weightsOf(plaza, 3)]);
    step(1);
    expect([worlds.made.length, worlds.disposed]).toEqual([4, 2]);
    ghosts.want([]);
    expect(worlds.disposed).toBe(4);
    expect(ghosts.report()).toBeUndefined();
    step(0);
    expect(worlds.made).toHaveLength(4);
    worlds.stop();
  });

  it('change nothing of what a simulation collects', async () => {
    const run = async (isHaunted: boolean) => {
      const simulation = await Simulation.create({
        ...{ scenario: smallScenario, hyperparameters: smallHyperparameters, seed: 3 },
      });
      const { actor, agent } = simulation.sizes;
      const random = createRandom(1, 'acting');
      const acting = Float32Array.from({ length: actor + 2 * agent }, () => random.range(-1, 1));
      simulation.setWeights(acting, 1);
      simulation.setExploring(true);
      const ghosts = new Ghosts(smallScenario, smallHyperparameters);
      made.push(simulation, ghosts);
      if (isHaunted) ghosts.want([{ updates: 1, weights: acting.map((value) => -value) }]);
      for (let i = 0; i < 60; i++) {
        simulation.stepVisible();
        simulation.stepHeadless();
        const { environment } = simulation.visible ?? {};
        if (environment) ghosts.follow(environment, 0);
      }
      expect(ghosts.report() !== undefined).toBe(isHaunted);
      return simulation.takeRows();
    };
    expect(await run(true)).toEqual(await run(false));
  });
});

/** Counts worlds that are restored for the first time, and disposed of. */
function spiedWorlds() {
  const { restore, dispose } = World.prototype;
  const spied = {
    made: [] as World[],
    disposed: 0,
    stop() {
      Object.assign(World.prototype, { restore, dispose });
    },
  };
  World.prototype.restore = function (this: World, bytes) {
    if (!spied.made.includes(this)) spied.made.push(this);
    restore.call(this, bytes);
  };
  World.prototype.dispose = function (this: World) {
    if (spied.made.includes(this)) spied.disposed++;
    dispose.call(this);
  };
  return spied;
}
