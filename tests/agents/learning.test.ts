import { afterEach, describe, expect, it } from 'vitest';
import { Learning } from '../../src/agents/learning.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { findPart } from '../../src/core/spec.ts';
import { flags } from '../../src/core/transition-row.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { writeAgentRow, writeWorldRow } from '../nn/small-observations.ts';
import { smallHyperparameters, smallScenario } from './small-run.ts';

const made: Learning[] = [];
afterEach(() => {
  for (const learning of made.splice(0)) learning.dispose();
});

async function createLearning(changes: Partial<Hyperparameters> = {}): Promise<Learning> {
  const hyperparameters = { ...smallHyperparameters, ...changes };
  const learning = await Learning.create({ scenario: smallScenario, hyperparameters, seed: 1 });
  made.push(learning);
  return learning;
}

const { observationLayout: layout, agents } = smallScenario;

const anyRandom = createRandom(5, 'rows');

/** A row in which every agent goes on. */
function drawRow({ replay: { row } }: Learning, random = anyRandom): Float32Array {
  const values = new Float32Array(row.size);
  writeWorldRow(random, layout, values, row.worldOffset);
  for (let agent = 0; agent < agents; agent++) {
    writeAgentRow(random, layout, values, row.agentOffset + agent * layout.agentSize);
    values[row.discountOffset + agent] = 1;
    values[row.flagOffset + agent] = flags.continues;
  }
  return values;
}

