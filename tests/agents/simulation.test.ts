import { afterEach, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { crowdnavPlusplus } from '../../scenes/crowdnav-plusplus.ts';
import { LearnedPolicy } from '../../src/agents/learned-policy.ts';
import type { Segment } from '../../src/agents/recording.ts';
import { Simulation, type TakenRows } from '../../src/agents/simulation.ts';
import { shareOf, type WorldShare } from '../../src/agents/training-worlds.ts';
import type { VisibleWorld } from '../../src/agents/visible-world.ts';
import { createRandom } from '../../src/core/random.ts';
import { flags } from '../../src/core/transition-row.ts';
import type { Environment, Scenario } from '../../src/env/index.ts';
import { createActor } from '../../src/nn/actor.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { networkOptions } from '../../src/rl/learner.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import { livingArenas } from '../nn/arenas.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

const open: Simulation[] = [];
afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

async function create(
  change: Partial<Hyperparameters> = {},
  scenario: Scenario = quickPlaza,
  share?: WorldShare,
) {
  const hyperparameters = { ...tiny, worlds: 3, ...change };
  const simulation = await Simulation.create({
    ...{ scenario, hyperparameters, seed: 2 },
    ...(share ? { share } : {}),
  });
  open.push(simulation);
  return simulation;
}

const { agents, observationLayout } = quickPlaza;
const { agentSize } = observationLayout;

/** Flat as the learner gives them: an actor of each group that nobody trained, observations as they are. */
function someWeights(seed: number, groups = 1): Float32Array {
  const { blueprint } = createActor(observationLayout, networkOptions(tiny));
  const weights = new Float32Array(groups * (blueprint.size + 2 * agentSize));
  for (let group = 0; group < groups; group++) {
    const random = createRandom(seed, 'weights', group);
    weights.set(blueprint.initialValues(random), group * blueprint.size);
  }
  return weights.fill(1, groups * (blueprint.size + agentSize));
}

const shownBy = ({ visible }: Simulation) => visible as VisibleWorld;
const visibleOf = ({ environments }: Simulation) => environments[0] as Environment;
const rowAt = ({ rows, rowSize }: TakenRows, i: number) =>
  rows.slice(i * rowSize, (i + 1) * rowSize);
const takeRows = (simulation: Simulation) => simulation.takeRows() as TakenRows;

describe('simulation: rows', () => {
  it('come per stream in the order in which they happened, each with what was seen before', async () => {
    const simulation = await create();
    simulation.setExploring(true);
    const { row, environments } = simulation;
    const seen = environments.map(({ agentRows }) => agentRows.slice());
    simulation.stepVisible();
    const after = visibleOf(simulation).agentRows.slice();
    const reward = visibleOf(simulation).reward.slice();
    simulation.stepHeadless();
    simulation.stepVisible();
    const taken = takeRows(simulation);
    expect(taken).toMatchObject({ streams: 3, rowSize: row.size });
    expect([...taken.stream]).toEqual([0, 1, 2, 0]);
    expect(taken.rows).toHaveLength(4 * row.size);
    const observed = (i: number) => rowAt(taken, i).subarray(row.agentOffset, row.actionOffset);
    for (const [i, rows] of [...seen, after].entries()) expect(observed(i)).toEqual(rows);
    expect(rowAt(taken, 0).slice(row.rewardOffset, row.discountOffset)).toEqual(reward);
    for (let i = 0; i < 4; i++) {
      const actions = rowAt(taken, i).subarray(row.actionOffset, row.rewardOffset);
      for (let a = 0; a < agents; a++) {
        const length = Math.hypot(actions[2 * a] as number, actions[2 * a + 1] as number);
        expect(length).toBeLessThan(1 + 1e-6);
        expect(length).toBeGreaterThan(0);
      }
      expect([...rowAt(taken, i).subarray(row.flagOffset)]).toEqual(Array(agents).fill(0));
    }
    expect(simulation.agentSteps).toBe(4 * agents);
  });

  it('are given once, and none are lost however long nobody takes them', async () => {
    const simulation = await create({ worlds: 1 });
    simulation.setExploring(true);
    const seen: Float32Array[] = [];
    for (let i = 0; i < 9; i++) {
      seen.push(visibleOf(simulation).agentRows.slice());
      simulation.stepVisible();
    }
    const taken = takeRows(simulation);
    const { row } = simulation;
    const observed = seen.map((_, i) => rowAt(taken, i).slice(row.agentOffset, row.actionOffset));
    expect(observed).toEqual(seen);
    expect(simulation.takeRows()).toBeUndefined();
    simulation.stepVisible();
    expect([...takeRows(simulation).stream]).toEqual([0]);
    // Rows that were taken are copies: they may go to another thread.
    expect(rowAt(taken, 8).slice(row.agentOffset, row.actionOffset)).toEqual(seen[8]);
  });

  it('are made while exploring only', async () => {
    const simulation = await create();
    simulation.stepVisible();
    simulation.stepHeadless();
    expect(simulation.takeRows()).toBeUndefined();
    expect(simulation.agentSteps).toBe(3 * agents);
    simulation.setExploring(false);
    expect(simulation.takeRows()).toBeUndefined();
  });

  it('depend on the seed alone', async () => {
    const runs = await Promise.all([create(), create()]);
    const taken = runs.map((simulation) => {
      simulation.setExploring(true);
      for (let i = 0; i < 3; i++) {
        if (i === 1) simulation.setWeights(someWeights(1), 4);
        simulation.stepVisible();
        simulation.stepHeadless();
      }
      return takeRows(simulation);
    });
    expect(taken[0]).toEqual(taken[1]);
  });

  it('one world has no headless copies', async () => {
    const simulation = await create({ worlds: 1 });
    simulation.setExploring(true);
    simulation.stepHeadless();
    expect(simulation.takeRows()).toBeUndefined();
    expect(simulation.agentSteps).toBe(0);
  });
});

describe('simulation: where exploring stops', () => {
  it('every stream with rows ends with what is seen now, as no transition', async () => {
    const simulation = await create();
    const { row, environments } = simulation;
    simulation.setExploring(true);
    simulation.stepVisible();
    simulation.stepHeadless();
    takeRows(simulation);
    simulation.setExploring(false);
    const taken = takeRows(simulation);
    expect([...taken.stream]).toEqual([0, 1, 2]);
    for (const [i, { agentRows, worldRow }] of environments.entries()) {
      const closing = rowAt(taken, i);
      expect(closing.slice(row.worldOffset, row.agentOffset)).toEqual(worldRow);
      expect(closing.slice(row.agentOffset, row.actionOffset)).toEqual(agentRows);
      expect([...closing.subarray(row.flagOffset)]).toEqual(Array(agents).fill(flags.respawns));
      expect([...closing.subarray(row.actionOffset, row.flagOffset)]).toEqual(
        Array(4 * agents).fill(0),
      );
    }
  });

  it('a stream is closed once, and only if it has rows', async () => {
    const simulation = await create();
    simulation.setExploring(true);
    simulation.stepVisible();
    simulation.setExploring(false);
    expect([...takeRows(simulation).stream]).toEqual([0, 0]);
    simulation.stepVisible();
    simulation.setExploring(false);
    expect(simulation.takeRows()).toBeUndefined();
    // Explored again without a step: nothing to close.
    simulation.setExploring(true);
    simulation.setExploring(false);
    expect(simulation.takeRows()).toBeUndefined();
    simulation.setExploring(true);
    simulation.stepHeadless();
    simulation.setExploring(false);
    expect([...takeRows(simulation).stream]).toEqual([1, 2, 1, 2]);
  });
});

describe('simulation: shared among workers', () => {
  it.each([
    [8, 1],
    [8, 2],
    [8, 3],
    [2, 4],
  ])('%i worlds go to %i workers, each to one', (worlds, workers) => {
    const shares = Array.from({ length: workers }, (_, worker) => shareOf(worlds, worker, workers));
    const numbers = shares.flatMap(({ first, count }) =>
      Array.from({ length: count }, (_, i) => first + i),
    );
    expect(numbers).toEqual(Array.from({ length: worlds }, (_, world) => world));
    const counts = shares.map(({ count }) => count);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(counts[0]).toBeGreaterThan(0);
  });

  it('the same worlds are stepped, each into its own stream, and one worker shows the first', async () => {
    const whole = await create({ worlds: 4 });
    const parts = await Promise.all(
      [0, 1].map((worker) => create({ worlds: 4 }, quickPlaza, shareOf(4, worker, 2))),
    );
    const [shown, hidden] = parts as [Simulation, Simulation];
    expect(shown.visible).toBeDefined();
    expect(hidden.visible).toBeUndefined();
    expect(parts.map(({ copies }) => copies)).toEqual([1, 2]);
    expect(() => hidden.stepVisible()).toThrow('The visible world is not in this share.');
    const seeds = (simulations: readonly Simulation[]) =>
      simulations.flatMap(({ environments }) =>
        environments.map(({ world, agentRows }) => [world.layout.seed, [...agentRows]]),
      );
    expect(seeds(parts)).toEqual(seeds([whole]));
    for (const simulation of parts) {
      simulation.setExploring(true);
      simulation.stepHeadless();
      simulation.setExploring(false);
    }
    expect(takeRows(shown)).toMatchObject({ streams: 4, stream: Uint8Array.of(1, 1) });
    expect(takeRows(hidden)).toMatchObject({ streams: 4, stream: Uint8Array.of(2, 3, 2, 3) });
    expect(hidden.agentSteps).toBe(2 * agents);
  });

  it('a worker without worlds does nothing', async () => {
    const simulation = await create({ worlds: 1 }, quickPlaza, shareOf(1, 1, 2));
    simulation.setWeights(someWeights(1), 1);
    simulation.setExploring(true);
    simulation.stepHeadless();
    simulation.setExploring(false);
    expect(simulation.takeRows()).toBeUndefined();
    expect(simulation.row.agents).toBe(agents);
  });
});

describe('simulation: episodes', () => {
  it('of all worlds are given once', async () => {
    const brief: Scenario = {
      ...quickPlaza,
      outcome: ({ steps }) => (steps === 2 ? 'success' : undefined),
    };
    const simulation = await create({ worlds: 2 }, brief);
    for (let i = 0; i < 2; i++) {
      expect(simulation.takeEpisodes()).toEqual([]);
      simulation.stepVisible();
      simulation.stepHeadless();
    }
    const episodes = simulation.takeEpisodes();
    expect(episodes).toHaveLength(2 * agents);
    expect(episodes.every(({ outcome, steps }) => outcome === 'success' && steps === 2)).toBe(true);
    expect(simulation.takeEpisodes()).toEqual([]);
  });
});

describe('simulation: acting', () => {
  it.each([1, 2])(
    'wanders until the first update, then follows the weights of %d groups in every world',
    async (groups) => {
      const simulation = await create({ noise: 0, groups });
      const { row, environments } = simulation;
      simulation.setExploring(true);
      simulation.setWeights(someWeights(1, groups), 0);
      const policy = new LearnedPolicy(observationLayout, agents, { ...tiny, groups });
      const { actor, agent } = policy.inference.sizes;
      const actions = (taken: TakenRows, i: number) =>
        rowAt(taken, i).slice(row.actionOffset, row.rewardOffset);

      for (const version of [0, 1]) {
        const weights = someWeights(1 + version, groups);
        simulation.setWeights(weights, version);
        policy.inference.setWeights({
          actor: weights.subarray(0, actor),
          shift: weights.subarray(actor, actor + agent),
          scale: weights.subarray(actor + agent),
        });
        const expected = environments.map((environment) =>
          policy.inference.act([environment]).slice(),
        );
        simulation.stepVisible();
        simulation.stepHeadless();
        const taken = takeRows(simulation);
        for (const [i, unit] of expected.entries()) {
          const gap = Math.max(
            ...actions(taken, i).map((a, k) => Math.abs(a - (unit[k] as number))),
          );
          if (version === 0) expect(gap).toBeGreaterThan(0.2);
          else expect(gap).toBeLessThan(1e-5);
        }
      }
      policy.dispose();
    },
  );

  it('without exploring it follows the weights even before the first update, without noise', async () => {
    const [one, other] = [await create({ noise: 1 }), await create({ noise: 0 })];
    for (const simulation of [one, other]) {
      simulation.setWeights(someWeights(1), 0);
      simulation.stepVisible();
    }
    expect(visibleOf(one).agentRows).toEqual(visibleOf(other).agentRows);
  });

  it('refuses weights of another network, and keeps its own', async () => {
    const simulation = await create();
    const size = someWeights(1).length;
    for (const length of [0, size - 1, size + 1]) {
      expect(() => simulation.setWeights(new Float32Array(length), 1)).toThrow(
        `Expected ${size} weights, but got ${length}: the learner has another network.`,
      );
    }
    simulation.stepVisible();
  });

  it('gives the memory of its policy back', async () => {
    const before = await livingArenas();
    const simulation = await create();
    simulation.setWeights(someWeights(1), 1);
    simulation.stepVisible();
    simulation.stepHeadless();
    const working = await livingArenas();
    expect(working).toBeGreaterThan(before);
    simulation.stepVisible();
    shownBy(simulation).describe(0);
    simulation.stepHeadless();
    expect(await livingArenas()).toBe(working);
    open.pop()?.dispose();
    expect(await livingArenas()).toBe(before);
  });
});

describe('simulation: the floor of the visible world', () => {
  it('is counted at every decision, and goes on while the person changes the world', async () => {
    const simulation = await create();
    const { floor } = shownBy(simulation);
    const { decisionSeconds } = quickPlaza;
    const seconds = () =>
      floor.read('visits').reduce((all, value) => all + value, 0) * floor.grid.cell ** 2;
    expect(seconds()).toBe(0);
    for (let i = 0; i < 5; i++) simulation.stepVisible();
    expect(seconds()).toBeCloseTo(5 * agents * decisionSeconds, 1);
    const visible = shownBy(simulation);
    const hedge = visible.layout.statics.find(({ look }) => look === 'hedge');
    simulation.change({ kind: 'remove', thing: `statics/${hedge?.id}` });
    expect(visible.layout.statics).not.toContain(hedge);
    simulation.stepVisible();
    expect(seconds()).toBeGreaterThan(5 * agents * decisionSeconds);
  });
});

describe('simulation: what the visible agents attend to', () => {
  const reach = 6;
  const seenRows = 7;

  /** Bodies in reach, nearest surface first: all radii are alike in the plaza. */
  function nearest({ world }: Environment, agent: number): number[] {
    const { position, radius, count } = world.bodies;
    const gap = (body: number) =>
      Math.hypot(
        (position[body * 3] as number) - (position[agent * 3] as number),
        (position[body * 3 + 2] as number) - (position[agent * 3 + 2] as number),
      ) -
      (radius[body] as number) -
      (radius[agent] as number);
    return Array.from({ length: count }, (_, body) => body)
      .filter((body) => body !== agent && gap(body) <= reach)
      .sort((a, b) => gap(a) - gap(b))
      .slice(0, seenRows);
  }

  const sumOf = (parts: readonly { readonly weight: number }[]) =>
    parts.reduce((sum, { weight }) => sum + weight, 0);

  it('is described with every number in its place', async () => {
    const simulation = await create();
    simulation.setWeights(someWeights(3), 8);
    const environment = visibleOf(simulation);
    let described = 0;
    for (let step = 0; step < 3; step++) {
      const neighbours = Array.from({ length: agents }, (_, a) => nearest(environment, a));
      const rows = environment.agentRows.slice();
      simulation.stepVisible();
      const { position } = environment.world.bodies;
      for (let agent = 0; agent < agents; agent++) {
        const report = shownBy(simulation).describe(agent);
        expect(structuredClone(report)).toEqual(report);
        expect(report).toMatchObject({ agent, kind: 'dot' });

        expect(report.entities.map(({ body }) => body)).toEqual(neighbours[agent]);
        for (const { body, kind, label, x, z, weight, heads } of report.entities) {
          expect([kind, label]).toEqual(['agent', `agent ${body + 1}`]);
          expect([x, z]).toEqual([position[body * 3], position[body * 3 + 2]]);
          expect(heads).toHaveLength(tiny.heads);
          expect(weight).toBeCloseTo((heads[0] as number) / 2 + (heads[1] as number) / 2, 6);
          described++;
        }
        if (report.entities.length > 0) expect(sumOf(report.entities)).toBeCloseTo(1, 5);

        const { regions } = shownBy(simulation).layout;
        expect(report.nodes.length).toBeGreaterThan(0);
        expect(sumOf(report.nodes)).toBeCloseTo(1, 5);
        for (const { node, label, x, z, weight } of report.nodes) {
          expect(label).not.toBe('');
          expect(weight).toBeGreaterThan(0);
          const region = regions[node];
          if (!region) continue;
          expect(label).toBe(region.label);
          expect(x).toBeCloseTo((region.min[0] + region.max[0]) / 2, 5);
          expect(z).toBeCloseTo((region.min[1] + region.max[1]) / 2, 5);
        }
        expect(report.nodes.some(({ node }) => node < regions.length)).toBe(true);

        const own = rows.subarray(agent * agentSize, (agent + 1) * agentSize);
        expect(report.features.map(({ part }) => part)).toEqual(Array(10).fill('ego'));
        expect(report.features.map(({ value }) => value)).toEqual([...own.subarray(0, 10)]);
        expect(report.scan.angles).toHaveLength(16);
        expect(report.scan.angles[4]).toBeCloseTo(Math.PI / 2, 10);
        for (const [ray, metres] of report.scan.distances.entries()) {
          expect(metres).toBeCloseTo(report.scan.reach * (own[10 + ray] as number), 6);
          expect(metres).toBeLessThanOrEqual(report.scan.reach);
        }
        const { forward, left } = report.action;
        expect(Math.hypot(forward, left)).toBeLessThan(quickPlaza.action.maxSpeed + 1e-6);
        // What was asked for is what the agent itself feels that it did last.
        const { actionForward, actionLeft } = environment.readings[agent] as {
          actionForward: number;
          actionLeft: number;
        };
        expect(forward).toBeCloseTo(actionForward, 5);
        expect(left).toBeCloseTo(actionLeft, 5);
      }
    }
    expect(described).toBeGreaterThan(20);
  });

  it('eyes turn to the body with the greatest weight, and ahead where there is none', async () => {
    const simulation = await create();
    expect([...shownBy(simulation).gaze].every(Number.isNaN)).toBe(true);
    simulation.setWeights(someWeights(3), 8);
    let turned = 0;
    for (let step = 0; step < 3; step++) {
      simulation.stepVisible();
      for (let agent = 0; agent < agents; agent++) {
        const eye = [...shownBy(simulation).gaze.subarray(agent * 3, agent * 3 + 3)];
        const { entities } = shownBy(simulation).describe(agent);
        if (entities.length === 0) {
          expect(eye.every(Number.isNaN)).toBe(true);
          continue;
        }
        const best = entities.reduce((a, b) => (b.weight > a.weight ? b : a));
        expect(eye[0]).toBe(best.x);
        expect(eye[1]).toBeCloseTo(0.9, 6);
        expect(eye[2]).toBe(best.z);
        turned++;
      }
    }
    expect(turned).toBeGreaterThan(5);
  });

  it('who wanders attends to nothing', async () => {
    const simulation = await create();
    simulation.setWeights(someWeights(3), 8);
    simulation.stepVisible();
    expect([...shownBy(simulation).gaze].some(Number.isFinite)).toBe(true);
    simulation.setExploring(true);
    simulation.setWeights(someWeights(3), 0);
    simulation.stepVisible();
    // Learned meanwhile, but not yet acted upon.
    simulation.setWeights(someWeights(3), 1);
    const { entities, nodes } = shownBy(simulation).describe(0);
    expect(nodes).toEqual([]);
    expect(entities.every(({ weight, heads }) => weight === 0 && heads.length === 0)).toBe(true);
    expect([...shownBy(simulation).gaze].every(Number.isNaN)).toBe(true);
  });

  it('before the first step there is nothing to describe, and that is no mistake', async () => {
    const simulation = await create();
    expect(shownBy(simulation).describe(3)).toMatchObject({ agent: 3, entities: [], nodes: [] });
  });
});

describe('simulation: an agent that begins anew', () => {
  it('senses where it is, and attends to nothing from there that it attended to elsewhere', async () => {
    // Who has learned nothing runs out of time, long before this layout ends.
    const simulation = await create({ worlds: 1 }, { ...quickPlaza, layoutSteps: 2000 });
    simulation.setWeights(someWeights(3), 8);
    const environment = visibleOf(simulation);
    let begun = -1;
    for (let step = 0; step < 1000 && begun < 0; step++) {
      simulation.stepVisible();
      begun = environment.flag.indexOf(flags.respawns);
    }
    expect(begun).toBeGreaterThanOrEqual(0);
    expect(environment.flag.filter((flag) => flag === flags.respawns).length).toBeLessThan(agents);
    const { entities, nodes, features } = shownBy(simulation).describe(begun);
    expect([entities, nodes]).toEqual([[], []]);
    const own = environment.agentRows.subarray(begun * agentSize, begun * agentSize + 10);
    expect(features.map(({ value }) => value)).toEqual([...own]);
    expect([...shownBy(simulation).gaze.subarray(begun * 3, begun * 3 + 3)]).toEqual(
      Array(3).fill(Number.NaN),
    );
    const other = environment.flag.findIndex((flag) => flag !== flags.respawns);
    expect(shownBy(simulation).describe(other).nodes.length).toBeGreaterThan(0);

    simulation.stepVisible();
    expect(shownBy(simulation).describe(begun).nodes.length).toBeGreaterThan(0);
  });
});

describe('simulation: a new layout', () => {
  it('replaces the world; what was attended to is gone with the old one', async () => {
    const simulation = await create({ worlds: 1 });
    simulation.setExploring(true);
    simulation.setWeights(someWeights(3), 8);
    const { row } = simulation;
    const before = shownBy(simulation).layout;
    for (let step = 0; step < quickPlaza.layoutSteps; step++) simulation.stepVisible();
    expect(shownBy(simulation).layout).toBe(before);
    const cut = rowAt(takeRows(simulation), quickPlaza.layoutSteps - 1);
    const flagOf = (values: Float32Array) => [...values.subarray(row.flagOffset)];
    expect(flagOf(cut).every((flag) => flag !== flags.continues)).toBe(true);

    simulation.stepVisible();
    const { layout } = shownBy(simulation);
    expect(layout.seed).not.toBe(before.seed);
    expect(flagOf(rowAt(takeRows(simulation), 0))).toEqual(Array(agents).fill(flags.respawns));
    expect([...shownBy(simulation).gaze].every(Number.isNaN)).toBe(true);
    const environment = visibleOf(simulation);
    for (let agent = 0; agent < agents; agent++) {
      const { entities, nodes, features } = shownBy(simulation).describe(agent);
      expect([entities, nodes]).toEqual([[], []]);
      const own = environment.agentRows.subarray(agent * agentSize, agent * agentSize + 10);
      expect(features.map(({ value }) => value)).toEqual([...own]);
    }
    const snapshot = createSnapshot(layout);
    shownBy(simulation).writeSnapshot(snapshot);
    expect(snapshot.layoutSeed).toBe(layout.seed);
    expect([...snapshot.position.subarray(0, 3)]).toEqual([
      ...environment.world.position.subarray(0, 3),
    ]);

    simulation.stepVisible();
    expect(shownBy(simulation).describe(0).nodes.length).toBeGreaterThan(0);
  });
});

describe('simulation: a visitor', () => {
  it('is in the visible world alone, is attended to, and goes along into the next layout', async () => {
    const simulation = await create({ worlds: 2 });
    simulation.setWeights(someWeights(1), 1);
    simulation.setExploring(true);
    const visible = shownBy(simulation);
    const { world } = visibleOf(simulation);
    const [x, z] = [world.position[0] as number, world.position[2] as number];
    expect(visible.enterVisitor({ x, z, heading: 0 })).toBe(true);
    visible.driveVisitor(0.2, 0);
    for (let step = 0; step < 2; step++) {
      simulation.stepVisible();
      simulation.stepHeadless();
    }
    const { entities } = visible.describe(0);
    const own = entities.find(({ kind }) => kind === 'visitor');
    expect(own).toMatchObject({ label: 'visitor 1', body: world.bodies.visitor });
    expect(own?.weight).toBeGreaterThan(0);
    expect(simulation.environments[1]?.world.visitor).toBeUndefined();
    // A row for each step of each world, as without a visitor.
    expect(takeRows(simulation).stream).toHaveLength(4);

    const before = visible.layout.seed;
    let last = visible.visitor;
    while (visible.layout.seed === before) {
      last = visible.visitor;
      simulation.stepVisible();
    }
    const there = visible.visitor;
    expect(
      Math.hypot((there?.x ?? 99) - (last?.x ?? 0), (there?.z ?? 99) - (last?.z ?? 0)),
    ).toBeLessThan(2);
    // It goes on walking as it was told.
    for (let step = 0; step < 5; step++) simulation.stepVisible();
    const { bodies } = visibleOf(simulation).world;
    expect(bodies.velocity[2 * bodies.visitor]).not.toBe(0);
    visible.leaveVisitor();
    expect(visible.visitor).toBeUndefined();
    simulation.stepVisible();
    simulation.stepVisible();
    expect(visible.describe(0).entities.some(({ kind }) => kind === 'visitor')).toBe(false);
  });
});

describe('simulation: weights of the past', () => {
  const pastOf = (seed: number) => ({ weights: someWeights(seed), updates: 10 * seed });

  /** Plays `steps` decisions of the visible world; the actions of each, as its rows have them. */
  function play(simulation: Simulation, steps: number): number[][] {
    const { row } = simulation;
    return Array.from({ length: steps }, () => {
      simulation.stepVisible();
      const [values] = shownBy(simulation).rollout.rows as [Float32Array];
      return [...values.subarray(row.actionOffset, row.rewardOffset)];
    });
  }

  it('drive the visible world as if they were the newest of one that does not explore', async () => {
    const simulation = await create({ worlds: 1 });
    const reference = await create({ worlds: 1 });
    simulation.setWeights(someWeights(1), 9);
    simulation.setExploring(true);
    simulation.showPast(pastOf(2));
    // Newer ones come meanwhile, and change nothing in view.
    simulation.setWeights(someWeights(3), 17);
    expect(simulation.acting).toEqual(someWeights(2));
    reference.setWeights(someWeights(2), 9);
    const past = play(simulation, 12);
    expect(past).toEqual(play(reference, 12));
    // Until the newest act again.
    simulation.setExploring(false);
    simulation.showPast(undefined);
    expect(simulation.acting).toEqual(someWeights(3));
    reference.setWeights(someWeights(3), 17);
    expect(play(simulation, 5)).toEqual(play(reference, 5));
    expect(past.at(-1)).not.toEqual(play(simulation, 1)[0]);
  });

  it('are recorded as what they are: of their own update, and judged by no critic of another', async () => {
    const simulation = await create({ worlds: 1 });
    const critic = new Float32Array(3).fill(1);
    simulation.setWeights(someWeights(1), 90);
    simulation.setCritic(critic);
    /** Who acted in the newest decision. */
    const acted = () => {
      simulation.stepVisible();
      const segment = shownBy(simulation).recorder.segments.at(-1) as Segment;
      return segment.acting[segment.count - 1];
    };
    expect(acted()).toEqual({ weights: someWeights(1), critic, updates: 90 });
    simulation.showPast(pastOf(2));
    // A critic that comes meanwhile is of the newest.
    simulation.setCritic(critic.slice());
    for (let i = 0; i < 12; i++) acted();
    expect(acted()).toEqual({ weights: someWeights(2), critic: undefined, updates: 20 });
    expect(shownBy(simulation).drivenBy).toBe(20);
    expect(simulation.judging).toBeUndefined();
    simulation.showPast(undefined);
    expect(shownBy(simulation).drivenBy).toBe(90);
    expect(simulation.judging).toEqual(critic);
    for (let i = 0; i < 12; i++) acted();
    expect(acted()).toEqual({ weights: someWeights(1), critic, updates: 90 });
  });

  it('act at once also where nothing was learned yet, and agents still wander', async () => {
    const simulation = await create({ worlds: 1 });
    const reference = await create({ worlds: 1 });
    simulation.setWeights(someWeights(1), 0);
    simulation.setExploring(true);
    simulation.showPast(pastOf(2));
    reference.setWeights(someWeights(2), 1);
    expect(play(simulation, 3)).toEqual(play(reference, 3));
  });

  it('give no rows: the stream is closed, and headless copies go on with the newest', async () => {
    const simulation = await create({ worlds: 2 });
    simulation.setWeights(someWeights(1), 9);
    simulation.setExploring(true);
    simulation.stepVisible();
    takeRows(simulation);
    simulation.showPast(pastOf(2));
    const closing = takeRows(simulation);
    const { row } = simulation;
    expect([...closing.stream]).toEqual([0]);
    expect([...rowAt(closing, 0).subarray(row.flagOffset)]).toEqual(
      Array(agents).fill(flags.respawns),
    );
    simulation.stepVisible();
    simulation.stepHeadless();
    expect([...takeRows(simulation).stream]).toEqual([1]);
    expect(simulation.agentSteps).toBe(3 * agents);
    // Chosen again and again, it is closed once.
    simulation.showPast(pastOf(4));
    expect(simulation.takeRows()).toBeUndefined();
    simulation.showPast(undefined);
    simulation.stepVisible();
    expect([...takeRows(simulation).stream]).toEqual([0]);
  });

  it('end no episode that counts, not even one that began or ends with the newest', async () => {
    // Nobody arrives within a tenth of the shortest time, so that everybody is out of time soon.
    const simulation = await create({ worlds: 1 }, { ...quickPlaza, timeLimitFactor: 0.1 });
    simulation.setWeights(someWeights(1), 9);
    const { rollout } = shownBy(simulation);
    /** How many episodes of each agent end in so many decisions. */
    const ends = (steps: number): number[] => {
      const count = Array<number>(agents).fill(0);
      for (let i = 0; i < steps; i++) {
        simulation.stepVisible();
        for (const { agent } of rollout.finished) count[agent] = (count[agent] as number) + 1;
      }
      return count;
    };
    expect(Math.max(...ends(4))).toBe(0);
    simulation.showPast(pastOf(2));
    expect(Math.min(...ends(40))).toBeGreaterThan(0);
    expect(simulation.takeEpisodes()).toEqual([]);
    simulation.showPast(undefined);
    const after = ends(80);
    expect(Math.min(...after)).toBeGreaterThan(1);
    const counted = simulation.takeEpisodes();
    // Of every agent the first was under way when the newest took over.
    const own = after.map((_, agent) => counted.filter((each) => each.agent === agent).length);
    expect(own).toEqual(after.map((count) => count - 1));
  });
});

describe('simulation: contacts', () => {
  it('says who has met something in the last decision that it did not touch before', async () => {
    const simulation = await create({ worlds: 1 });
    simulation.setExploring(true);
    const world = shownBy(simulation);
    const before = new Uint8Array(agents);
    let met = 0;
    // Wandering, they bump into hedges and each other soon.
    for (let i = 0; i < 300; i++) {
      before.set(visibleOf(simulation).world.touching);
      simulation.stepVisible();
      const contact = world.contact();
      const { touching } = visibleOf(simulation).world;
      const begun = touching.some((bits, a) => (bits & ~(before[a] as number) & 7) !== 0);
      expect(contact !== undefined).toBe(begun);
      if (!contact) continue;
      met++;
      expect(touching[contact.agent]).toBeGreaterThan(0);
    }
    expect(met).toBeGreaterThan(3);
  });
});

describe.each([crowdnav, crowdnavPlusplus])('simulation: the first case of $name', (scenario) => {
  async function watch(seed: number, firstLayout?: number) {
    const hyperparameters = { ...tiny, worlds: 2 };
    const simulation = await Simulation.create({ scenario, hyperparameters, seed, firstLayout });
    open.push(simulation);
    const { layout } = shownBy(simulation);
    const bodies = shownBy(simulation).environment.world.layout.walkers.length;
    expect(bodies).toBeGreaterThan(4);
    return { simulation, layout };
  }
  /** All that is seen of it as it begins. */
  function seen(simulation: Simulation) {
    const { layout } = shownBy(simulation);
    const snapshot = createSnapshot(layout);
    shownBy(simulation).writeSnapshot(snapshot);
    // How many there were before in this world is its own.
    const { episode: _, outcome: _outcome, ...rest } = snapshot;
    const { agentRows, worldRow } = visibleOf(simulation);
    return { layout, rest, agentRows: agentRows.slice(), worldRow: worldRow.slice() };
  }
  function nextCase(simulation: Simulation): number {
    const { seed } = shownBy(simulation).layout;
    for (let step = 0; step < 1000 && shownBy(simulation).layout.seed === seed; step++) {
      simulation.stepVisible();
    }
    return shownBy(simulation).layout.seed;
  }

  it('is the one that was seen elsewhere, with the same people, and the next ones are its own', async () => {
    const sender = await watch(2);
    const shared = nextCase(sender.simulation);
    expect(shared).not.toBe(sender.layout.seed);
    const there = seen(sender.simulation);
    const here = await watch(5, shared);
    expect(seen(here.simulation)).toEqual(there);
    const own = await watch(5);
    expect(own.layout.seed).not.toBe(shared);
    expect(nextCase(here.simulation)).toBe(nextCase(own.simulation));
    const seeds = ({ simulation }: typeof own) =>
      simulation.environments.map(({ world }) => world.layout.seed);
    expect(seeds(here)).toEqual(seeds(own));
  });
});

describe('simulation: the layout of a link', () => {
  /** As the page of such an address shows them: the layout of the link, if it has one, and those after it. */
  async function follow(seed: number, linked?: number) {
    const hyperparameters = { ...tiny, worlds: 2, replayedLayouts: 0 };
    const scenario = quickPlaza;
    const simulation = await Simulation.create({ scenario, hyperparameters, seed });
    open.push(simulation);
    if (linked !== undefined) shownBy(simulation).openEdits({ layoutSeed: linked, edits: [] });
    const layouts = [shownBy(simulation).layout];
    for (let step = 0; step < 400 && layouts.length < 3; step++) {
      simulation.stepVisible();
      const { layout } = shownBy(simulation);
      if (layout.seed !== layouts.at(-1)?.seed) layouts.push(layout);
    }
    return layouts;
  }
  const seedsOf = (layouts: readonly { readonly seed: number }[]) =>
    layouts.map(({ seed }) => seed);

  it('comes first, and the next ones follow from the seed of the link, each time the same', async () => {
    const { seeds } = quickPlaza;
    const [first, second = first] = await follow(2);
    const shared = second as NonNullable<typeof second>;
    const here = await follow(9, shared.seed);
    expect(here[0]).toEqual(shared);
    expect(await follow(9, shared.seed)).toEqual(here);
    // As at an address with that seed alone.
    const own = await follow(9);
    const of = (index: number) => seeds.layout(seeds.training(9, 0), index);
    expect(seedsOf(own)).toEqual([of(0), of(1), of(2)]);
    expect(here.slice(1)).toEqual(own.slice(1));
    // Another seed's are others.
    const [again, ...others] = await follow(1, shared.seed);
    expect(again).toEqual(shared);
    expect(seedsOf(others)).not.toContain(of(1));
  });
});
