/**
 * The page's run with made-up workers: what it tells the learner's watchdog, what it shows of a rollback, and
 * when it has published cases run.
 */
import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { makeCheckpoint } from '../../../src/agents/checkpoint.ts';
import { hyperparametersFor } from '../../../src/agents/hyperparameters-for.ts';
import { Learning } from '../../../src/agents/learning.ts';
import type { Manifest } from '../../../src/agents/manifest.ts';
import { parseAddress } from '../../../src/app/address.ts';
import { createCurrentRun } from '../../../src/app/run/current-run.ts';
import { createState } from '../../../src/app/state.ts';
import { happeningText } from '../../../src/app/words/say-mark.ts';
import type {
  ExaminerToPage,
  PageToExaminer,
  PageToLearner,
  PageToSimulation,
  SimulationToPage,
} from '../../../src/app/workers/protocol.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';
import { writeCheckpointFile } from '../../../src/storage/checkpoint-file.ts';
import { madeUpMomentReport } from '../../explain/made-up-report.ts';
import { smallLayout } from '../../view/small-layout.ts';
import { noticesOf } from '../in-english.ts';
import { answerOf, change, explanationOf, thing } from '../mind/made-up-explanation.ts';
import { entrance, MadeUpWorker, open } from './made-up-run.ts';

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

const rollback = {
  type: 'rolled-back',
  updates: 3000,
  to: 2000,
  collapse: { is: 'no-number', of: 'q' },
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
  const first = { type: 'look', successes: 79, episodes: 100 };
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
  expect(noticesOf(page.state)[0]).toBe(
    'Learning had collapsed at update 3,000 and goes on from the best weights before, of update 2,000. Q is no number any more.',
  );
  const mark = {
    ...{ kind: 'rollback', seconds: 60 },
    collapse: rollback.collapse,
  };
  expect(page.state.progress.value.marks).toEqual([mark]);
  // Episodes of before are no evidence about the weights that were put back.
  page.train(90);
  expect(page.looks()).toHaveLength(1);

  const saved = page.savedProgress();
  page.run.close();
  const again = await open(saved);
  expect(again.state.progress.value.marks).toContainEqual(mark);
  again.run.close();
});

const examined: Extract<ExaminerToPage, { type: 'examined' }> = {
  type: 'examined',
  ...{ cases: 500, success: 0.984, collision: 0.016, time: 10.2, return: 0.33 },
  ...{ figures: { danger: 0.02, minimumGap: null }, updates: 3120, trainingSeconds: 62 },
};

it('published cases are run from the first update on, and their results survive a reload', async () => {
  const page = await open(undefined, 'crowdnav');
  expect(page.examiners()).toEqual([]);
  page.train(5);
  page.train(6);
  const [examiner, ...others] = page.examiners() as [MadeUpWorker];
  expect(others).toEqual([]);
  expect(examiner.heard).toMatchObject([{ type: 'start', protocol: 16, active: true }]);
  examiner.say({ type: 'examining', done: 213, cases: 500 });
  expect(page.state.examining.value).toEqual({ is: 'running', done: 213, cases: 500 });
  examiner.say(examined);
  expect(page.state.examining.value).toEqual({ is: 'waiting' });
  const { type: _, trainingSeconds, ...figures } = examined;
  const row = { ...figures, seconds: trainingSeconds };
  expect(page.state.progress.value.examinations).toEqual([row]);
  page.train(70);

  const saved = page.savedProgress();
  page.run.close();
  expect(examiner.terminated).toBe(true);
  const again = await open(saved, 'crowdnav');
  expect(again.state.progress.value.examinations).toEqual([row]);
  // Its time goes on where it stood, although the worker's begins anew.
  again.train(10);
  again
    .examiners()
    .at(-1)
    ?.say({ ...examined, updates: 6000, trainingSeconds: 61 });
  expect(again.state.progress.value.examinations.map(({ seconds }) => seconds)).toEqual([62, 131]);
  again.run.close();
});

