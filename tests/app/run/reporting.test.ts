/** A faithfulness report is made by a worker of its own, here a made-up one. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Moment } from '../../../src/agents/moments.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import { emptyProgress } from '../../../src/app/learning/progress.ts';
import { createReporting, momentsWithoutReport } from '../../../src/app/run/reporting.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import type { ActingPolicy, FaithfulnessToPage } from '../../../src/app/workers/protocol.ts';
import { InputError } from '../../../src/core/input-error.ts';
import { inWords } from '../../../src/explain/in-words.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';
import { madeUpReport } from '../../explain/made-up-report.ts';
import { inEnglish } from '../in-english.ts';

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
const report = madeUpReport(0.5, ['nearbyEntities']);
const moment = (updates: number): Moment => ({
  ...{ updates, agentSteps: 8 * updates, seconds: updates / 10, success: 0.25 },
});
/** Whatever waits for nothing but promises has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function open() {
  const name = addressDefaults.scene;
  const scenes = [{ name, title: name, description: '', shipped: true }];
  const state = createState({ scenes, address: addressDefaults, now: 0, panelOpen: true });
  const asked: (number | undefined)[] = [];
  const gone = new Set<number>();
  let kept = 0;
  const reporting = createReporting({
    ...{ state, clock: () => 1234 },
    async policyOf(of) {
      asked.push(of?.updates);
      if (of && gone.has(of.updates)) return undefined;
      return { ...policy, version: of?.updates ?? policy.version };
    },
    onReport: () => kept++,
  });
  const worker = () => MadeUpWorker.all.at(-1) as MadeUpWorker;
  return {
    ...{ state, reporting, asked, gone, worker, kept: () => kept },
    /** Begins one, and has its worker answer. */
    async make() {
      reporting.report();
      await settled();
      worker().say({ type: 'reported', report });
      await settled();
    },
    made: () => state.progress.value.reports.map((each) => each.moment.updates),
  };
}

it('a report is of the newest weights, and says how far it is until it is there', async () => {
  const { state, reporting, worker, asked, kept } = open();
  state.progress.value = { ...emptyProgress, trainingSeconds: 90 };
  reporting.report();
  expect(state.reporting.value).toEqual({
    ...{ is: 'running', done: 0, of: 1, since: 1234, moment: undefined },
  });
  await settled();
  expect(asked).toEqual([undefined]);
  expect(worker().heard).toMatchObject([
    { type: 'start', scenario: state.scene.value, policy, episodes: 100, every: 5 },
  ]);
  worker().say({ type: 'reporting', done: 3, of: 400 });
  expect(state.reporting.value).toMatchObject({ is: 'running', done: 3 / 400, of: 1 });
  // The run learns on while its weights of then are measured.
  state.progress.value = { ...state.progress.value, trainingSeconds: 240 };
  worker().say({ type: 'reported', report });
  await settled();
  expect(state.reporting.value).toEqual({ is: 'none' });
  const at = { updates: 77, agentSteps: 0, seconds: 90, success: null };
  expect(state.progress.value.reports).toEqual([{ moment: at, report }]);
  expect([state.reportShown.value, kept()]).toEqual([77, 1]);
  expect(state.spoken.value).toMatch(/ready/);
  expect(worker().ended).toBe(true);
});

it('where weights of the past drive the world in view, it is of those', async () => {
  const { state, make, asked } = open();
  state.learning.shown.value = moment(30);
  await make();
  expect(asked).toEqual([30]);
  expect(state.progress.value.reports).toEqual([{ moment: moment(30), report }]);
});

it('of a trained policy it is of the time for which that was trained', async () => {
  const { state, make } = open();
  state.watching.value = { card: madeUpCard, file: undefined, ownRun: false };
  await make();
  const { minutes } = madeUpCard;
  expect(state.progress.value.reports[0]?.moment).toMatchObject({ seconds: 60 * minutes });
});

it('asked again, the one before is dropped', async () => {
  const { state, reporting, make, made } = open();
  reporting.report();
  await settled();
  state.learning.shown.value = moment(30);
  await make();
  expect(MadeUpWorker.all.map(({ ended }) => ended)).toEqual([true, true]);
  MadeUpWorker.all[0]?.say({ type: 'reported', report });
  await settled();
  expect(made()).toEqual([30]);
});

