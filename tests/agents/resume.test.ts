/** A training that is stopped, kept and resumed is the one that was never stopped, to the bit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import type { Validation } from '../../src/agents/manifest.ts';
import { openTraining } from '../../src/agents/train.ts';
import { handoverUpdates, Training } from '../../src/agents/training.ts';
import { InputError } from '../../src/core/input-error.ts';
import { loadEngines, type Scenario } from '../../src/env/index.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { openMemoryStore } from '../../src/storage/memory-store.ts';
import type { Checkpoint, Store } from '../../src/storage/store.ts';
import { poison } from './poison.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'heed-resume-'));
beforeAll(loadEngines);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (
  hyperparameters: Hyperparameters,
  validation?: Validation,
  scenario: Scenario = quickPlaza,
) => ({
  ...(validation ? { validation } : {}),
  scenario,
  hyperparameters,
  seed: 5,
  clock: () => 0,
});

/** Everything that a decision gave: rows of all worlds bit by bit, episodes, weights' age. */
async function stepOf(training: Training, spoil?: Spoil) {
  const episodes = [...(await training.step())];
  await spoil?.(training);
  const look = training.lookDue ? await training.look() : undefined;
  // Weights of the past are of the state, too.
  if (look && !look.rollback) await training.keepMoment({ seconds: 0, success: 0.5 });
  const rows = training.rollout.rows.map((row) => Buffer.from(row.slice().buffer).toString('hex'));
  const rollbacks = training.takeRollbacks();
  const layouts = training.rollout.environments.map(({ world }) => world.layout.seed);
  return {
    rows,
    layouts,
    episodes,
    look,
    rollbacks,
    updates: training.updates,
    agentSteps: training.agentSteps,
  };
}

async function stateOf(training: Training): Promise<Checkpoint> {
  return training.checkpoint('progress');
}

type Spoil = (training: Training) => Promise<void>;

interface Stop {
  readonly name: string;
  readonly at: (decision: number, training: Training) => boolean;
  readonly store: () => Promise<Store>;
}

/**
 * Trains `steps` decisions without a break but a look at the clock, keeping a checkpoint at every stop;
 * then goes on from each of them and compares every decision and the whole state at the end.
 */
async function expectSameRun(
  hyperparameters: Hyperparameters,
  steps: number,
  stops: readonly Stop[],
  {
    validation,
    spoil,
    scenario,
  }: {
    readonly validation?: Validation;
    readonly spoil?: Spoil;
    readonly scenario?: Scenario;
  } = {},
) {
  const asked = options(hyperparameters, validation, scenario);
  const whole = await Training.create(asked);
  const decisions: Awaited<ReturnType<typeof stepOf>>[] = [];
  const kept: { name: string; step: number; store: Store }[] = [];
  for (let step = 1; step <= steps; step++) {
    decisions.push(await stepOf(whole, spoil));
    for (const { name, at, store: open } of stops) {
      if (kept.some((each) => each.name === name) || !at(step, whole)) continue;
      const store = await open();
      await store.commit(name, await whole.checkpoint({ step }));
      kept.push({ name, step, store });
    }
  }
  const end = await stateOf(whole);
  whole.dispose();
  expect(kept).toHaveLength(stops.length);

  for (const { name, step, store } of kept) {
    const { training } = await openTraining(asked, store, name);
    expect(training.agentSteps, name).toBe(decisions[step - 1]?.agentSteps);
    for (let next = step; next < steps; next++) {
      expect(await stepOf(training, spoil), `${name}, decision ${next + 1}`).toEqual(
        decisions[next],
      );
    }
    const { manifest, blobs } = await stateOf(training);
    training.dispose();
    expect(manifest, name).toEqual(end.manifest);
    expect([...blobs.keys()]).toEqual([...end.blobs.keys()]);
    for (const [blob, bytes] of blobs) {
      const same = Buffer.compare(bytes as Uint8Array, end.blobs.get(blob) as Uint8Array) === 0;
      expect(same, `${name}: ${blob}`).toBe(true);
    }
  }
  return decisions;
}

const inMemory = async () => openMemoryStore();
const inDirectory = () => openDirectoryStore(folder);
const hasUpdated = ({ updates }: Training, rest: number) =>
  updates > handoverUpdates && updates % handoverUpdates === rest;