it('the examiner works only while training is on and the page is in view', async () => {
  const page = await open(undefined, 'crowdnav');
  page.train(5);
  const [examiner] = page.examiners() as [MadeUpWorker];
  const told = () => (examiner.heard as PageToExaminer[]).at(-1);
  page.state.inView.value = false;
  expect(told()).toEqual({ type: 'active', on: false });
  page.state.inView.value = true;
  expect(told()).toEqual({ type: 'active', on: true });
  page.state.training.value = false;
  expect(told()).toEqual({ type: 'active', on: false });
  page.state.training.value = true;
  expect(told()).toEqual({ type: 'active', on: true });
  // Another run was loaded: what is under way is of the one before.
  page.learner.say({
    type: 'imported',
    resumed: { agentSteps: 10, updates: 10 },
    otherSettings: [],
    progress: undefined,
    settings: heed,
    moments: [],
  });
  expect(told()).toEqual({ type: 'start-over' });
  page.run.close();
});

it('an examiner that fails is one sentence, and the run goes on', async () => {
  const page = await open(undefined, 'crowdnav');
  page.train(5);
  const [examiner] = page.examiners() as [MadeUpWorker];
  examiner.say(examined);
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const failure = { is: 'refused', what: 'examiner', sentence: 'The cases stopped.' } as const;
  examiner.say({ type: 'failed', failure, detail: 'at line 1' });
  expect(complaint).toHaveBeenCalledWith('at line 1');
  complaint.mockRestore();
  expect(page.state.notices.value).toMatchObject([{ tone: 'error' }]);
  expect(noticesOf(page.state)).toEqual(['The cases stopped.']);
  expect(page.state.examining.value.is).toBe('failed');
  expect(examiner.terminated).toBe(true);
  expect(page.state.learner.value.is).toBe('running');
  expect(page.state.progress.value.examinations).toHaveLength(1);
  page.train(7);
  expect(page.state.metrics.value).toBeDefined();
  expect(page.examiners()).toHaveLength(1);
  page.run.close();
});

it('a scene without published cases has no examiner', async () => {
  const page = await open();
  page.train(5);
  expect(page.examiners()).toEqual([]);
  page.run.close();
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
  const begun = await open({}, 'plaza', ['people 10', 'margin 0.2']);
  expect(noticesOf(begun.state)).toContain(
    'The run was begun with people 10, margin 0.2; here it goes on in the scene as it is without.',
  );
  begun.learner.say({
    ...{ type: 'imported', resumed: { agentSteps: 1, updates: 1 } },
    ...{ otherSettings: [], progress: undefined, settings: heed, moments: [] },
  });
  expect(begun.state.notices.value.map(({ topic }) => topic)).not.toContain('settings');
  begun.run.close();
});

it('a run that is left takes what it showed with it', async () => {
  const page = await open(undefined, 'crowdnav');
  page.train(5);
  page.examiners()[0]?.say({ type: 'examining', done: 213, cases: 500 });
  page.state.demonstrating.value = { done: 1, episodes: 2 };
  await page.run.startOver();
  expect(page.state.demonstrating.value).toBeUndefined();
  expect(page.state.examining.value).toEqual({ is: 'waiting' });
  expect(page.state.progress.value.examinations).toEqual([]);
  page.run.close();
});

