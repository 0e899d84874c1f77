import { beforeAll, describe, expect, it } from 'vitest';
import { makeCheckpoint, restoreCheckpoint, rowsPerChunk } from '../../src/agents/checkpoint.ts';
import { Learning } from '../../src/agents/learning.ts';
import { readManifest } from '../../src/agents/manifest.ts';
import { Training } from '../../src/agents/training.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { flags } from '../../src/core/transition-row.ts';
import { evaluationSeed, loadEngines } from '../../src/env/index.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { openMemoryStore } from '../../src/storage/memory-store.ts';
import { readSafetensors, writeSafetensors } from '../../src/storage/safetensors.ts';
import type { Checkpoint } from '../../src/storage/store.ts';
import { madeUpRows } from './made-up-rows.ts';
import { printOf, type WholeCheckpoint as Whole } from './print-of.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(loadEngines);

const where = 'The file';
const settings: Hyperparameters = { ...tiny, normalise: true };
const create = (hyperparameters = settings, seed = 1) =>
  Learning.create({ scenario: quickPlaza, hyperparameters, seed });

/** A learning with rows and updates in it. */
async function learned(hyperparameters = settings): Promise<Learning> {
  const learning = await create(hyperparameters);
  const streams = hyperparameters.worlds;
  const random = createRandom(3, 'checkpoint');
  const { rows, stream } = madeUpRows(random, learning.replay.row, { streams, count: 6 });
  for (let i = 0; i < stream.length; i++) {
    learning.addRow(stream[i] as number, rows, i * learning.replay.row.size);
  }
  for (let i = 0; i < 3; i++) learning.update();
  return learning;
}

/** As it comes back from a store: the manifest as JSON, no blob left out. */
function asStored({ manifest, blobs }: Checkpoint): Whole {
  expect([...blobs.values()]).not.toContain('keep');
  return {
    manifest: JSON.parse(JSON.stringify(manifest)),
    blobs: blobs as ReadonlyMap<string, Uint8Array>,
  };
}

const stateOf = async (learning: Learning) => asStored(await makeCheckpoint(learning));

const printOfState = async (learning: Learning) => printOf(await stateOf(learning));

function open(learning: Learning, { manifest, blobs }: Whole): void {
  restoreCheckpoint(learning, readManifest(manifest, where), blobs, where);
}

describe('checkpoint: round trip', () => {
  it('brings back everything, and both learn on alike', async () => {
    const one = await learned({ ...settings, twin: true });
    const kept = await stateOf(one);
    const other = await create({ ...settings, twin: true });
    expect(await printOfState(other)).not.toEqual(printOf(kept));
    open(other, kept);

    // Without its worlds the run is cut here: the newest rows are no transitions any more.
    one.replay.closeStreams();
    expect(await printOfState(other)).toEqual(await printOfState(one));
    expect([one.agentSteps, one.updates]).toEqual([96, 3]);
    for (const learning of [one, other]) for (let i = 0; i < 2; i++) learning.update();
    expect(await printOfState(other)).toEqual(await printOfState(one));
    expect(await other.weights()).toEqual(await one.weights());
    one.dispose();
    other.dispose();
  });

  it('brings back all groups of agents, under names that say whose each network is', async () => {
    const grouped = { ...settings, groups: 2 };
    const one = await learned(grouped);
    const kept = await stateOf(one);
    expect([...kept.blobs.keys()].slice(-4)).toEqual([
      ...['group-0-actor', 'group-0-critic-1', 'group-1-actor', 'group-1-critic-1'],
    ]);
    const other = await create(grouped);
    open(other, kept);
    one.replay.closeStreams();
    for (const learning of [one, other]) for (let i = 0; i < 2; i++) learning.update();
    expect(await printOfState(other)).toEqual(await printOfState(one));
    const { actor, shift } = await other.weights();
    for (const values of [actor, shift]) {
      expect(values.slice(0, values.length / 2)).not.toEqual(values.slice(values.length / 2));
    }
    one.dispose();
    other.dispose();
  });

  it('gives copies: going on does not change what was kept', async () => {
    const learning = await learned();
    const kept = await stateOf(learning);
    const before = printOf(kept);
    learning.addRow(0, new Float32Array(learning.replay.row.size).fill(1));
    learning.update();
    expect(printOf(kept)).toEqual(before);
    learning.dispose();
  });

  it('goes without its replay, and then starts with an empty one', async () => {
    const one = await learned();
    const kept = asStored(await makeCheckpoint(one, { withoutReplay: true, progress: [1] }));
    expect([...kept.blobs.keys()]).toEqual(['actor', 'critic-1']);
    expect(kept.manifest).toMatchObject({ replay: null, rollout: null, progress: [1] });
    const other = await create();
    open(other, kept);
    expect(other.replay.size).toBe(0);
    expect(other.agentSteps).toBe(one.agentSteps);
    expect(await other.weights()).toEqual(await one.weights());
    one.dispose();
    other.dispose();
  });

  it('closes every stream where it goes on without its worlds', async () => {
    const one = await learned();
    const other = await create();
    open(other, await stateOf(one));
    const { row, data, added } = other.replay;
    for (const [stream, count] of added.entries()) {
      const flagsOf = (index: number) => {
        const at = index * row.size + row.flagOffset;
        return [...(data[stream] as Float32Array).subarray(at, at + row.agents)];
      };
      expect(flagsOf(count - 1)).toEqual(Array(row.agents).fill(flags.respawns));
      expect(flagsOf(count - 2)).toEqual(Array(row.agents).fill(flags.continues));
    }
    one.dispose();
    other.dispose();
  });
});

