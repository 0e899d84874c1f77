/** What becomes of a run whose graphics card is lost while it learns: it goes on by itself, and one sentence says from where. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LearnerToPage, PageToLearner } from '../../../src/app/workers/protocol.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';
import { noticesOf } from '../in-english.ts';
import { MadeUpWorker, open, readyOf } from './made-up-run.ts';

type Start = Extract<PageToLearner, { readonly type: 'start' }>;
const told = ({ heard }: MadeUpWorker) => heard as PageToLearner[];
const types = (worker: MadeUpWorker) => told(worker).map(({ type }) => type);
const startOf = (worker: MadeUpWorker) =>
  told(worker).find(({ type }) => type === 'start') as Start;
const learners = () => MadeUpWorker.all.filter(({ name }) => name === 'learner');
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  MadeUpWorker.all = [];
  vi.stubGlobal('Worker', MadeUpWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const full = { is: 'full', what: 'saving', sentence: 'There is no room.' } as const;
const saveFailed: LearnerToPage = { type: 'save-failed', failure: full };
const lost: LearnerToPage = {
  ...{ type: 'failed', failure: { is: 'lost', what: 'learning' }, detail: '' },
};
const imported: LearnerToPage = {
  ...{ type: 'imported', resumed: { agentSteps: 4321, updates: 7 }, otherSettings: [] },
  ...{ progress: undefined, settings: heed, moments: [] },
};
const isLost = 'The graphics card was lost: ';
const again = 'The graphics card was lost again and again, so learning goes on without it: ';
const fromSaved = 'your run goes on from what was saved last.';
const fromNothing = 'nothing of your run had been saved yet, so it begins anew.';
const fromHeld =
  'your run goes on from 4,321 steps, but what it had collected to learn from is lost, and is collected anew.';

type Page = Awaited<ReturnType<typeof open>>;
const notices = ({ state }: Page) => noticesOf(state).join(' | ');

/** Its card is lost; the learner that follows, once it was told to start. */
async function lose({ state }: Page, learner: MadeUpWorker): Promise<MadeUpWorker> {
  const count = learners().length;
  learner.say(lost);
  expect(state.learner.value.is).toBe('failed');
  await vi.waitFor(() => expect(learners()).toHaveLength(count + 1));
  expect(learner.terminated).toBe(true);
  const next = learners().at(-1) as MadeUpWorker;
  state.world.value = 'shown';
  await vi.waitFor(() => expect(types(next)).toContain('start'));
  return next;
}

it('goes on from what was saved', async () => {
  const page = await open();
  page.learner.say({ type: 'saved' });
  const next = await lose(page, page.learner);
  expect(startOf(next)).toMatchObject({ keep: true, fresh: false, backend: 'auto' });
  next.say(readyOf({}));
  expect(notices(page)).toContain(`${isLost}${fromSaved}`);
  page.run.close();
});

it('goes on from what was kept before, where nothing was saved since', async () => {
  const page = await open({});
  (await lose(page, page.learner)).say(readyOf({}));
  expect(notices(page)).toContain(`${isLost}${fromSaved}`);
  page.run.close();
});

it('begins anew before anything was saved, and says so; what was to be forgotten stays forgotten', async () => {
  const page = await open();
  page.train(9);
  const next = await lose(page, page.learner);
  expect(startOf(next)).toMatchObject({ keep: true, fresh: false });
  next.say(readyOf());
  expect(notices(page)).toBe(`${isLost}${fromNothing}`);

  await page.run.startOver();
  page.state.world.value = 'shown';
  await turn();
  const fresh = learners().at(-1) as MadeUpWorker;
  expect(startOf(await lose(page, fresh))).toMatchObject({ keep: true, fresh: true });
  page.run.close();
});

