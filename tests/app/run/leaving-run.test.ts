/** What becomes of a run when another is opened in its place: it is saved, or the person is asked. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PageToLearner } from '../../../src/app/workers/protocol.ts';
import { MadeUpWorker, open } from './made-up-run.ts';

const types = ({ heard }: MadeUpWorker) => (heard as PageToLearner[]).map(({ type }) => type);
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  MadeUpWorker.all = [];
  vi.stubGlobal('Worker', MadeUpWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const full = { is: 'full', what: 'saving', sentence: 'There is no room.' } as const;

it('what is saved goes at once, and the cover is over it from the first moment', async () => {
  const { state, run, learner, train } = await open();
  train(30);
  const opening = run.openScene('rooms');
  await turn();
  expect([state.scene.value, state.world.value]).toEqual(['plaza', 'loading']);
  expect(types(learner).at(-1)).toBe('save');
  learner.say({ type: 'saved' });
  await opening;
  expect([state.scene.value, state.dialog.value]).toEqual(['rooms', undefined]);
  expect(learner.terminated).toBe(true);
  run.close();
});

it('what cannot be saved is asked about: a no leaves everything as it is, a yes lets it go', async () => {
  const { state, run, learner, train } = await open();
  train(30);
  for (const leaves of [false, true]) {
    const opening = run.openScene('rooms');
    await turn();
    learner.say({ type: 'save-failed', failure: full });
    await vi.waitFor(() => expect(state.dialog.value).toBe('leave-run'));
    expect([learner.terminated, state.world.value]).toEqual([false, 'shown']);
    if (leaves) run.leaveRun();
    // As Escape does.
    else state.dialog.value = undefined;
    await opening;
    expect(learner.terminated).toBe(leaves);
    expect(state.scene.value).toBe(leaves ? 'rooms' : 'plaza');
    if (!leaves) expect(state.world.value).toBe('shown');
  }
  run.close();
});

it('a save that is never answered is asked about as one that failed', async () => {
  const { state, run, learner, train } = await open();
  train(30);
  learner.say({ type: 'saved' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const opening = run.openScene('rooms');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(state.dialog.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2000);
  expect(state.dialog.value).toBe('leave-run');
  expect(state.keeping.value.is).toBe('failing');
  expect(learner.terminated).toBe(false);
  vi.useRealTimers();
  run.leaveRun();
  await opening;
  expect(learner.terminated).toBe(true);
  run.close();
});

it('nothing is asked of a run that has learned nothing yet', async () => {
  const { state, run, learner } = await open();
  const opening = run.openScene('rooms');
  await turn();
  learner.say({ type: 'save-failed', failure: full });
  await opening;
  expect([state.scene.value, state.dialog.value]).toEqual(['rooms', undefined]);
  run.close();
});

it('a run is started over in the scene in which that was asked for, and in no other', async () => {
  const { state, run, learner } = await open();
  const opening = run.openScene('rooms');
  state.dialog.value = 'start-over';
  const startingOver = run.startOver();
  expect(state.dialog.value).toBeUndefined();
  await turn();
  learner.say({ type: 'saved' });
  await Promise.all([opening, startingOver]);
  expect(state.scene.value).toBe('rooms');
  const simulations = MadeUpWorker.all.filter(({ name }) => name === 'simulation');
  expect(simulations.map(({ terminated }) => terminated)).toEqual([true, false]);
  run.close();
});

it('a file of the run is finished before the run is gone', async () => {
  const { state, run, learner } = await open();
  run.saveFile();
  run.saveFile();
  expect(types(learner).filter((type) => type === 'export')).toHaveLength(1);
  expect(state.exporting.value).toBe(true);
  const startingOver = run.startOver();
  await turn();
  expect(learner.terminated).toBe(false);
  learner.say({ type: 'exported', bytes: new Uint8Array(3) });
  await startingOver;
  expect(learner.terminated).toBe(true);
  expect(state.exporting.value).toBe(false);
  run.close();
});

it('a scene that stopped is saved before it goes, and can be opened again', async () => {
  const { state, run, learner, simulation } = await open();
  simulation.say({ type: 'failed', failure: { is: 'mistake', what: 'simulation' }, detail: '' });
  await turn();
  expect(state.world.value).toBe('failed');
  expect(types(learner).at(-1)).toBe('save');
  expect(learner.terminated).toBe(false);
  learner.say({ type: 'saved' });
  await vi.waitFor(() => expect(learner.terminated).toBe(true));
  await run.openScene('plaza');
  expect([state.world.value, state.fatal.value]).toEqual(['loading', undefined]);
  expect(MadeUpWorker.all.filter(({ name }) => name === 'simulation')).toHaveLength(2);
  run.close();
});

it('a scene that stops while the person is asked about its run stays stopped', async () => {
  const { state, run, learner, simulation, train } = await open();
  train(30);
  const opening = run.openScene('rooms');
  await turn();
  learner.say({ type: 'save-failed', failure: full });
  await vi.waitFor(() => expect(state.dialog.value).toBe('leave-run'));
  simulation.say({ type: 'failed', failure: { is: 'mistake', what: 'simulation' }, detail: '' });
  state.dialog.value = undefined;
  await opening;
  expect(state.world.value).toBe('failed');
  run.close();
});
