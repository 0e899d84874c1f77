/** Influences of networks whose answers are known, and a simulation that does not notice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { rooms } from '../../scenes/rooms.ts';
import { roomsObjects } from '../../scenes/rooms-objects.ts';
import { createRandom } from '../../src/core/random.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import { directions, gridIndex, rings } from '../../src/explain/action-grid.ts';
import { Explainer, type Explanation, type Influence } from '../../src/explain/explainer.ts';
import { Resensing } from '../../src/explain/resensing.ts';
import type { JudgedWeights } from '../../src/nn/inference.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import {
  agentFeature,
  aheadByRay,
  type ByHand,
  hallHyperparameters,
  hallWith,
  leftOfAgents,
  likesLeft,
  minds,
  weightsByHand,
} from './small-explained.ts';

beforeAll(loadEngines);

const made: Environment[] = [];
function make(scenario: Parameters<typeof createEnvironment>[0], seed = 3): Environment {
  const environment = createEnvironment(scenario, { seed });
  made.push(environment);
  return environment;
}
afterAll(() => {
  for (const environment of made) environment.dispose();
});

function explained(actor: ByHand, { critic, rows = 4 }: { critic?: ByHand; rows?: number } = {}) {
  const scenario = hallWith(rows);
  const weights = weightsByHand(scenario, hallHyperparameters, actor, critic);
  return new Explainer(scenario, hallHyperparameters, weights).explain(make(scenario), 0);
}

function of({ influences }: Explanation, label: string): Influence {
  const found = influences.find((influence) => influence.label === label);
  if (!found) throw new Error(`No ${label}: ${influences.map((each) => each.label)}.`);
  return found;
}

const without = (absent: readonly Influence[]) => ({ absent, displaced: [] });

const topSpeed = 1.5;
const mean = { round: undefined, head: undefined };
const full = topSpeed * Math.tanh(1);

describe('explainer', () => {
  it('knows everything that is attended to, once, and where it is', () => {
    const explanation = explained(leftOfAgents);
    expect(explanation.influences.map(({ kind, label }) => [kind, label])).toEqual([
      ['agent', 'agent 2'],
      ['prop', 'prop 1'],
      ['walker', 'walker 1'],
      ['door', 'door 1'],
      ['region', 'North'],
      ['region', 'South'],
      ['passage', 'passage North – South'],
      ['landmark', 'pillar 1'],
    ]);
    // It looks along −z: +x is to its right.
    const crate = of(explanation, 'prop 1');
    expect([crate.forward, crate.left]).toEqual([expect.closeTo(0, 5), expect.closeTo(-1.5, 5)]);
    expect(crate.gap).toBeCloseTo(1.5 - 0.3 - Math.hypot(0.6, 0.6) / 2, 5);
    const door = of(explanation, 'door 1');
    expect([door.forward, door.left]).toEqual([expect.closeTo(2, 5), expect.closeTo(0, 5)]);
    const walker = of(explanation, 'walker 1');
    expect(walker.attention.map(({ part }) => part)).toEqual(['nearbyEntities', 'sceneGraph']);
    expect(of(explanation, 'pillar 1').thing).toEqual({ kind: 'static', index: 0 });
  });

  it('finds the one thing that a policy goes by, and nothing where it is blind', () => {
    const explanation = explained(leftOfAgents);
    expect(explanation.action.left).toBeCloseTo(full, 5);
    expect(explanation.value).toBeNull();
    const other = of(explanation, 'agent 2');
    expect(other.attention[0]?.weight).toBeCloseTo(1, 5);
    expect(other.leftOut).toEqual({
      ...{ forward: expect.closeTo(0, 5), left: expect.closeTo(-full, 5) },
      ...{ length: expect.closeTo(full, 5), value: null },
    });
    expect(other.masked).toEqual(other.leftOut);
    for (const { label, leftOut, masked } of explanation.influences) {
      if (label === 'agent 2') continue;
      expect([label, leftOut.length < 1e-5, masked.length < 1e-5]).toEqual([label, true, true]);
    }
  });

  it('tells what the critic thinks, if there is one', () => {
    const explanation = explained(leftOfAgents, { critic: likesLeft });
    expect(explanation.value).toBeCloseTo(10 * Math.tanh(1), 4);
    expect(of(explanation, 'agent 2').leftOut.value).toBeCloseTo(-10 * Math.tanh(1), 4);
    expect(of(explanation, 'prop 1').leftOut.value).toBeCloseTo(0, 4);
  });

  it('leaves a thing out of every sensor: a closed door stops a ray that no mask opens', () => {
    const explanation = explained(aheadByRay);
    const near = topSpeed * Math.tanh((2 - 0.05) / 6);
    expect(explanation.action.forward).toBeCloseTo(near, 4);
    const door = of(explanation, 'door 1');
    // Without the door the ray ahead reaches its 6 m.
    expect(door.leftOut.forward).toBeCloseTo(full - near, 4);
    expect(door.masked.length).toBe(0);
    expect(of(explanation, 'passage North – South').leftOut.length).toBe(0);
  });

  it('lets another take the row of what is left out, where a mask leaves it empty', () => {
    // One row: the other agent has it. Without it, the crate is nearest.
    const explanation = explained(
      {
        ...leftOfAgents,
        'encoder/nearbyEntities/row/kernel': [
          [6, 0, 1],
          [7, 0, 2],
        ],
      },
      { rows: 1 },
    );
    const other = of(explanation, 'agent 2');
    expect(explanation.influences.map(({ label }) => label)).not.toContain('prop 1');
    expect(other.leftOut.left).toBeCloseTo(topSpeed * Math.tanh(2) - full, 4);
    expect(other.masked.left).toBeCloseTo(-full, 4);
  });

  it('answers by the newest weights, with or without a critic', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const weights = (critic?: ByHand) =>
      weightsByHand(scenario, hallHyperparameters, leftOfAgents, critic);
    const explainer = new Explainer(scenario, hallHyperparameters, weights());
    expect(explainer.explain(environment, 0).value).toBeNull();
    explainer.setWeights(weights(likesLeft));
    expect(explainer.explain(environment, 0).value).toBeGreaterThan(1);
    explainer.setWeights(weightsByHand(scenario, hallHyperparameters, aheadByRay));
    const last = explainer.explain(environment, 0);
    expect([last.value, last.action.left]).toEqual([null, 0]);
  });

  it('explains a world without some things: what is left takes their part, and what is done is told beside', () => {
    const scenario = hallWith(1);
    const environment = make(scenario);
    // One row, which the other agent has, then the crate, then the walker.
    const actor: ByHand = {
      ...leftOfAgents,
      'encoder/nearbyEntities/row/kernel': [
        [6, 0, 1],
        [7, 0, 2],
      ],
    };
    const weights = weightsByHand(scenario, hallHyperparameters, actor, likesLeft);
    const explainer = new Explainer(scenario, hallHyperparameters, weights);
    const before = environment.save().world;
    const asIs = explainer.explain(environment, 0);
    expect(asIs.actual).toEqual({ action: asIs.action, value: asIs.value });
    const alone = explainer.explain(environment, 0, without([of(asIs, 'agent 2')]));
    expect(alone.actual).toEqual(asIs.actual);
    expect(alone.action.left).toBeCloseTo(topSpeed * Math.tanh(2), 4);
    expect(alone.influences.map(({ label }) => label)).not.toContain('agent 2');
    // The crate did nothing while the agent was there; without it, it is what matters.
    const crate = of(alone, 'prop 1');
    expect(crate.leftOut.left).toBeCloseTo(-topSpeed * Math.tanh(2), 4);
    const gone = explainer.explain(environment, 0, without([of(asIs, 'agent 2'), crate]));
    expect(gone.action.left).toBeCloseTo(0, 5);
    expect(gone.value).toBeCloseTo(0, 4);
    expect(gone.actual.value).toBeCloseTo(10 * Math.tanh(1), 4);
    expect(explainer.explain(environment, 0)).toEqual(asIs);
    expect(Buffer.compare(environment.save().world, before)).toBe(0);
  });

  it('imagines places and pillars away, several at once', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const weights = weightsByHand(scenario, hallHyperparameters, aheadByRay);
    const explainer = new Explainer(scenario, hallHyperparameters, weights);
    const all = explainer.explain(environment, 0);
    const absent = ['North', 'passage North – South', 'pillar 1', 'door 1'];
    const some = explainer.explain(environment, 0, without(absent.map((label) => of(all, label))));
    expect(some.influences.map(({ label }) => label)).toEqual(
      all.influences.map(({ label }) => label).filter((label) => !absent.includes(label)),
    );
    // The door alone stopped the ray ahead.
    expect(some.action.forward).toBeCloseTo(full, 4);
    expect(some.influences.every(({ leftOut }) => leftOut.length < 1e-5)).toBe(true);
  });

  it('asks the critic about all directions and speeds, and nobody where there is none', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const weights = weightsByHand(scenario, hallHyperparameters, leftOfAgents, likesLeft);
    const explainer = new Explainer(scenario, hallHyperparameters, weights);
    const values = explainer.actionValues(environment, 0);
    // It is worth 10 times what goes left; what goes right, its ReLU calls nothing.
    const at = (ring: number, degrees: number) =>
      values?.[gridIndex(ring, (degrees / 360) * directions)];
    expect(at(0, 0)).toBeCloseTo(0, 5);
    expect(at(rings, 0)).toBeCloseTo(0, 5);
    expect(at(rings, 90)).toBeCloseTo(10, 4);
    expect(at(1, 90)).toBeCloseTo(10 / rings, 4);
    expect(at(rings, 30)).toBeCloseTo(5, 4);
    expect(at(rings, -90)).toBeCloseTo(0, 5);
    explainer.setWeights({ ...weights, critic: undefined });
    expect(explainer.actionValues(environment, 0)).toBeUndefined();
  });

  it('tells what goes along the edges of the graph: a node that prefers nobody hears all alike, and itself', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const weights = weightsByHand(scenario, hallHyperparameters, leftOfAgents);
    const explainer = new Explainer(scenario, hallHyperparameters, weights);
    const heard = new Map<number, number[]>();
    for (const { to, share } of explainer.graph(environment, 0, mean)?.edges ?? []) {
      heard.set(to, [...(heard.get(to) ?? []), share as number]);
    }
    expect(heard.size).toBeGreaterThanOrEqual(4);
    for (const shares of heard.values()) {
      for (const share of shares) expect(share).toBeCloseTo(1 / (shares.length + 1), 5);
    }
    const blind = new Explainer(
      scenario,
      { ...hallHyperparameters, graphRounds: 0 },
      {
        ...weights,
        actor: new Float32Array(
          createNetworks(scenario.observationLayout, { ...hallHyperparameters, graphRounds: 0 })
            .actor.blueprint.size,
        ),
      },
    );
    const unread = blind.graph(environment, 0, mean);
    expect(unread?.rounds).toBe(0);
    expect(unread?.edges.length).toBeGreaterThan(4);
    expect(unread?.edges.every(({ share }) => share === null)).toBe(true);
  });

  it('tells what goes along the edges in each round by each head, whose mean it tells unless asked', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const hyperparameters = { ...hallHyperparameters, heads: 2, graphRounds: 2 };
    const { size } = createNetworks(scenario.observationLayout, hyperparameters).actor.blueprint;
    const random = createRandom(5, 'weights');
    const weights = {
      ...weightsByHand(scenario, hyperparameters, {}),
      actor: Float32Array.from({ length: size }, () => random.normal()),
    };
    const explainer = new Explainer(scenario, hyperparameters, weights);
    const graph = explainer.graph(environment, 0, mean);
    expect([graph?.rounds, graph?.heads]).toEqual([2, 2]);
    const sharesOf = (round?: number, head?: number) => {
      const edges = explainer.graph(environment, 0, { round, head })?.edges ?? [];
      return edges.map(({ share }) => share as number);
    };
    const each = [0, 1].map((round) => [0, 1].map((head) => sharesOf(round, head)));
    // No two of them are alike, so that one cannot stand for another.
    expect(new Set(each.flat().map((shares) => shares.join())).size).toBe(4);
    const expectMean = (shares: number[], of: number[][]) => {
      const sum = (edge: number) => of.reduce((so, one) => so + (one[edge] as number), 0);
      for (const [edge, share] of shares.entries())
        expect(share).toBeCloseTo(sum(edge) / of.length, 5);
      expect(shares.length).toBeGreaterThan(4);
    };
    expectMean(sharesOf(), each.flat());
    expectMean(sharesOf(1), each[1] as number[][]);
    expectMean(sharesOf(undefined, 0), [each[0]?.[0], each[1]?.[0]] as number[][]);
    // Of a policy with more of them.
    expect(sharesOf(2, 5)).toEqual(sharesOf());
    // What is heard is a share: with what a node hears of itself, 1.
    const heard = new Map<number, number>();
    for (const [edge, { to }] of (graph?.edges ?? []).entries()) {
      heard.set(to, (heard.get(to) ?? 0) + (each[0]?.[1]?.[edge] as number));
    }
    for (const all of heard.values()) {
      expect(all).toBeGreaterThan(0);
      expect(all).toBeLessThan(1);
    }
  });

  it.each([
    [
      'a round of GATv2',
      { setGraphRounds: 1 },
      { 'round0/score': [[0, 0, 1]], 'round0/send/kernel': [[0, 0, 50]] },
    ],
    [
      'a block',
      { setBlocks: 1 },
      { 'block0/query/bias': [[0, 0, 1]], 'block0/key/kernel': [[0, 0, 50]] },
    ],
  ] as const)(
    'tells what those in sight hear of each other in %s: here all of them the agent alone',
    (_, changes, named) => {
      const scenario = hallWith(4);
      const hyperparameters = { ...hallHyperparameters, ...changes };
      const byHand: ByHand = {
        [`${minds}/row/kernel`]: [[agentFeature, 0, 1]],
        ...Object.fromEntries(Object.entries(named).map(([name, of]) => [`${minds}/${name}`, of])),
      };
      const weights = weightsByHand(scenario, hyperparameters, byHand);
      const environment = make(scenario);
      const among = new Explainer(scenario, hyperparameters, weights).among(environment, 0, mean);
      const labels = among?.things.map(({ label }) => label) ?? [];
      // Of four rows one is empty, which is not told of.
      expect(labels.toSorted()).toEqual(['agent 2', 'prop 1', 'walker 1']);
      expect(among?.shares).toEqual(
        labels.map(() => labels.map((label) => expect.closeTo(label === 'agent 2' ? 1 : 0, 5))),
      );
      const plain = new Explainer(
        scenario,
        hallHyperparameters,
        weightsByHand(scenario, hallHyperparameters, {}),
      );
      expect(plain.among(environment, 0, mean)).toBeUndefined();
    },
  );

  it('tells it of each round by each head, and of blocks after rounds; a hearer shares out all of its attention', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const hyperparameters = { ...hallHyperparameters, heads: 2, setGraphRounds: 1, setBlocks: 1 };
    const { size } = createNetworks(scenario.observationLayout, hyperparameters).actor.blueprint;
    const random = createRandom(6, 'weights');
    const explainer = new Explainer(scenario, hyperparameters, {
      ...weightsByHand(scenario, hyperparameters, {}),
      actor: Float32Array.from({ length: size }, () => random.normal()),
    });
    const sharesOf = (round?: number, head?: number) => {
      const among = explainer.among(environment, 0, { round, head });
      expect([among?.rounds, among?.heads]).toEqual([2, 2]);
      return among?.shares ?? [];
    };
    const each = [0, 1].map((round) => [0, 1].map((head) => sharesOf(round, head)));
    expect(new Set(each.flat().map((shares) => shares.join())).size).toBe(4);
    for (const shares of each.flat()) {
      expect(shares.map((of) => of.reduce((sum, share) => sum + share))).toEqual(
        shares.map(() => expect.closeTo(1, 5)),
      );
    }
    const meanShares = (of: readonly (readonly (readonly number[])[])[]) =>
      of[0]?.map((row, i) =>
        row.map((_, j) =>
          expect.closeTo(of.reduce((sum, one) => sum + (one[i]?.[j] ?? 0), 0) / of.length, 5),
        ),
      );
    expect(sharesOf()).toEqual(meanShares(each.flat()));
    expect(sharesOf(1)).toEqual(meanShares(each[1] ?? []));
    expect(sharesOf(undefined, 0)).toEqual(
      meanShares(each.flatMap(([first]) => (first ? [first] : []))),
    );
    expect(sharesOf(2, 5)).toEqual(sharesOf());
  });

  it('describes the graph: of each node where the agent has it, and what the sensor writes; of each edge its kind', () => {
    const scenario = hallWith(4);
    const environment = make(scenario);
    const weights = weightsByHand(scenario, hallHyperparameters, leftOfAgents);
    const graph = new Explainer(scenario, hallHyperparameters, weights).graph(environment, 0, mean);
    if (!graph) throw new Error('Expected a graph.');
    const nodeOf = (label: string) => {
      const found = graph.nodes.find((node) => node.label === label);
      if (!found) throw new Error(`No ${label}: ${graph.nodes.map((node) => node.label)}.`);
      const named = graph.features.map((feature, i) => [feature, found.values[i]]);
      return { ...found, ...Object.fromEntries(named) };
    };
    // It stands at 0, 2 and looks north: the pillar, at 3, 2, is to its right, the walker behind, to its left.
    const pillar = nodeOf('pillar 1');
    expect(pillar).toMatchObject({ kind: 'landmark', x: 3, z: 2, open: 0 });
    expect([pillar.forward, pillar.left]).toEqual([expect.closeTo(0), expect.closeTo(-3)]);
    expect(pillar.halfX).toBeCloseTo(0.3 / 5);
    expect(nodeOf('walker 1').kind).toBe('mover');
    expect([nodeOf('walker 1').forward, nodeOf('walker 1').left]).toEqual([
      expect.closeTo(-2),
      expect.closeTo(3),
    ]);
    const gate = nodeOf('passage North – South');
    expect(gate).toMatchObject({ kind: 'portal', x: 0, z: 0 });
    expect(graph.features).not.toContain('portal');
    const between = (from: number, to: number) =>
      graph.edges.find((edge) => edge.from === from && edge.to === to);
    expect(between(gate.node, nodeOf('South').node)).toMatchObject({
      kinds: ['connects'],
      length: 2.5,
    });
    expect(between(nodeOf('South').node, pillar.node)?.kinds).toEqual(['contains']);
  });

  it('of a category it says no place, and no length of the edges from it, which no way leads along', () => {
    const environment = make(roomsObjects);
    const hyperparameters = { ...hallHyperparameters, graphRounds: 0 };
    const weights = weightsByHand(roomsObjects, hyperparameters, {});
    const graph = new Explainer(roomsObjects, hyperparameters, weights).graph(environment, 0, mean);
    const categories = graph?.nodes.filter(({ kind }) => kind === 'category') ?? [];
    expect(categories.length).toBeGreaterThan(1);
    for (const { forward, left } of categories) expect([forward, left]).toEqual([null, null]);
    const instances = graph?.edges.filter(({ kinds }) => kinds.includes('instance')) ?? [];
    expect(instances.length).toBeGreaterThan(1);
    expect(instances.every(({ length }) => length === null)).toBe(true);
  });

  it('asks of every agent the networks of its group', () => {
    const scenario = hallWith(4);
    const [one, other] = [leftOfAgents, aheadByRay].map((actor) =>
      weightsByHand(scenario, hallHyperparameters, actor, likesLeft),
    ) as [JudgedWeights, JudgedWeights];
    const both = (part: 'actor' | 'shift' | 'scale' | 'critic') =>
      Float32Array.of(...(one[part] ?? []), ...(other[part] ?? []));
    const explainer = new Explainer(
      scenario,
      { ...hallHyperparameters, groups: 2 },
      {
        ...{ actor: both('actor'), critic: both('critic') },
        ...{ shift: both('shift'), scale: both('scale') },
      },
    );
    const environment = make(scenario);
    const [first, second] = [0, 1].map((agent) => explainer.explain(environment, agent));
    expect([first?.action.left, first?.value]).toEqual([
      expect.closeTo(full, 5),
      expect.closeTo(10 * Math.tanh(1), 4),
    ]);
    expect([second?.action.left, second?.value]).toEqual([0, 0]);
    expect(second?.action.forward).toBeGreaterThan(0.3);
  });

  it('refuses an agent that is not there', () => {
    const scenario = hallWith(4);
    const weights = weightsByHand(scenario, hallHyperparameters, aheadByRay);
    const explainer = new Explainer(scenario, hallHyperparameters, weights);
    expect(() => explainer.explain(make(scenario), 2)).toThrow('an agent below 2, but got 2');
  });
});

describe.each([
  ['hall', hallWith(4)],
  ['rooms', rooms],
  ['rooms-objects', roomsObjects],
  ['crossing', crossing],
])('explaining in %s', (_name, scenario) => {
  it('observes with everything what the environment observes, and disturbs no bit of what comes', () => {
    const [asked, left] = [make(scenario), make(scenario)];
    const hyperparameters = { ...hallHyperparameters, heads: 2, goalRounds: 2 };
    const { actor } = createNetworks(scenario.observationLayout, hyperparameters);
    const random = createRandom(1, 'explaining');
    const explainer = new Explainer(scenario, hyperparameters, {
      actor: Float32Array.from({ length: actor.blueprint.size }, () => random.range(-1, 1)),
      shift: new Float32Array(scenario.observationLayout.agentSize),
      scale: new Float32Array(scenario.observationLayout.agentSize).fill(1),
    });
    const { worldSize, agentSize } = scenario.observationLayout;
    const row = new Float32Array(worldSize + agentSize);
    const resensing = new Resensing();
    const actions = new Float32Array(asked.agents * 2);
    let influential = 0;
    for (let step = 0; step < 25; step++) {
      for (let i = 0; i < actions.length; i++) actions[i] = random.range(-0.5, 1.5);
      for (const environment of [asked, left]) environment.step(actions);
      const agent = step % asked.agents;
      resensing.observe(asked, agent, { rows: row, world: 0, agent: worldSize });
      expect(row.subarray(0, worldSize)).toEqual(asked.worldRow);
      expect(row.subarray(worldSize)).toEqual(
        asked.agentRows.subarray(agent * agentSize, (agent + 1) * agentSize),
      );
      const bodies = asked.setBodies.slice();
      const { influences } = explainer.explain(asked, agent);
      influential += influences.filter(({ leftOut }) => leftOut.length > 1e-3).length;
      for (const { leftOut, masked } of influences) {
        expect(Number.isFinite(leftOut.length) && Number.isFinite(masked.length)).toBe(true);
      }
      expect(asked.setBodies).toEqual(bodies);
      const [one, two] = [asked.save(), left.save()];
      expect(Buffer.compare(one.world, two.world)).toBe(0);
      expect(one.json).toEqual(two.json);
      expect(asked.agentRows).toEqual(left.agentRows);
    }
    expect(influential).toBeGreaterThan(25);
  });
});
