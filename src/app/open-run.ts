/**
 * An open run: the two workers of one scenario, from start to close, as the page talks to them.
 * Turns messages into calls of a listener and calls into messages; decides nothing.
 */
import type { AttentionReport } from '../agents/attention-report.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { BackendWish } from './address.ts';
import { dispatch } from './dispatch.ts';
import type { Pace } from './pacing.ts';
import type { ThreadWish } from './plan-threads.ts';
import type { SavedProgress } from './progress.ts';
import type {
  Failed,
  LearnerToPage,
  PageToLearner,
  PageToSimulation,
  SimulationToPage,
} from './protocol.ts';
import { openParcel } from './snapshot-parcel.ts';

export interface RunOptions {
  readonly scenario: string;
  readonly seed: number;
  readonly backend: BackendWish;
  readonly threads: ThreadWish;
  readonly pace: Pace;
  readonly training: boolean;
  /** Keep the run in IndexedDB. */
  readonly keep: boolean;
  /** Forget the kept run and start over. */
  readonly fresh: boolean;
}

type Of<Message extends { readonly type: string }, Type extends Message['type']> = Extract<
  Message,
  { readonly type: Type }
>;

export interface ShownMoment {
  readonly snapshot: Snapshot;
  /** [A, 3] world points that the agents' eyes turn to; NaN for straight ahead. */
  readonly gaze: Float32Array;
  /** Of the selected agent. */
  readonly attention: AttentionReport | undefined;
}

export interface RunListener {
  layout(message: Of<SimulationToPage, 'layout'>): void;
  /** The arrays are lent for the time of the call. */
  snapshot(moment: ShownMoment): void;
  progress(message: Of<SimulationToPage, 'progress'>): void;
  ready(message: Of<LearnerToPage, 'ready'>): void;
  metrics(message: Of<LearnerToPage, 'metrics'>): void;
  saved(): void;
  saveFailed(message: Of<LearnerToPage, 'save-failed'>): void;
  exported(bytes: Uint8Array): void;
  imported(message: Of<LearnerToPage, 'imported'>): void;
  fileFailed(sentence: string): void;
  simulationFailed(failure: Failed): void;
  learnerFailed(failure: Failed): void;
}

export interface OpenRun {
  /** Once: the learner does nothing before. */
  startLearner(): void;
  setPace(pace: Pace): void;
  setTraining(on: boolean): void;
  select(agent: number | undefined): void;
  save(progress: SavedProgress): void;
  exportFile(progress: SavedProgress): void;
  importFile(bytes: Uint8Array): void;
  /** Ends both workers at once; what is not saved is lost. */
  close(): void;
}

const gone = (what: string, detail: string): Failed => ({
  type: 'failed',
  sentence: `${what} could not be loaded or stopped; reload the page.`,
  detail,
});

export function openRun(options: RunOptions, listener: RunListener): OpenRun {
  const { scenario, seed, backend, threads, pace, training, keep, fresh } = options;
  // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
  const simulation = new Worker(new URL('./simulation.worker.ts', import.meta.url), {
    type: 'module',
    name: 'simulation',
  });
  const learner = new Worker(new URL('./learner.worker.ts', import.meta.url), {
    type: 'module',
    name: 'learner',
  });
  const toSimulation = (message: PageToSimulation, transfer: Transferable[] = []) =>
    simulation.postMessage(message, transfer);
  const toLearner = (message: PageToLearner, transfer: Transferable[] = []) =>
    learner.postMessage(message, transfer);

  const fromSimulation = dispatch<SimulationToPage>('page', {
    layout: listener.layout,
    snapshot({ shape, memory, time, step, attention }) {
      const { snapshot, gaze } = openParcel(shape, memory);
      snapshot.time = time;
      snapshot.step = step;
      listener.snapshot({ snapshot, gaze, attention });
      toSimulation({ type: 'return', memory }, [memory]);
    },
    progress: listener.progress,
    failed: listener.simulationFailed,
  });
  const fromLearner = dispatch<LearnerToPage>('page', {
    ready: listener.ready,
    metrics: listener.metrics,
    saved: listener.saved,
    'save-failed': listener.saveFailed,
    exported: ({ bytes }) => listener.exported(bytes),
    imported: listener.imported,
    'file-failed': ({ sentence }) => listener.fileFailed(sentence),
    failed: listener.learnerFailed,
  });
  simulation.onmessage = ({ data }) => fromSimulation(data);
  learner.onmessage = ({ data }) => fromLearner(data);
  simulation.onerror = (event) => listener.simulationFailed(gone('The simulation', event.message));
  learner.onerror = (event) => listener.learnerFailed(gone('The learner', event.message));

  const { port1, port2 } = new MessageChannel();
  const shared = globalThis.crossOriginIsolated === true;
  toSimulation(
    { type: 'start', protocol: 2, scenario, seed, pace, training, learner: port1, shared },
    [port1],
  );

  let trains = training;
  let learnerStarted = false;

  return {
    startLearner() {
      learnerStarted = true;
      toLearner(
        {
          ...{ type: 'start', protocol: 2, scenario, seed, backend, simulation: port2 },
          ...{ threads, training: trains, keep, fresh },
        },
        [port2],
      );
    },
    setPace: (next) => toSimulation({ type: 'pace', pace: next }),
    setTraining(on) {
      toSimulation({ type: 'training', on });
      trains = on;
      if (learnerStarted) toLearner({ type: 'training', on });
    },
    select: (agent) => toSimulation({ type: 'select', agent }),
    save: (progress) => toLearner({ type: 'save', progress }),
    exportFile: (progress) => toLearner({ type: 'export', progress }),
    importFile: (bytes) => toLearner({ type: 'import', bytes }),
    close() {
      simulation.terminate();
      learner.terminate();
    },
  };
}
