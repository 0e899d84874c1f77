/** The lockstep schedule in real worlds. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { handoverUpdates, Training } from '../../src/agents/training.ts';
import { loadEngines } from '../../src/env/index.ts';
import type { LearnerBackend } from '../../src/rl/create-learner.ts';
import { livingArenas } from '../nn/arenas.ts';
import { startWasm } from '../nn/start-backend.ts';
import { smallHyperparameters, smallScenario } from './small-run.ts';

beforeAll(async () => {
  await Promise.all([startWasm(), loadEngines()]);
});

const create = (seed: number, backend: LearnerBackend = 'wasm') =>
  Training.create({
    ...{ scenario: smallScenario, hyperparameters: smallHyperparameters, seed, backend },
  });

const { agents } = smallScenario;
const { worlds, warmup, stepsPerUpdate } = smallHyperparameters;

/** Everything that a run comes to: the learner, its rows, and what acts. */
async function outcome(training: Training) {
  const { learning, policy, rollout } = training;
  return {
    learner: await learning.learner.state(),
    // As bytes: element by element, comparing takes longer than the run.
    rows: learning.replay.data.map((data) => Buffer.from(data.slice().buffer).toString('base64')),
    added: [...learning.replay.added],
    statistics: structuredClone(learning.statistics),
    rollout: rollout.state(),
    actions: [...policy.inference.act(rollout.environments)],
  };
}

describe('training', () => {
  it('gives the same weights and rows to the bit for the same seed, and others for another', async () => {
    // Past the end of the second world's first layout.
    const steps = 28;
    const run = async (seed: number) => {
      const training = await create(seed);
      for (let i = 0; i < steps; i++) await training.step();
      const result = await outcome(training);
      training.dispose();
      return result;
    };
    const first = await run(1);
    expect(first.learner.updates).toBeGreaterThan(15);
    expect(await run(1)).toEqual(first);

    const other = await run(2);
    expect(other.rows).not.toEqual(first.rows);
    expect(other.learner.networks[0]!.online).not.toEqual(first.learner.networks[0]!.online);
    expect(other.actions).not.toEqual(first.actions);
  }, 120_000);

  it('steps all worlds, does the updates that are due, and hands weights over every few', async () => {
    const training = await create(3);
    const { learning, policy, rollout } = training;
    const acting = () => [...policy.inference.act(rollout.environments)];
    let handovers = 0;
    for (let step = 1; step <= 24; step++) {
      const before = { actions: acting(), updates: training.updates };
      await training.step();
      expect(training.agentSteps).toBe(step * worlds * agents);
      const due = Math.floor((training.agentSteps - warmup) / stepsPerUpdate) + 1;
      expect(training.updates).toBe(Math.max(0, due));
      const every = (updates: number) => Math.floor(updates / handoverUpdates);
      if (every(training.updates) > every(before.updates)) handovers += 1;
    }
    expect(handovers).toBeGreaterThan(2);
    // Bring the count to a handover: what acts is then the learner's target actor.
    while (training.updates % handoverUpdates !== 0) await training.step();
    const target = await learning.weights();
    const acts = acting();
    policy.inference.setWeights(target);
    expect(acting()).toEqual(acts);
    training.dispose();
  });

  it('tells of the episodes that end, with every step of them in the replay', async () => {
    const training = await create(4);
    let finished = 0;
    const steps = 30;
    for (let i = 0; i < steps; i++) finished += (await training.step()).length;
    expect(finished).toBeGreaterThan(5);
    const { replay } = training.learning;
    // Flags 1 and 2 are ends: the episodes that were told of, and those that a layout's end cut.
    let ends = 0;
    for (const data of replay.data) {
      for (let row = 0; row < steps; row++) {
        for (let agent = 0; agent < agents; agent++) {
          const flag = data[row * replay.row.size + replay.row.flagOffset + agent];
          if (flag === 1 || flag === 2) ends += 1;
        }
      }
    }
    expect(ends).toBeGreaterThanOrEqual(finished);
    expect(ends).toBeLessThanOrEqual(finished + worlds * agents);
    training.dispose();
  });

  it.each(['wasm', 'tfjs'] as const)(
    'needs no more memory once it learns, and gives all back, on %s',
    async (backend) => {
      const count = async () => ({
        tensors: tf.memory().numTensors,
        arenas: await livingArenas(),
      });
      const before = await count();
      // In a function of its own: an arena goes with the last who holds it.
      const learn = async () => {
        const training = await create(5, backend);
        while (training.updates < handoverUpdates) await training.step();
        const burned = await count();
        for (let i = 0; i < 8; i++) await training.step();
        expect(training.updates).toBeGreaterThan(2 * handoverUpdates);
        expect(await count()).toEqual(burned);
        expect(burned).not.toEqual(before);
        training.dispose();
      };
      await learn();
      expect(await count()).toEqual(before);
    },
  );
});