it('asks the simulation to explain the selected agent while it is shown, and takes no answers of another', async () => {
  const page = await open();
  const { state } = page;
  const simulation = MadeUpWorker.all.find(({ name }) => name === 'simulation') as MadeUpWorker;
  const told = () =>
    (simulation.heard as PageToSimulation[]).filter(({ type }) => type === 'explain');
  const layout = (seed: number): SimulationToPage => ({
    ...{ type: 'layout', decisionSeconds: 0.1 },
    layout: { ...smallLayout, seed },
  });
  simulation.say(layout(1));
  state.selected.value = 0;
  const before = told().length;
  state.mindShown.value = true;
  expect(told().length).toBe(before + 1);
  expect(told().at(-1)).toMatchObject({ asked: { absent: [], actionValues: false, path: true } });
  const answer = (agent: number, layoutSeed = 1) => {
    const made = answerOf(explanationOf([thing(1, 1, change(0, 1))], agent), { layoutSeed });
    simulation.say({ type: 'explained', answer: made });
  };
  const way = (agent: number, layoutSeed = 1) =>
    simulation.say({
      type: 'foreseen',
      path: {
        ...{ agent, layoutSeed, step: 0, decisionSeconds: 0.1 },
        ...{ points: new Float32Array(8), outcome: undefined },
      },
    });
  for (const [agent, seed] of [
    [1, 1],
    [0, 2],
  ] as const) {
    answer(agent, seed);
    way(agent, seed);
  }
  expect([state.answer.value, state.path.value]).toEqual([undefined, undefined]);
  answer(0);
  way(0);
  expect(state.answer.value?.explanation.agent).toBe(0);
  expect(state.path.value?.agent).toBe(0);
  // What was imagined away is of a layout; the way too.
  state.absent.value = [
    { key: 'body 1', label: 'Milo', isPlace: false, thing: { kind: 'body', index: 1 }, node: -1 },
  ];
  simulation.say(layout(2));
  expect([state.absent.value, state.path.value]).toEqual([[], undefined]);
  // Put away, it is asked for no more, and what comes late is not shown.
  state.mindShown.value = false;
  expect(told().at(-1)).toEqual({ type: 'explain', asked: undefined });
  answer(0, 2);
  expect(state.answer.value).toBeUndefined();
  page.run.close();
});

it('walking in and out is told to the simulation, which may refuse; a run that is left is left by the person, too', async () => {
  const page = await open();
  const simulation = MadeUpWorker.all.find(({ name }) => name === 'simulation') as MadeUpWorker;
  const told = () =>
    (simulation.heard as PageToSimulation[]).filter(({ type }) => /visit|walk/.test(type));
  page.state.visiting.value = true;
  page.run.walk(0.5, -1);
  page.state.visiting.value = false;
  expect(told()).toEqual([
    { type: 'visit', at: { x: 1, z: 2, heading: 0.5 } },
    { type: 'walk', x: 0.5, z: -1 },
    { type: 'visit', at: undefined },
  ]);
  page.state.visiting.value = true;
  page.state.camera.value = 'follow';
  simulation.say({ type: 'visit-refused' });
  expect(page.state.visiting.value).toBe(false);
  expect(page.state.camera.value).toBe('orbit');
  expect(noticesOf(page.state)[0]).toContain('no room');
  page.state.visiting.value = true;
  await page.run.startOver();
  expect(page.state.visiting.value).toBe(false);
  page.run.close();
});

