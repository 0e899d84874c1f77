import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BestLook, KeptRun, type KeptRunOptions } from '../../src/agents/kept-run.ts';
import type { Rollback } from '../../src/agents/watch.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { readCheckpointFile, writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { createMemory, openMemoryStore } from '../../src/storage/memory-store.ts';
import { type Checkpoint, StorageFullError, type Store } from '../../src/storage/store.ts';
import { startWasm } from '../nn/start-backend.ts';
import { madeUpRows, rowOf } from './made-up-rows.ts';
import { printOf, type WholeCheckpoint } from './print-of.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(startWasm);

const create = (options: Partial<KeptRunOptions> = {}) =>
  KeptRun.create({
    scenario: quickPlaza,
    hyperparameters: tiny,
    seed: 1,
    run: 'plaza',
    ...options,
  });

/** Where it is counted what is left behind: of tfjs every tensor can be. */
const counted = { backend: 'tfjs' } as const;

/** `count` rows of each of the two worlds. */
function feed(run: KeptRun, count: number, seed = 1): void {
  run.addRows(madeUpRows(createRandom(seed, 'rows'), rowOf(quickPlaza), { streams: 2, count }));
}

async function learn(run: KeptRun, updates: number): Promise<void> {
  for (let i = 0; i < updates; i++) await run.update();
}

/** Everything of a run that can be seen from outside. */
const stateOf = async (run: KeptRun) => ({
  weights: await run.weights(),
  metrics: run.metrics(),
  resumed: run.resumed,
  progress: run.progress,
  hyperparameters: run.hyperparameters,
});

/** A store that tells what it was given, and is full when told so. */
function watched(store: Store) {
  const commits: Checkpoint[] = [];
  const state = { full: false };
  const commit: Store['commit'] = async (run, checkpoint) => {
    if (state.full) throw new StorageFullError('There is no room.');
    commits.push(checkpoint);
    await store.commit(run, checkpoint);
  };
  return { store: { ...store, commit }, commits, state };
}

const printOfKept = async (store: Store) => printOf((await store.read('plaza')) as WholeCheckpoint);
const printOfFile = async (run: KeptRun) =>
  printOf(readCheckpointFile(await run.exportFile(), 'the file'));

const kept = ({ blobs }: Checkpoint) =>
  [...blobs].filter(([, bytes]) => bytes === 'keep').map(([name]) => name);

/** Several chunks of about a hundred rows in each ring. */
const roomy: Hyperparameters = { ...tiny, replaySize: 250 * 2 * quickPlaza.agents };

describe('kept run: its critic', () => {
  it('is the target critic, and none where it has become no numbers', async () => {
    const run = await create();
    feed(run, 6);
    await learn(run, 3);
    const critic = await run.critic();
    expect(critic?.length).toBeGreaterThan(100);
    expect(critic).toEqual(await run.critic());
    await learn(run, 1);
    expect(await run.critic()).not.toEqual(critic);
    run.dispose();
  });
});

