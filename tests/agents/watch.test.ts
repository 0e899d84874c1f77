import { beforeAll, describe, expect, it } from 'vitest';
import { Learning } from '../../src/agents/learning.ts';
import { soundWeights, Watch } from '../../src/agents/watch.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadEngines } from '../../src/env/index.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { startWasm } from '../nn/start-backend.ts';
import { madeUpRows } from './made-up-rows.ts';
import { poison } from './poison.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(async () => {
  await loadEngines();
  await startWasm();
});

const hyperparameters = { ...tiny, normalise: true, twin: true };
const good = { successes: 90, episodes: 100, returnMean: 0.5 };

async function learned(
  backend: 'wasm' | 'tfjs' = 'wasm',
  settings: Partial<Hyperparameters> = {},
): Promise<Learning> {
  const learning = await Learning.create({
    scenario: quickPlaza,
    hyperparameters: { ...hyperparameters, ...settings },
    seed: 1,
    backend,
  });
  const { row } = learning.replay;
  const { rows } = madeUpRows(createRandom(1, 'rows'), row, { streams: 2, count: 10 });
  for (let i = 0; i < 20; i++) learning.addRow(i % 2, rows, i * row.size);
  return learning;
}

const learn = (learning: Learning, updates: number) => {
  for (let i = 0; i < updates; i++) learning.update();
};

/** What a rollback puts back, copied. */
const kept = async ({ learner, normaliser }: Learning) =>
  structuredClone({ networks: (await learner.state()).networks, normaliser });

const areNumbers = async (learning: Learning) =>
  (await learning.learner.state()).networks.every(({ online, target, first, second }) =>
    [online, target, first, second].every((values) => values.every(Number.isFinite)),
  );

describe.each(['wasm', 'tfjs'] as const)('watch, on %s', (backend) => {
  it('puts the best networks and their normaliser back to the bit, and learning goes on', async () => {
    const learning = await learned(backend);
    const watch = await Watch.begin(learning);
    learn(learning, 3);
    expect((await watch.look(good)).verdict).toBe('best');
    const best = await kept(learning);
    learning.normaliser.shift.fill(0.5);
    learn(learning, 3);
    expect(await kept(learning)).not.toEqual(best);

    await poison(learning.learner, 1, 1e6);
    learn(learning, 1);
    const { random } = await learning.learner.state();
    const { verdict, collapse, reason, rollback } = await watch.look(good);
    expect(verdict).toBe('collapsed');
    expect(rollback).toEqual({ updates: 7, to: 3, collapse, reason });
    expect(await kept(learning)).toEqual(best);
    // These go on: the next batches are others than those that led astray.
    expect(learning.updates).toBe(7);
    expect((await learning.learner.state()).random).toEqual(random);

    learn(learning, 3);
    expect(learning.updates).toBe(10);
    expect(await areNumbers(learning)).toBe(true);
    expect((await watch.look({ ...good, successes: 95 })).verdict).toBe('best');
    learning.dispose();
  });

  it('takes networks that are no numbers for a collapse, whatever Q says', async () => {
    const learning = await learned(backend);
    const watch = await Watch.begin(learning);
    const before = await kept(learning);
    learn(learning, 2);
    await poison(learning.learner, 2, Number.NaN);
    const { rollback, look } = await watch.look(good);
    expect(look.qMean).toBeNaN();
    // Before any look, to where watching began.
    expect(rollback).toMatchObject({ updates: 2, to: 0 });
    expect((await kept(learning)).networks).toEqual(before.networks);
    learn(learning, 2);
    expect(await areNumbers(learning)).toBe(true);
    learning.dispose();
  });
});

describe('watch', () => {
  it('never lets weights act that are no numbers', async () => {
    const learning = await learned();
    const watch = await Watch.begin(learning);
    learn(learning, 2);
    await watch.look(good);
    const sound = await learning.weights();
    expect(await soundWeights(learning, watch)).toEqual({ weights: sound });
    await poison(learning.learner, 0, Number.NaN);
    const { weights, rollback } = await soundWeights(learning, watch);
    expect(weights).toEqual(sound);
    expect(rollback).toMatchObject({ updates: 2, to: 2 });
    // Nobody watches: nothing to go back to.
    await poison(learning.learner, 0, Number.NaN);
    expect((await soundWeights(learning, undefined)).weights.actor[0]).toBeNaN();
    learning.dispose();
  });

  it('gives the best weights for use, none before the first look, and keeps them as learning goes on', async () => {
    const learning = await learned();
    const watch = await Watch.begin(learning);
    learn(learning, 1);
    expect(watch.bestWeights()).toBeUndefined();
    await watch.look(good);
    const best = await learning.weights();
    expect(watch.bestWeights()).toEqual(best);
    learn(learning, 2);
    await watch.look({ ...good, successes: 85 });
    expect(watch.bestWeights()).toEqual(best);
    expect(watch.bestLook).toMatchObject({ updates: 1, successes: 90 });
    learning.dispose();
  });

  it('holds against Q what is paid for ever under the learner’s own discount', async () => {
    // Far for the scenario's, and nothing unusual for one that looks ten thousand decisions ahead.
    for (const [gamma, verdict] of [
      [0.99, 'collapsed'],
      [0.9999, 'best'],
    ] as const) {
      const learning = await learned('wasm', { gamma });
      const watch = await Watch.begin(learning);
      learn(learning, 1);
      await watch.look(good);
      await poison(learning.learner, 1, 1000);
      learn(learning, 1);
      const { q } = await learning.losses();
      expect(Math.abs(q)).toBeGreaterThan(3 * 100);
      expect(Math.abs(q)).toBeLessThan(3 * 5000);
      expect((await watch.look(good)).verdict).toBe(verdict);
      learning.dispose();
    }
  });
});
