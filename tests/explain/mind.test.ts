/** What the page's simulation thread asks: by the newest weights, with a critic once one is known. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import { gridActions } from '../../src/explain/action-grid.ts';
import { type Asked, Mind } from '../../src/explain/mind.ts';
import {
  hallHyperparameters,
  hallWith,
  leftOfAgents,
  likesLeft,
  weightsByHand,
} from './small-explained.ts';

beforeAll(loadEngines);
const made: { dispose(): void }[] = [];
afterAll(() => {
  for (const each of made) each.dispose();
});

const scenario = hallWith(4);
const asked: Asked = {
  absent: [],
  layoutSeed: 1,
  actionValues: true,
  path: false,
  graph: undefined,
};

function open(): { mind: Mind; environment: Environment } {
  const environment = createEnvironment(scenario, { seed: 3 });
  const mind = new Mind(scenario, hallHyperparameters);
  made.push(environment, mind);
  return { mind, environment };
}

it('mind: knows nothing before there are weights, and no values before there is a critic', () => {
  const { mind, environment } = open();
  expect(mind.answer(environment, 0, asked)).toBeUndefined();
  expect(mind.foresee(environment, 0)).toBeUndefined();
  const { critic, ...weights } = weightsByHand(
    scenario,
    hallHyperparameters,
    leftOfAgents,
    likesLeft,
  );
  mind.setWeights(weights);
  const first = mind.answer(environment, 0, asked);
  expect(first).toMatchObject({ judged: false, actionValues: undefined, absent: [], step: 0 });
  expect(first?.explanation.action.left).toBeGreaterThan(1);
  mind.setCritic(critic);
  const judged = mind.answer(environment, 0, asked);
  expect(judged?.judged).toBe(true);
  expect(judged?.actionValues).toHaveLength(gridActions.length / 2);
  expect(judged?.explanation.value).toBeGreaterThan(1);
  // Not asked for, they are not made; other weights keep the critic.
  mind.setWeights({ ...weights, actor: weights.actor.map(() => 0) });
  const next = mind.answer(environment, 0, { ...asked, actionValues: false });
  expect(next).toMatchObject({ judged: true, actionValues: undefined });
  expect(next?.explanation).toMatchObject({ action: { forward: 0, left: 0 }, value: 0 });
});

it('mind: an answer can be sent to another thread, and is not changed by the next', () => {
  const { mind, environment } = open();
  const weights = weightsByHand(scenario, hallHyperparameters, leftOfAgents, likesLeft);
  mind.setWeights(weights);
  mind.setCritic(weights.critic);
  const first = mind.answer(environment, 0, asked);
  const copy = structuredClone(first);
  mind.answer(environment, 1, asked);
  expect(first).toEqual(copy);
  // Agent 0 looks north and stands still.
  expect(first?.velocity).toEqual({ forward: expect.closeTo(0, 6), left: expect.closeTo(0, 6) });
});

it('mind: a way is foreseen from where an agent is, by the weights that act', () => {
  const { mind, environment } = open();
  mind.setWeights(weightsByHand(scenario, hallHyperparameters, leftOfAgents));
  const forecast = mind.foresee(environment, 0);
  for (let i = 0; i < 3; i++) forecast?.step();
  const points = forecast?.path.points as Float32Array;
  // It looks along −z, and goes left: along −x.
  expect(points[0]).toBeCloseTo(0, 5);
  expect(points[6]).toBeLessThan(-0.05);
});

it('mind: things are imagined away of the layout that they are of, and of no other', () => {
  const { mind, environment } = open();
  mind.setWeights(weightsByHand(scenario, hallHyperparameters, leftOfAgents));
  const { seed } = environment.world.layout;
  const absent = [{ thing: { kind: 'body', index: 1 }, node: -1 } as const];
  const without = mind.answer(environment, 0, { ...asked, absent, layoutSeed: seed });
  expect(without?.absent).toEqual(absent);
  expect(without?.explanation.action.left).toBeCloseTo(0, 5);
  const late = mind.answer(environment, 0, { ...asked, absent, layoutSeed: seed + 1 });
  expect(late?.absent).toEqual([]);
  // Of the layout as it was before an edit, which keeps the seed.
  for (const kind of ['body', 'static'] as const) {
    const gone = { thing: { kind, index: 999 }, node: -1 } as const;
    const after = mind.answer(environment, 0, {
      ...{ ...asked, layoutSeed: seed },
      absent: [...absent, gone],
    });
    expect(after?.absent).toEqual(absent);
  }
  expect(late?.explanation.action.left).toBeGreaterThan(1);
});

it('mind: somebody is imagined elsewhere, of the same layout alone, in what is answered and on the way', () => {
  const { mind, environment } = open();
  mind.setWeights(weightsByHand(scenario, hallHyperparameters, leftOfAgents));
  const { seed } = environment.world.layout;
  // The other robot is what turns it aside: out of reach it does not.
  const displaced = [{ body: 1, x: -9, z: 0, copy: false }];
  const away = { ...asked, displaced, layoutSeed: seed };
  const answer = mind.answer(environment, 0, away);
  expect(answer?.displaced).toEqual(displaced);
  expect(answer?.explanation.action.left).toBeCloseTo(0, 5);
  expect(answer?.explanation.actual.action.left).toBeGreaterThan(1);
  const late = mind.answer(environment, 0, { ...away, layoutSeed: seed + 1 });
  expect(late).toMatchObject({
    displaced: [],
    explanation: { action: answer?.explanation.actual.action },
  });
  const wayOf = (what: Parameters<typeof mind.foresee>[2]) => {
    const forecast = mind.foresee(environment, 0, what);
    forecast?.step();
    return forecast?.path.points;
  };
  const asItIs = wayOf({});
  expect(wayOf(away)).not.toEqual(asItIs);
  expect(wayOf({ ...away, layoutSeed: seed + 1 })).toEqual(asItIs);
});