describe('checkpoint: chunks that are kept', () => {
  /** Rows whose numbers are all alike and never repeat, to fill rings of several chunks quickly. */
  function createFeeder(learning: Learning) {
    let made = 0;
    const row = new Float32Array(learning.replay.row.size);
    return (stream: number, count: number) => {
      for (let i = 0; i < count; i++) learning.replay.add(stream, row.fill(++made), 0);
    };
  }

  it('are those without a new row, through every wrap of the rings, and a closed stream', async () => {
    const learning = await create({ ...tiny, replaySize: 4000 });
    const { replay } = learning;
    const perChunk = rowsPerChunk(replay);
    expect(replay.rowsPerStream).toBeGreaterThan(2 * perChunk);
    expect(replay.rowsPerStream % perChunk).toBeGreaterThan(0);
    const feed = createFeeder(learning);
    const store = openMemoryStore();
    let saved: number[] | undefined;
    let before = new Map<string, Uint8Array>();
    const ring = replay.rowsPerStream;
    const kinds = { kept: 0, written: 0 };

    for (const [first, second, closes] of [
      [0, 0, false],
      [5, 0, true],
      [perChunk - 5, 3, false],
      [1, perChunk, true],
      [0, 0, false],
      [perChunk + 1, 1, true],
      [perChunk, 2 * perChunk, false],
      [7, ring - 1, true],
      [1, ring, false],
      [ring - perChunk, ring + 3, true],
      [perChunk - 1, 2 * ring + 9, false],
      [0, 1, true],
      [2, 0, false],
    ] as const) {
      feed(0, first);
      feed(1, second);
      const added = [...replay.added];
      const part = await makeCheckpoint(learning, { savedRows: saved });
      await store.commit('run', part);
      const stored = (await store.read('run'))?.blobs as Map<string, Uint8Array>;
      const { manifest, blobs } = await stateOf(learning);
      expect(printOf({ manifest, blobs: stored })).toEqual(printOf({ manifest, blobs }));

      for (const [name, bytes] of part.blobs) {
        const chunk = name.match(/^replay-(\d)-(\d+)$/);
        if (!chunk) continue;
        const [stream, index] = [Number(chunk[1]), Number(chunk[2])];
        if (bytes === 'keep') {
          kinds.kept++;
          continue;
        }
        kinds.written++;
        // The newest row that was saved may have been closed since: its chunk is always written.
        const newest = ((saved?.[stream] ?? 0) - 1 + ring) % ring;
        const mayBeClosed = Math.floor(newest / perChunk) === index;
        const old = before.get(name);
        const changed = !old || Buffer.compare(old, blobs.get(name) as Uint8Array) !== 0;
        expect(changed || mayBeClosed, `${name} after ${added}`).toBe(true);
      }
      saved = added;
      before = stored;
      if (closes) replay.closeStreams();
    }
    expect(kinds.kept).toBeGreaterThan(15);
    expect(kinds.written).toBeGreaterThan(15);
    learning.dispose();
  });
});