describe('learning', () => {
  it('keeps as many rows as replaySize asks for, shared out to the worlds', async () => {
    const { replay } = await createLearning({ replaySize: 1000, worlds: 3 });
    expect(replay.streams).toBe(3);
    expect(replay.rowsPerStream).toBe(Math.ceil(1000 / (3 * agents)));
    const tiny = await createLearning({ replaySize: 100, worlds: 64, nStep: 20 });
    expect(tiny.replay.canSample(20)).toBe(false);
    expect(tiny.replay.rowsPerStream).toBeGreaterThan(20);
  });

  it('is ready after the warm-up, and once for every stepsPerUpdate agent steps', async () => {
    const learning = await createLearning({ warmup: 10 * agents, stepsPerUpdate: 2 * agents });
    const updatesAfter: number[] = [];
    for (let row = 0; row < 20; row++) {
      expect(learning.warmingUp).toBe(row < 10);
      learning.addRow(row % 2, drawRow(learning));
      while (learning.ready()) learning.update();
      updatesAfter.push(learning.updates);
    }
    expect(learning.agentSteps).toBe(20 * agents);
    expect(updatesAfter.slice(8)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  });

  it('names the sensors that do not say how they read in a mirror, where that is asked for', async () => {
    const { reflection: _, ...mute } = smallScenario.sensors[0]!;
    const sensors = [{ ...mute, name: 'mine' }, ...smallScenario.sensors.slice(1)];
    const scenario = { ...smallScenario, sensors, reflection: undefined };
    const hyperparameters = { ...smallHyperparameters, mirror: true };
    await expect(Learning.create({ scenario, hyperparameters, seed: 1 })).rejects.toThrow(
      new InputError(
        `Expected every sensor of scenario "${scenario.name}" to say by its "reflection" how it reads in a mirror, which mine does not: write it, or set mirror=false.`,
      ),
    );
  });

  it('does several updates for one row where stepsPerUpdate is small', async () => {
    const learning = await createLearning({ warmup: 8 * agents, stepsPerUpdate: agents / 2 });
    for (let row = 0; row < 10; row++) learning.addRow(0, drawRow(learning));
    while (learning.ready()) learning.update();
    expect(learning.updates).toBe(1 + 2 * 2);
  });

  it('takes the scenario’s gamma unless it has its own', async () => {
    // One update from the same rows and weights: only the discount of the target can differ.
    const lossWith = async (gamma: number) => {
      const learning = await createLearning({ gamma, warmup: 0, worlds: 1 });
      const random = createRandom(1, 'gamma');
      for (let row = 0; row < 8; row++) learning.addRow(0, drawRow(learning, random));
      learning.update();
      return (await learning.losses()).critic;
    };
    const own = await lossWith(0);
    expect(own).toBe(await lossWith(smallScenario.gamma));
    expect(own).not.toBe(await lossWith(0.5));
  });

  it('normalises by what it has seen, one agent of each row in turn', async () => {
    const learning = await createLearning({ worlds: 1, warmup: 0 });
    const ego = findPart(layout, 'ego').offset;
    const { row } = learning.replay;
    for (let i = 0; i < 3 * agents; i++) {
      const values = drawRow(learning);
      for (let agent = 0; agent < agents; agent++) {
        values[row.agentOffset + agent * layout.agentSize + ego] = agent;
      }
      learning.addRow(0, values);
    }
    expect(learning.statistics.count[ego]).toBe(3 * agents);
    expect(learning.statistics.mean[ego]).toBeCloseTo((agents - 1) / 2, 6);
    expect(learning.normaliser.shift[ego]).toBe(0);
    learning.update();
    expect(learning.normaliser.shift[ego]).toBeCloseTo((agents - 1) / 2, 6);
    const weights = await learning.weights();
    expect(weights.shift).toEqual(learning.normaliser.shift);
    expect(weights.scale).toEqual(learning.normaliser.scale);
    expect(weights.actor).toEqual((await learning.learner.state()).networks[0]!.target);
  });

  it('normalises each group of agents by what its own have seen', async () => {
    const learning = await createLearning({ worlds: 1, warmup: 0, groups: agents });
    const ego = findPart(layout, 'ego').offset;
    const { row } = learning.replay;
    for (let i = 0; i < 3 * agents; i++) {
      const values = drawRow(learning);
      for (let agent = 0; agent < agents; agent++) {
        values[row.agentOffset + agent * layout.agentSize + ego] = agent;
      }
      learning.addRow(0, values);
    }
    learning.update();
    const { shift, actor } = await learning.weights();
    const size = actor.length / agents;
    for (let group = 0; group < agents; group++) {
      expect(shift[group * layout.agentSize + ego]).toBe(group);
      const { target } = (await learning.learner.state()).networks[2 * group]!;
      expect(actor.slice(group * size, (group + 1) * size)).toEqual(target);
    }
  });

  it('leaves observations as they are where it should not normalise', async () => {
    const learning = await createLearning({ normalise: false, warmup: 0 });
    for (let i = 0; i < 10; i++) learning.addRow(0, drawRow(learning));
    learning.update();
    expect(learning.normaliser.shift.every((x) => x === 0)).toBe(true);
    expect(learning.normaliser.scale.every((x) => x === 1)).toBe(true);
  });

  it('relabels with hindsight where the scenario’s observations allow it', async () => {
    const learning = await createLearning({ hindsight: 1, worlds: 1, warmup: 0 });
    for (let i = 0; i < 12; i++) learning.addRow(0, drawRow(learning));
    const batch = learning.replay.createBatch(20);
    learning.replay.sample(batch, { nStep: 1, gamma: 0.9, hindsight: 1 }, createRandom(1));
    // Random places are seldom within a goal radius of each other: most samples go on, some arrive.
    const arrived = batch.returns.filter((value) => value === 1).length;
    expect(arrived).toBeGreaterThan(0);
    expect(batch.returns.every((value) => value === 0 || value === 1)).toBe(true);
    expect(batch.valid.every((value) => value === 1)).toBe(true);
  });

  it('refuses hyperparameters that do not go together', async () => {
    await expect(createLearning({ channels: 6, heads: 4 })).rejects.toThrow(InputError);
    await expect(createLearning({ attention: 'telepathy' })).rejects.toThrow(/Known: dot/);
  });

  it.each([2, 6])('refuses %d groups of three agents', async (groups) => {
    const creating = createLearning({ groups });
    await expect(creating).rejects.toThrow(InputError);
    await expect(creating).rejects.toThrow(
      `Expected groups to be a divisor of the number of agents, 3, but got ${groups}.`,
    );
  });
});
