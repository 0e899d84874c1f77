import { describe, expect, it } from 'vitest';
import { LearnedPolicy } from '../../src/agents/learned-policy.ts';
import { Rollout } from '../../src/agents/rollout.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { expectClose } from '../nn/expect-close.ts';
import { agents, createMadeUpEnvironment, madeUpLayout, maxSpeed } from './made-up-environment.ts';
import { smallHyperparameters } from './small-run.ts';

function createRollout(changes: Partial<Hyperparameters> = {}, worlds = 3, seed = 1) {
  const hyperparameters = { ...smallHyperparameters, graphRounds: 0, worlds, ...changes };
  const environments = Array.from({ length: worlds }, (_, w) => createMadeUpEnvironment(w));
  const policy = new LearnedPolicy(madeUpLayout, agents, hyperparameters);
  const random = createRandom(4, 'weights');
  const { size } = policy.inference.actor.blueprint;
  policy.inference.setWeights({
    // Small enough to act well inside the disc.
    actor: Float32Array.from({ length: size }, () => random.range(-0.3, 0.3)),
    shift: new Float32Array(madeUpLayout.agentSize),
    scale: new Float32Array(madeUpLayout.agentSize).fill(1),
  });
  const rollout = new Rollout(environments, policy, { hyperparameters, seed, firstWorld: 0 });
  return { rollout, environments, policy };
}

const read = (rollout: Rollout, world: number) => {
  const { row } = rollout;
  const values = rollout.rows[world] as Float32Array;
  const part = (from: number, size: number) => [...values.subarray(from, from + size)];
  return {
    worldRow: part(row.worldOffset, madeUpLayout.worldSize),
    agentRows: part(row.agentOffset, agents * madeUpLayout.agentSize),
    actions: part(row.actionOffset, agents * 2),
    rewards: part(row.rewardOffset, agents),
    discounts: part(row.discountOffset, agents),
    flags: part(row.flagOffset, agents),
  };
};

