/** The report on policies of which it is known what they go by, and that it is of the cases of `evaluate`. */
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/agents/evaluate.ts';
import { actingPolicy } from '../../src/agents/trained-policy.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadEngines } from '../../src/env/index.ts';
import {
  type ExaminedPolicy,
  examineFaithfulness,
  type Faithfulness,
  type PartFaithfulness,
} from '../../src/explain/faithfulness.ts';
import { inWords } from '../../src/explain/in-words.ts';
import { operate } from '../../src/explain/surgery.ts';
import { visitDecisions } from '../../src/explain/visit-decisions.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import { smallHyperparameters, smallScenario } from '../agents/small-run.ts';
import {
  aheadByRay,
  type ByHand,
  hallHyperparameters,
  hallWith,
  leftOfAgents,
  likesLeft,
  looksAway,
  weightsByHand,
} from './small-explained.ts';

beforeAll(loadEngines);

const hall = hallWith(4);
const byHand = (actor: ByHand, critic?: ByHand): ExaminedPolicy => ({
  hyperparameters: hallHyperparameters,
  weights: weightsByHand(hall, hallHyperparameters, actor, critic),
});

/** A network as drawn, with weights so large that it attends to something. */
function drawn(seed: number, hyperparameters = smallHyperparameters): ExaminedPolicy {
  const { observationLayout } = smallScenario;
  const { actor, critic } = createNetworks(observationLayout, hyperparameters);
  const random = createRandom(seed, 'drawn');
  const draw = (size: number) => Float32Array.from({ length: size }, () => random.range(-1, 1));
  return {
    hyperparameters,
    weights: {
      actor: draw(actor.blueprint.size),
      critic: draw(critic.blueprint.size),
      shift: new Float32Array(observationLayout.agentSize),
      scale: new Float32Array(observationLayout.agentSize).fill(1),
    },
  };
}

const partOf = ({ parts }: Faithfulness, name: string) =>
  parts.find(({ part }) => part === name) as PartFaithfulness;

describe('visiting decisions', () => {
  it('goes through the first episodes of evaluate, each from its first decision to its last', async () => {
    const { hyperparameters, weights } = drawn(1);
    const policy = actingPolicy(smallScenario, hyperparameters, weights);
    const options = { scenario: smallScenario, policy, episodes: 8, seed: 3 };
    const { cases } = await evaluate({ ...options, worlds: 1 });
    const visited = new Map<number, number>();
    const visit = (every: number) =>
      visitDecisions({ ...options, every }, ({ environment, agent, world, episode }) => {
        expect(environment.world.layout.seed).toBeDefined();
        expect([agent, world]).toEqual([episode % 3, Math.floor(episode / 3)]);
        visited.set(episode, (visited.get(episode) ?? 0) + 1);
      });
    await visit(1);
    const decisions = cases.map(({ time }) => Math.round(time / smallScenario.decisionSeconds));
    expect([...visited.entries()].sort(([a], [b]) => a - b)).toEqual([...decisions.entries()]);
    visited.clear();
    await visit(4);
    for (const [episode, count] of decisions.entries()) {
      const first = episode % 4;
      expect(visited.get(episode) ?? 0).toBe(Math.max(0, Math.ceil((count - first) / 4)));
    }
    policy.dispose();
  });
});

