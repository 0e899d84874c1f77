/** A forecast is what happens, to the bit, and what happens does not notice it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { plaza } from '../../scenes/plaza.ts';
import { editOf } from '../../src/agents/edit-history.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Agent } from '../../src/env/agent.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import type { Scenario } from '../../src/env/scenario.ts';
import { Forecast, type Path } from '../../src/explain/forecast.ts';
import { Inference, type PolicyWeights } from '../../src/nn/inference.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { createNetworks, networkOptions } from '../../src/rl/learner.ts';
import { projectOnDisc } from '../../src/rl/noise.ts';
import { smallScenario } from '../agents/small-run.ts';
import { hallHyperparameters } from './small-explained.ts';

beforeAll(loadEngines);

const made: { dispose(): void }[] = [];
afterAll(() => {
  for (const each of made) each.dispose();
});

const hyperparameters: Hyperparameters = { ...hallHyperparameters, heads: 2, hidden: 8 };

function weightsOf(scenario: Scenario, groups = 1): PolicyWeights {
  const { observationLayout } = scenario;
  const random = createRandom(3, 'forecast');
  const size = groups * createNetworks(observationLayout, hyperparameters).actor.blueprint.size;
  return {
    actor: Float32Array.from({ length: size }, () => random.range(-1, 1)),
    shift: new Float32Array(groups * observationLayout.agentSize),
    scale: new Float32Array(groups * observationLayout.agentSize).fill(1),
  };
}

/** A world with a policy that acts in it without noise, as rollouts do. */
function acted(scenario: Scenario, groups = 1) {
  const environment = createEnvironment(scenario, { seed: 5 });
  const weights = weightsOf(scenario, groups);
  const options = networkOptions(hyperparameters);
  const inference = new Inference(scenario.observationLayout, scenario.agents, options, groups);
  inference.setWeights(weights);
  made.push(environment);
  const actions = new Float32Array(2 * scenario.agents);
  return {
    ...{ environment, weights },
    step() {
      const unit = inference.act([environment]);
      for (let a = 0; a < scenario.agents; a++) projectOnDisc(unit, 2 * a);
      for (let i = 0; i < unit.length; i++) {
        actions[i] = (unit[i] as number) * environment.action.maxSpeed;
      }
      environment.step(actions);
    },
  };
}

function foresee(forecast: Forecast, environment: Environment, agent: number, decisions: number) {
  forecast.begin(environment, agent);
  for (let i = 0; i < decisions && forecast.step(); i++);
  return forecast.path;
}

const standsAt = ({ world }: Environment, agent: number) =>
  Array.from(world.position.subarray(3 * agent, 3 * agent + 3)).filter((_, i) => i !== 1);