type Path = readonly (string | number)[];

/** The checkpoint with one field of its manifest replaced, or removed by undefined. */
function withField({ manifest, blobs }: Whole, path: Path, value: unknown): Whole {
  const changed = structuredClone(manifest);
  let at = changed as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as typeof at;
  at[path.at(-1) as string] = value;
  return { manifest: JSON.parse(JSON.stringify(changed)), blobs };
}

function withBlob({ manifest, blobs }: Whole, name: string, bytes?: Uint8Array): Whole {
  const changed = new Map(blobs);
  if (bytes) changed.set(name, bytes);
  else changed.delete(name);
  return { manifest, blobs: changed };
}

/** One sentence, or one per fact: begins with the file, ends with a full stop, has no second line. */
const sentence = /^The file[^\n]+\.$/;

describe('checkpoint: refused, and the run that would receive it is unchanged', () => {
  let kept: Whole;
  let receiver: Learning;
  let before: ReturnType<typeof printOf>;
  beforeAll(async () => {
    const learning = await learned();
    kept = await stateOf(learning);
    learning.dispose();
    receiver = await learned({ ...settings, tau: 0.5 });
    receiver.update();
    before = await printOfState(receiver);
  });

  async function expectRefused(whole: Whole, pattern: RegExp): Promise<void> {
    let error: unknown;
    try {
      open(receiver, whole);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(pattern);
    expect((error as Error).message).toMatch(sentence);
    expect(await printOfState(receiver)).toEqual(before);
  }

  it.each<[string, unknown, RegExp]>([
    ['a text', 'heed-checkpoint', /expected a checkpoint of Heed, but this is none/],
    ['null', null, /this is none/],
    ['a list', [], /this is none/],
    ['another format', { format: 'gltf', version: 1 }, /this is none/],
    [
      'another version',
      { format: 'heed-checkpoint', version: 1 },
      /expected a checkpoint of version 9, but got version 1: it was written by another release/,
    ],
    ['no version', { format: 'heed-checkpoint' }, /but got version nothing/],
    ['only a header', { format: 'heed-checkpoint', version: 9 }, /expected scenario to be a name/],
  ])('%s', async (_name, manifest, pattern) => {
    await expectRefused({ manifest, blobs: kept.blobs }, pattern);
  });

  it.each<[string, unknown, RegExp]>([
    ['scenario', 7, /expected scenario to be a name of at most 100 letters, but got 7\.$/],
    ['scenario', 'x'.repeat(101), /expected scenario to be a name/],
    ['agents', 'many', /expected agents to be a whole number from 0 .*, but got "many"\.$/],
    ['agents', 1e300, /expected agents/],
    ['seed', -1, /expected seed/],
    ['seed', 2 ** 32, /expected seed to be a whole number from 0 to 4294967295, but got 42949672/],
    ['agentSteps', Number.NaN, /expected agentSteps to be a whole number .*, but got null\.$/],
    ['agentSteps', 0.5, /but got 0\.5\.$/],
    ['updates', undefined, /expected updates to be a whole number .*, but got nothing\.$/],
    ['learnerRandom', [[1, 2, 3]], /expected learnerRandom\[0\] to be the four words/],
    ['learnerRandom', [[1, 2, 3, null]], /expected learnerRandom\[0\] to be the four words/],
    ['learnerRandom', [], /expected a random stream of each of 1 groups, but got 0\.$/],
    ['learnerRandom', { length: 4 }, /expected learnerRandom to be a list, but got a record\.$/],
    ['spec', 'ego', /expected spec to be a record/],
    ['spec.version', '1', /expected spec\.version/],
    ['spec.agent', 5, /expected spec\.agent to be a list, but got 5\.$/],
    ['spec.agent.0', null, /expected spec\.agent\[0\] to be a part of an observation/],
    ['spec.world.0.features', [['x']], /expected spec\.world\[0\] to be a part/],
    ['statistics', null, /expected statistics to be a record/],
    ['statistics.mean', 'abc', /expected statistics\.mean to be a list/],
    ['statistics.mean', { length: 123 }, /expected statistics\.mean to be a list/],
    [
      'statistics.mean.3',
      Number.NaN,
      /expected statistics\.mean\[3\] to be a number, but got null/,
    ],
    ['statistics.count.0', -1, /expected statistics\.count\[0\] to be a number of at least 0/],
    ['statistics.squares.0', -1, /expected statistics\.squares\[0\] to be a number of at least 0/],
    ['statistics.mean', [1, 2], /expected \d+ values of mean, but got 2\.$/],
    ['normaliser.shift', null, /expected normaliser\.shift to be a list/],
    ['normaliser.scale', [], /expected \d+ values of scale, but got 0\.$/],
    ['replay', undefined, /expected replay to be a record, but got nothing\.$/],
    ['replay.rowsPerChunk', 0, /expected replay\.rowsPerChunk to be a whole number from 1 /],
    ['replay.rowsPerChunk', -1, /expected replay\.rowsPerChunk/],
    ['replay.rowsPerChunk', Number.NaN, /expected replay\.rowsPerChunk .*, but got null\.$/],
    ['replay.rowsPerChunk', 1e15, /expected replay\.rowsPerChunk .*, but got 1000000000000000\.$/],
    ['replay.rowsPerChunk', 1, /expected \d+ bytes in "replay-0-0", but got \d+\.$/],
    ['replay.rowsPerStream', 0, /expected replay\.rowsPerStream/],
    ['replay.rowsPerStream', 1e9, /expected a replay of 2 × 20 rows, but got 2 × 1000000000\.$/],
    ['replay.added', 'none', /expected replay\.added to be a list/],
    ['replay.added', [6], /expected a replay of 2 × 20 rows, but got 1 × 20\.$/],
    ['replay.added.1', -5, /expected replay\.added\[1\] to be a whole number from 0 /],
    ['replay.added.1', 2 ** 31, /expected replay\.added\[1\]/],
    ['replay.added.1', 7, /expected \d+ bytes in "replay-1-0", but got \d+\.$/],
    ['rollout', undefined, /expected rollout to be a record, but got nothing\.$/],
    ['rollout', {}, /expected rollout\.state to be a record, but got nothing\.$/],
    ['hyperparameters', undefined, /expected a record of hyperparameters, but got nothing\.$/],
    ['hyperparameters', [], /expected a record of hyperparameters, but got a list of 0\.$/],
    ['hyperparameters.channels', 1e9, /expected channels to be a whole number from 4 to 256, /],
    ['hyperparameters.channels', 7.5, /expected channels .*, but got 7\.5\.$/],
    ['hyperparameters.channels', '8', /expected channels .*, but got "8"\.$/],
    ['hyperparameters.channels', [8], /expected channels .*, but got a list of 1\.$/],
    ['hyperparameters.channels', 9, /expected channels to be a multiple of heads, .* heads 2\.$/],
    ['hyperparameters.replaySize', 1e12, /expected replaySize/],
    ['hyperparameters.worlds', 0, /expected worlds/],
    ['hyperparameters.tau', Number.NaN, /expected tau to be a number from .*, but got null\.$/],
    ['hyperparameters.attention', 'cross', /expected attention to be one of dot, .*"cross"\.$/],
    ['hyperparameters.attention', undefined, /expected attention to be one of .* got nothing\.$/],
    ['hyperparameters.layerNorm', 1, /expected layerNorm to be true or false, but got 1\.$/],
    ['hyperparameters.twin', undefined, /expected twin to be true or false, but got nothing\.$/],
    ['hyperparameters.twin', true, /expected a learner with one critic, but got another\.$/],
    ['hyperparameters.alpha', 1, /unknown hyperparameter "alpha": it was written by another/],
  ])('%s: %j', async (path, value, pattern) => {
    await expectRefused(withField(kept, path.split('.'), value), pattern);
  });

  it('a manifest that nests without end', async () => {
    let deep: unknown = [];
    for (let i = 0; i < 1000; i++) deep = [deep];
    await expectRefused(withField(kept, ['spec', 'agent', 0], { name: deep }), /spec\.agent\[0\]/);
    await expectRefused(withField(kept, ['scenario'], deep), /scenario/);
  });

  it('other observations, with both specs', async () => {
    const changed = withField(kept, ['spec', 'agent', 0, 'features', 0], 'altitude');
    await expectRefused(
      changed,
      /^The file: the checkpoint of "plaza" does not fit scenario "plaza"\. The checkpoint observes: 8 agents, .*"altitude".*\. The scenario: 8 agents, .*"velocityForward".*\.$/,
    );
    await expectRefused(
      withField(kept, ['agents'], 5),
      /observes: 5 agents, .* scenario: 8 agents,/,
    );
  });

  it('a part that is missing, cut off, or not what it should be', async () => {
    for (const name of ['actor', 'critic-1', 'replay-0-0', 'replay-1-0']) {
      const missing = new RegExp(`expected a part called "${name}", but it is missing`);
      await expectRefused(withBlob(kept, name), missing);
      const bytes = kept.blobs.get(name) as Uint8Array;
      const cut = withBlob(kept, name, bytes.subarray(0, bytes.length - 4));
      await expectRefused(
        cut,
        name.startsWith('replay') ? /expected \d+ bytes in/ : /^The file is no/,
      );
    }
    await expectRefused(
      withBlob(kept, 'actor', kept.blobs.get('critic-1')),
      /expected \[[\d,]+\] values called "online\/[^"]+", but got .*: it is of another network\.$/,
    );
  });

  it('a network of another shape', async () => {
    const wide = await learned({ ...settings, hidden: 24 });
    const { blobs } = await stateOf(wide);
    wide.dispose();
    for (const name of ['actor', 'critic-1']) {
      await expectRefused(
        withBlob(kept, name, blobs.get(name)),
        /expected \[[\d,]+\] values called "online\/[^"]+", but got \[[\d,]+\]: it is of another/,
      );
    }
  });

  it('weights that are no numbers, and a count of steps that is none', async () => {
    const { tensors, metadata } = readSafetensors(kept.blobs.get('actor') as Uint8Array, where);
    const diverged = structuredClone(tensors) as typeof tensors;
    const [name, first] = [...diverged][0] as [string, { values: Float32Array }];
    first.values[0] = Number.NaN;
    await expectRefused(
      withBlob(kept, 'actor', writeSafetensors(diverged, metadata)),
      new RegExp(`expected the values called "${name}" to be numbers, but not all are`),
    );
    for (const step of ['-1', 'x', '1.5', '']) {
      await expectRefused(
        withBlob(kept, 'actor', writeSafetensors(tensors, { step })),
        new RegExp(`expected a count of optimiser steps, but got "${step}"\\.$`),
      );
    }
    await expectRefused(
      withBlob(kept, 'actor', writeSafetensors(tensors)),
      /expected a count of optimiser steps, but got nothing\.$/,
    );
  });

  it('the receiver itself is still able to take a good one', async () => {
    const good = await learned();
    open(receiver, await stateOf(good));
    good.replay.closeStreams();
    const received = withField(await stateOf(receiver), ['hyperparameters', 'tau'], tiny.tau);
    expect(printOf(received)).toEqual(await printOfState(good));
    good.dispose();
  });
});

