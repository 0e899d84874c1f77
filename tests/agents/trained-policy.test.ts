import { beforeAll, expect, it } from 'vitest';
import { rooms } from '../../scenes/rooms.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { joinWeights } from '../../src/agents/join-weights.ts';
import { LearnedPolicy } from '../../src/agents/learned-policy.ts';
import { Learning } from '../../src/agents/learning.ts';
import { openKeptWeights, openTrainedPolicy } from '../../src/agents/trained-policy.ts';
import { readWeightsForUse } from '../../src/agents/weights-for-use.ts';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { createEnvironment, loadEngines } from '../../src/env/index.ts';
import { joined } from '../../src/rl/learner.ts';
import type { WholeCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { openMemoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { livingArenas } from '../nn/arenas.ts';
import { madeUpRows } from './made-up-rows.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(loadEngines);

const hyperparameters = { ...tiny, normalise: true };

async function learned(groups = 1): Promise<Learning> {
  const learning = await Learning.create({
    ...{ scenario: quickPlaza, hyperparameters: { ...hyperparameters, groups }, seed: 1 },
  });
  const { row } = learning.replay;
  const { rows } = madeUpRows(createRandom(1, 'rows'), row, { streams: 2, count: 6 });
  for (let i = 0; i < 12; i++) learning.addRow(i % 2, rows, i * row.size);
  for (let i = 0; i < 3; i++) learning.update();
  return learning;
}

const opening = (store: Store, scenario = quickPlaza) =>
  openTrainedPolicy(scenario, store, 'run', '"runs/a"');

it.each([1, 4])(
  'trained policy: acts as the target actors of %d groups that were kept, with their normalisers',
  async (groups) => {
    const learning = await learned(groups);
    for (const withoutReplay of [false, true]) {
      const store = openMemoryStore();
      await store.commit('run', await makeCheckpoint(learning, { withoutReplay }));
      const before = await livingArenas();
      const { policy, manifest, weights } = await opening(store);
      const { networks } = await learning.learner.state();
      const critics = networks.filter((_, i) => i % 2 === 1);
      expect(weights.critic).toEqual(joined(critics.map(({ target }) => target)));
      expect(weights.critic).not.toEqual(joined(critics.map(({ online }) => online)));
      expect(manifest).toMatchObject({ scenario: 'plaza', updates: 3, agentSteps: 96 });
      // Read without a learner they are the same.
      const kept = (await store.read('run')) as WholeCheckpoint;
      expect(readWeightsForUse(quickPlaza, kept, 'it')).toEqual({ manifest, weights });

      const { observationLayout, agents } = quickPlaza;
      const expected = new LearnedPolicy(observationLayout, agents, learning.hyperparameters);
      expected.inference.setWeights(await learning.weights());
      const environment = createEnvironment(quickPlaza, { seed: 3 });
      const actions = [policy, expected].map((each) => {
        const out = new Float32Array(agents * 2);
        each.act([environment], [out]);
        each.dispose();
        return out;
      });
      expect(actions[0]).toEqual(actions[1]);
      expect(Math.max(...(actions[0] as Float32Array).map(Math.abs))).toBeGreaterThan(0);
      environment.dispose();
      expect(await livingArenas()).toBe(before);
    }
    learning.dispose();
  },
);

it('trained policy: an empty store, another scene and a broken run are one sentence each', async () => {
  const store = openMemoryStore();
  const refused = async (scenario: typeof quickPlaza, pattern: RegExp) => {
    await expect(opening(store, scenario)).rejects.toThrow(InputError);
    await expect(opening(store, scenario)).rejects.toThrow(pattern);
  };
  await refused(quickPlaza, /^"runs\/a" holds no checkpoint: train one into it first\.$/);

  const learning = await learned();
  const { manifest, blobs } = await makeCheckpoint(learning);
  learning.dispose();
  await store.commit('run', { manifest, blobs });
  await refused(
    rooms,
    /^"runs\/a": the checkpoint of "plaza" does not fit scenario "rooms"\. .*8 agents.* 6 agents/,
  );
  await store.commit('run', {
    manifest,
    blobs: new Map([...blobs].filter(([name]) => name !== 'actor')),
  });
  await refused(quickPlaza, /^"runs\/a": expected a part called "actor", but it is missing\.$/);
  await store.commit('run', { manifest: { ...(manifest as object), updates: -1 }, blobs });
  await refused(quickPlaza, /^"runs\/a": expected updates to be a whole number/);
});

it('kept weights: of each moment and of now; what cannot be read is named, and is one sentence', async () => {
  const learning = await learned();
  const weights = joinWeights(await learning.weights());
  const moment = { updates: 2, agentSteps: 64, seconds: 1.5, success: 0.25 };
  const past = { moment, weights: weights.map((value) => value / 2) };
  const { manifest, blobs } = await makeCheckpoint(learning, { moments: [past] });
  learning.dispose();
  const bytes = (name: string) => blobs.get(name) as Uint8Array;
  const whole = (changed: Partial<WholeCheckpoint>): WholeCheckpoint => ({
    ...{ manifest, blobs: blobs as WholeCheckpoint['blobs'] },
    ...changed,
  });
  const where = '"runs/a"';
  const { kept } = await openKeptWeights(quickPlaza, whole({}), where);
  expect(kept).toMatchObject([
    { is: 'moment', ...moment },
    { is: 'newest', updates: 3, agentSteps: 96 },
  ]);
  expect(kept.map(({ weights: of }) => joinWeights(of))).toEqual([past.weights, weights]);
  for (const [scenario, broken, pattern] of [
    [rooms, {}, /^"runs\/a": the checkpoint of "plaza" does not fit scenario "rooms"/],
    [
      ...([quickPlaza, { blobs: new Map([...blobs, ['moment-2', bytes('actor')]]) }] as const),
      /^"runs\/a", moment-2: .*values called "actor"/,
    ],
  ] as const) {
    const opened = openKeptWeights(scenario, whole(broken as Partial<WholeCheckpoint>), where);
    await expect(opened).rejects.toThrow(InputError);
    await expect(opened).rejects.toThrow(pattern);
  }
});