describe.each([
  ['small-run', smallScenario],
  ['plaza', plaza],
  ['crossing', crossing],
  ['crowdnav', crowdnav],
])('a forecast in %s', (_name, scenario) => {
  it('is the way that is taken, to the bit, and disturbs no bit of it', () => {
    const [asked, left] = [acted(scenario), acted(scenario)];
    const forecast = new Forecast(scenario, hyperparameters);
    made.push(forecast);
    forecast.setWeights(asked.weights);
    const ahead = 8;
    let foreseen: { path: Path; episodes: Int32Array } | undefined;
    let compared = 0;
    for (let step = 0; step < 60; step++) {
      const { environment } = asked;
      const agent = Math.floor(step / ahead) % scenario.agents;
      if (step % ahead === 0) {
        // Between two of them others are asked for, so that nothing is left of one in the next.
        foresee(forecast, environment, (agent + 1) % scenario.agents, 3);
        const path = foresee(forecast, environment, agent, ahead);
        foreseen = { path, episodes: episodesOf(environment) };
        expect(path).toMatchObject({ agent, step: environment.world.steps });
        expect([...path.points.subarray(0, 2)]).toEqual(standsAt(environment, agent));
      }
      asked.step();
      left.step();
      const { path, episodes } = foreseen as { path: Path; episodes: Int32Array };
      const i = environment.world.steps - path.step;
      // Whoever begins another episode is not where the forecast has it.
      const asBefore = episodesOf(environment).every((number, a) => number === episodes[a]);
      if (asBefore && environment.world.layout.seed === path.layoutSeed) {
        if (2 * i < path.points.length) {
          const there = [...path.points.subarray(2 * i, 2 * i + 2)];
          expect(there).toEqual(standsAt(environment, agent));
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(15);
    const [one, other] = [asked.environment.save(), left.environment.save()];
    expect(Buffer.compare(one.world, other.world)).toBe(0);
    expect(one.json).toEqual(other.json);
    expect(asked.environment.agentRows).toEqual(left.environment.agentRows);
  });
});

/** Numbers of the agents' episodes, counted where they are over too. */
function episodesOf(environment: Environment): Int32Array {
  const { episodes } = environment.save().json;
  return Int32Array.from(episodes.begun);
}

describe('a forecast', () => {
  it('ends with the episode, and says how', () => {
    const { environment, weights } = acted(smallScenario);
    const forecast = new Forecast(smallScenario, hyperparameters);
    made.push(forecast);
    forecast.setWeights(weights);
    // Most episodes end by time, after a dozen decisions.
    const path = foresee(forecast, environment, 0, 100);
    expect(path.outcome).toBeDefined();
    expect(path.points.length / 2).toBeLessThan(40);
    expect(forecast.step()).toBe(false);
    expect(forecast.path.points).toEqual(path.points);
    // At its goal it has arrived with its next decision.
    const { x, z } = environment.readings[0] as { x: number; z: number };
    environment.world.setGoal(0, x, z);
    expect(foresee(forecast, environment, 0, 100)).toMatchObject({ outcome: 'success' });
  });

  it('takes the visitor along, who keeps what was wanted', () => {
    const { environment, weights } = acted(plaza);
    const forecast = new Forecast(plaza, hyperparameters);
    made.push(forecast);
    forecast.setWeights(weights);
    const alone = foresee(forecast, environment, 0, 10);
    const { x, z } = environment.readings[0] as { x: number; z: number };
    environment.world.enterVisitor(x + 0.7, z, 0);
    environment.world.driveVisitor(-1.5, 0);
    const pushed = foresee(forecast, environment, 0, 10);
    expect(pushed.points).not.toEqual(alone.points);
    environment.world.leaveVisitor();
    expect(foresee(forecast, environment, 0, 10).points).toEqual(alone.points);
  });

  it('asks of every agent the network of its group, and the newest weights', () => {
    const groups = 2;
    const two = plaza;
    const run = acted(two, groups);
    const forecast = new Forecast(two, { ...hyperparameters, groups });
    made.push(forecast);
    forecast.setWeights(run.weights);
    const paths = [0, 1].map((agent) => foresee(forecast, run.environment, agent, 3));
    for (let i = 0; i < 3; i++) run.step();
    for (const [agent, { points }] of paths.entries()) {
      expect([...points.subarray(6)]).toEqual(standsAt(run.environment, agent));
    }
    const before = foresee(forecast, run.environment, 0, 5).points;
    forecast.setWeights({ ...run.weights, actor: run.weights.actor.map((x) => -x) });
    expect(foresee(forecast, run.environment, 0, 5).points).not.toEqual(before);
  });

  it('of a world with a change is what happens once it is made, and changes nothing by itself', () => {
    const run = acted(plaza);
    const { environment } = run;
    const forecast = new Forecast(plaza, hyperparameters);
    made.push(forecast);
    forecast.setWeights(run.weights);
    for (let i = 0; i < 5; i++) run.step();
    const before = environment.save();
    const asItIs = foresee(forecast, environment, 0, 6);
    const { x, z, heading } = environment.readings[0] as Agent;
    const change = {
      ...({ kind: 'add', look: 'crate', yaw: 0 } as const),
      ...{ x: x - 1.2 * Math.sin(heading), z: z - 1.2 * Math.cos(heading) },
    };
    forecast.begin(environment, 0, change);
    for (let i = 0; i < 6 && forecast.step(); i++);
    const supposed = forecast.path;
    expect(supposed.points).not.toEqual(asItIs.points);
    expect(supposed.supposed!.would).not.toEqual(supposed.supposed!.as);
    expect(asItIs.supposed).toBeUndefined();
    // Nothing of it stays.
    expect(Buffer.compare(environment.save().world, before.world)).toBe(0);
    expect(foresee(forecast, environment, 0, 6)).toEqual(asItIs);

    environment.setEdits([editOf(change, [])]);
    for (let i = 1; i <= 6; i++) {
      run.step();
      const there = [...supposed.points.subarray(2 * i, 2 * i + 2)];
      expect(there).toEqual(standsAt(environment, 0));
    }
  });

  it('of a goal elsewhere goes there, and says what cannot be', () => {
    const run = acted(plaza);
    const { environment } = run;
    const forecast = new Forecast(plaza, hyperparameters);
    made.push(forecast);
    forecast.setWeights(run.weights);
    const { x, z } = environment.readings[0] as Agent;
    forecast.begin(environment, 0, { kind: 'goal', agent: 0, x, z });
    forecast.step();
    expect(forecast.path.outcome).toBe('success');
    const nowhere = { kind: 'move', thing: 'statics/none', x: 0, z: 0, yaw: 0 } as const;
    expect(() => forecast.begin(environment, 0, nowhere)).toThrow(InputError);
    expect(foresee(forecast, environment, 0, 2).points).toHaveLength(6);
  });
});