it('of all moments those are made that have none, the last first, and it says how far all are', async () => {
  const { state, reporting, asked, gone, worker, made } = open();
  state.learning.moments.value = [10, 20, 500, 900].map(moment);
  state.progress.value = { ...emptyProgress, reports: [{ moment: moment(900), report }] };
  gone.add(20);
  expect(momentsWithoutReport(state)).toEqual([10, 20, 500].map(moment));
  reporting.reportAll();
  for (let i = 0; i < 2; i++) {
    await settled();
    worker().say({ type: 'reporting', done: 1, of: 2 });
    const { updates } = moment(asked.at(-1) as number);
    expect(state.reporting.value).toMatchObject({ is: 'running', of: 3, moment: { updates } });
    const { value } = state.reporting;
    expect(value.is === 'running' && value.done).toBe(asked.length - 0.5);
    // Another is kept meanwhile, which nobody has asked for.
    state.learning.moments.value = [...state.learning.moments.value, moment(1000 + i)];
    worker().say({ type: 'reported', report });
  }
  await settled();
  expect(asked.toSorted()).toEqual([10, 20, 500]);
  expect(asked[0]).toBe(10);
  // One of them was kept no more.
  expect(made()).toEqual([10, 500, 900]);
  expect(state.reporting.value).toEqual({ is: 'none' });
  // The one that was made first is looked at.
  expect(state.reportShown.value).toBe(10);
});

it('stopped, it is as if nobody had asked; what was made stays until another run opens', async () => {
  const { state, reporting, make, made } = open();
  reporting.report();
  await settled();
  reporting.stop();
  expect(MadeUpWorker.all[0]?.ended).toBe(true);
  expect(state.reporting.value).toEqual({ is: 'none' });
  reporting.report();
  reporting.stop();
  await settled();
  // Stopped before it was told what to measure: no worker was opened.
  expect(MadeUpWorker.all).toHaveLength(1);
  await make();
  reporting.stop();
  expect(made()).toEqual([77]);
  forgetRun(state);
  expect(made()).toEqual([]);
  expect(state.reportShown.value).toBeUndefined();
});

it('is kept as a file that says of which moments; before one is made there is none', async () => {
  const { state, reporting, make } = open();
  expect(reporting.file()).toBeUndefined();
  await make();
  state.learning.shown.value = moment(30);
  await make();
  const { bytes, name } = reporting.file() ?? { bytes: new Uint8Array(), name: '' };
  const scene = state.scene.value;
  expect(name).toBe(`heed-${scene}-77-faithfulness.json`);
  const words = inWords(report);
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
    scene,
    moments: [
      { ...moment(30), ...report, words },
      { updates: 77, ...report, words },
    ],
  });
});

it('others that are added are measured beside it, and the report says which they were', async () => {
  const { state, reporting, make, worker } = open();
  const acting = { ...policy, weights: Float32Array.of(3, 4) };
  const other = { from: 'file', file: 'a.safetensors', seed: 2, updates: 9 } as const;
  state.otherPolicies.value = [{ ...other, acting }];
  await make();
  expect(worker().heard).toMatchObject([{ type: 'start', policy, others: [acting] }]);
  expect(state.progress.value.reports).toEqual([
    { moment: expect.anything(), report, compared: [other] },
  ]);
  const { bytes } = reporting.file() ?? { bytes: new Uint8Array() };
  const [first] = JSON.parse(new TextDecoder().decode(bytes)).moments;
  expect(first.compared).toEqual([other]);
});

it('where nobody could be asked, or the moment is kept no more, that is said', async () => {
  const { state, reporting, gone } = open();
  const said = () => {
    const { value } = state.reporting;
    return value.is === 'failed' ? inEnglish(value.said) : '';
  };
  gone.add(30);
  state.learning.shown.value = moment(30);
  reporting.report();
  await settled();
  expect(said()).toMatch(/not kept any more/);
  const refusing = createReporting({
    ...{ state, clock: () => 0, onReport() {} },
    policyOf: () => Promise.reject(new InputError('Nobody has learned here.')),
  });
  refusing.report();
  await settled();
  expect(said()).toMatch(/No learner runs here/);
});

it('what goes wrong is said in a sentence, and may be tried again', async () => {
  const { state, reporting, worker } = open();
  const said = () => {
    const { value } = state.reporting;
    return value.is === 'failed' ? inEnglish(value.said) : '';
  };
  reporting.report();
  await settled();
  const failure = { is: 'refused', what: 'report', sentence: 'It broke.' } as const;
  worker().say({ type: 'failed', failure, detail: 'at line 1' });
  await settled();
  expect(said()).toBe('It broke.');
  reporting.report();
  await settled();
  worker().onerror?.({ message: 'no such file' });
  await settled();
  expect(said()).toMatch(/did not load/);
  expect(MadeUpWorker.all.every(({ ended }) => ended)).toBe(true);
  reporting.report();
  expect(state.reporting.value.is).toBe('running');
});
