/** The examiner's loop: its schedule with made-up examinations under a made-up clock, and real ones of a real run. */
import { describe, expect, it } from 'vitest';
import { crowdnav } from '../../../scenes/crowdnav.ts';
import { type Evaluation, evaluate } from '../../../src/agents/evaluate.ts';
import { Examiner } from '../../../src/agents/examiner.ts';
import { splitWeights } from '../../../src/agents/join-weights.ts';
import { KeptRun } from '../../../src/agents/kept-run.ts';
import { actingPolicy } from '../../../src/agents/trained-policy.ts';
import { createExaminerLoop, type DatedCandidate } from '../../../src/app/workers/examiner-loop.ts';
import type { ExaminerToPage } from '../../../src/app/workers/protocol.ts';
import { createRandom } from '../../../src/core/random.ts';
import { publishedSeeds } from '../../../src/env/index.ts';
import { madeUpRows, rowOf } from '../../agents/made-up-rows.ts';
import { tiny } from '../../agents/tiny-run.ts';

const candidate: DatedCandidate = {
  ...{ hyperparameters: tiny, weights: new Float32Array(0), updates: 700, trainingSeconds: 61 },
};
const evaluation: Evaluation = {
  ...{ scene: 'test', policy: 'learned', episodes: 100, worlds: 100, seed: 0, purpose: 'test' },
  ...{ hard: null, cases: [] },
  ...{ success: 0.9, collision: 0.1, timeout: 0, spl: 0.8, time: 10, returnMean: 0.3, figures: {} },
};

/** An examination is `decisions` decisions of `milliseconds` each. */
function open({ decisions = 1000, milliseconds = 3, active = true, once = false } = {}) {
  const posted: ExaminerToPage[] = [];
  const began: number[] = [];
  let now = 0;
  let worked = 0;
  /** Where the page says something in the middle. */
  const at: { time: number; call: () => void }[] = [];
  const pass = (time: number) => {
    for (const end = now + time; now < end; ) {
      const next = at.find((one) => one.time > now && one.time <= end);
      now = next?.time ?? end;
      next?.call();
    }
  };
  const loop = createExaminerLoop({
    newest: async () => candidate,
    async examine(_, onProgress) {
      began.push(now);
      for (let i = 1; i <= decisions; i++) {
        now += milliseconds;
        worked += milliseconds;
        await onProgress(Math.floor((100 * i) / decisions), 100);
      }
      return evaluation;
    },
    post: (message) => posted.push(message),
    clock: () => now,
    sleep: async (time) => pass(Math.max(time, 1)),
    ...{ active, once },
  });
  return {
    ...{ loop, posted, began, at },
    worked: () => worked,
    now: () => now,
    results: () => posted.filter(({ type }) => type === 'examined'),
    async run(until: number) {
      while (now < until) pass(Math.max(1, await loop.turn()));
    },
  };
}

const minute = 60_000;