describe('rollout', () => {
  it('writes rows of what was seen before the step and what the step gave', () => {
    const { rollout, environments, policy } = createRollout();
    for (let time = 0; time < 6; time++) {
      rollout.step({ exploring: true, warmingUp: time < 2 });
      for (let world = 0; world < 3; world++) {
        const row = read(rollout, world);
        expect(row.worldRow[0]).toBe(time);
        expect(row.agentRows).toEqual([world, time, 0, world, time, 1]);
        expectClose(row.rewards, [100 * world + time, 100 * world + time + 0.1]);
        expect(row.discounts).toEqual([1, 1]);
        expect(row.flags).toEqual([time % 4, time % 4]);
        // In the row in units of top speed, in the world in m/s.
        const taken = environments[world]!.taken[time] as Float32Array;
        expectClose(
          taken,
          row.actions.map((value) => value * maxSpeed),
        );
      }
    }
    expect(rollout.agentSteps).toBe(6 * 3 * agents);
    policy.dispose();
  });

  it('gathers the episodes that ended in the last step of any world, and only those', () => {
    const { rollout, policy } = createRollout();
    for (let time = 0; time < 7; time++) {
      rollout.step({ exploring: true, warmingUp: true });
      const ended = rollout.finished.map(({ agent, episodeIndex }) => [agent, episodeIndex]);
      expect(ended).toEqual(time % 3 === 2 ? [0, 1, 2].map((world) => [world, time]) : []);
    }
    policy.dispose();
  });

  it('explores by the noise that it is told of last', () => {
    const { rollout, environments, policy } = createRollout({ noise: 0.5 });
    const strayed = () => {
      const wanted = policy.inference.act(environments).slice();
      rollout.step({ exploring: true, warmingUp: false });
      return [0, 1, 2]
        .flatMap((world) => read(rollout, world).actions)
        .some((value, i) => value !== wanted[i]);
    };
    expect(strayed()).toBe(true);
    const quiet = { ...smallHyperparameters, graphRounds: 0, worlds: 3, noise: 0 };
    rollout.adjust(quiet);
    expect(strayed()).toBe(false);
    rollout.adjust({ ...quiet, noise: 0.01 });
    expect(strayed()).toBe(true);
    policy.dispose();
  });

  it('without exploring takes the policy’s own actions', () => {
    const { rollout, environments, policy } = createRollout();
    for (let time = 0; time < 3; time++) {
      const wanted = policy.inference.act(environments).slice();
      rollout.step({ exploring: false, warmingUp: false });
      expect([0, 1, 2].flatMap((world) => read(rollout, world).actions)).toEqual([...wanted]);
    }
    policy.dispose();
  });

  it('while warming up wanders over the whole disc and keeps its direction for a while', () => {
    const { rollout, policy } = createRollout();
    const steps = Array.from({ length: 400 }, () => {
      rollout.step({ exploring: true, warmingUp: true });
      return read(rollout, 0).actions.slice(0, 2) as [number, number];
    });
    const mean = (of: (action: [number, number], i: number) => number) =>
      steps.reduce((sum, action, i) => sum + of(action, i), 0) / steps.length;
    for (const [forward, left] of steps) {
      expect(Math.hypot(forward, left)).toBeLessThanOrEqual(1 + 1e-6);
    }
    expect(Math.abs(mean(([forward]) => forward))).toBeLessThan(0.3);
    expect(Math.abs(mean(([, left]) => left))).toBeLessThan(0.3);
    // Every quarter of the disc is visited.
    const quarters = new Set(steps.map(([forward, left]) => `${forward > 0} ${left > 0}`));
    expect(quarters.size).toBe(4);
    const similar = (lag: number) =>
      mean(([forward, left], i) => {
        const [f, l] = steps[(i + lag) % steps.length] as [number, number];
        return forward * f + left * l;
      }) / mean(([forward, left]) => forward * forward + left * left);
    expect(similar(1)).toBeGreaterThan(0.7);
    expect(Math.abs(similar(40))).toBeLessThan(0.4);
    policy.dispose();
  });

  it.each([
    [3, [0.025, 0.05, 0.1]],
    [1, [0.05]],
  ])('explores world i of W with noise × noiseSpread^(2i/(W−1) − 1): of %d', (worlds, spread) => {
    const changes = { noise: 0.05, noiseSpread: 2, noiseCorrelation: 0 };
    const { rollout, environments, policy } = createRollout(changes, worlds);
    const squares = spread.map(() => 0);
    const steps = 500;
    for (let time = 0; time < steps; time++) {
      const wanted = policy.inference.act(environments).slice();
      rollout.step({ exploring: true, warmingUp: false });
      for (let world = 0; world < worlds; world++) {
        read(rollout, world).actions.forEach((action, i) => {
          squares[world]! += (action - wanted[world * agents * 2 + i]!) ** 2;
        });
      }
    }
    const sigmas = squares.map((sum) => Math.sqrt(sum / (steps * agents * 2)));
    // 2,000 draws each: a standard error of 1.6 %.
    spread.forEach((sigma, world) => {
      expect(sigmas[world]! / sigma).toBeGreaterThan(0.92);
      expect(sigmas[world]! / sigma).toBeLessThan(1.08);
    });
    policy.dispose();
  });

  it('repeats itself for the same seed, and not for another', () => {
    const run = (seed: number) => {
      const { rollout, policy } = createRollout({}, 2, seed);
      const actions: number[] = [];
      for (let time = 0; time < 6; time++) {
        rollout.step({ exploring: true, warmingUp: time < 3 });
        actions.push(...read(rollout, 0).actions, ...read(rollout, 1).actions);
      }
      policy.dispose();
      return actions;
    };
    expect(run(1)).toEqual(run(1));
    const [first, other] = [run(1), run(2)];
    expect(first.filter((action, i) => action === other[i])).toEqual([]);
  });

  it('goes on from a saved state with the same noise', () => {
    const whole = createRollout();
    for (let time = 0; time < 5; time++) {
      whole.rollout.step({ exploring: true, warmingUp: time < 3 });
    }
    const saved = structuredClone(whole.rollout.state());
    const resumed = createRollout({}, 3, 9);
    resumed.rollout.restore(saved);
    // The worlds are somebody else's to restore: here they start over, so only noise can agree.
    const step = ({ rollout }: typeof whole) => {
      rollout.step({ exploring: true, warmingUp: true });
      return [0, 1, 2].flatMap((world) => read(rollout, world).actions);
    };
    for (let i = 0; i < 3; i++) expect(step(resumed)).toEqual(step(whole));
    expect(resumed.rollout.agentSteps).toBe(whole.rollout.agentSteps);
    whole.policy.dispose();
    resumed.policy.dispose();
  });
});
