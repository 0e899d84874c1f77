/**
 * The run that the page shows: opens it, writes what it reports into the state, keeps it saved, and
 * exchanges it for another. One scene, one run, by the scene's name; a run that is open in another
 * tab goes on here without being kept, so that two tabs never write over each other.
 */
import { batch, effect } from '@preact/signals';
import type { Snapshot } from '../world/snapshot.ts';
import type { RunCommands } from './commands.ts';
import { createEvidenceTaker } from './evidence.ts';
import { integer } from './format.ts';
import { type OpenRun, openRun, type RunListener } from './open-run.ts';
import {
  addEpisodes,
  addPoint,
  addRollback,
  emptyProgress,
  restoreProgress,
  saveProgress,
} from './progress.ts';
import type { Resumed } from './protocol.ts';
import { takeRunLock } from './run-lock.ts';
import { addNotice, noRates, type PageState, removeNotice } from './state.ts';

export interface CurrentRun extends RunCommands {
  /** Opens the scene that the state names. */
  start(): Promise<void>;
  /** Best effort, when the page is about to go. */
  saveNow(): void;
  close(): void;
}

export interface CurrentRunOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly onSnapshot: (snapshot: Snapshot, gaze: Float32Array) => void;
  /** Offers bytes to the person as a file. */
  readonly download: (bytes: Uint8Array, name: string) => void;
}

const saveEverySeconds = 20;
/** A save that was not answered within this is taken as lost when a run is exchanged for another. */
const patienceMilliseconds = 4000;
/** Learning starts after this even if nothing has been drawn (a page in the background). */
const pictureMilliseconds = 10_000;

/** Notices about a run, which go with it. */
const runTopics = ['continued', 'file', 'save', 'keep', 'learner', 'rolled-back'] as const;

export function createCurrentRun(options: CurrentRunOptions): CurrentRun {
  const { state, clock } = options;
  let open: OpenRun | undefined;
  let releaseLock: (() => void) | undefined;
  let answered: (() => void) | undefined;
  /** Training time of this worker, and what the run had before. */
  let workerSeconds = 0;
  let secondsBefore = 0;
  const evidence = createEvidenceTaker();

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
    if (saving) open?.save(saveProgress(state.progress.value));
  }

  function goOn(resumed: Resumed, progress: unknown): void {
    state.resumed.value = resumed;
    state.progress.value = restoreProgress(progress) ?? emptyProgress;
    secondsBefore = state.progress.value.trainingSeconds - workerSeconds;
    evidence.startOver(state.progress.value);
  }

  const listener: RunListener = {
    layout({ layout }) {
      batch(() => {
        state.layout.value = layout;
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
    progress({ episodes, agentStepsPerSecond, visibleSpeed }) {
      batch(() => {
        state.progress.value = addEpisodes(state.progress.value, episodes);
        state.rates.value = { ...state.rates.value, agentStepsPerSecond, visibleSpeed };
      });
    },
    ready({ choice, resumed, progress, notKept }) {
      batch(() => {
        state.learner.value = { is: 'running', choice };
        if (notKept !== undefined) {
          state.keeping.value = { is: 'off', sentence: notKept };
          addNotice(state, 'warning', notKept, 'keep');
        }
        if (!resumed) return;
        goOn(resumed, progress);
        state.keeping.value = { is: 'saved', at: clock() };
        addNotice(
          state,
          'info',
          `Continued your run: ${integer(resumed.agentSteps)} steps so far.`,
          'continued',
        );
      });
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
      const seen = evidence.take(state.progress.value, secondsBefore + trainingSeconds);
      if (seen) open?.look(seen);
    },
    rolledBack({ updates, to, reason }) {
      const sentence = `Learning had collapsed at update ${integer(updates)} and goes on from the best weights before, of update ${integer(to)}. ${reason}`;
      batch(() => {
        const { progress } = state;
        progress.value = addRollback(progress.value, {
          seconds: progress.value.trainingSeconds,
          reason,
        });
        addNotice(state, 'warning', sentence, 'rolled-back');
      });
      evidence.startOver(state.progress.value);
    },
    saved() {
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
    imported({ resumed, progress }) {
      batch(() => {
        goOn(resumed, progress);
        addNotice(
          state,
          'info',
          `Loaded the file: the run goes on at ${integer(resumed.agentSteps)} steps.`,
          'file',
        );
      });
    },
    fileFailed(sentence) {
      addNotice(state, 'error', sentence, 'file');
    },
    simulationFailed({ sentence, detail }) {
      console.error(detail);
      open?.close();
      open = undefined;
      state.world.value = 'failed';
      state.fatal.value = { sentence, cause: 'scene' };
    },
    learnerFailed({ sentence, detail }) {
      console.error(detail);
      state.learner.value = { is: 'failed', sentence };
      addNotice(state, 'error', sentence, 'learner');
      answered?.();
    },
  };

  async function openCurrent(fresh: boolean): Promise<void> {
    const scenario = state.scene.value;
    let keep = true;
    batch(() => {
      state.world.value = 'loading';
      state.fatal.value = undefined;
      state.layout.value = undefined;
      state.selected.value = undefined;
      state.camera.value = 'orbit';
      state.learner.value = { is: 'starting' };
      state.resumed.value = undefined;
      state.progress.value = emptyProgress;
      state.metrics.value = undefined;
      state.rates.value = noRates;
      state.attention.value = undefined;
      state.keeping.value = { is: 'new' };
    });
    workerSeconds = 0;
    secondsBefore = 0;
    evidence.startOver(emptyProgress);
    for (const topic of runTopics) removeNotice(state, { topic });
    releaseLock = await takeRunLock(scenario);
    if (!releaseLock) {
      keep = false;
      const sentence =
        'This scene is open in another tab, which keeps its run; this one is not kept.';
      state.keeping.value = { is: 'off', sentence };
      addNotice(state, 'warning', sentence, 'keep');
    }
    const { seed, backend, threads, workers } = state.address;
    const pace = state.pace.peek();
    const training = state.training.peek();
    const started = openRun(
      { scenario, seed, backend, threads, workers, pace, training, keep, fresh },
      listener,
    );
    open = started;
    void pictureShown().then(() => {
      if (open === started) started.startLearner();
    });
  }

  /** The picture comes first: where the GPU is software, testing it for learning would hold it up. */
  function pictureShown(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pictureMilliseconds);
      const stop = state.world.subscribe((world) => {
        if (world === 'loading') return;
        clearTimeout(timer);
        // The first call comes before `subscribe` returns.
        queueMicrotask(() => stop());
        resolve();
      });
    });
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
    releaseLock?.();
    releaseLock = undefined;
  }

  return {
    saveNow,
    start: () => inTurn(() => openCurrent(false)),
    openScene: (scene) =>
      inTurn(async () => {
        if (scene === state.scene.value) return;
        state.world.value = 'loading';
        await closeCurrent(true);
        state.scene.value = scene;
        await openCurrent(false);
      }),
    startOver: () =>
      inTurn(async () => {
        state.dialog.value = undefined;
        await closeCurrent(false);
        await openCurrent(true);
        state.spoken.value = 'Started over';
      }),
    saveFile() {
      open?.exportFile(saveProgress(state.progress.value));
    },
    async loadFile(file) {
      open?.importFile(new Uint8Array(await file.arrayBuffer()));
    },
    close() {
      clearInterval(timer);
      for (const stop of stopEffects) stop();
      open?.close();
      releaseLock?.();
    },
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