it('marks on the timeline what the run and the person do, and takes them through a reload', async () => {
  const page = await open();
  const kinds = () => page.state.progress.value.marks.map(({ kind, seconds }) => [kind, seconds]);
  const texts = () => page.state.progress.value.marks.map(happeningText);
  page.state.training.value = false;
  page.state.training.value = true;
  // Nothing was trained yet.
  expect(kinds()).toEqual([]);
  page.train(20);
  page.learner.say({ type: 'best', updates: 300, successes: 0, episodes: 100 });
  expect(kinds()).toEqual([]);
  page.learner.say({ type: 'best', updates: 400, successes: 31, episodes: 100 });
  expect(texts()[0]).toContain('31\u00a0% of 100 tries, at update 400');
  page.train(30);
  page.state.training.value = false;
  expect(texts().at(-1)).toBe('training stopped');
  page.state.training.value = true;
  expect(texts().at(-1)).toContain('started again');
  page.run.saveFile();
  page.train(40);
  page.learner.say({ type: 'best', updates: 900, successes: 62, episodes: 100 });
  const marks = [
    ['training', 30],
    ['file', 30],
    ['best', 40],
  ];
  expect(kinds()).toEqual(marks);
  const saved = page.savedProgress();
  // It is there once it is done, and what was saved has it already.
  expect(kinds()).toEqual(marks);
  page.learner.say({ type: 'saved' });
  expect(kinds()).toEqual([...marks, ['saved', 40]]);
  const before = page.state.progress.value.marks;
  page.run.close();

  const again = await open(saved);
  expect(again.state.progress.value.marks).toEqual(before);
  again.learner.say({
    ...{ type: 'imported', resumed: { agentSteps: 1234, updates: 1 } },
    ...{ otherSettings: [], progress: undefined, settings: heed, moments: [] },
  });
  expect(again.state.progress.value.marks).toEqual([{ kind: 'file', seconds: 0, loaded: 1234 }]);
  again.run.close();
});

it('a setting is shown and marked once the learner has it; one that it refuses is a sentence', async () => {
  const page = await open();
  page.train(12);
  const { settings } = page.state.learning;
  expect(settings.value).toEqual(heed);
  page.run.adjust('noise', 0.3);
  expect(page.learner.heard.at(-1)).toEqual({ type: 'adjust', changes: { noise: 0.3 } });
  expect(settings.value).toEqual(heed);
  page.learner.say({ type: 'adjusted', settings: { ...heed, noise: 0.3 } });
  expect(settings.value?.noise).toBe(0.3);
  expect(page.state.progress.value.marks).toEqual([
    { kind: 'setting', seconds: 12, changes: [{ name: 'noise', from: 0.2, to: 0.3 }] },
  ]);
  const sentence = 'Expected tau to be smaller.';
  page.learner.say({
    type: 'adjust-refused',
    failure: { is: 'refused', what: 'setting', sentence },
  });
  expect(noticesOf(page.state)).toEqual([sentence]);
  expect(page.state.progress.value.marks).toHaveLength(1);
  await page.run.startOver();
  expect(settings.value).toBeUndefined();
  page.run.close();
});

it('moments are kept as training goes on, and one that is shown is told to the learner until now is', async () => {
  const page = await open();
  const { learning } = page.state;
  const told = (type: string) =>
    (page.learner.heard as PageToLearner[]).filter((message) => message.type === type);
  page.play(10, success);
  page.train(3);
  expect(told('keep-moment')).toEqual([{ type: 'keep-moment', seconds: 3, success: 1 }]);
  const first = { updates: 7, agentSteps: 1, seconds: 3, success: 1 };
  page.learner.say({ type: 'moments', moments: [first] });
  page.train(4);
  page.train(5);
  expect(told('keep-moment')).toHaveLength(2);
  page.state.training.value = false;
  page.train(60);
  expect(told('keep-moment')).toHaveLength(2);

  learning.shown.value = first;
  learning.shown.value = undefined;
  learning.shown.value = first;
  expect(told('show-moment')).toEqual([
    { type: 'show-moment', updates: 7 },
    { type: 'show-moment', updates: undefined },
    { type: 'show-moment', updates: 7 },
  ]);
  // Another run has other moments.
  page.learner.say({
    ...{ type: 'imported', resumed: { agentSteps: 1, updates: 1 } },
    ...{ otherSettings: [], progress: undefined, settings: heed, moments: [] },
  });
  expect([learning.shown.value, learning.moments.value]).toEqual([undefined, []]);
  expect(told('show-moment')).toHaveLength(4);
  page.run.close();
});

