/**
 * The run that the page shows: opens it, writes what it reports into the state, keeps it saved, and
 * exchanges it for another. One scene, one run, by the scene's name; a run that is open in another
 * tab goes on here without being kept, so that two tabs never write over each other. A scene without a
 * run yet opens with the trained policy that comes with it, to be watched: no run, and nothing is kept.
 */
import { batch, effect } from '@preact/signals';
import { isMomentDue } from '../agents/moments.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { VisitorPlace } from '../world/visits.ts';
import { type Change, changeTaken } from './change-taken.ts';
import type { RunCommands } from './commands.ts';
import { createEvidenceTaker } from './evidence.ts';
import { createExamining } from './examining.ts';
import { sentenceOf } from './failure.ts';
import { followAnswer } from './follow-answer.ts';
import { integer } from './format.ts';
import { keptEdits } from './kept-edits.ts';
import { isKept } from './kept-runs.ts';
import { showLearning } from './learning-state.ts';
import { createMarking } from './marking.ts';
import { type OpenRun, openRun, type RunListener, type RunOptions } from './open-run.ts';
import { sayOtherSettings } from './other-settings.ts';
import { pictureShown } from './picture-shown.ts';
import { addEpisodes, addPoint, emptyProgress, restoreProgress, saveProgress } from './progress.ts';
import type { ActingPolicy, Resumed } from './protocol.ts';
import { createReporting } from './reporting.ts';
import { takeRunLock } from './run-lock.ts';
import { isShipped, loadShippedPolicy } from './shipped-policy.ts';
import { addNotice, forgetRun, type PageState, removeNotice } from './state.ts';
import { showContact } from './stopping.ts';

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
  readonly onSnapshot: (snapshot: Snapshot, gaze: Float32Array) => void;
  /** Offers bytes to the person as a file. */
  readonly download: (bytes: Uint8Array, name: string) => void;
}

/**
 * What a scene opens with: the person's own run, or else the trained policy where there is one (`auto`);
 * the run, kept or new (`own`); a new one, the kept one forgotten (`fresh`); the trained policy (`shipped`).
 */
type Opening = 'auto' | 'own' | 'fresh' | 'shipped';