describe('resume', () => {
  it('goes on to the bit, wherever it is stopped', async () => {
    // World 1 is laid out anew after 25 decisions; the rings wrap after 20.
    await expectSameRun(tiny, 32, [
      { name: 'after a handover', at: (_, run) => hasUpdated(run, 0), store: inDirectory },
      { name: 'between handovers', at: (_, run) => hasUpdated(run, 2), store: inMemory },
      { name: 'between the cut and the new layout', at: (at) => at === 25, store: inDirectory },
      { name: 'in the second layout', at: (at) => at === 28, store: inMemory },
    ]);
  });

  it('goes on to the bit with everything switched on', async () => {
    const everything: Hyperparameters = {
      ...tiny,
      setBlocks: 1,
      decayUpdates: 100,
      normalise: true,
      twin: true,
      actorDelay: 2,
      targetSmoothing: 0.1,
      hindsight: 0.3,
    };
    await expectSameRun(everything, 16, [
      { name: 'between handovers', at: (_, run) => hasUpdated(run, 3), store: inMemory },
    ]);
  });

  it('goes on to the bit while demonstrations count, and after', async () => {
    const shown: Hyperparameters = {
      ...tiny,
      ...{ normalise: true, hindsight: 0.2 },
      ...{ demonstrations: 5, demonstrationShare: 1, demonstrationUpdates: 9 },
    };
    await expectSameRun(shown, 16, [
      { name: 'before the first update', at: (_, run) => run.updates === 0, store: inMemory },
      { name: 'while they count', at: (_, run) => run.updates === 6, store: inDirectory },
      { name: 'when they count no more', at: (_, run) => run.updates === 10, store: inMemory },
    ]);
  });

  it('goes on to the bit where a watchdog looks, and where it has rolled back', async () => {
    // Update 12 leaves a critic that is far off, update 21 an actor that is no number.
    const spoil = async ({ learning, updates }: Training) => {
      if (updates === 12) await poison(learning.learner, 1, 1000);
      if (updates === 21) await poison(learning.learner, 0, Number.NaN);
    };
    const decisions = await expectSameRun(
      tiny,
      32,
      [
        { name: 'before the first look', at: (_, run) => run.updates === 3, store: inMemory },
        { name: 'after it', at: (_, run) => run.updates === 5, store: inDirectory },
        { name: 'after a rollback', at: (_, run) => run.updates === 18, store: inMemory },
      ],
      { validation: { episodes: 4, every: 5 }, spoil },
    );
    const looks = decisions.flatMap(({ look }) => look ?? []);
    expect(looks.map(({ look }) => look.updates)).toEqual([5, 10, 15, 20, 25]);
    expect(looks.map(({ verdict }) => verdict === 'collapsed')).toEqual([
      ...[false, false, true, false, false],
    ]);
    const rollbacks = decisions.flatMap((decision) => decision.rollbacks);
    expect(rollbacks.map(({ updates }) => updates)).toEqual([15, 24]);
    for (const { to } of rollbacks) expect([5, 10, 15, 20]).toContain(to);
    expect(rollbacks[0]?.collapse.is).toBe('far');
    expect(rollbacks[1]?.collapse).toEqual({ is: 'no-number', of: 'actor' });
  });

  it('goes on to the bit where groups of agents learn each for itself, also after a rollback', async () => {
    const spoil = async ({ learning, updates }: Training) => {
      // The critic of the second group.
      if (updates === 7) await poison(learning.learner, 3, 1000);
    };
    const decisions = await expectSameRun(
      { ...tiny, groups: 2, normalise: true, hindsight: 0.2 },
      20,
      [
        { name: 'between handovers', at: (_, run) => run.updates === 6, store: inMemory },
        { name: 'after a rollback', at: (_, run) => run.updates === 13, store: inDirectory },
      ],
      { validation: { episodes: 4, every: 5 }, spoil },
    );
    const [rollback, ...more] = decisions.flatMap(({ rollbacks }) => rollbacks);
    expect(rollback).toMatchObject({ updates: 10, to: 5 });
    expect(rollback?.collapse.is).toBe('far');
    expect(more).toEqual([]);
  });

  it('goes on to the bit where layouts are shown again', async () => {
    // Ten decisions each, and an agent in two succeeds in each third layout or so.
    const scenario: Scenario = {
      ...{ ...quickPlaza, layoutSteps: 10, limitSteps: 4 },
      outcome: ({ index, world, steps }) =>
        steps === 2 && index % 2 === 0 && world.layout.seed % 3 === 0 ? 'success' : undefined,
    };
    const decisions = await expectSameRun(
      { ...tiny, replayedLayouts: 0.7, layoutBuffer: 3 },
      70,
      [
        { name: 'before the buffer is full', at: (at) => at === 15, store: inMemory },
        { name: 'as it is', at: (at) => at === 36, store: inDirectory },
        { name: 'later', at: (at) => at === 58, store: inMemory },
      ],
      { scenario },
    );
    const stays = [0, 1].flatMap((world) => {
      const seeds = decisions.map(({ layouts }) => layouts[world] as number);
      return seeds.filter((seed, i) => seed !== seeds[i - 1]);
    });
    expect(new Set(stays).size).toBeLessThan(stays.length - 2);
  });

  it('goes on to the bit in an episode that is longer than a layout would be', async () => {
    // An episode has a layout of its own there, and up to 97 decisions.
    const scenario: Scenario = { ...crowdnav, layoutSteps: 50, practice: [] };
    const isLong = ({ rollout }: Training) =>
      rollout.environments.some((environment) => environment.save().json.layoutStep > 50);
    await expectSameRun(
      tiny,
      70,
      [{ name: 'late', at: (_, run) => isLong(run), store: inMemory }],
      { scenario },
    );
  });

  it('goes on to the bit where a world practises in layouts that last longer than the others’', async () => {
    const scenario: Scenario = {
      ...{ ...quickPlaza, layoutSteps: 20, practice: [{}, { long: true }] },
      vary: (given) => ({ ...quickPlaza, layoutSteps: given.has('long') ? 80 : 20 }),
    };
    await expectSameRun(tiny, 38, [{ name: 'late', at: (at) => at === 36, store: inMemory }], {
      scenario,
    });
  });

  it('a look takes nothing from the training', async () => {
    const [watched, alone] = [
      await Training.create(options(tiny, { episodes: 3, every: 4 })),
      await Training.create(options(tiny)),
    ];
    for (let step = 0; step < 14; step++) {
      const { look, ...one } = await stepOf(watched);
      const { look: none, ...other } = await stepOf(alone);
      expect(one).toEqual(other);
      expect([look?.look.updates, none]).toEqual([
        one.updates % 4 || !one.updates ? undefined : one.updates,
        undefined,
      ]);
    }
    watched.dispose();
    alone.dispose();
  });

  it('another seed is another run: the comparison can fail', async () => {
    const [one, other] = await Promise.all(
      [5, 6].map((seed) => Training.create({ ...options(tiny), seed })),
    );
    expect((await stepOf(one as Training)).rows).not.toEqual(
      (await stepOf(other as Training)).rows,
    );
    one?.dispose();
    other?.dispose();
  });
});