it('a report is of the moment in view, is kept with the run, and survives a reload, but not another run', async () => {
  const page = await open();
  const first = { updates: 7, agentSteps: 1, seconds: 3, success: 1 };
  page.learner.say({ type: 'moments', moments: [first] });
  page.state.learning.shown.value = first;
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const ask = async () => {
    page.run.report();
    await settled();
    const hyperparameters = heed;
    const weights = Float32Array.of(1);
    const policy = { hyperparameters, weights, critic: undefined, version: 7 };
    page.learner.say({ type: 'policy', policy });
    await settled();
    return MadeUpWorker.all.findLast(({ name }) => name === 'faithfulness') as MadeUpWorker;
  };
  const reporter = await ask();
  expect(page.learner.heard).toContainEqual({ type: 'ask-policy', updates: 7 });
  const { moment: _, report } = madeUpMomentReport(7);
  reporter.say({ type: 'reported', report });
  await settled();
  const reports = [{ moment: first, report }];
  expect(page.state.progress.value.reports).toEqual(reports);
  // At once: where training stands still nothing else would save it.
  const saved = (page.learner.heard as PageToLearner[]).findLast(({ type }) => type === 'save');
  const again = await open(JSON.parse(JSON.stringify((saved as { progress: unknown }).progress)));
  expect(again.state.progress.value.reports).toEqual(reports);
  again.run.close();

  const other = await ask();
  page.learner.say({
    ...{ type: 'imported', resumed: { agentSteps: 1, updates: 1 } },
    ...{ otherSettings: [], progress: undefined, settings: heed, moments: [] },
  });
  expect([other.terminated, page.state.reporting.value.is]).toEqual([true, 'none']);
  expect(page.state.progress.value.reports).toEqual([]);
  page.run.close();
});

it('where it is to stop at a collision it stops, selects who collided, and says so', async () => {
  const page = await open();
  const simulation = MadeUpWorker.all.find(({ name }) => name === 'simulation') as MadeUpWorker;
  page.state.stopping.value = true;
  expect(simulation.heard.at(-1)).toEqual({ type: 'stopping', on: true });
  simulation.say({ type: 'contact', agent: 2, with: 'walker' });
  const { state } = page;
  expect([state.pace.value.playing, state.selected.value]).toEqual([false, 2]);
  expect(noticesOf(state)).toEqual(['Stopped: Juno touches a person.']);
  expect(state.spoken.value).toBe('Stopped: Juno touches a person.');
  expect(state.stopping.value).toBe(false);
  page.run.close();
});

it('a faithfulness report that was asked for of a run that is left is none of the next one’s', async () => {
  const page = await open();
  page.run.report();
  expect(page.learner.heard.at(-1)).toMatchObject({ type: 'ask-policy' });
  await page.run.startOver();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(page.state.reporting.value).toEqual({ is: 'none' });
  page.run.close();
});

it('a faithfulness report of what has stopped learning is refused', async () => {
  const page = await open();
  page.run.report();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const failure = { is: 'failed', what: 'learning' } as const;
  page.learner.say({ type: 'failed', failure, detail: 'at line 1' });
  await new Promise((resolve) => setTimeout(resolve, 0));
  vi.restoreAllMocks();
  expect(page.state.reporting.value).toMatchObject({ is: 'failed' });
  page.run.close();
});

it('a simulation that ends takes with it what the learner was asked for', async () => {
  const page = await open();
  page.run.report();
  const asked = page.run.policy();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const failure = { is: 'failed', what: 'simulation' } as const;
  page.simulation.say({ type: 'failed', failure, detail: 'at line 1' } as SimulationToPage);
  await expect(asked).rejects.toThrow('no policy yet');
  await expect(page.run.policy()).rejects.toThrow('no policy yet');
  vi.restoreAllMocks();
  expect(page.state.reporting.value).toEqual({ is: 'none' });
  page.run.close();
});

