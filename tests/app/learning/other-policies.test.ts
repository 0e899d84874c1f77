import { afterEach, describe, expect, it, vi } from 'vitest';
import { plaza } from '../../../scenes/plaza.ts';
import { rooms } from '../../../scenes/rooms.ts';
import { makeCheckpoint } from '../../../src/agents/checkpoint.ts';
import { joinWeights } from '../../../src/agents/join-weights.ts';
import { Learning } from '../../../src/agents/learning.ts';
import type { PolicyCard } from '../../../src/agents/policy-card.ts';
import { writePolicyAlone } from '../../../src/agents/policy-file.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import { comparedName, createOtherPolicies } from '../../../src/app/learning/other-policies.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import { catalogs } from '../../../src/app/words/index.ts';
import type { ActingPolicy } from '../../../src/app/workers/protocol.ts';
import { InputError } from '../../../src/core/input-error.ts';
import { createNetworks } from '../../../src/rl/learner.ts';
import { writeCheckpointFile } from '../../../src/storage/checkpoint-file.ts';
import { openMemoryStore } from '../../../src/storage/memory-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';
import { tiny } from '../../agents/tiny-run.ts';
import { inEnglish } from '../in-english.ts';

/** What the browser keeps. */
let kept: Store;
vi.mock('../../../src/app/run/kept-store.ts', () => ({
  withStore: (use: (store: Store) => Promise<unknown>) => use(kept),
}));
afterEach(() => vi.restoreAllMocks());

/** All of whose weights are `value`. */
function policy(value: number, scenario = plaza, changes: Partial<PolicyCard> = {}) {
  const layout = scenario.observationLayout;
  const { actor } = createNetworks(layout, tiny);
  const weights = {
    actor: new Float32Array(actor.blueprint.size).fill(value),
    ...{ shift: new Float32Array(layout.agentSize), scale: new Float32Array(layout.agentSize) },
  };
  const { name, agents } = scenario;
  const card = { ...madeUpCard, scenario: name, agents, spec: layout.spec, ...changes };
  return { weights, bytes: writePolicyAlone(scenario, card, weights) };
}

/** The run of a brain of its own, as a file and as it is kept. */
async function run() {
  const learning = await Learning.create({ scenario: plaza, hyperparameters: tiny, seed: 7 });
  const { manifest, blobs } = await makeCheckpoint(learning, { withoutReplay: true });
  const weights = joinWeights(await learning.weights());
  learning.dispose();
  const file = writeCheckpointFile({ manifest, blobs: blobs as Map<string, Uint8Array> });
  return { manifest, blobs, weights, file };
}

function open(acting?: ActingPolicy) {
  const state = createState({
    scenes: ['plaza', 'rooms'].map((name) => ({
      ...{ name, title: name, description: '', shipped: true },
    })),
    ...{ address: addressDefaults, now: 0, panelOpen: true },
  });
  const others = createOtherPolicies(state, {
    policy: async () => {
      if (acting) return acting;
      throw new InputError('There is no policy yet: nobody has learned here.');
    },
  });
  return {
    ...{ state, others },
    add: (bytes: Uint8Array<ArrayBuffer>, name = 'it.bin') =>
      others.addPolicyFile(new File([bytes], name)),
    names: () => state.otherPolicies.value.map(comparedName),
    refused: () => inEnglish(state.otherRefused.value),
  };
}

