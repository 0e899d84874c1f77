/** Hyperparameters that change under way: what is learned so far stays, to the bit, and learning goes on by the new ones. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckpoint, restoreCheckpoint } from '../../src/agents/checkpoint.ts';
import { KeptRun } from '../../src/agents/kept-run.ts';
import { Learning } from '../../src/agents/learning.ts';
import { readManifest } from '../../src/agents/manifest.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import type { LearnerBackend } from '../../src/rl/create-learner.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { createMemory, openMemoryStore } from '../../src/storage/memory-store.ts';
import { startWasm } from '../nn/start-backend.ts';
import { madeUpRows, rowOf } from './made-up-rows.ts';
import { printOf, type WholeCheckpoint } from './print-of.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(startWasm);

const made: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of made.splice(0)) each.dispose();
});

const rows = (count: number) =>
  madeUpRows(createRandom(3, 'rows'), rowOf(quickPlaza), { streams: 2, count });

async function create(hyperparameters: Hyperparameters, backend: LearnerBackend = 'wasm') {
  const learning = await Learning.create({
    ...{ scenario: quickPlaza, hyperparameters, seed: 1, backend },
  });
  made.push(learning);
  return learning;
}

async function learned(hyperparameters: Hyperparameters, backend: LearnerBackend) {
  const learning = await create(hyperparameters, backend);
  const block = rows(12);
  const { size } = learning.replay.row;
  block.stream.forEach((stream, i) => {
    learning.addRow(stream, block.rows, i * size);
  });
  for (let i = 0; i < 3; i++) learning.update();
  return learning;
}

const whole = async (learning: Learning) => (await makeCheckpoint(learning)) as WholeCheckpoint;
/** Without the settings themselves, which are to differ. */
async function printWithout(learning: Learning) {
  const { manifest, blobs } = printOf(await whole(learning));
  return { manifest: { ...(manifest as object), hyperparameters: undefined }, blobs };
}

describe('adjusting a learning', () => {
  it.each<[string, Partial<Hyperparameters>, Partial<Hyperparameters>, LearnerBackend]>([
    ['rates', {}, { actorRate: 2e-3, criticRate: 1e-4 }, 'wasm'],
    ['what is written into the plan', {}, { tau: 0.1, reachPenalty: 0.3 }, 'wasm'],
    ['the batch', {}, { batch: 64 }, 'wasm'],
    ['how returns are made', {}, { gamma: 0.5, nStep: 1 }, 'wasm'],
    ['all groups', { groups: 2 }, { tau: 0.2, batch: 32 }, 'wasm'],
    ['the reference', {}, { tau: 0.2, criticRate: 1e-4 }, 'tfjs'],
  ])(
    '%s: goes on as a run that is read from a file with the new ones does',
    async (_name, base, changes, backend) => {
      const before = { ...tiny, ...base };
      const after = { ...before, ...changes };
      const learning = await learned(before, backend);
      const saved = await whole(learning);
      const print = await printWithout(learning);
      await learning.adjust(after);
      expect(learning.hyperparameters).toEqual(after);
      expect(await printWithout(learning)).toEqual(print);

      const read = await create(after, backend);
      const manifest = { ...(saved.manifest as object), hyperparameters: after };
      restoreCheckpoint(read, readManifest(manifest, 'The file'), saved.blobs, 'The file');
      // A file closes the streams.
      learning.replay.closeStreams();
      const unchanged = await create(before, backend);
      restoreCheckpoint(unchanged, readManifest(saved.manifest, 'The file'), saved.blobs, 'it');
      for (const each of [learning, read, unchanged]) for (let i = 0; i < 2; i++) each.update();
      expect(await printWithout(learning)).toEqual(await printWithout(read));
      expect((await printWithout(learning)).blobs).not.toEqual(
        (await printWithout(unchanged)).blobs,
      );
    },
  );

  it('waits for what is on its way before it lets the old learner go', async () => {
    const learning = await learned(tiny, 'wasm');
    const { learner } = learning;
    const order: string[] = [];
    let arrive = (_values: Float32Array) => {};
    learner.actorValues = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    learner.dispose = () => order.push('disposed');
    const weights = learning.weights().then(() => order.push('weights'));
    const adjusted = learning.adjust({ ...tiny, tau: 0.1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(order).toEqual([]);
    arrive(new Float32Array(1));
    await Promise.all([weights, adjusted]);
    expect(order).toEqual(['weights', 'disposed']);
  });

  it('counts steps per update from the change on, so that nothing is to be made up for', async () => {
    const { agents } = quickPlaza;
    const learning = await create({ ...tiny, warmup: 0, stepsPerUpdate: 4 * agents });
    const block = rows(40);
    const { size } = learning.replay.row;
    const add = (count: number) => {
      for (let i = 0; i < count; i++) learning.addRow(0, block.rows, i * size);
      const before = learning.updates;
      while (learning.ready()) learning.update();
      return learning.updates - before;
    };
    add(8);
    expect(add(8)).toBe(2);
    await learning.adjust({ ...learning.hyperparameters, stepsPerUpdate: agents });
    // Due at once is one, as at the beginning, and none for what was collected at the old rate.
    expect(add(0)).toBe(1);
    expect(add(5)).toBe(5);
    await learning.adjust({ ...learning.hyperparameters, stepsPerUpdate: 8 * agents });
    expect(add(0)).toBe(1);
    expect(add(8)).toBe(1);
  });
});

describe('adjusting a kept run', () => {
  async function kept(store = openMemoryStore(createMemory())) {
    const run = await KeptRun.create({
      ...{ scenario: quickPlaza, hyperparameters: tiny, seed: 1, run: 'plaza', store },
    });
    made.push(run);
    return run;
  }

  it('is kept with it, and shown with the discount that counts', async () => {
    const memory = createMemory();
    const run = await kept(openMemoryStore(memory));
    expect(run.settings).toEqual({ ...tiny, gamma: quickPlaza.gamma });
    run.addRows(rows(12));
    run.update();
    await run.adjust({ noise: 0.5, gamma: 0.9 });
    expect(run.hyperparameters).toEqual({ ...tiny, noise: 0.5, gamma: 0.9 });
    await run.save();
    const { weights } = await run.weights();
    const again = await kept(openMemoryStore(memory));
    expect(again.settings).toEqual({ ...tiny, noise: 0.5, gamma: 0.9 });
    expect((await again.weights()).weights).toEqual(weights);
  });

  it('makes no update meanwhile, and goes on as it was after what may not be', async () => {
    const run = await kept();
    run.addRows(rows(12));
    expect(run.ready()).toBe(true);
    const adjusting = run.adjust({ tau: 0.1 });
    expect(run.ready()).toBe(false);
    await adjusting;
    expect(run.ready()).toBe(true);
    await expect(run.adjust({ tau: 0.2, channels: 64 })).rejects.toThrow(InputError);
    await expect(run.adjust({ tau: 7 })).rejects.toThrow('Expected tau to be a number from');
    expect(run.hyperparameters).toEqual({ ...tiny, tau: 0.1 });
    expect(run.ready()).toBe(true);
  });
});
