/** One update of each preset, shrunk, by each learner, against plain loops in double precision. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import { flags } from '../../src/core/transition-row.ts';
import type { NetworkOptions } from '../../src/nn/actor.ts';
import type { Blueprint } from '../../src/nn/blueprint.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import type { OptimiserState } from '../../src/nn/optimiser-state.ts';
import { startTfjs } from '../../src/nn/tfjs-backend.ts';
import { ActorCritic } from '../../src/rl/actor-critic.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { distributional } from '../../src/rl/algorithms/distributional.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { td3 } from '../../src/rl/algorithms/td3.ts';
import { createLearner as createFor } from '../../src/rl/create-learner.ts';
import { batchWorldSteps, type Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { type Learner, type LearnerState, networkOptions } from '../../src/rl/learner.ts';
import type { Replay } from '../../src/rl/replay.ts';
import { expectClose } from '../nn/expect-close.ts';
import {
  centralDifferences,
  meanOf,
  Parameters,
  plainAct,
  plainQuantiles,
  plainValue,
  type RawObservation,
} from '../nn/plain-network.ts';
import { tinyLayout as layout } from '../nn/small-observations.ts';
import { wasmPaths } from '../nn/start-backend.ts';
import { filledReplay } from './filled-replay.ts';

const gamma = 0.9;
const small = { channels: 4, heads: 2, hidden: 4, graphRounds: 1, batch: 9 };
const presets = {
  ddpg: { ...ddpg, ...small },
  heed: { ...heed, ...small },
  td3: { ...td3, ...small },
  // Noise that leaves the disc of actions.
  'td3 with much smoothing': { ...td3, ...small, targetSmoothing: 1 },
  distributional: { ...distributional, ...small, quantiles: 5 },
  'distributional with twins': { ...distributional, ...small, quantiles: 4, twin: true },
};

interface PlainUpdate {
  readonly criticLoss: number;
  readonly actorLoss: number;
  readonly q: number;
  /** Of the actor, then of the critics. */
  readonly gradients: readonly Float64Array[];
}