describe('policies to compare with', () => {
  it('come from files of policies and of runs, and go again', async () => {
    const { state, others, add, names, refused } = open();
    const { weights, bytes } = policy(0.5, plaza, { seed: 4 });
    const own = await run();
    await add(bytes, 'a.safetensors');
    await add(own.file, 'b.heed');
    expect(refused()).toBe('');
    expect(names()).toEqual(['a.safetensors', 'b.heed']);
    const [a, b] = state.otherPolicies.value;
    expect(a).toMatchObject({ from: 'file', seed: 4, updates: 56 });
    expect(b).toMatchObject({ from: 'file', seed: 7, updates: 0 });
    expect(a?.acting.weights).toEqual(joinWeights(weights));
    expect(b?.acting.weights).toEqual(own.weights);
    expect(b?.acting.critic?.length).toBeGreaterThan(0);
    expect(state.spoken.value).toBe('Added b.heed');
    if (a) others.removePolicy(a);
    expect(names()).toEqual(['b.heed']);
    // They are of this scene.
    forgetRun(state);
    expect(names()).toEqual([]);
  });

  it('the run that the browser keeps is one, where there is one', async () => {
    kept = openMemoryStore();
    const { state, others, names, refused } = open();
    await others.addOwnPolicy();
    expect(refused()).toBe('Your run of this scene is not kept in this browser any more.');
    const own = await run();
    await kept.commit('plaza', own);
    await others.addOwnPolicy();
    expect([names(), refused()]).toEqual([['your own run'], '']);
    expect(state.otherPolicies.value[0]?.acting.weights).toEqual(own.weights);
    await others.addOwnPolicy();
    expect(refused()).toMatch(/^Your own run is the policy that acts here, or was added already/);
  });

  it.each<[string, () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>, RegExp]>([
    [
      'of another scene',
      () => policy(0.5, rooms).bytes,
      /is of the scene “rooms”, and this is “plaza”: only policies of one scene/,
    ],
    [
      'of another shape',
      () => policy(0.5, rooms, { scenario: 'plaza' }).bytes,
      /: the policy of "plaza" does not fit scenario "plaza"/,
    ],
    [
      'a run of another scene',
      () =>
        writeCheckpointFile({
          manifest: { format: 'heed-checkpoint', scenario: 'rooms' },
          blobs: new Map(),
        }),
      /is of the scene “rooms”, and this is “plaza”/,
    ],
    [
      'a run without its networks',
      async () => writeCheckpointFile({ manifest: (await run()).manifest, blobs: new Map() }),
      /: expected a part called "actor", but it is missing/,
    ],
    [
      'a model to wear',
      () => new TextEncoder().encode('{"asset":{"version":"2.0"}}'),
      /is no policy: expected a policy \(\.safetensors\) or a run \(\.heed\)/,
    ],
    ['nothing', () => new Uint8Array(0), /is empty/],
    ['the one that acts', () => policy(0.25).bytes, /is the policy that acts here/],
    ['one that is there already', () => policy(1).bytes, /or was added already/],
  ])('%s is refused in one sentence, and what was added stays', async (_, bytes, pattern) => {
    const acting = joinWeights(policy(0.25).weights);
    const { add, names, refused, state } = open({
      ...{ hyperparameters: tiny, weights: acting, critic: undefined, version: 1 },
    });
    await add(policy(1).bytes, 'first');
    expect(refused()).toBe('');
    await add(await bytes(), 'second');
    expect(refused()).toMatch(pattern);
    expect(refused()).toMatch(/^The file “second”.*\.$/s);
    expect(state.otherRefused.value?.(catalogs.zh)).toMatch(/\p{Script=Han}/u);
    expect(names()).toEqual(['first']);
    // The next one that is right takes the sentence away.
    await add(policy(2).bytes, 'third');
    expect([names(), refused()]).toEqual([['first', 'third'], '']);
  });

  it('are four at most, and of the scene that was asked in', async () => {
    const { state, add, names, refused } = open();
    for (let i = 1; i <= 5; i++) await add(policy(i).bytes, `${i}`);
    expect(names()).toEqual(['1', '2', '3', '4']);
    expect(refused()).toBe('At most 4 policies can be compared with: remove one of them first.');
    state.otherPolicies.value = [];
    const late = add(policy(6).bytes, '6');
    state.scene.value = 'rooms';
    await late;
    expect(names()).toEqual([]);
  });
});