describe('kept run: in a store', () => {
  it('goes on where it was saved, with its weights, counts and progress', async () => {
    const memory = createMemory();
    const run = await create({ store: openMemoryStore(memory) });
    expect(run.resumed).toBeUndefined();
    feed(run, 6);
    await learn(run, 3);
    await run.save({ progress: { curve: [1, 2] } });
    const weights = await run.weights();
    const metrics = run.metrics();
    run.dispose();

    const store = openMemoryStore(memory);
    const again = await create({ store, seed: 99, hyperparameters: { ...tiny, tau: 0.5 } });
    expect(again.resumed).toEqual({ agentSteps: 96, updates: 3 });
    expect(again.progress).toEqual({ curve: [1, 2] });
    expect(await again.weights()).toEqual(weights);
    expect(again.metrics()).toEqual(metrics);
    // A run keeps its hyperparameters, whatever the page's are by now.
    expect(again.hyperparameters).toEqual(tiny);
    again.dispose();
  });

  it('other runs in the store are other runs', async () => {
    const memory = createMemory();
    const run = await create({ store: openMemoryStore(memory) });
    await run.save();
    run.dispose();
    const other = await create({ store: openMemoryStore(memory), run: 'rooms' });
    expect(other.resumed).toBeUndefined();
    other.dispose();
  });

  it('without a store nothing is kept, and saving is no mistake', async () => {
    const run = await create();
    feed(run, 2);
    await run.save({ progress: 1 });
    expect(run.resumed).toBeUndefined();
    expect(run.metrics()).toMatchObject({ agentSteps: 32, updates: 0, replaySize: 32 });
    run.dispose();
  });

  it('writes only what changed, also after a resume, and always a whole checkpoint', async () => {
    const memory = createMemory();
    const first = watched(openMemoryStore(memory));
    const run = await create({ store: first.store, hyperparameters: roomy });
    feed(run, 220);
    await run.save();
    feed(run, 1, 2);
    await run.save();
    await run.save();
    expect(first.commits.map(kept)).toEqual([
      [],
      ['replay-0-0', 'replay-0-1', 'replay-1-0', 'replay-1-1'],
      ['replay-0-0', 'replay-0-1', 'replay-1-0', 'replay-1-1'],
    ]);
    expect(await printOfKept(first.store)).toEqual(await printOfFile(run));
    run.dispose();

    const second = watched(openMemoryStore(memory));
    const again = await create({ store: second.store, hyperparameters: roomy });
    // 29 rows fill the ring, the thirtieth is written over the oldest one.
    feed(again, 30, 3);
    await again.save();
    expect(second.commits.map(kept)).toEqual([['replay-0-1', 'replay-1-1']]);
    expect(await printOfKept(second.store)).toEqual(await printOfFile(again));
    again.dispose();
  });

  it('a save that finds no room is made up for by the next one', async () => {
    const { store, state, commits } = watched(openMemoryStore());
    const run = await create({ store, hyperparameters: roomy });
    feed(run, 110);
    await run.save();
    feed(run, 1, 2);
    state.full = true;
    await expect(run.save()).rejects.toThrow(StorageFullError);
    feed(run, 105, 3);
    state.full = false;
    await run.save();
    expect(commits).toHaveLength(2);
    expect(await printOfKept(store)).toEqual(await printOfFile(run));
    run.dispose();
  });

  it('what is kept of another network is refused with both, and stays', async () => {
    const memory = createMemory();
    const store = openMemoryStore(memory);
    const run = await create({ store });
    await run.save();
    run.dispose();
    const before = await printOfKept(store);
    const tensors = tf.memory().numTensors;
    const opening = create({ ...counted, store, hyperparameters: { ...tiny, hidden: 32 } });
    await expect(opening).rejects.toThrow(InputError);
    await expect(opening).rejects.toThrow(
      /^The kept run "plaza" has another network than this page: .*\[16,16\].* there, .*\[32,32\].* here\.$/,
    );
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await printOfKept(store)).toEqual(before);
  });

  it('what is kept and broken is refused, and leaves nothing behind', async () => {
    const store = openMemoryStore();
    const run = await create({ store });
    await run.save();
    const { manifest, blobs } = (await store.read('plaza')) as Checkpoint;
    const broken = new Map(blobs);
    broken.delete('critic-1');
    await store.commit('plaza', { manifest, blobs: broken });
    const tensors = tf.memory().numTensors;
    await expect(create({ ...counted, store })).rejects.toThrow(
      'The kept run "plaza": expected a part called "critic-1", but it is missing.',
    );
    expect(tf.memory().numTensors).toBe(tensors);
    run.dispose();
  });
});