/** The header's three formulas, sample by sample. */
function plainUpdate(
  { actor, critic, hyperparameters: h }: Learner,
  state: LearnerState,
  replay: Replay,
): PlainUpdate {
  const options: NetworkOptions = networkOptions(h);
  const random = createRandom(0);
  random.restore(state.random[0]!);
  const batch = replay.createBatch(batchWorldSteps(h, replay.row.agents));
  replay.sample(batch, { nStep: h.nStep, gamma, hindsight: h.hindsight }, random);
  const { agents, size, agentOffset } = replay.row;
  const observe = (rows: Float32Array, sample: number): RawObservation => {
    const world = Math.floor(sample / agents) * size;
    const at = world + agentOffset + (sample % agents) * layout.agentSize;
    return {
      agentRow: rows.subarray(at, at + layout.agentSize),
      worldRow: rows.subarray(world, world + layout.worldSize),
    };
  };
  const read = (blueprint: Blueprint, values: ArrayLike<number>) =>
    new Parameters(blueprint, values);
  const [actorState, ...criticStates] = state.networks;
  const targetActor = read(actor.blueprint, actorState!.target);
  const targetCritics = criticStates.map(({ target }) => read(critic.blueprint, target));
  const samples = Array.from(batch.valid, (valid, i) => {
    const next = observe(batch.next, i);
    const nextAction = smoothed(plainAct(targetActor, layout, options, next).action, h, random);
    const nextValues = targetCritics
      .map((p) => plainQuantiles(p, layout, options, next, nextAction))
      .reduce((a, b) => (meanOf(b) < meanOf(a) ? b : a));
    return {
      valid,
      now: observe(batch.now, i),
      action: [...batch.actions.subarray(i * 2, i * 2 + 2)],
      targets: nextValues.map(
        (value) => (batch.returns[i] as number) + (batch.discounts[i] as number) * value,
      ),
    };
  }).filter(({ valid }) => valid === 1);
  const mean = (of: (sample: (typeof samples)[number]) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;

  const critics = criticStates.map(({ online }) => read(critic.blueprint, online));
  const firstCritic = critics[0] as Parameters;
  const criticLoss = (p: Parameters) =>
    mean(({ now, action, targets }) =>
      plainError(plainQuantiles(p, layout, options, now, action), targets),
    );
  const onlineActor = read(actor.blueprint, actorState!.online);
  const actorLoss = () =>
    mean(({ now }) => {
      const { action, reach } = plainAct(onlineActor, layout, options, now);
      const penalty = h.reachPenalty * Math.max(0, reach - 2) ** 2;
      return penalty - plainValue(firstCritic, layout, options, now, action);
    });
  return {
    criticLoss: criticLoss(firstCritic),
    actorLoss: actorLoss(),
    q: mean(({ now, action }) => plainValue(firstCritic, layout, options, now, action)),
    gradients: [
      centralDifferences(onlineActor.values, actorLoss),
      ...critics.map((p) => centralDifferences(p.values, () => criticLoss(p))),
    ],
  };
}

/** Least squares; of several quantiles, Dabney et al. 2018, equations 9 and 10, over κ and averaged. */
function plainError(quantiles: readonly number[], targets: readonly number[]): number {
  if (quantiles.length === 1) return ((quantiles[0] as number) - (targets[0] as number)) ** 2;
  const kappa = 0.05;
  return meanOf(
    quantiles.flatMap((quantile, m) =>
      targets.map((target) => {
        const u = target - quantile;
        const size = Math.abs(u);
        const huber = size <= kappa ? u ** 2 / 2 : kappa * (size - kappa / 2);
        return (Math.abs((m + 0.5) / quantiles.length - (u < 0 ? 1 : 0)) * huber) / kappa;
      }),
    ),
  );
}

/** Fujimoto et al. 2018, equation 14, on a disc. */
function smoothed(action: number[], { targetSmoothing }: Hyperparameters, random: Random) {
  if (targetSmoothing === 0) return action;
  const moved = action.map((value) => {
    const noise = Math.min(2.5, Math.max(-2.5, random.normal()));
    return value + targetSmoothing * noise;
  });
  const length = Math.hypot(...moved);
  return moved.map((value) => value / Math.max(1, length));
}

const backends = ['wasm', 'tfjs'] as const;

describe.each(backends)('on %s', (backend) => {
  const open = (hyperparameters: Hyperparameters, replay: Replay, seed: number) =>
    createFor(
      { replay, normaliser: createNormaliser(layout), hyperparameters, gamma, seed },
      backend,
      { wasmPaths },
    );

  /** With weights of ordinary size and targets that differ from them, so that each shows where it counts. */
  async function createLearner(
    hyperparameters: Hyperparameters,
    replay: Replay = filledReplay(layout),
    seed = 1,
  ): Promise<Learner> {
    const learner = await open(hyperparameters, replay, seed);
    const random = createRandom(seed, 'values');
    const { updates, networks, random: stream } = await learner.state();
    learner.restore({
      updates,
      random: stream,
      networks: networks.map((network) => ({
        ...network,
        online: network.online.map(() => random.range(-0.8, 0.8)),
        target: network.target.map(() => random.range(-0.8, 0.8)),
      })),
    });
    return learner;
  }

  describe.each(Object.entries(presets))('%s: an update', (_, hyperparameters) => {
    it('has the losses, gradients, Adam steps and soft updates of plain loops, three times over', async () => {
      const replay = filledReplay(layout);
      const learner = await createLearner(hyperparameters, replay);
      for (let update = 0; update < 3; update++) {
        const before = structuredClone(await learner.state());
        const expected = plainUpdate(learner, before, replay);
        learner.update();
        const after = await learner.state();
        const losses = await learner.losses();
        const actorStepped = update % hyperparameters.actorDelay === 0;
        expectClose([losses.critic, losses.q], [expected.criticLoss, expected.q], {
          what: `losses of update ${update}`,
        });
        if (actorStepped) expectClose([losses.actor], [expected.actorLoss], { what: 'actor loss' });
        expect(after.updates).toBe(update + 1);

        after.networks.forEach((network, i) => {
          const was = before.networks[i]!;
          if (i === 0 && !actorStepped) {
            expect(network).toEqual(was);
            return;
          }
          const { blueprint } = i === 0 ? learner.actor : learner.critic;
          expect(network.step).toBe(was.step + 1);
          // m' = .9 m + .1 g and v' = .999 v + .001 g² give back the gradient that was used.
          const gradient = network.first.map((m, at) => (m - 0.9 * was.first[at]!) / 0.1);
          expectSameGradient(blueprint, gradient, expected.gradients[i] as Float64Array);
          const square = network.second.map((v, at) => (v - 0.999 * was.second[at]!) / 0.001);
          expectClose(
            square,
            gradient.map((g) => g * g),
            { tolerance: 1e-3, what: 'squared gradient' },
          );

          const rate = i === 0 ? hyperparameters.actorRate : hyperparameters.criticRate;
          const t = network.step;
          const online = Float64Array.from(was.online, (value, at) => {
            const mean = network.first[at]! / (1 - 0.9 ** t);
            const spread = Math.sqrt(network.second[at]! / (1 - 0.999 ** t));
            return value - (rate * mean) / (spread + 1e-8);
          });
          expectClose(network.online, online, { tolerance: 1e-6, what: 'online' });
          const { tau } = hyperparameters;
          const target = Float64Array.from(
            was.target,
            (value, at) => (1 - tau) * value + tau * online[at]!,
          );
          expectClose(network.target, target, { tolerance: 1e-6, what: 'target' });
          expect(network.online).not.toEqual(was.online);
          expect(network.target).not.toEqual(was.target);
        });
      }
      learner.dispose();
    });
  });

  function expectSameGradient(blueprint: Blueprint, actual: Float32Array, expected: Float64Array) {
    const largest = expected.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (const { name, offset, size } of blueprint.slots) {
      expectClose(
        actual.subarray(offset, offset + size),
        expected.subarray(offset, offset + size),
        // Out of moments in float32: a part in a hundred thousand of the largest is lost.
        { tolerance: 1e-3, leastScale: 0.02 * largest, what: `gradient of ${name}` },
      );
    }
  }

  /** A replay with one window, so that every sample of a batch is the same world step. */
  function oneWindow(flag: number, nStep = 1): Replay {
    return filledReplay(layout, {
      rows: nStep + 1,
      flag: (row) => (row === nStep - 1 ? flag : flags.continues),
    });
  }

  /** What the critic is drawn to for the first agent's window, by the learner's own networks. */
  async function valuesOf(learner: Learner, replay: Replay, nStep = 1) {
    const options = networkOptions(learner.hyperparameters);
    const { networks } = await learner.state();
    const { agents, size, agentOffset, actionOffset, rewardOffset } = replay.row;
    const rows = replay.data[0] as Float32Array;
    return Array.from({ length: agents }, (_, agent) => {
      const observe = (time: number): RawObservation => {
        const at = time * size + agentOffset + agent * layout.agentSize;
        return { agentRow: rows.subarray(at, at + layout.agentSize), worldRow: rows };
      };
      const target = (i: number, blueprint: Blueprint) =>
        new Parameters(blueprint, networks[i]!.target);
      const next = observe(nStep);
      const nextAction = plainAct(target(0, learner.actor.blueprint), layout, options, next).action;
      const at = actionOffset + agent * 2;
      return {
        q: plainValue(
          new Parameters(learner.critic.blueprint, networks[1]!.online),
          layout,
          options,
          observe(0),
          [...rows.subarray(at, at + 2)],
        ),
        rewards: Array.from(
          { length: nStep },
          (_, k) => rows[k * size + rewardOffset + agent] as number,
        ),
        nextValues: networks
          .slice(1)
          .map((_, i) =>
            plainValue(target(i + 1, learner.critic.blueprint), layout, options, next, nextAction),
          ),
      };
    });
  }

  describe('targets', () => {
    it.each([
      ['an ordinary step bootstraps', flags.continues, gamma],
      ['a truncated step bootstraps', flags.truncated, gamma],
      ['a terminated step does not bootstrap', flags.terminated, 0],
    ])('%s', async (_, flag, factor) => {
      const replay = oneWindow(flag);
      const learner = await createLearner(presets.ddpg, replay);
      const values = await valuesOf(learner, replay);
      learner.update();
      const expected =
        values.reduce((sum, { q, rewards, nextValues }) => {
          return sum + (q - (rewards[0]! + factor * nextValues[0]!)) ** 2;
        }, 0) / values.length;
      expectClose([(await learner.losses()).critic], [expected]);
      learner.dispose();
    });

    it('sum three rewards, then bootstrap with γ³', async () => {
      const replay = oneWindow(flags.continues, 3);
      const learner = await createLearner({ ...presets.ddpg, nStep: 3 }, replay);
      const values = await valuesOf(learner, replay, 3);
      learner.update();
      const expected =
        values.reduce((sum, { q, rewards: [a = 0, b = 0, c = 0], nextValues }) => {
          const y = a + gamma * b + gamma ** 2 * c + gamma ** 3 * nextValues[0]!;
          return sum + (q - y) ** 2;
        }, 0) / values.length;
      expectClose([(await learner.losses()).critic], [expected]);
      learner.dispose();
    });

    it('take the smaller of two critics', async () => {
      const replay = oneWindow(flags.continues);
      const twin = { ...presets.ddpg, twin: true };
      // Over a few seeds, so that each of the two is the smaller one sometimes.
      const smaller = new Set<number>();
      for (let seed = 1; seed <= 4; seed++) {
        const learner = await createLearner(twin, replay, seed);
        const values = await valuesOf(learner, replay);
        learner.update();
        const expected =
          values.reduce((sum, { q, rewards, nextValues }) => {
            smaller.add(nextValues.indexOf(Math.min(...nextValues)));
            return sum + (q - (rewards[0]! + gamma * Math.min(...nextValues))) ** 2;
          }, 0) / values.length;
        expectClose([(await learner.losses()).critic], [expected]);
        learner.dispose();
      }
      expect([...smaller].sort()).toEqual([0, 1]);
    });
  });

  describe('samples without a transition', () => {
    it('count for nothing: the mean is over the others', async () => {
      // The second agent waits for its respawn.
      const rows = {
        rows: 2,
        flag: (_: number, agent: number) => (agent === 1 ? flags.respawns : 0),
      };
      const replay = filledReplay(layout, rows);
      const learner = await createLearner(presets.ddpg, replay);
      const [first] = await valuesOf(learner, replay);
      learner.update();
      const { q, rewards, nextValues } = first!;
      const expected = (q - (rewards[0]! + gamma * nextValues[0]!)) ** 2;
      const losses = await learner.losses();
      expectClose([losses.critic, losses.q], [expected, q]);
      learner.dispose();
    });

    it('leave everything finite when there are no others', async () => {
      const replay = filledReplay(layout, { rows: 5, flag: () => flags.respawns });
      const learner = await createLearner(presets.heed, replay);
      const before = structuredClone(await learner.state());
      learner.update();
      const after = await learner.state();
      expect(await learner.losses()).toEqual({ critic: 0, actor: expect.closeTo(0), q: 0 });
      after.networks.forEach(({ online }, i) => {
        expect(online).toEqual(before.networks[i]!.online);
      });
      learner.dispose();
    });
  });

  describe('switches', () => {
    it('rates fall linearly to a tenth and stay there', async () => {
      const learner = await createLearner({ ...presets.ddpg, decayUpdates: 4 });
      const sizes: number[] = [];
      for (let update = 0; update < 6; update++) {
        // From a fresh Adam, the step of every parameter with a gradient is the rate itself.
        const state = await learner.state();
        learner.restore({
          ...state,
          networks: state.networks.map((network) => ({
            ...network,
            step: 0,
            first: network.first.map(() => 0),
            second: network.second.map(() => 0),
          })),
        });
        const before = (await learner.state()).networks[1]!.online;
        learner.update();
        const after = (await learner.state()).networks[1]!.online;
        sizes.push(after.reduce((most, x, i) => Math.max(most, Math.abs(x - before[i]!)), 0));
      }
      const shares = [1, 0.775, 0.55, 0.325, 0.1, 0.1];
      expectClose(
        sizes,
        shares.map((share) => share * ddpg.criticRate),
        { tolerance: 1e-3 },
      );
      learner.dispose();
    });

    it('a delayed actor keeps its last loss in the report', async () => {
      const learner = await createLearner(presets.td3);
      learner.update();
      const { actor } = await learner.losses();
      learner.update();
      expect((await learner.losses()).actor).toBe(actor);
      expect(actor).not.toBe(0);
      learner.dispose();
    });

    it('a penalty on reach bounds u where the critic only ever asks for more', async () => {
      const reachAfter = async (reachPenalty: number) => {
        const replay = filledReplay(layout);
        const hyperparameters = { ...presets.ddpg, reachPenalty, actorRate: 0.05, criticRate: 0 };
        const learner = await createLearner(hyperparameters, replay);
        const state = await learner.state();
        const [actor, critic] = state.networks as [OptimiserState, OptimiserState];
        const online = askingForMore(learner.critic.blueprint);
        learner.restore({ ...state, networks: [actor, { ...critic, online }] });
        for (let i = 0; i < 60; i++) learner.update();
        const { networks } = await learner.state();
        const p = new Parameters(learner.actor.blueprint, networks[0]!.online);
        const rows = replay.data[0] as Float32Array;
        const { size, agentOffset } = replay.row;
        const reaches = Array.from({ length: 40 }, (_, row) => {
          const at = row * size + agentOffset;
          const agentRow = rows.subarray(at, at + layout.agentSize);
          const raw = { agentRow, worldRow: rows };
          return plainAct(p, layout, networkOptions(hyperparameters), raw).reach;
        });
        learner.dispose();
        return reaches.reduce((sum, reach) => sum + reach, 0) / reaches.length;
      };
      const [free, held] = [await reachAfter(0), await reachAfter(1)];
      expect(free).toBeGreaterThan(3);
      expect(held).toBeLessThan(2.5);
    });
  });

  /** A critic whose value grows with the action's forward part, whatever is observed. */
  function askingForMore({ slots, size }: Blueprint): Float32Array {
    const values = new Float32Array(size);
    for (const { name, offset, size, shape } of slots) {
      // Far from where ReLU is flat.
      if (/^head.*bias$/.test(name)) values.fill(3, offset, offset + size);
      // [2, hidden]: the row of the forward part.
      else if (name === 'head/0/action/kernel')
        values.fill(1, offset, offset + (shape[1] as number));
      else if (/^(head.rest.*|value).kernel$/.test(name)) values.fill(0.5, offset, offset + size);
    }
    return values;
  }

  describe('a learner', () => {
    it.each(Object.entries(presets))(
      '%s: goes on from a saved state exactly as if it had never stopped',
      async (_, hyperparameters) => {
        const whole = await createLearner(hyperparameters);
        for (let i = 0; i < 3; i++) whole.update();
        const saved = structuredClone(await whole.state());
        const resumed = await createLearner(hyperparameters, filledReplay(layout), 2);
        resumed.restore(saved);
        for (let i = 0; i < 3; i++) {
          whole.update();
          resumed.update();
        }
        expect(await resumed.state()).toEqual(await whole.state());
        const { networks } = await whole.state();
        expect(await resumed.actorValues()).toEqual(networks[0]!.target);
        expect(await resumed.criticValues()).toEqual(networks[1]!.target);
        whole.dispose();
        resumed.dispose();
      },
    );

    it('depends on its seed and on nothing else', async () => {
      const run = async (seed: number) => {
        const learner = await open(presets.td3, filledReplay(layout), seed);
        for (let i = 0; i < 4; i++) learner.update();
        const state = await learner.state();
        learner.dispose();
        return state;
      };
      const first = await run(5);
      expect(await run(5)).toEqual(first);
      const other = await run(6);
      for (const i of [0, 1, 2]) {
        expect(other.networks[i]!.online).not.toEqual(first.networks[i]!.online);
      }
      // The two critics of one learner start apart, or twins would be one.
      expect(first.networks[1]!.online).not.toEqual(first.networks[2]!.online);
    });
  });
});

it('the reference gives back every tensor', async () => {
  await startTfjs({ wasmPaths });
  const before = tf.memory().numTensors;
  const parts = { replay: filledReplay(layout), normaliser: createNormaliser(layout), gamma };
  const learner = new ActorCritic({ ...parts, hyperparameters: presets.td3, seed: 1 });
  learner.update();
  learner.update();
  learner.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
