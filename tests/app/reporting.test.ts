/** A faithfulness report is made by a worker of its own, here a made-up one. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../src/app/address.ts';
import type { ActingPolicy, FaithfulnessToPage } from '../../src/app/protocol.ts';
import { createReporting } from '../../src/app/reporting.ts';
import { createState, forgetRun } from '../../src/app/state.ts';
import type { Faithfulness } from '../../src/explain/faithfulness.ts';
import { madeUpCard } from '../agents/made-up-card.ts';

class MadeUpWorker {
  static all: MadeUpWorker[] = [];
  readonly heard: unknown[] = [];
  ended = false;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  constructor() {
    MadeUpWorker.all.push(this);
  }
  postMessage(message: unknown) {
    this.heard.push(message);
  }
  say(message: FaithfulnessToPage) {
    this.onmessage?.({ data: structuredClone(message) });
  }
  terminate() {
    this.ended = true;
  }
}

beforeEach(() => {
  MadeUpWorker.all = [];
  vi.stubGlobal('Worker', MadeUpWorker);
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const policy: ActingPolicy = {
  hyperparameters: madeUpCard.hyperparameters,
  ...{ weights: Float32Array.of(1, 2), critic: Float32Array.of(3), version: 77 },
};
const report: Faithfulness = {
  ...{ episodes: 1, seed: 0, every: 5, decisions: 1, judged: true },
  ...{ parts: [], surgery: [], agreement: [], examples: [] },
};

function open() {
  const name = addressDefaults.scene;
  const scenes = [{ name, title: name, description: '', shipped: true }];
  const state = createState({ scenes, address: addressDefaults, now: 0, panelOpen: true });
  return { state, reporting: createReporting(state, () => 1234) };
}

it('a report is of the policy that was given, and says how far it is until it is there', () => {
  const { state, reporting } = open();
  reporting.report(policy);
  const [worker] = MadeUpWorker.all;
  expect(worker?.heard).toMatchObject([
    { type: 'start', scenario: state.scene.value, policy, episodes: 100, every: 5 },
  ]);
  worker?.say({ type: 'reporting', done: 3, of: 400 });
  expect(state.reporting.value).toEqual({ is: 'running', done: 3, of: 400, since: 1234 });
  worker?.say({ type: 'reported', report, words: ['It is so.'] });
  expect(state.reporting.value).toEqual({
    ...{ is: 'done', report, words: ['It is so.'], updates: 77 },
  });
  expect(state.spoken.value).toMatch(/ready/);
  expect(worker?.ended).toBe(true);
});

it('asked again, the one before is dropped', () => {
  const { state, reporting } = open();
  reporting.report(policy);
  reporting.report({ ...policy, version: 78 });
  const [first, second] = MadeUpWorker.all;
  expect([first?.ended, second?.ended]).toEqual([true, false]);
  second?.say({ type: 'reported', report, words: [] });
  expect(state.reporting.value).toMatchObject({ is: 'done', updates: 78 });
});

it('stopped, it is as if nobody had asked; what was made stays until another run opens', () => {
  const { state, reporting } = open();
  reporting.report(policy);
  reporting.stop();
  expect(MadeUpWorker.all[0]?.ended).toBe(true);
  expect(state.reporting.value).toEqual({ is: 'none' });
  reporting.report(policy);
  MadeUpWorker.all[1]?.say({ type: 'reported', report, words: [] });
  reporting.stop();
  expect(state.reporting.value.is).toBe('done');
  forgetRun(state);
  expect(state.reporting.value).toEqual({ is: 'none' });
});

it('is kept as a file that says what it is of; before it is made there is none', () => {
  const { state, reporting } = open();
  expect(reporting.file()).toBeUndefined();
  reporting.report(policy);
  expect(reporting.file()).toBeUndefined();
  MadeUpWorker.all[0]?.say({ type: 'reported', report, words: ['It is so.'] });
  const { bytes, name } = reporting.file() ?? { bytes: new Uint8Array(), name: '' };
  const scene = state.scene.value;
  expect(name).toBe(`heed-${scene}-77-faithfulness.json`);
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
    ...{ scene, updates: 77, ...report, words: ['It is so.'] },
  });
});

it('where nobody could be asked that is said', () => {
  const { state, reporting } = open();
  reporting.refuse();
  expect(state.reporting.value).toMatchObject({ is: 'failed', sentence: expect.any(String) });
});

it('what goes wrong is said in a sentence, and may be tried again', () => {
  const { state, reporting } = open();
  reporting.report(policy);
  MadeUpWorker.all[0]?.say({ type: 'failed', sentence: 'It broke.', detail: 'at line 1' });
  expect(state.reporting.value).toEqual({ is: 'failed', sentence: 'It broke.' });
  reporting.report(policy);
  MadeUpWorker.all[1]?.onerror?.({ message: 'no such file' });
  expect(state.reporting.value).toMatchObject({
    is: 'failed',
    sentence: expect.stringMatching(/did not load/),
  });
  expect(MadeUpWorker.all.every(({ ended }) => ended)).toBe(true);
  reporting.report(policy);
  expect(state.reporting.value.is).toBe('running');
});