/** A run of the plaza that a page could go on from, and the same of another network. */
async function runsInFiles() {
  const hyperparameters = {
    ...hyperparametersFor(scenarios.get('plaza'), 'heed'),
    ...{ demonstrations: 0, worlds: 1, replaySize: 1000 },
  };
  const scenario = scenarios.get('plaza');
  const learning = await Learning.create({ scenario, hyperparameters, seed: 1 });
  const made = await makeCheckpoint(learning, { withoutReplay: true });
  const manifest = made.manifest as Manifest;
  learning.dispose();
  const file = (changed: Partial<typeof hyperparameters>) => {
    const of = { ...manifest, hyperparameters: { ...manifest.hyperparameters, ...changed } };
    const whole = { manifest: of, blobs: made.blobs as Map<string, Uint8Array> };
    return new File([writeCheckpointFile(whole)], 'a.heed');
  };
  return { whole: file({}), ofAnotherNetwork: file({ channels: 16 }) };
}

it('a run in a file opens its scene once, and nothing is closed for one that could not go on', async () => {
  const { whole, ofAnotherNetwork } = await runsInFiles();
  vi.stubGlobal('fetch', async (path: string) => {
    const [file = ''] = path.split('?');
    return new Response(readFileSync(`.${file}`));
  });
  const { address } = parseAddress('?scene=rooms', ['plaza', 'rooms']);
  const scenes = ['plaza', 'rooms'].map((name) => ({
    ...{ name, title: name, description: '', shipped: true },
  }));
  const state = createState({ scenes, address, now: 0, panelOpen: true });
  const run = createCurrentRun({ state, clock: () => 0, entrance, onSnapshot() {}, download() {} });
  await run.start();
  state.world.value = 'shown';
  const opened = () => MadeUpWorker.all.filter(({ name }) => name === 'simulation');
  expect([state.scene.value, opened().length]).toEqual(['rooms', 1]);

  await expect(run.loadFile(ofAnotherNetwork, 'plaza')).rejects.toThrow(
    'The file “a.heed” has another network than this page',
  );
  expect(state.scene.value).toBe('rooms');
  expect(opened().map(({ terminated }) => terminated)).toEqual([false]);

  const loading = run.loadFile(whole, 'plaza');
  await vi.waitFor(() => expect(state.scene.value).toBe('plaza'));
  state.world.value = 'shown';
  await loading;
  expect(opened().map(({ terminated }) => terminated)).toEqual([true, false]);
  const learners = MadeUpWorker.all.filter(({ name }) => name === 'learner');
  expect(learners.map(({ heard }) => (heard as PageToLearner[]).map(({ type }) => type))).toEqual([
    ['start', 'import'],
  ]);
  run.close();
});

it('a file that cannot be read any more is refused before anything is closed for it', async () => {
  const { run, simulation, learner } = await open();
  const path = join(mkdtempSync(join(tmpdir(), 'heed-')), 'a.heed');
  writeFileSync(path, 'a run');
  const file = new File([await openAsBlob(path)], 'a.heed');
  rmSync(path);
  await expect(run.loadFile(file, 'plaza')).rejects.toThrow('“a.heed” cannot be read');
  await expect(run.openRecording(file, 'rooms')).rejects.toThrow('“a.heed” cannot be read');
  expect([simulation.terminated, learner.terminated]).toEqual([false, false]);
  run.close();
});

it('a run in a file takes the place of a kept one that cannot be opened', async () => {
  const { whole } = await runsInFiles();
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { state, run, learner } = await open();
  const failure = { is: 'refused', what: 'learning', sentence: 'It is half a run.' } as const;
  learner.say({ type: 'failed', failure, detail: '', unread: true });
  complaint.mockRestore();
  const loading = run.loadFile(whole, 'plaza');
  await vi.waitFor(() => expect(learner.terminated).toBe(true));
  state.world.value = 'shown';
  await loading;
  const [, next] = MadeUpWorker.all.filter(({ name }) => name === 'learner');
  expect(next?.heard).toMatchObject([{ type: 'start', fresh: true }, { type: 'import' }]);
  run.close();
});