describe('faithfulness', () => {
  it('of a policy that goes by what it attends to is complete', async () => {
    const report = await examineFaithfulness({
      ...{ scenario: hall, policies: [byHand(leftOfAgents, likesLeft)], episodes: 2, every: 20 },
    });
    const { heads, top, chance, rows } = partOf(report, 'nearbyEntities');
    expect(report.judged).toBe(true);
    expect(rows).toBeGreaterThan(1);
    for (const { tau, entropy } of heads) {
      for (const measure of ['leftOut', 'masked', 'valueLeftOut', 'valueMasked'] as const) {
        expect([measure, tau[measure]?.value]).toEqual([measure, 1]);
      }
      expect(entropy?.value).toBeCloseTo(0, 5);
    }
    // Both cases are in one world, which tells nothing of others.
    expect(top).toEqual({ value: 1, low: 0, high: 1 });
    expect(chance).toBeLessThan(0.5);
    expect(report.examples.map(({ episode }) => episode)).toEqual([0, 1]);
    for (const { why } of report.examples) {
      expect(why).toMatch(/^Turns left mostly for the agent [12], .* That is also what it attends/);
    }
    // Its attention over nodes is even, and changes nothing: there is nothing to rank.
    const graph = partOf(report, 'sceneGraph').heads[0];
    expect([graph?.tau.leftOut, graph?.tau.gradient]).toEqual([null, null]);
    expect(graph?.entropy?.value).toBeCloseTo(1, 5);
  });

  it('of a policy that does not look at things says that there is nothing to explain', async () => {
    const report = await examineFaithfulness({
      ...{ scenario: hall, policies: [byHand(aheadByRay)], episodes: 1, every: 20 },
    });
    const { heads, top, strongest } = partOf(report, 'nearbyEntities');
    expect(heads[0]?.tau.leftOut).toBeNull();
    expect(heads[0]?.tau.valueLeftOut).toBeNull();
    expect([top, strongest?.value]).toEqual([null, 0]);
    expect(report.judged).toBe(false);
    // The one thing that matters, a door's ray, has a node too, and attention over nodes does not know it.
    expect(partOf(report, 'sceneGraph').strongest?.value).toBeGreaterThan(0.1);
    expect(inWords(report)).toContain(
      'No critic was kept with this policy, so nothing is known of what it expected.',
    );
  });

  it('repeats itself, and policies agree with themselves and not with others', async () => {
    const policies = [drawn(1), drawn(1), drawn(2)] as const;
    const ask = () =>
      examineFaithfulness({
        scenario: smallScenario,
        policies: [...policies],
        episodes: 12,
        every: 3,
      });
    const report = await ask();
    expect(await ask()).toEqual(report);
    expect(report.decisions).toBeGreaterThan(30);
    const [same, ...different] = report.agreement;
    expect(report.agreement.map(({ policies: pair }) => pair)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(same?.action?.value).toBe(0);
    for (const tau of Object.values(same?.attention ?? {})) expect(tau?.value).toBe(1);
    for (const { attention, action } of different) {
      expect(action?.value).toBeGreaterThan(0.1);
      expect(attention.sceneGraph?.value).toBeLessThan(0.9);
    }
    const { heads } = partOf(report, 'sceneGraph');
    expect(heads.map(({ head }) => head)).toEqual(['mean', 1, 2]);
    for (const { tau } of heads) {
      for (const estimate of Object.values(tau)) {
        expect(estimate?.low).toBeLessThanOrEqual(estimate?.value as number);
        expect(estimate?.high).toBeGreaterThanOrEqual(estimate?.value as number);
        expect(Math.abs(estimate?.value as number)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('counts every episode of every pass', async () => {
    const seen: number[] = [];
    await examineFaithfulness({
      ...{ scenario: smallScenario, policies: [drawn(1)], episodes: 4, every: 10 },
      onProgress(done, of) {
        expect(of).toBe(16);
        seen.push(done);
      },
    });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(16);
  });
});

describe('spoilt attention', () => {
  const ask = ({ hyperparameters, weights }: ExaminedPolicy) =>
    operate({ scenario: smallScenario, hyperparameters, weights, episodes: 30, seed: 0 });

  it('changes nothing of a policy whose attention is even already', async () => {
    const { hyperparameters, weights } = drawn(1);
    const even = { ...hyperparameters, attention: 'mean' };
    const { actor } = createNetworks(smallScenario.observationLayout, even);
    const operated = await ask({
      hyperparameters: even,
      weights: { ...weights, actor: weights.actor.slice(0, actor.blueprint.size) },
    });
    expect(operated.map(({ surgery }) => surgery)).toEqual(['as trained', 'permuted', 'uniform']);
    const [trained, ...spoilt] = operated;
    expect(trained?.difference).toBeNull();
    for (const { success, spl, difference } of spoilt) {
      expect([success, spl]).toEqual([trained?.success, trained?.spl]);
      expect(difference?.success).toEqual({ value: 0, low: 0, high: 0 });
    }
  });

  it('is compared case by case with what the policy does as trained', async () => {
    const scenario = { ...smallScenario, timeLimitFactor: 4 };
    const hyperparameters = smallHyperparameters;
    const weights = weightsByHand(scenario, hyperparameters, looksAway);
    const [trained, permuted, uniform] = await operate({
      ...{ scenario, hyperparameters, weights, episodes: 60, seed: 0 },
    });
    expect(trained?.success.rate).toBeGreaterThan(0.8);
    for (const spoilt of [permuted, uniform]) {
      const { success, spl, difference } = spoilt!;
      expect(difference?.success.value).toBeCloseTo(success.rate - trained!.success.rate, 10);
      expect(difference?.spl.value).toBeCloseTo(spl - trained!.spl, 10);
      // It no longer looks away.
      expect(difference?.spl.high).toBeLessThan(0);
    }
  });

  it('is not permuted where a policy pools by the maximum', async () => {
    const { hyperparameters, weights } = drawn(1);
    const pooled = { ...hyperparameters, attention: 'max' };
    const operated = await ask({ hyperparameters: pooled, weights });
    expect(operated.map(({ surgery }) => surgery)).toEqual(['as trained', 'uniform']);
  });
});
