/** The page's run with made-up workers: what it tells the learner's watchdog, and what it shows of a rollback. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseAddress } from '../../src/app/address.ts';
import { createCurrentRun } from '../../src/app/current-run.ts';
import type { Episode } from '../../src/app/progress.ts';
import type { LearnerToPage, PageToLearner, SimulationToPage } from '../../src/app/protocol.ts';
import { createState } from '../../src/app/state.ts';

class MadeUpWorker {
  static all: MadeUpWorker[] = [];
  readonly name: string;
  readonly heard: unknown[] = [];
  onmessage: ((event: { data: unknown }) => void) | undefined;
  constructor(_url: URL, { name }: { name: string }) {
    this.name = name;
    MadeUpWorker.all.push(this);
  }
  postMessage(message: unknown) {
    this.heard.push(message);
  }
  say(message: LearnerToPage | SimulationToPage) {
    this.onmessage?.({ data: structuredClone(message) });
  }
  terminate() {}
}

beforeEach(() => {
  MadeUpWorker.all = [];
  vi.stubGlobal('Worker', MadeUpWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const success = { outcome: 'success', return: 2, spl: 0.5, time: 8 } as const;
const timeout = { outcome: 'timeout', return: -1, spl: 0, time: 30 } as const;

async function open(progress?: unknown, otherSettings: readonly string[] = []) {
  const { address } = parseAddress('?policy=none', ['plaza']);
  const scenes = [{ name: 'plaza', title: 'Plaza', description: '', shipped: false }];
  const state = createState({ scenes, address, now: 0, panelOpen: true });
  const run = createCurrentRun({ state, clock: () => 0, onSnapshot() {}, download() {} });
  await run.start();
  state.world.value = 'shown';
  await new Promise((resolve) => setTimeout(resolve, 0));
  const worker = (name: string) =>
    MadeUpWorker.all.findLast((each) => each.name === name) as MadeUpWorker;
  const [learner, simulation] = [worker('learner'), worker('simulation')];
  const resumed = progress === undefined ? undefined : { agentSteps: 5000, updates: 1000 };
  learner.say({
    ...{ type: 'ready', choice: { backend: 'wasm', reason: '' }, resumed, progress },
    ...{ otherSettings },
    notKept: undefined,
  } as LearnerToPage);
  return {
    ...{ state, run },
    learner,
    looks: () => (learner.heard as PageToLearner[]).filter(({ type }) => type === 'look'),
    play: (count: number, episode: Episode) =>
      simulation.say({
        ...{ type: 'progress', episodes: Array(count).fill(episode) },
        ...{ agentStepsPerSecond: 1, visibleSpeed: 1 },
      } as SimulationToPage),
    train: (trainingSeconds: number) =>
      learner.say({
        ...{ type: 'metrics', updatesPerSecond: 1, trainingSeconds },
        metrics: {
          ...{ agentSteps: 1, updates: 1, replaySize: 1, warmingUp: false },
          ...{ criticLoss: 1, actorLoss: 1, qMean: 1 },
        },
      }),
  };
}

const rollback = {
  type: 'rolled-back',
  updates: 3000,
  to: 2000,
  reason: 'Q is no number any more.',
} as const;

it('the page tells the learner how a hundred new episodes went, now and then', async () => {
  const page = await open();
  page.play(99, success);
  page.train(30);
  expect(page.looks()).toEqual([]);
  page.play(21, timeout);
  page.train(31);
  page.play(100, success);
  page.train(40);
  const first = { type: 'look', successes: 79, episodes: 100, largestReturn: 2 };
  expect(page.looks()).toEqual([{ ...first, returnMean: 79 * 0.02 - 0.21 }]);
  page.train(51);
  expect(page.looks()).toHaveLength(2);
  page.run.close();
});

it('a rollback is a notice and a mark on the curves, and the mark survives a reload', async () => {
  const page = await open();
  page.play(120, success);
  page.train(60);
  page.learner.say(rollback);
  expect(page.state.notices.value).toMatchObject([{ tone: 'warning', topic: 'rolled-back' }]);
  expect(page.state.notices.value[0]?.text).toBe(
    'Learning had collapsed at update 3,000 and goes on from the best weights before, of update 2,000. Q is no number any more.',
  );
  const marks = [{ seconds: 60, reason: rollback.reason }];
  expect(page.state.progress.value.rollbacks).toEqual(marks);
  // Episodes of before are no evidence about the weights that were put back.
  page.train(90);
  expect(page.looks()).toHaveLength(1);

  page.run.saveNow();
  const saved = (page.learner.heard as PageToLearner[]).findLast(({ type }) => type === 'save');
  page.run.close();
  const again = await open((saved as { progress: unknown }).progress);
  expect(again.state.progress.value.rollbacks).toEqual(marks);
  again.run.close();
});

it('says how many demonstrations are made, until all are', async () => {
  const page = await open();
  const say = (done: number) => page.learner.say({ type: 'demonstrating', done, episodes: 20 });
  say(0);
  expect(page.state.demonstrating.value).toEqual({ done: 0, episodes: 20 });
  say(12);
  expect(page.state.demonstrating.value).toEqual({ done: 12, episodes: 20 });
  say(20);
  expect(page.state.demonstrating.value).toBeUndefined();
  page.run.close();
});

it('says under which settings a run was begun that goes on without them', async () => {
  const begun = await open({}, ['people 10', 'margin 0.2']);
  expect(begun.state.notices.value.map(({ text }) => text)).toContain(
    'The run was begun with people 10, margin 0.2; here it goes on in the scene as it is without.',
  );
  begun.learner.say({
    ...{ type: 'imported', resumed: { agentSteps: 1, updates: 1 } },
    ...{ otherSettings: [], progress: undefined },
  });
  expect(begun.state.notices.value.map(({ topic }) => topic)).not.toContain('settings');
  begun.run.close();
});