describe('examiner loop', () => {
  it('examines after a minute of training, and about once a minute from then on', async () => {
    const examiner = open();
    await examiner.run(minute - 1000);
    expect(examiner.began).toEqual([]);
    await examiner.run(5 * minute + 10_000);
    expect(examiner.began).toHaveLength(5);
    for (const [i, begin] of examiner.began.entries()) {
      expect(begin - (examiner.began[i - 1] ?? 0)).toBeGreaterThanOrEqual(minute);
      expect(begin - (examiner.began[i - 1] ?? 0)).toBeLessThan(minute + 1000);
    }
    expect(examiner.results()[0]).toEqual({
      ...{ type: 'examined', updates: 700, trainingSeconds: 61, cases: 100 },
      ...{ success: 0.9, collision: 0.1, time: 10, return: 0.3, figures: {} },
    });
  });

  it('takes a tenth of a core at most over time, and a fifth while it works, however long the cases take', async () => {
    const examiner = open({ decisions: 4000, milliseconds: 10 });
    const seconds = 10_000;
    let worked = 0;
    examiner.at.push({
      time: minute + seconds,
      call() {
        worked = examiner.worked();
      },
    });
    await examiner.run(60 * minute);
    expect(worked).toBeLessThan(0.21 * seconds);
    expect(worked).toBeGreaterThan(0.15 * seconds);
    expect(examiner.worked() / examiner.now()).toBeLessThan(0.105);
    expect(examiner.results().length).toBeGreaterThan(5);
  });

  it('tells how far it is some times a second, and works in slices of milliseconds', async () => {
    const examiner = open();
    await examiner.run(minute + 30_000);
    const told = examiner.posted.filter(({ type }) => type === 'examining');
    expect(told.length).toBeGreaterThan(20);
    expect(told.length).toBeLessThan(100);
    const done = told.map((message) => (message.type === 'examining' ? message.done : 0));
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('stands still while training is off or nobody looks: no minute passes, no case goes on', async () => {
    const examiner = open({ active: false });
    await examiner.run(10 * minute);
    expect(examiner.began).toEqual([]);
    examiner.loop.setActive(true);
    let paused = 0;
    examiner.at.push(
      {
        time: 11 * minute + 2000,
        call() {
          examiner.loop.setActive(false);
          paused = examiner.worked();
        },
      },
      {
        time: 20 * minute,
        call() {
          // The decision that was under way had been taken.
          expect(examiner.worked() - paused).toBeLessThan(15);
          expect(examiner.results()).toEqual([]);
          examiner.loop.setActive(true);
        },
      },
    );
    await examiner.run(20 * minute + 30_000);
    expect(paused).toBeGreaterThan(0);
    expect(examiner.results()).toHaveLength(1);
  });

  it('drops what is under way when the run has other weights, and begins a minute later', async () => {
    const examiner = open();
    const change = minute + 3000;
    examiner.at.push({ time: change, call: () => examiner.loop.startOver() });
    await examiner.run(change + minute - 1000);
    expect(examiner.began).toHaveLength(1);
    expect(examiner.results()).toEqual([]);
    await examiner.run(change + 2 * minute);
    expect(examiner.results()).toHaveLength(1);
  });

  it('runs the cases of a policy that is watched at once, without pauses, and once', async () => {
    const examiner = open({ once: true });
    await examiner.run(3 * minute);
    expect(examiner.began).toEqual([0]);
    expect(examiner.results()).toHaveLength(1);
    expect(examiner.worked()).toBe(3000);
  });

  it('says what went wrong', async () => {
    const broken = createExaminerLoop({
      newest: async () => candidate,
      examine: () => Promise.reject(new Error('The kernels are missing.')),
      post: () => {},
      clock: () => 0,
      sleep: async () => {},
      ...{ active: true, once: true },
    });
    await expect(broken.turn()).rejects.toThrow('The kernels are missing.');
  });

  it('gives what evaluate gives with the weights of a real run, in whatever slices', async () => {
    const seeds = publishedSeeds({
      ...{ validation: [0, 999], test: [1000, 1005], training: [2000, 999_999] },
      fresh: 1_000_000,
    });
    const scenario = { ...crowdnav, seeds };
    const hyperparameters = { ...tiny, ...{ replaySize: 400, stepsPerUpdate: 2 } };
    const run = await KeptRun.create({ scenario, hyperparameters, seed: 1, run: 'crowdnav' });
    const random = createRandom(1, 'rows');
    run.addRows(madeUpRows(random, rowOf(scenario), { streams: 2, count: 60 }));
    for (let i = 0; i < 5; i++) run.update();
    const { weights, version } = await run.weights();

    const examiner = await Examiner.create(scenario);
    expect(examiner.cases).toBe(6);
    const posted: ExaminerToPage[] = [];
    let now = 0;
    const loop = createExaminerLoop({
      newest: async () => ({ hyperparameters, weights, updates: version, trainingSeconds: 1 }),
      examine: (candidate, onProgress) => examiner.examine(candidate, onProgress),
      post: (message) => posted.push(message),
      // Every look at the clock takes a while.
      clock: () => now++,
      sleep: async (time) => {
        now += time;
      },
      ...{ active: true, once: false },
    });
    now += minute;
    await loop.turn();

    const { agentSize } = scenario.observationLayout;
    const actor = weights.length - 2 * agentSize;
    const parts = splitWeights(weights, { actor, agent: agentSize });
    const policy = actingPolicy(scenario, hyperparameters, parts);
    const expected = await evaluate({ scenario, policy, episodes: 6 });
    expect(posted.filter(({ type }) => type === 'examining').length).toBeGreaterThan(1);
    expect(posted.at(-1)).toEqual({
      ...{ type: 'examined', updates: 5, trainingSeconds: 1, cases: 6 },
      ...{ success: expected.success, collision: expected.collision, time: expected.time },
      ...{ return: expected.returnMean, figures: expected.figures },
    });
    policy.dispose();
    examiner.dispose();
    run.dispose();
  });
});