it('resume: a run from before the scenario had a setting goes on under its default', async () => {
  const training = await Training.create(options(tiny));
  await training.step();
  const { manifest, blobs } = await training.checkpoint();
  const store = openMemoryStore();
  await store.commit('run', { manifest: { ...(manifest as object), settings: {} }, blobs });
  const { training: resumed } = await openTraining(options(tiny), store, 'run');
  expect(await stepOf(resumed)).toEqual(await stepOf(training));
  training.dispose();
  resumed.dispose();
});

describe('resume: what cannot be gone on with', () => {
  it('refuses a policy without its worlds, another scene and other hyperparameters', async () => {
    const training = await Training.create(options(tiny));
    await training.step();
    const { manifest, blobs } = await training.checkpoint();
    training.dispose();
    const refused = async (
      change: object,
      hyperparameters: Hyperparameters,
      sentence: RegExp,
    ): Promise<void> => {
      const store = openMemoryStore();
      await store.commit('run', { manifest: { ...(manifest as object), ...change }, blobs });
      const opening = openTraining(options(hyperparameters), store, 'run');
      await expect(opening).rejects.toThrow(sentence);
      await expect(opening).rejects.toThrow(InputError);
    };
    await refused({ rollout: null }, tiny, /expected a run with its replay and worlds, but got/);
    await refused({ replay: null }, tiny, /expected a run with its replay and worlds, but got/);
    await refused(
      { scenario: 'rooms' },
      tiny,
      /expected a run of the scene "plaza", but got one of "rooms"\.$/,
    );
    await refused(
      { validation: { episodes: 5, every: 10 } },
      tiny,
      /expected a run whose validation is null, but got one with \{"episodes":5,"every":10\}\.$/,
    );
    await refused(
      { settings: { agents: 4 } },
      tiny,
      /expected a run under the settings \{"agents":8,"graph":true\}, but got one under \{"agents":4,"graph":true\}\.$/,
    );
    await refused({}, { ...tiny, nStep: 1 }, /expected nStep to be 1, as in this .*, but got 3\.$/);
  });
});