it('goes on from what the page held where another tab keeps the run, and does not write over that', async () => {
  const page = await open();
  const { state, run, learner } = page;
  const said = () => 'It is not kept.';
  state.keeping.value = { is: 'off', said };
  page.train(30);
  run.saveNow();
  expect(types(learner).at(-1)).toBe('hold');
  learner.say({ type: 'held', bytes: Uint8Array.of(1, 2, 3) });
  const takesHeld = (worker: MadeUpWorker) => {
    expect(startOf(worker)).toMatchObject({ keep: false, fresh: false });
    expect(told(worker)[1]).toEqual({ type: 'import', bytes: Uint8Array.of(1, 2, 3) });
  };
  const brief = await lose(page, learner);
  takesHeld(brief);
  // Lost once more before there was anything newer.
  const next = await lose(page, brief);
  takesHeld(next);
  next.say(readyOf());
  next.say(imported);
  expect(state.keeping.value).toEqual({ is: 'off', said });
  expect(notices(page)).toBe(`It is not kept. | ${isLost}${fromHeld}`);
  // It was no file of the person's, and the next one is.
  expect(state.progress.value.marks).toEqual([]);
  next.say(imported);
  expect(state.progress.value.marks.map(({ kind }) => kind)).toEqual(['file']);
  page.run.close();
});

it('goes on from the newest where saving fails: what the page holds, else what was saved before', async () => {
  const page = await open();
  page.learner.say({ type: 'saved' });
  page.learner.say(saveFailed);
  expect(page.state.keeping.value.is).toBe('failing');
  // What the learner was asked for has not come yet.
  expect(types(page.learner).at(-1)).toBe('hold');
  const second = await lose(page, page.learner);
  expect(types(second)).toEqual(['start']);
  second.say(readyOf({}));
  expect(notices(page)).toContain(`${isLost}${fromSaved}`);

  second.say(saveFailed);
  second.say({ type: 'held', bytes: Uint8Array.of(1) });
  const third = await lose(page, second);
  expect(startOf(third)).toMatchObject({ keep: true });
  expect(types(third)).toEqual(['start', 'import']);
  third.say(readyOf({}));
  third.say(imported);
  expect(notices(page)).toContain(`${isLost}${fromHeld}`);
  page.run.close();
});

it('what is held is forgotten once it is saved, and if it cannot be gone on from, what was saved is', async () => {
  const page = await open();
  page.learner.say(saveFailed);
  page.learner.say({ type: 'held', bytes: Uint8Array.of(1) });
  const second = await lose(page, page.learner);
  second.say(readyOf({}));
  second.say({ type: 'file-failed', failure: { is: 'mistake', what: 'file' } });
  expect(notices(page)).toContain(`${isLost}${fromSaved}`);
  second.say(saveFailed);
  second.say({ type: 'held', bytes: Uint8Array.of(1) });
  second.say({ type: 'saved' });
  // Asked for before that.
  second.say({ type: 'held', bytes: Uint8Array.of(1) });
  expect(types(await lose(page, second))).toEqual(['start']);
  page.run.close();
});

it('a card that is lost for the third time in ten minutes is not learned on any more', async () => {
  const page = await open();
  let learner = page.learner;
  for (const loss of [1, 2, 3]) {
    learner.say({ type: 'saved' });
    page.later(60_000);
    learner = await lose(page, learner);
    expect(startOf(learner).backend).toBe(loss === 3 ? 'wasm' : 'auto');
    learner.say(readyOf({}));
    expect(notices(page)).toContain(loss === 3 ? `${again}${fromSaved}` : `${isLost}${fromSaved}`);
  }
  expect(page.state.learner.value).toMatchObject({ is: 'running', choice: { why: 'lost' } });
  // There is no card to lose any more: whatever that is, it is no reason to go round and round.
  learner.say(lost);
  await turn();
  await turn();
  expect(page.state.learner.value.is).toBe('failed');
  expect(notices(page)).toContain('Reload the page; what was saved is kept.');
  page.run.close();
});

it('losses that are far apart are not counted together', async () => {
  const page = await open();
  let learner = page.learner;
  for (let loss = 0; loss < 6; loss++) {
    learner.say({ type: 'saved' });
    page.later(6 * 60_000);
    learner = await lose(page, learner);
    expect(startOf(learner).backend).toBe('auto');
    learner.say(readyOf({}));
  }
  page.run.close();
});