describe('checkpoint: the acting side', () => {
  it('is refused if it is not whole, and nothing has changed then', async () => {
    const hyperparameters = { ...settings, replayedLayouts: 0.5 };
    const options = { scenario: quickPlaza, hyperparameters, seed: 2 };
    const training = await Training.create(options);
    for (let i = 0; i < 2; i++) await training.step();
    const kept = asStored(await training.checkpoint());
    training.dispose();
    // Letter by letter: the page compares hyperparameters as text.
    const read = readManifest(kept.manifest, where).hyperparameters;
    expect(JSON.stringify(read)).toBe(JSON.stringify(hyperparameters));
    const receiver = await Training.create(options);
    const before = printOf(asStored(await receiver.checkpoint()));

    const state = ['rollout', 'state'];
    const world = ['rollout', 'environments', 0];
    const curriculum = ['rollout', 'curriculum'];
    const cases: [Whole, RegExp][] = [
      [withField(kept, [...state, 'noise'], [1, 2]), /expected 32 numbers of noise, but got 2\.$/],
      [withField(kept, [...state, 'warmupNoise'], []), /expected 32 numbers of warm-up noise/],
      [withField(kept, [...state, 'noise', 3], 'x'), /rollout\.state\.noise\[3\] to be a number/],
      [withField(kept, [...state, 'random'], [1]), /rollout\.state\.random to be the four words/],
      [withField(kept, [...state, 'agentSteps'], -1), /rollout\.state\.agentSteps/],
      [withField(kept, ['rollout', 'environments'], []), /expected 2 worlds, but got 0\.$/],
      [withField(kept, world, 7), /expected rollout\.environments\[0\] to be a record/],
      [withField(kept, [...world, 'version'], 1), /environments\[0\]\.version .*, but got 1\.$/],
      [withField(kept, [...world, 'seed'], 1e99), /environments\[0\]\.seed/],
      [withField(kept, [...world, 'layoutIndex'], -1), /environments\[0\]\.layoutIndex/],
      [withField(kept, [...world, 'layout'], null), /environments\[0\]\.layout to be a record/],
      [withField(kept, [...world, 'layout', 'seed'], 0.5), /\[0\]\.layout\.seed to be a whole/],
      [
        withField(kept, [...world, 'layout', 'successes'], 1),
        /layout\.successes to be a number from 0 to 0, but got 1\.$/,
      ],
      [
        withField(kept, [...world, 'layout', 'seed'], evaluationSeed(0, 0)),
        /expected layouts of training, but got layout \d+, which is for evaluation\.$/,
      ],
      [withField(kept, curriculum, undefined), /rollout\.curriculum to be a record, .* nothing\.$/],
      [withField(kept, curriculum, null), /expected the curriculum of layouts, but got no/],
      [withField(kept, [...curriculum, 'random'], [1]), /curriculum\.random to be the four words/],
      [withField(kept, [...curriculum, 'buffer'], 5), /curriculum\.buffer to be a list, but got 5/],
      [
        withField(kept, [...curriculum, 'buffer'], [{ seed: 1, episodes: -1, successes: 0 }]),
        /curriculum\.buffer\[0\]\.episodes to be a number of at least 0, but got -1\.$/,
      ],
      [
        withField(
          kept,
          [...curriculum, 'buffer'],
          [{ seed: evaluationSeed(0, 3), episodes: 2, successes: 1 }],
        ),
        /expected layouts of training, but got layout/,
      ],
      [
        withField(kept, [...world, 'layoutStep'], 51),
        /expected at most 50 decisions of a layout, .* 51\.$/,
      ],
      [withField(kept, [...world, 'random'], null), /environments\[0\]\.random to be a list/],
      [withField(kept, [...world, 'episodes'], null), /environments\[0\]\.episodes to be a record/],
      [withField(kept, [...world, 'episodes', 'steps'], undefined), /episodes\.steps to be a list/],
      [withField(kept, [...world, 'episodes', 'steps'], [1]), /expected 8 steps, but got 1\.$/],
      [
        withField(kept, [...world, 'episodes', 'from', 0], null),
        /episodes\.from\[0\] to be a number/,
      ],
      [withBlob(kept, 'world-1'), /expected a part called "world-1", but it is missing\.$/],
      [withBlob(kept, 'acting'), /expected a part called "acting", but it is missing\.$/],
      [withBlob(kept, 'acting', kept.blobs.get('actor')), /values called "actor", but got none/],
    ];
    for (const [{ manifest, blobs }, pattern] of cases) {
      let error: unknown;
      try {
        receiver.restore(readManifest(manifest, where), blobs, where);
      } catch (thrown) {
        error = thrown;
      }
      expect(error, `${pattern}`).toBeInstanceOf(InputError);
      expect((error as Error).message).toMatch(pattern);
      expect((error as Error).message).toMatch(sentence);
    }
    expect(printOf(asStored(await receiver.checkpoint()))).toEqual(before);

    receiver.restore(readManifest(kept.manifest, where), kept.blobs, where);
    expect(printOf(asStored(await receiver.checkpoint()))).toEqual(printOf(kept));
    receiver.dispose();
  });

  it('bytes of a world that are none are refused with a sentence', async () => {
    const options = { scenario: quickPlaza, hyperparameters: settings, seed: 2 };
    const training = await Training.create(options);
    await training.step();
    const kept = asStored(await training.checkpoint());
    const manifest = readManifest(kept.manifest, where);
    const world = kept.blobs.get('world-0') as Uint8Array;
    for (const bytes of [
      new Uint8Array(100),
      world.subarray(0, 1000),
      kept.blobs.get('world-1') as Uint8Array,
    ]) {
      const { blobs } = withBlob(kept, 'world-0', bytes);
      expect(() => training.restore(manifest, blobs, where)).toThrow(InputError);
    }
    training.dispose();
  });
});
