/** A watched policy is examined when the person asks, by a made-up worker. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { crowdnav } from '../../../scenes/crowdnav.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import { benchmarkOf } from '../../../src/app/learning/benchmark.ts';
import { createExamining } from '../../../src/app/run/examining.ts';
import { createState } from '../../../src/app/state.ts';
import type { ActingPolicy, ExaminerToPage } from '../../../src/app/workers/protocol.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';

const workers: { heard: unknown[]; ended: boolean; say(message: ExaminerToPage): void }[] = [];
class MadeUpWorker {
  readonly heard: unknown[] = [];
  ended = false;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  constructor() {
    workers.push(this);
  }
  postMessage(message: unknown) {
    this.heard.push(message);
  }
  say(message: ExaminerToPage) {
    this.onmessage?.({ data: structuredClone(message) });
  }
  terminate() {
    this.ended = true;
  }
}

beforeEach(() => {
  workers.length = 0;
  vi.stubGlobal('Worker', MadeUpWorker);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const { hyperparameters, updates, minutes } = madeUpCard;
const policy: ActingPolicy = {
  ...{ hyperparameters, weights: Float32Array.of(1), critic: undefined, version: updates },
};

function open(scenario = crowdnav) {
  const benchmark = benchmarkOf(scenario);
  const name = addressDefaults.scene;
  const scenes = [{ name, title: name, description: '', shipped: true, benchmark }];
  const state = createState({ scenes, address: addressDefaults, now: 0, panelOpen: true });
  state.watching.value = { card: madeUpCard, file: undefined, ownRun: false };
  return { state, examining: createExamining({ state, secondsBefore: () => 0 }) };
}

it('examining: a watched policy is examined once, whether training would be on or off', () => {
  const { state, examining } = open();
  state.training.value = false;
  examining.examine(policy);
  examining.examine(policy);
  expect(workers).toHaveLength(1);
  const [worker] = workers;
  expect(worker?.heard).toMatchObject([{ type: 'start', of: { policy }, active: true }]);
  expect(state.examining.value).toEqual({ is: 'running', done: 0, cases: 500 });
  state.inView.value = false;
  expect(worker?.heard.at(-1)).toEqual({ type: 'active', on: false });
  worker?.say({
    ...{ type: 'examined', cases: 500, success: 0.984, collision: 0.016, time: 10.2 },
    ...{ return: 0.33, figures: {}, updates, trainingSeconds: 0 },
  });
  const rows = state.progress.value.examinations;
  expect(rows.map(({ seconds, success }) => [seconds, success])).toEqual([[minutes * 60, 0.984]]);
  expect(state.examining.value).toEqual({ is: 'waiting' });
  expect(worker?.ended).toBe(true);
  expect(state.spoken.value).toContain('of 500 cases');
  examining.dispose();
});

it('examining: a scene without published cases has neither an examiner nor a port for one', () => {
  const { examining } = open({ ...crowdnav, seeds: { ...crowdnav.seeds, publishedCases: 0 } });
  examining.examine(policy);
  expect(examining.follow()).toBeUndefined();
  expect(workers).toEqual([]);
  examining.dispose();
});
