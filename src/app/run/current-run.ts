/**
 * The run that the page shows: opens it, writes what it reports into the state, keeps it saved, and
 * exchanges it for another. One scene, one run, by the scene's name; a run that is open in another
 * tab goes on here without being kept, so that two tabs never write over each other. A scene without a
 * run yet opens with the trained policy that comes with it, to be watched: no run, and nothing is kept.
 */
import { withoutCard } from '../../agents/choose-backend.ts';
import { recordingExtension } from '../../agents/recording-format.ts';
import { InputError } from '../../core/input-error.ts';
import type { VisitorPlace } from '../../world/visits.ts';
import type { RunCommands } from '../commands.ts';
import { keepEdits, keptEdits } from '../edit/kept-edits.ts';
import { readFile } from '../files/read-file.ts';
import type { Stop } from '../learning/past.ts';
import { beginRewinding, rewindTaken } from '../rewind/rewind.ts';
import { addNotice, forgetRun, type PageState, removeNotice } from '../state.ts';
import { type Said, words } from '../words/index.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { createArrival } from './arrival.ts';
import { askRun } from './ask-run.ts';
import { createAskedPolicy, noPolicy } from './asked-policy.ts';
import { type Change, changeTaken } from './change-taken.ts';
import { createExamining } from './examining.ts';
import { isKept } from './kept-runs.ts';
import { createLearningTaker } from './learning-taken.ts';
import { createLeaving, wouldBeLost } from './leaving.ts';
import { createMarking } from './marking.ts';
import { type OpenRun, openRun, type RunListener, type RunOptions } from './open-run.ts';
import { otherSettingsOf, sayOtherSettings } from './other-settings.ts';
import { pictureShown } from './picture-shown.ts';
import { type Opening, policyToWatch } from './policy-to-watch.ts';
import { createReporting } from './reporting.ts';
import { createReviving, type Revival } from './reviving.ts';
import { createRunFile } from './run-file.ts';
import { takeRunLock } from './run-lock.ts';
import { createSaving } from './saving.ts';
import { type WorldHooks, worldTaken } from './world-taken.ts';

export interface CurrentRun extends RunCommands {
  /** Opens the scene that the state names. */
  start(): Promise<void>;
  /** What the visitor wants: m/s in the world frame. */
  walk(x: number, z: number): void;
  /** Changes the world in view. */
  change(change: Change): void;
  /** Best effort, when the page is about to go. */
  saveNow(): void;
  close(): void;
}

export interface CurrentRunOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Where a person who walks in would be. */
  readonly entrance: () => VisitorPlace;
  readonly onSnapshot: WorldHooks['onSnapshot'];
  /** Offers bytes to the person as a file. */
  readonly download: (bytes: Uint8Array<ArrayBuffer>, name: string) => void;
}

/** Notices about a run, which go with it. */
const runTopics = [
  ...(['continued', 'file', 'save', 'keep', 'learner', 'policy', 'rolled-back'] as const),
  ...([
    'examiner',
    'recording',
    'settings',
    'setting',
    'visit',
    'contact',
    'edit',
    'changes',
    'changes-lost',
    'cut-off',
  ] as const),
] as const;