const saveEverySeconds = 20;
/** A save that was not answered within this is taken as lost when a run is exchanged for another. */
const patienceMilliseconds = 4000;
/** Notices about a run, which go with it. */
const runTopics = [
  ...(['continued', 'file', 'save', 'keep', 'learner', 'policy', 'rolled-back'] as const),
  ...([
    'examiner',
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
  const { state, clock } = options;
  let open: OpenRun | undefined;
  /** Resolves when the learner has been told to start; what it is sent before that is lost. */
  let learnerStarts: Promise<void> = Promise.resolve();
  let releaseLock: (() => void) | undefined;
  let answered: (() => void) | undefined;
  /** Training time of this worker, and what the run had before. */
  let workerSeconds = 0;
  let secondsBefore = 0;
  const evidence = createEvidenceTaker();
  /** The trained policy that acts, where nobody learns. */
  let watched: ActingPolicy | undefined;
  const examining = createExamining({ state, secondsBefore: () => secondsBefore });
  const reporting = createReporting(state, clock);
  const marking = createMarking(state);

  const stopEffects = [
    // Read before the call: `open?.` would skip the reading, and with it the subscription.
    effect(() => {
      const pace = state.pace.value;
      open?.setPace(pace);
    }),
    effect(() => {
      const on = state.training.value;
      open?.setTraining(on);
    }),
    effect(() => {
      const agent = state.selected.value;
      open?.select(agent);
    }),
    effect(() => {
      const asked = state.asked.value;
      open?.explain(asked);
      if (!asked) state.answer.value = undefined;
      if (!asked?.path) state.path.value = undefined;
    }),
    effect(() => {
      const at = state.visiting.value ? options.entrance() : undefined;
      open?.visit(at);
    }),
    effect(() => {
      const on = state.stopping.value;
      open?.setStopping(on);
    }),
    effect(() => {
      const moment = state.learning.shown.value;
      open?.showMoment(moment);
    }),
  ];
  const timer = setInterval(() => {
    if (state.training.value) saveNow();
  }, saveEverySeconds * 1000);

  /** Openings and closings, one after the other however quickly they are asked for. */
  let queue: Promise<void> = Promise.resolve();
  function inTurn(task: () => Promise<void>): Promise<void> {
    const done = queue.then(task);
    queue = done.catch(() => {});
    return done;
  }

  function saveNow(): void {
    const saving = state.keeping.value.is !== 'off' && state.learner.value.is === 'running';
    if (saving) open?.save(marking.toSave());
  }

  function goOn(resumed: Resumed, progress: unknown, otherSettings: readonly string[]): void {
    sayOtherSettings(state, otherSettings);
    state.resumed.value = resumed;
    state.progress.value = restoreProgress(progress) ?? emptyProgress;
    secondsBefore = state.progress.value.trainingSeconds - workerSeconds;
    evidence.startOver(state.progress.value);
    examining.startOver();
  }

  const listener: RunListener = {
    layout({ layout }) {
      batch(() => {
        state.layout.value = layout;
        // What was there is there no more, nor is it imagined away.
        if (state.absent.value.length > 0) {
          state.absent.value = [];
          state.spoken.value = 'The world is another: everything is there again';
        }
        state.path.value = undefined;
        const { selected } = state;
        if (selected.value !== undefined && selected.value >= layout.agents) {
          selected.value = undefined;
        }
      });
    },
    snapshot({ snapshot, gaze, attention }) {
      options.onSnapshot(snapshot, gaze);
      if (attention && attention.agent === state.selected.value) state.attention.value = attention;
    },
    explained(answer) {
      const { explanation, layoutSeed } = answer;
      if (explanation.agent !== state.selected.value || !state.asked.value) return;
      if (layoutSeed !== state.layout.value?.seed) return;
      state.answer.value = followAnswer(state.answer.peek(), answer);
    },
    foreseen(path) {
      if (path.agent !== state.selected.value || !state.asked.value?.path) return;
      if (path.layoutSeed === state.layout.value?.seed) state.path.value = path;
    },
    contact: (contact) => showContact(state, contact),
    visitRefused(sentence) {
      batch(() => {
        state.visiting.value = false;
        state.camera.value = 'orbit';
        addNotice(state, 'warning', sentence, 'visit');
      });
    },
    ...changeTaken(state),
    progress({ episodes, agentStepsPerSecond, visibleSpeed }) {
      batch(() => {
        state.progress.value = addEpisodes(state.progress.value, episodes);
        state.rates.value = { ...state.rates.value, agentStepsPerSecond, visibleSpeed };
      });
    },
    ready({ choice, resumed, otherSettings, progress, settings, moments, notKept }) {
      batch(() => {
        showLearning(state.learning, { settings, moments });
        state.learner.value = { is: 'running', choice };
        if (notKept !== undefined) {
          state.keeping.value = { is: 'off', sentence: notKept };
          addNotice(state, 'warning', notKept, 'keep');
        }
        if (!resumed) return;
        goOn(resumed, progress, otherSettings);
        state.keeping.value = { is: 'saved', at: clock() };
        addNotice(
          state,
          'info',
          `Continued your run: ${integer(resumed.agentSteps)} steps so far.`,
          'continued',
        );
      });
    },
    demonstrating({ done, episodes }) {
      state.demonstrating.value = done < episodes ? { done, episodes } : undefined;
    },
    metrics({ metrics, updatesPerSecond, trainingSeconds }) {
      const { success, return: mean, spl } = state.summary.value;
      workerSeconds = trainingSeconds;
      batch(() => {
        state.metrics.value = metrics;
        state.rates.value = { ...state.rates.value, updatesPerSecond };
        if (!state.training.value) return;
        state.progress.value = addPoint(state.progress.value, {
          seconds: secondsBefore + trainingSeconds,
          agentSteps: metrics.agentSteps,
          success,
          return: mean,
          spl,
          criticLoss: finite(metrics.criticLoss),
          actorLoss: finite(metrics.actorLoss),
        });
      });
      if (!state.training.value) return;
      const seconds = secondsBefore + trainingSeconds;
      const seen = evidence.take(state.progress.value, seconds);
      if (seen) open?.look(seen);
      const due = metrics.updates > 0 && isMomentDue(state.learning.moments.value, seconds);
      if (due) open?.keepMoment({ seconds, success });
    },
    rolledBack({ updates, to, reason }) {
      const sentence = `Learning had collapsed at update ${integer(updates)} and goes on from the best weights before, of update ${integer(to)}. ${reason}`;
      batch(() => {
        marking.mark('rollback', `collapsed and rolled back. ${reason}`);
        addNotice(state, 'warning', sentence, 'rolled-back');
      });
      evidence.startOver(state.progress.value);
    },
    best: marking.best,
    saved() {
      marking.saved();
      state.keeping.value = { is: 'saved', at: clock() };
      removeNotice(state, { topic: 'save' });
      answered?.();
    },
    saveFailed({ reason, sentence }) {
      state.keeping.value = { is: 'failing', sentence };
      addNotice(state, reason === 'full' ? 'warning' : 'error', sentence, 'save');
      answered?.();
    },
    exported(bytes) {
      options.download(bytes, `heed-${state.scene.value}-${state.agentSteps.value}.heed`);
    },
    imported({ resumed, otherSettings, progress, settings, moments }) {
      batch(() => {
        showLearning(state.learning, { settings, moments });
        goOn(resumed, progress, otherSettings);
        marking.mark('file', `went on from a file, at ${integer(resumed.agentSteps)} steps`);
        addNotice(
          state,
          'info',
          `Loaded the file: the run goes on at ${integer(resumed.agentSteps)} steps.`,
          'file',
        );
      });
    },
    policy: reporting.report,
    moments(moments) {
      state.learning.moments.value = moments;
    },
    adjusted: marking.adjusted,
    adjustRefused: (sentence) => addNotice(state, 'error', sentence, 'setting'),
    fileFailed(sentence) {
      state.demonstrating.value = undefined;
      addNotice(state, 'error', sentence, 'file');
    },
    simulationFailed({ sentence, detail }) {
      console.error(detail);
      open?.close();
      open = undefined;
      examining.close();
      state.world.value = 'failed';
      state.fatal.value = { sentence, cause: 'scene' };
    },
    learnerFailed({ sentence, detail }) {
      console.error(detail);
      state.learner.value = { is: 'failed', sentence };
      state.demonstrating.value = undefined;
      addNotice(state, 'error', sentence, 'learner');
      answered?.();
    },
  };

  async function openCurrent(opening: Opening): Promise<void> {
    forgetRun(state);
    watched = undefined;
    workerSeconds = 0;
    secondsBefore = 0;
    evidence.startOver(emptyProgress);
    for (const topic of runTopics) removeNotice(state, { topic });
    const policy = await policyToWatch(opening);
    if (policy) openWorkers({ keep: false, fresh: false, policy });
    else await openOwn(opening === 'fresh');
  }

  /** The trained policy, if that is what the page opens with; the state says so from here on. */
  async function policyToWatch(opening: Opening): Promise<ActingPolicy | undefined> {
    const scenario = state.scene.value;
    if (opening === 'own' || opening === 'fresh' || !isShipped(scenario)) return undefined;
    if (opening === 'auto' && state.address.policy === 'none') return undefined;
    const ownRun = await isKept(scenario);
    if (opening === 'auto' && ownRun) return undefined;
    try {
      const { card, acting } = await loadShippedPolicy(scenario);
      batch(() => {
        state.watching.value = { card, ownRun };
        state.learner.value = { is: 'absent' };
      });
      watched = acting;
      return acting;
    } catch (error) {
      const sentence = `${sentenceOf(error, 'Watching')} Your own robots are shown instead.`;
      addNotice(state, 'warning', sentence, 'policy');
      return undefined;
    }
  }

  async function openOwn(fresh: boolean): Promise<void> {
    let keep = true;
    releaseLock = await takeRunLock(state.scene.value);
    if (!releaseLock) {
      keep = false;
      const sentence =
        'This scene is open in another tab, which keeps its run; this one is not kept.';
      state.keeping.value = { is: 'off', sentence };
      addNotice(state, 'warning', sentence, 'keep');
    }
    const started = openWorkers({ keep, fresh, policy: undefined });
    learnerStarts = pictureShown(state.world).then(() => {
      if (open === started) started.startLearner();
    });
  }

  function openWorkers(own: Pick<RunOptions, 'keep' | 'fresh' | 'policy'>): OpenRun {
    const { backend, threads, workers } = state.address;
    const card = state.watching.value?.card;
    // A trained policy is shown layouts that it was not trained on.
    const seed = state.address.seed + (card ? card.seed + 1 : 0);
    const training = state.training.peek() && !card;
    const scenario = state.scene.value;
    const edits = keptEdits(scenario);
    const common = { scenario, seed, backend, threads, workers, edits };
    const examiner = card ? undefined : examining.follow();
    open = openRun({ ...common, ...own, pace: state.pace.peek(), training, examiner }, listener);
    return open;
  }

  async function closeCurrent(save: boolean): Promise<void> {
    if (save && open && state.learner.value.is === 'running' && state.keeping.value.is !== 'off') {
      const wait = new Promise<void>((resolve) => {
        answered = resolve;
        setTimeout(resolve, patienceMilliseconds);
      });
      saveNow();
      await wait;
      answered = undefined;
    }
    open?.close();
    open = undefined;
    examining.close();
    reporting.stop();
    releaseLock?.();
    releaseLock = undefined;
  }

  async function learn(): Promise<void> {
    const { watching } = state;
    if (!watching.value) return;
    const { ownRun } = watching.value;
    if (!ownRun) state.training.value = true;
    await closeCurrent(false);
    await openCurrent('own');
    state.spoken.value = ownRun ? 'Back to your run' : 'Learning from scratch';
  }

  return {
    saveNow,
    walk: (x, z) => open?.walk(x, z),
    change: (change) => open?.change(change),
    start: () => inTurn(() => openCurrent('auto')),
    openScene: (scene) =>
      inTurn(async () => {
        if (scene === state.scene.value) return;
        state.world.value = 'loading';
        await closeCurrent(true);
        state.scene.value = scene;
        await openCurrent('auto');
      }),
    startOver: () =>
      inTurn(async () => {
        state.dialog.value = undefined;
        await closeCurrent(false);
        await openCurrent('fresh');
        state.spoken.value = 'Started over';
      }),
    learn: () => inTurn(learn),
    watch: () =>
      inTurn(async () => {
        if (!state.mayWatch.value) return;
        state.world.value = 'loading';
        await closeCurrent(true);
        await openCurrent('shipped');
        state.spoken.value = 'Watching the trained robots';
      }),
    examine() {
      if (watched) examining.examine(watched);
    },
    report() {
      if (watched) reporting.report(watched);
      else if (state.learner.value.is === 'running') open?.askPolicy();
      else reporting.refuse();
    },
    stopReport: reporting.stop,
    saveReport() {
      const file = reporting.file();
      if (file) options.download(file.bytes, file.name);
    },
    adjust: (name, value) => open?.adjust({ [name]: value }),
    saveFile() {
      marking.mark('file', 'saved to a file');
      open?.exportFile(saveProgress(state.progress.value));
    },
    async loadFile(file) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      // A file is a run: it goes on in the person's own.
      await inTurn(learn);
      await learnerStarts;
      open?.importFile(bytes);
    },
    close() {
      clearInterval(timer);
      for (const stop of stopEffects) stop();
      open?.close();
      examining.dispose();
      reporting.stop();
      marking.dispose();
      releaseLock?.();
    },
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