describe('kept run: learning', () => {
  it('tells losses once they were read, and gives weights flat with their age', async () => {
    const run = await create();
    expect(run.metrics()).toMatchObject({ warmingUp: true, criticLoss: Number.NaN });
    expect(run.ready()).toBe(false);
    feed(run, 20);
    expect(run.ready()).toBe(true);
    await learn(run, 10);
    const { criticLoss, actorLoss, qMean, ...rest } = run.metrics();
    expect([criticLoss, actorLoss, qMean].every(Number.isFinite)).toBe(true);
    expect(rest).toEqual({ agentSteps: 320, updates: 10, replaySize: 320, warmingUp: false });
    const { weights, version } = await run.weights();
    const { agentSize } = quickPlaza.observationLayout;
    expect(version).toBe(10);
    // Without `normalise` nothing is shifted or scaled.
    expect([...weights.subarray(-2 * agentSize)]).toEqual([
      ...Array(agentSize).fill(0),
      ...Array(agentSize).fill(1),
    ]);
    run.dispose();
  });

  it('gives everything back when it is disposed of', async () => {
    const tensors = tf.memory().numTensors;
    const run = await create(counted);
    expect(tf.memory().numTensors).toBeGreaterThan(tensors);
    feed(run, 6);
    await learn(run, 2);
    run.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('kept run: what learns', () => {
  it('is the backend that was asked for, also where a run goes on or comes from a file', async () => {
    const store = openMemoryStore();
    const one = await create({ store });
    feed(one, 6);
    await one.save();
    const file = await one.exportFile();
    one.dispose();
    // Of these two, tfjs alone makes tensors.
    const before = tf.memory().numTensors;
    for (const [backend, tells] of [
      ['wasm', 'toBe'],
      ['tfjs', 'toBeGreaterThan'],
    ] as const) {
      const again = await create({ store, backend });
      expect(again.resumed).toBeDefined();
      expect(tf.memory().numTensors)[tells](before);
      await again.importFile(file);
      expect(tf.memory().numTensors)[tells](before);
      await learn(again, 1);
      again.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

describe('kept run: as a file', () => {
  it('goes from one page to another, and is saved there as a whole', async () => {
    const one = await create();
    feed(one, 6);
    await learn(one, 10);
    const bytes = await one.exportFile({ progress: 'half way' });

    const { store, commits } = watched(openMemoryStore());
    const other = await create({ store, seed: 7 });
    feed(other, 12, 5);
    await learn(other, 10);
    await other.save({ progress: 'lost' });
    await other.importFile(bytes);
    expect(other.resumed).toEqual({ agentSteps: 96, updates: 10 });
    expect(other.progress).toBe('half way');
    expect(await other.weights()).toEqual(await one.weights());
    const { criticLoss, ...metrics } = other.metrics();
    expect(metrics).toMatchObject({ agentSteps: 96, updates: 10, replaySize: 96 });
    // Losses were of the run before.
    expect(criticLoss).toBeNaN();

    await other.save();
    expect(kept(commits.at(-1) as Checkpoint)).toEqual([]);
    expect(await printOfKept(store)).toEqual(await printOfFile(other));
    feed(other, 6, 6);
    await learn(other, 1);
    one.dispose();
    other.dispose();
  });

  it('is saved as a whole where chunks of the run before are kept', async () => {
    const one = await create({ hyperparameters: roomy });
    feed(one, 220);
    const { store, commits } = watched(openMemoryStore());
    const other = await create({ store, hyperparameters: roomy });
    feed(other, 220, 2);
    await other.save();
    await other.importFile(await one.exportFile());
    await other.save();
    await other.save();
    expect(commits.map((commit) => kept(commit).length)).toEqual([0, 0, 4]);
    expect(await printOfKept(store)).toEqual(await printOfFile(other));
    one.dispose();
    other.dispose();
  });

  it('takes a file of a run whose agents learn in groups, and goes on in groups', async () => {
    const grouped = { ...tiny, groups: 2 };
    const [one, other] = [await create({ hyperparameters: grouped }), await create({ seed: 7 })];
    feed(one, 6);
    await learn(one, 3);
    await other.importFile(await one.exportFile());
    expect(other.hyperparameters).toEqual(grouped);
    expect(await other.weights()).toEqual(await one.weights());
    feed(other, 2);
    await learn(other, 1);
    expect(other.metrics()).toMatchObject({ updates: 4 });
    one.dispose();
    other.dispose();
  });

  it('in a file without its replay it is small, and goes on learning where it was once it has collected anew', async () => {
    const run = await create({ hyperparameters: roomy });
    feed(run, 200);
    await learn(run, 3);
    await run.keepMoment({ seconds: 5, success: 0.5 });
    const bytes = await run.exportFile({ progress: 'curve', withoutReplay: true });
    expect(bytes.length).toBeLessThan((await run.exportFile()).length / 4);
    const [weights, critic, moments] = [await run.weights(), await run.critic(), run.moments];
    run.dispose();

    const other = await create({ hyperparameters: roomy, seed: 2 });
    await other.importFile(bytes);
    expect(await other.weights()).toEqual(weights);
    expect([await other.critic(), other.moments]).toEqual([critic, moments]);
    expect([other.progress, other.metrics().replaySize]).toEqual(['curve', 0]);
    expect(other.ready()).toBe(false);
    feed(other, 200);
    expect(other.ready()).toBe(true);
    await learn(other, 1);
    expect(other.metrics().updates).toBe(4);
    other.dispose();
  });

  it('a file that cannot be used is one sentence, and the present run goes on', async () => {
    const source = await create({ seed: 3 });
    const good = await source.exportFile();
    source.dispose();
    const wide = await create({ hyperparameters: { ...tiny, channels: 16 } });
    const otherNetwork = await wide.exportFile();
    wide.dispose();
    const { manifest, blobs } = readCheckpointFile(good, 'the file');
    const changed = (change: object) =>
      writeCheckpointFile({ manifest: { ...(manifest as object), ...change }, blobs });
    const flipped = good.slice();
    flipped[flipped.length - 100] = (flipped[flipped.length - 100] as number) ^ 1;

    const { store } = watched(openMemoryStore());
    const run = await create({ ...counted, store });
    feed(run, 6);
    await learn(run, 10);
    await run.save({ progress: 'so far' });
    const before = await stateOf(run);
    const stored = await printOfKept(store);
    const tensors = tf.memory().numTensors;
    for (const [bytes, pattern] of [
      [new Uint8Array(), /^The file is no readable checkpoint: it has only 0 bytes\.$/],
      [flipped, /^The file is no readable checkpoint: its checksum is wrong/],
      [good.subarray(0, good.length - 8), /^The file is no readable checkpoint: /],
      [changed({ format: 'other' }), /^The file: expected a checkpoint of Heed/],
      [changed({ version: 1 }), /^The file: expected a checkpoint of version 9, but got version 1/],
      [
        changed({ scenario: 'rooms' }),
        /^The file is a run of the scene "rooms", and this is "plaza": open that scene first\.$/,
      ],
      [otherNetwork, /^The file has another network than this page: .* there, .* here\.$/],
      [changed({ agents: 9 }), /^The file: the checkpoint of "plaza" does not fit/],
      [changed({ statistics: {} }), /^The file: expected statistics\.count to be a list/],
    ] as const) {
      await expect(run.importFile(bytes)).rejects.toThrow(InputError);
      await expect(run.importFile(bytes)).rejects.toThrow(pattern);
      expect(await stateOf(run)).toEqual(before);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await printOfKept(store)).toEqual(stored);
    feed(run, 6, 4);
    await learn(run, 2);
    await run.save();
    expect(run.metrics().updates).toBe(12);
    run.dispose();
  });
});

describe('kept run: watched', () => {
  const good = { successes: 90, episodes: 100, returnMean: 0.5 };
  const bad = { ...good, successes: 20 };

  it('goes back to the best after two looks of a fall, says so, and learns on', async () => {
    const rollbacks: Rollback[] = [];
    const best: BestLook[] = [];
    const run = await create({
      onRollback: (rollback) => rollbacks.push(rollback),
      onBest: (look) => best.push(look),
    });
    feed(run, 20);
    // Nothing to see before the first update.
    expect(await run.look(bad)).toBe(false);
    await learn(run, 3);
    const { weights } = await run.weights();
    expect(await run.look(good)).toBe(false);
    await learn(run, 3);
    expect((await run.weights()).weights).not.toEqual(weights);
    expect(await run.look(bad)).toBe(false);
    await learn(run, 3);
    expect(await run.look(bad)).toBe(true);
    expect(rollbacks).toEqual([
      {
        ...{ updates: 9, to: 3 },
        collapse: { is: 'fell', success: 0.2, best: 0.9, updates: 3 },
        reason: 'Success was 0.20, after 0.90 at update 3, and so at the look before.',
      },
    ]);
    expect(best).toEqual([{ updates: 3, successes: 90, episodes: 100 }]);
    expect(await run.weights()).toEqual({ weights, version: 9 });
    await learn(run, 1);
    expect(run.metrics().updates).toBe(10);
    run.dispose();
  });

  it('goes on watching after a reload, and from a file, with the best it had', async () => {
    const memory = createMemory();
    const one = await create({ store: openMemoryStore(memory) });
    feed(one, 20);
    await learn(one, 3);
    const { weights } = await one.weights();
    await one.look(good);
    await learn(one, 3);
    await one.look(bad);
    await one.save();
    const file = await one.exportFile();
    one.dispose();
    const elsewhere = await create({ seed: 8 });
    await elsewhere.importFile(file);
    for (const run of [await create({ store: openMemoryStore(memory) }), elsewhere]) {
      // Q is of no update of this session yet.
      expect(await run.look(bad)).toBe(false);
      feed(run, 20);
      await learn(run, 1);
      expect(await run.look(bad)).toBe(true);
      expect((await run.weights()).weights).toEqual(weights);
      run.dispose();
    }
  });

  it('refuses a file whose best networks are missing or of another size', async () => {
    const run = await create();
    const { manifest, blobs } = readCheckpointFile(await run.exportFile(), 'the file');
    const without = new Map([...blobs].filter(([name]) => name !== 'best-critic-1'));
    const { watchdog } = manifest as { watchdog: { normaliser: object } };
    const short = { ...watchdog, normaliser: { ...watchdog.normaliser, scale: [1] } };
    const far = { ...watchdog, state: { best: 7 } };
    for (const [changed, of, pattern] of [
      [
        manifest,
        without,
        /^The file: expected a part called "best-critic-1", but it is missing\.$/,
      ],
      [
        { ...(manifest as object), watchdog: short },
        blobs,
        /values of the best look's scale, but got 1\.$/,
      ],
      [
        { ...(manifest as object), watchdog: far },
        blobs,
        /watchdog\.state\.best to be a record, but got 7\.$/,
      ],
    ] as const) {
      const bytes = writeCheckpointFile({ manifest: changed, blobs: of });
      await expect(run.importFile(bytes)).rejects.toThrow(InputError);
      await expect(run.importFile(bytes)).rejects.toThrow(pattern);
    }
    run.dispose();
  });
});

describe('kept run: moments', () => {
  const at = (seconds: number) => ({ seconds, success: seconds / 100 });
  const momentsIn = ({ blobs }: Checkpoint) =>
    [...blobs]
      .filter(([name]) => name.startsWith('moment-'))
      .map(([name, bytes]) => `${name} ${bytes === 'keep' ? 'kept' : 'written'}`);

  it('keep their weights, each once, through a reload and in a file', async () => {
    const memory = createMemory();
    const { store, commits } = watched(openMemoryStore(memory));
    const run = await create({ store });
    feed(run, 20);
    const weights: Float32Array[] = [];
    for (const seconds of [2, 4]) {
      await learn(run, 3);
      await run.keepMoment(at(seconds));
      weights.push((await run.weights()).weights);
    }
    // Nothing was learned since, so there is nothing new to keep.
    await run.keepMoment(at(6));
    const moments = [
      { updates: 3, agentSteps: 320, ...at(2) },
      { updates: 6, agentSteps: 320, ...at(4) },
    ];
    expect(run.moments).toEqual(moments);
    expect(run.weightsOf(3)).toEqual(weights[0]);
    expect(weights[0]).not.toEqual(weights[1]);
    expect(run.weightsOf(4)).toBeUndefined();
    const { hyperparameters } = run;
    expect(await run.policy(3)).toEqual({
      ...{ hyperparameters, weights: weights[0], version: 3, critic: undefined },
    });
    expect(await run.policy(4)).toBeUndefined();
    expect(await run.policy(undefined)).toEqual({
      ...{ hyperparameters, weights: weights[1], version: 6, critic: await run.critic() },
    });
    await run.save();
    await learn(run, 1);
    await run.keepMoment(at(8));
    await run.save();
    const file = await run.exportFile();
    expect(commits.map(momentsIn)).toEqual([
      ['moment-3 written', 'moment-6 written'],
      ['moment-3 kept', 'moment-6 kept', 'moment-7 written'],
    ]);
    expect(await printOfKept(store)).toEqual(await printOfFile(run));
    run.dispose();

    const again = watched(openMemoryStore(memory));
    const resumed = await create({ store: again.store });
    const elsewhere = await create({ seed: 5 });
    await elsewhere.importFile(file);
    for (const each of [resumed, elsewhere]) {
      expect(each.moments.map(({ updates }) => updates)).toEqual([3, 6, 7]);
      expect(each.weightsOf(6)).toEqual(weights[1]);
    }
    await resumed.save();
    expect(again.commits.map(momentsIn)[0]).toEqual(
      ['moment-3', 'moment-6', 'moment-7'].map((name) => `${name} kept`),
    );
    resumed.dispose();
    elsewhere.dispose();
  });

  it('are written again after a save that found no room, and whole where a file took the run’s place', async () => {
    const { store, commits, state } = watched(openMemoryStore());
    const run = await create({ store });
    feed(run, 20);
    await learn(run, 1);
    await run.keepMoment(at(2));
    state.full = true;
    await expect(run.save()).rejects.toThrow('no room');
    state.full = false;
    await run.save();
    await run.importFile(await run.exportFile());
    await run.save();
    expect(commits.map(momentsIn)).toEqual([['moment-1 written'], ['moment-1 written']]);
    run.dispose();
  });

  it('a run of before there were moments goes on, and has none', async () => {
    const run = await create();
    feed(run, 6);
    await learn(run, 3);
    const { manifest, blobs } = readCheckpointFile(await run.exportFile(), 'the file');
    const { moments: _, ...rest } = manifest as { moments: unknown };
    const before = await run.weights();
    run.dispose();
    const older = await create({ seed: 5 });
    await older.importFile(writeCheckpointFile({ manifest: { ...rest, version: 7 }, blobs }));
    expect(older.moments).toEqual([]);
    expect(await older.weights()).toEqual(before);
    older.dispose();
  });

  it('a run whose watchdog knew the largest return goes on, and is watched', async () => {
    const run = await create();
    feed(run, 20);
    await learn(run, 3);
    await run.look({ successes: 90, episodes: 100, returnMean: 1 });
    const { manifest, blobs } = readCheckpointFile(await run.exportFile(), 'the file');
    const { watchdog, ...rest } = manifest as { watchdog: { state: object } };
    run.dispose();
    const state = { ...watchdog.state, largestReturn: 2 };
    const older = await create({ seed: 5 });
    const kept = { ...rest, version: 8, watchdog: { ...watchdog, state } };
    await older.importFile(writeCheckpointFile({ manifest: kept, blobs }));
    const again = readCheckpointFile(await older.exportFile(), 'the file').manifest;
    expect(again).toMatchObject({ version: 9, watchdog: { state: watchdog.state } });
    older.dispose();
  });

  it('a file whose moments are broken is one sentence, and the present run goes on', async () => {
    const run = await create();
    feed(run, 20);
    await learn(run, 2);
    await run.keepMoment(at(2));
    const { manifest, blobs } = readCheckpointFile(await run.exportFile(), 'the file');
    const before = await stateOf(run);
    const [moment] = run.moments;
    const withMoments = (moments: unknown) =>
      writeCheckpointFile({ manifest: { ...(manifest as object), moments }, blobs });
    const without = new Map(blobs);
    without.delete('moment-2');
    const bytes = (name: string) => blobs.get(name) as Uint8Array;
    for (const [file, pattern] of [
      [withMoments(undefined), /expected moments to be a list/],
      [withMoments([{ ...moment, seconds: -1 }]), /expected moments\[0\]\.seconds/],
      [withMoments([{ ...moment, success: 2 }]), /expected moments\[0\]\.success/],
      [withMoments([moment, moment]), /expected moments\[1\]\.updates to be a whole number from 3/],
      [withMoments(Array(25).fill(moment)), /expected moments to be at most 24/],
      [writeCheckpointFile({ manifest, blobs: without }), /part called "moment-2"/],
      [
        writeCheckpointFile({
          ...{ manifest, blobs: new Map(blobs).set('moment-2', bytes('actor')) },
        }),
        /values called "actor", but got none/,
      ],
    ] as const) {
      await expect(run.importFile(file)).rejects.toThrow(InputError);
      await expect(run.importFile(file)).rejects.toThrow(pattern);
    }
    expect(await stateOf(run)).toEqual(before);
    expect(run.moments).toEqual([moment]);
    run.dispose();
  });
});