export function createCurrentRun(options: CurrentRunOptions): CurrentRun {
  const { state, clock, download } = options;
  let open: OpenRun | undefined;
  /** Resolves when the learner has been told to start; what it is sent before that is lost. */
  let learnerStarts: Promise<void> = Promise.resolve();
  let releaseLock: (() => void) | undefined;
  /** The run that is kept here could not be opened. */
  let unread = false;
  /** It was opened to start over. */
  let begunFresh = false;
  const leaving = createLeaving(state);
  /** The trained policy that acts, where nobody learns. */
  let watched: ActingPolicy | undefined;
  /** Nothing was opened yet: what the address says of a moment is of now. */
  let arriving = true;
  const arrival = createArrival(state);
  const policies = createAskedPolicy();
  const marking = createMarking(state, clock);
  const learning = createLearningTaker({
    ...{ state, clock, marking, run: () => open },
    onGoesOn() {
      examining.startOver();
      reporting.startOver();
    },
  });
  const examining = createExamining({ state, secondsBefore: learning.secondsBefore });
  const reporting = createReporting({ state, clock, policyOf, onReport: () => saveNow() });

  const saving = createSaving({ ...{ state, clock, marking }, run: () => open });
  const { saveNow } = saving;
  const runFile = createRunFile({ ...{ state, clock, marking }, run: () => open, download });
  const reviving = createReviving({ state, clock });
  const stopAsking = askRun({ state, run: () => open, entrance: options.entrance });

  /** Openings and closings, one after the other however quickly they are asked for. */
  let queue: Promise<void> = Promise.resolve();
  function inTurn(task: () => Promise<void>): Promise<void> {
    const done = queue.then(task);
    queue = done.catch(() => {});
    return done;
  }

  /** What was asked for in a scene is not done in another that was opened first. */
  function inTurnHere(task: () => Promise<void>): Promise<void> {
    const scene = state.scene.value;
    return inTurn(async () => {
      if (state.scene.value === scene) await task();
    });
  }

  /** Saves what is open and closes it, unless the person would rather keep what would be lost; whether it is closed. */
  async function leave(): Promise<boolean> {
    const before = state.world.value;
    state.world.value = 'loading';
    await saving.save();
    // Seen again behind the question, if there is one; it may have failed meanwhile.
    if (wouldBeLost(state) && state.world.value === 'loading') state.world.value = before;
    if (!(await leaving.mayLeave())) return false;
    await closeCurrent();
    return true;
  }

  const listener: RunListener = {
    ...worldTaken(state, { laidOut: arrival.laidOut, onSnapshot: options.onSnapshot }),
    ...changeTaken(state, marking.worldChanged),
    ...rewindTaken(state),
    recording(bytes, seconds) {
      const name = `heed-${state.scene.value}-${Math.round(seconds)}s${recordingExtension}`;
      download(bytes, name);
    },
    ...learning.taken,
    ready(message) {
      const choice = reviving.withoutCard() ? withoutCard : message.choice;
      learning.taken.ready({ ...message, choice });
      reviving.ready();
    },
    imported(message) {
      if (!reviving.isHeld()) return learning.taken.imported(message);
      learning.revived(message);
      reviving.tookHeld(message.resumed);
    },
    best: marking.best,
    ...saving.taken,
    ...runFile.taken,
    fileFailed(failure) {
      runFile.taken.fileFailed(failure);
      reviving.fileFailed();
    },
    policy: policies.answered,
    adjusted: marking.adjusted,
    adjustRefused: (failure) =>
      addNotice(state, 'error', ({ run }) => run.failure(failure), 'setting'),
    simulationFailed({ failure, detail }) {
      console.error(detail);
      state.world.value = 'failed';
      state.fatal.value = { said: ({ run }) => run.failure(failure), cause: 'scene' };
      policies.gone();
      reporting.stop();
      examining.close();
      // The learner is well: what it has learned is saved before it goes.
      void inTurn(async () => {
        if (state.world.value !== 'failed') return;
        await saving.save();
        await closeCurrent();
      });
    },
    learnerFailed({ failure, detail, unread: wasUnread }) {
      const said: Said = ({ run }) => run.failure(failure);
      console.error(detail);
      policies.gone();
      unread = wasUnread === true;
      state.learner.value = { is: 'failed', said };
      state.demonstrating.value = undefined;
      addNotice(state, 'error', said, 'learner');
      saving.gone();
      runFile.ended();
      if (failure.is === 'lost') revive();
    },
  };

  /** Another graphics card, or none, and what there is of the run. */
  function revive(): void {
    if (!reviving.lost()) return;
    const keeping = state.keeping.value;
    const notKept = keeping.is === 'off' ? keeping.said : undefined;
    const revival = { held: saving.held(), notKept };
    // The run that was to be forgotten may still be there.
    const opening = begunFresh && keeping.is === 'new' ? 'fresh' : 'own';
    void inTurnHere(async () => {
      if (state.learner.value.is !== 'failed') return;
      await closeCurrent();
      await openCurrent(opening, revival);
    });
  }

  async function openCurrent(opening: Opening, revival?: Revival): Promise<void> {
    forgetRun(state);
    watched = undefined;
    unread = false;
    begunFresh = opening === 'fresh';
    learning.startOver();
    saving.startOver(revival?.held);
    reviving.begin(revival);
    for (const topic of runTopics) removeNotice(state, { topic });
    watched = await policyToWatch(state, opening, arriving);
    if (watched) openWorkers({ keep: false, fresh: false, policy: watched });
    else await openOwn(begunFresh, revival);
    arriving = false;
  }

  async function openOwn(fresh: boolean, revival: Revival | undefined): Promise<void> {
    let keep = true;
    // Whoever did not keep it before is not to write over what another tab has kept by now.
    if (!revival?.notKept) releaseLock = await takeRunLock(state.scene.value);
    if (!releaseLock) {
      keep = false;
      const said: Said = revival?.notKept ?? (({ run }) => run.otherTab);
      state.keeping.value = { is: 'off', said };
      addNotice(state, 'warning', said, 'keep');
    }
    const started = openWorkers({ keep, fresh, policy: undefined });
    learnerStarts = pictureShown(state.world).then(() => {
      if (open !== started) return;
      started.startLearner();
      if (revival?.held) started.importFile(revival.held);
    });
  }

  function openWorkers(own: Pick<RunOptions, 'keep' | 'fresh' | 'policy'>): OpenRun {
    const { threads, workers } = state.address;
    const backend = reviving.withoutCard() ? 'wasm' : state.address.backend;
    const card = state.watching.value?.card;
    // A trained policy is shown layouts that it was not trained on.
    const seed = state.address.seed + (card ? card.seed + 1 : 0);
    const training = state.training.peek() && !card;
    const scenario = state.scene.value;
    const edits = arriving ? arrival.editsOf(scenario) : keptEdits(scenario);
    const firstCase = arriving ? arrival.caseOf(scenario) : undefined;
    const common = { scenario, seed, backend, threads, workers, edits, firstCase };
    const examiner = card ? undefined : examining.follow();
    open = openRun({ ...common, ...own, pace: state.pace.peek(), training, examiner }, listener);
    open.showFloor(state.show.asked.peek());
    return open;
  }

  async function closeCurrent(): Promise<void> {
    await runFile.finished();
    open?.close();
    open = undefined;
    policies.gone();
    examining.close();
    reporting.stop();
    releaseLock?.();
    releaseLock = undefined;
  }

  async function policyOf(moment: Stop): Promise<ActingPolicy | undefined> {
    if (watched) return watched;
    const works = state.learner.value.is === 'running' && state.world.value !== 'failed';
    if (!open || !works) throw new InputError(noPolicy);
    return policies.wanted(() => open?.askPolicy(moment));
  }

  /** Plays it in its scene. */
  async function openRecording(file: File, scene: string): Promise<void> {
    // Before anything is closed for it.
    const bytes = await readFile(file);
    await openScene(scene);
    if (state.scene.value !== scene) return;
    await pictureShown(state.world);
    removeNotice(state, { topic: 'recording' });
    if (state.pace.peek().speed === 'turbo') state.pace.value = { playing: true, speed: 1 };
    beginRewinding(state);
    state.pace.value = { ...state.pace.peek(), playing: true };
    open?.openRecording(bytes, file.name);
  }

  const openScene = (scene: string) =>
    inTurn(async () => {
      if (scene === state.scene.value && state.world.value !== 'failed') return;
      if (!(await leave())) return;
      state.scene.value = scene;
      await openCurrent('auto');
    });

  async function learn(): Promise<void> {
    const { watching } = state;
    if (!watching.value) return;
    const { ownRun } = watching.value;
    if (!ownRun) state.training.value = true;
    // It is learned in the world that is seen, which is the person's own from here on.
    const linked = state.edit.linked.peek();
    if (linked && !keptEdits(state.scene.peek())) keepEdits(state.scene.peek(), linked);
    await closeCurrent();
    await openCurrent('own');
    const { backToRun, fromScratch } = words.peek().run.spoken;
    state.spoken.value = ownRun ? backToRun : fromScratch;
  }

  /** For a file: it goes on in the person's own run of its scene. Whether it is open. */
  async function openOwnOf(scene: string): Promise<boolean> {
    const isThere = scene === state.scene.value && state.world.value !== 'failed';
    if (isThere && !state.watching.value && state.learner.value.is !== 'failed') return true;
    // What cannot be opened would be in the way of what takes its place.
    const opening = isThere && unread ? 'fresh' : 'own';
    const ownRun = await isKept(scene);
    if (!(await leave())) return false;
    state.scene.value = scene;
    if (!ownRun) state.training.value = true;
    await openCurrent(opening);
    return true;
  }

  return {
    saveNow,
    walk: (x, z) => open?.walk(x, z),
    change: (change) => open?.change(change),
    start: () => inTurn(() => openCurrent('auto')),
    openScene,
    startOver() {
      state.dialog.value = undefined;
      return inTurnHere(async () => {
        await closeCurrent();
        await openCurrent('fresh');
        state.spoken.value = words.peek().run.spoken.startedOver;
      });
    },
    leaveRun: leaving.leave,
    learn: () => inTurnHere(learn),
    watch: () =>
      inTurnHere(async () => {
        if (!state.mayWatch.value || !(await leave())) return;
        await openCurrent('shipped');
        state.spoken.value = words.peek().run.spoken.watchingTrained;
      }),
    examine() {
      if (watched) examining.examine(watched);
    },
    report: reporting.report,
    reportAll: reporting.reportAll,
    async policy() {
      const policy = await policyOf(undefined);
      if (policy) return policy;
      throw new InputError(noPolicy);
    },
    watchPolicy: (policy) =>
      inTurn(async () => {
        if (!(await leave())) return;
        state.scene.value = policy.card.scenario;
        await openCurrent(policy);
        sayOtherSettings(state, otherSettingsOf(policy.card));
        state.spoken.value = words.peek().share.spoken.watching(policy.file);
      }),
    stopReport: reporting.stop,
    saveReport() {
      const file = reporting.file();
      if (file) download(file.bytes, file.name);
    },
    adjust: (name, value) => open?.adjust({ [name]: value }),
    step: () => open?.step(),
    rewind: (to) => open?.rewind(to),
    openRecording,
    saveRecording: () => open?.saveRecording(),
    saveFile: runFile.make,
    async loadFile(file, scene) {
      const bytes = await readFile(file);
      const { checkRunFile } = await import('../files/check-run-file.ts');
      checkRunFile(bytes, file.name, scene);
      await inTurn(async () => {
        if (!(await openOwnOf(scene))) return;
        await learnerStarts;
        open?.importFile(bytes);
      });
    },
    close() {
      saving.dispose();
      stopAsking();
      open?.close();
      examining.dispose();
      reporting.stop();
      marking.dispose();
      releaseLock?.();
    },
  };
}
