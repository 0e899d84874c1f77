/**
 * An open run: the workers of one scenario, from start to close, as the page talks to them: the
 * learner, the simulation with the visible world, and further ones with headless copies where cores
 * allow; or, where a trained policy acts, that simulation alone. Turns messages into calls of a
 * listener and calls into messages.
 */
import type { AttentionReport } from '../../agents/attention-report.ts';
import type { Contact } from '../../agents/contacts-begun.ts';
import type { Change, EditReport, KeptEdits } from '../../agents/edit-history.ts';
import type { Moment } from '../../agents/moments.ts';
import type { Evidence } from '../../agents/watch.ts';
import type { Path } from '../../explain/forecast.ts';
import type { Answer, Asked } from '../../explain/mind.ts';
import type { PastSelves } from '../../explain/past-selves.ts';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
import type { Snapshot } from '../../world/snapshot.ts';
import type { VisitorPlace } from '../../world/visits.ts';
import type { BackendWish } from '../address.ts';
import type { SavedProgress } from '../learning/progress.ts';
import { type Wish, workersOn } from '../workers/cores.ts';
import { dispatch } from '../workers/dispatch.ts';
import type { Failure, Part } from '../workers/failure.ts';
import type { FloorKind, FloorReport } from '../workers/floor.ts';
import type { Pace } from '../workers/pacing.ts';
import type {
  ActingPolicy,
  Failed,
  LearnerToPage,
  PageToLearner,
  PageToSimulation,
  SimulationToPage,
} from '../workers/protocol.ts';
import type { AskRewind, Rewound } from '../workers/rewind-messages.ts';
import { openParcel } from '../workers/snapshot-parcel.ts';
import { createProgressSum, type SimulationProgress } from '../workers/sum-progress.ts';

export interface RunOptions {
  readonly scenario: string;
  readonly seed: number;
  readonly backend: BackendWish;
  readonly threads: Wish;
  readonly workers: Wish;
  readonly pace: Pace;
  readonly training: boolean;
  /** Keep the run in IndexedDB. */
  readonly keep: boolean;
  /** Forget the kept run and start over. */
  readonly fresh: boolean;
  /** For the learner, to whom the examiner is at its other end; where there is one. */
  readonly examiner: MessagePort | undefined;
  /** Acts, and nobody learns: the run has no learner. */
  readonly policy: ActingPolicy | undefined;
  /** As the person has left the scene; unchecked. */
  readonly edits: KeptEdits | undefined;
  /** Of a benchmark, the case that is seen first; undefined: it follows from the seed. */
  readonly firstCase: number | undefined;
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
  readonly selves: PastSelves | undefined;
  /** Updates that the weights have seen which act. */
  readonly drivenBy: number | undefined;
}

export interface RunListener {
  layout(message: Of<SimulationToPage, 'layout'>): void;
  /** The arrays are lent for the time of the call. */
  snapshot(moment: ShownMoment): void;
  explained(answer: Answer): void;
  foreseen(path: Path): void;
  floor(report: FloorReport): void;
  contact(contact: Contact): void;
  visitRefused(): void;
  changed(report: EditReport): void;
  changeRefused(failure: Failure): void;
  rewound(rewound: Rewound | undefined): void;
  recording(bytes: Uint8Array<ArrayBuffer>, seconds: number): void;
  recordingRefused(failure: Failure): void;
  progress(message: SimulationProgress): void;
  ready(message: Of<LearnerToPage, 'ready'>): void;
  demonstrating(message: Of<LearnerToPage, 'demonstrating'>): void;
  metrics(message: Of<LearnerToPage, 'metrics'>): void;
  rolledBack(message: Of<LearnerToPage, 'rolled-back'>): void;
  best(message: Of<LearnerToPage, 'best'>): void;
  saved(): void;
  saveFailed(message: Of<LearnerToPage, 'save-failed'>): void;
  held(bytes: Uint8Array): void;
  exported(bytes: Uint8Array): void;
  imported(message: Of<LearnerToPage, 'imported'>): void;
  policy(policy: ActingPolicy | undefined): void;
  moments(moments: readonly Moment[]): void;
  adjusted(settings: Hyperparameters): void;
  adjustRefused(failure: Failure): void;
  fileFailed(failure: Failure): void;
  simulationFailed(failure: Failed): void;
  learnerFailed(failure: Failed): void;
}

export interface OpenRun {
  /** Once: the learner does nothing before. */
  startLearner(): void;
  setPace(pace: Pace): void;
  setTraining(on: boolean): void;
  /** Whether the world in view is to stand still once somebody meets something. */
  step(): void;
  setStopping(on: boolean): void;
  select(agent: number | undefined): void;
  explain(asked: Asked | undefined): void;
  /** What of the floor is to be told. */
  showFloor(kind: FloorKind | undefined): void;
  /** The person comes into the world in view, or goes. */
  visit(at: VisitorPlace | undefined): void;
  /** m/s in the world frame. */
  walk(x: number, z: number): void;
  /** Changes the world in view. */
  change(change: Change): void;
  /** To a moment of what was recorded of the world in view; undefined: back to now. */
  rewind(to: AskRewind | undefined): void;
  /** Plays a file in place of the world in view; the bytes are given away. */
  openRecording(bytes: Uint8Array<ArrayBuffer>, name: string): void;
  /** To the listener: what was recorded of what is in view. */
  saveRecording(): void;
  look(evidence: Evidence): void;
  save(progress: SavedProgress): void;
  /** To the listener: the run without its replay, as a file. */
  hold(progress: SavedProgress): void;
  exportFile(progress: SavedProgress): void;
  importFile(bytes: Uint8Array): void;
  /** The learner's newest, or that of a kept moment, to the listener. */
  askPolicy(moment: Moment | undefined): void;
  /** Keeps the acting weights of this moment. */
  keepMoment(at: Pick<Moment, 'seconds' | 'success'>): void;
  /** Drives the world in view by the weights of then; undefined: by the newest. */
  showMoment(moment: Moment | undefined): void;
  /** Shows the selected agent by the weights of then, beside itself; empty: no more. */
  showSelves(moments: readonly Moment[]): void;
  /** Changes what may change under way, by name. */
  adjust(changes: Readonly<Record<string, number>>): void;
  /** Ends all workers at once; what is not saved is lost. */
  close(): void;
}

const gone = (what: Part, detail: string): Failed => ({
  ...{ type: 'failed', failure: { is: 'gone', what }, detail },
});

function createSimulationWorker(): Worker {
  // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
  return new Worker(new URL('../workers/simulation.worker.ts', import.meta.url), {
    type: 'module',
    name: 'simulation',
  });
}

function createLearnerWorker(): Worker {
  return new Worker(new URL('../workers/learner.worker.ts', import.meta.url), {
    type: 'module',
    name: 'learner',
  });
}

export function openRun(options: RunOptions, listener: RunListener): OpenRun {
  const { scenario, seed, backend, threads, pace, training, keep, fresh, policy } = options;
  const { examiner, edits, firstCase } = options;
  const workers = policy ? 1 : workersOn(navigator.hardwareConcurrency, options.workers);
  const simulations = Array.from({ length: workers }, createSimulationWorker);
  const learner = policy ? undefined : createLearnerWorker();
  const [visible] = simulations as [Worker, ...Worker[]];
  const toVisible = (message: PageToSimulation, transfer: Transferable[] = []) =>
    visible.postMessage(message, transfer);
  const toLearner = (message: PageToLearner, transfer: Transferable[] = []) =>
    learner?.postMessage(message, transfer);

  const progress = createProgressSum();
  const fromSimulation = (worker: number) =>
    dispatch<SimulationToPage>('page', {
      layout: listener.layout,
      snapshot({ shape, memory, time, step, visited, attention, selves, drivenBy }) {
        const { snapshot, gaze } = openParcel(shape, memory);
        snapshot.time = time;
        snapshot.step = step;
        snapshot.visited = visited;
        listener.snapshot({ snapshot, gaze, attention, selves, drivenBy });
        toVisible({ type: 'return', memory }, [memory]);
      },
      explained: ({ answer }) => listener.explained(answer),
      foreseen: ({ path }) => listener.foreseen(path),
      floor: ({ report }) => listener.floor(report),
      progress(message) {
        if (worker > 0) progress.add(worker, message);
        else listener.progress(progress.sum(message));
      },
      contact: listener.contact,
      'visit-refused': listener.visitRefused,
      changed: ({ report }) => listener.changed(report),
      'change-refused': ({ failure }) => listener.changeRefused(failure),
      rewound: ({ rewound }) => listener.rewound(rewound),
      recording: ({ bytes, seconds }) => listener.recording(bytes, seconds),
      'recording-refused': ({ failure }) => listener.recordingRefused(failure),
      failed: listener.simulationFailed,
    });
  const fromLearner = dispatch<LearnerToPage>('page', {
    ready: listener.ready,
    demonstrating: listener.demonstrating,
    metrics: listener.metrics,
    'rolled-back': listener.rolledBack,
    best: listener.best,
    saved: listener.saved,
    'save-failed': listener.saveFailed,
    held: ({ bytes }) => listener.held(bytes),
    exported: ({ bytes }) => listener.exported(bytes),
    imported: listener.imported,
    policy: ({ policy }) => listener.policy(policy),
    moments: ({ moments }) => listener.moments(moments),
    adjusted: ({ settings }) => listener.adjusted(settings),
    'adjust-refused': ({ failure }) => listener.adjustRefused(failure),
    'file-failed': ({ failure }) => listener.fileFailed(failure),
    failed: listener.learnerFailed,
  });
  if (learner) {
    learner.onmessage = ({ data }) => fromLearner(data);
    learner.onerror = (event) => listener.learnerFailed(gone('learning', event.message));
  }

  const shared = globalThis.crossOriginIsolated === true;
  const ports = simulations.map((simulation, worker) => {
    const receive = fromSimulation(worker);
    simulation.onmessage = ({ data }) => receive(data);
    simulation.onerror = ({ message }) => listener.simulationFailed(gone('simulation', message));
    const { port1, port2 } = new MessageChannel();
    const start: PageToSimulation = {
      ...{ type: 'start', protocol: 16, scenario, seed, pace, training, policy },
      ...{ worker, workers, learner: port1, shared },
      edits: worker === 0 ? edits : undefined,
      firstCase: worker === 0 ? firstCase : undefined,
    };
    simulation.postMessage(start, [port1]);
    return port2;
  });

  let trains = training;
  let learnerStarted = false;

  return {
    startLearner() {
      learnerStarted = true;
      toLearner(
        {
          ...{ type: 'start', protocol: 16, scenario, seed, backend, simulations: ports },
          ...{ examiner, threads, training: trains, keep, fresh },
        },
        examiner ? [...ports, examiner] : ports,
      );
    },
    setPace: (next) => toVisible({ type: 'pace', pace: next }),
    setTraining(on) {
      for (const simulation of simulations) simulation.postMessage({ type: 'training', on });
      trains = on;
      if (learnerStarted) toLearner({ type: 'training', on });
    },
    step: () => toVisible({ type: 'step' }),
    setStopping: (on) => toVisible({ type: 'stopping', on }),
    select: (agent) => toVisible({ type: 'select', agent }),
    explain: (asked) => toVisible({ type: 'explain', asked }),
    showFloor: (kind) => toVisible({ type: 'floor', kind }),
    visit: (at) => toVisible({ type: 'visit', at }),
    walk: (x, z) => toVisible({ type: 'walk', x, z }),
    change: (change) => toVisible({ type: 'change', change }),
    rewind: (to) => toVisible({ type: 'rewind', to }),
    openRecording: (bytes, name) =>
      toVisible({ type: 'open-recording', bytes, name }, [bytes.buffer]),
    saveRecording: () => toVisible({ type: 'save-recording' }),
    look: (evidence) => toLearner({ type: 'look', ...evidence }),
    save: (progress) => toLearner({ type: 'save', progress }),
    hold: (progress) => toLearner({ type: 'hold', progress }),
    exportFile: (progress) => toLearner({ type: 'export', progress }),
    importFile: (bytes) => toLearner({ type: 'import', bytes }),
    askPolicy: (moment) => toLearner({ type: 'ask-policy', updates: moment?.updates }),
    keepMoment: ({ seconds, success }) => toLearner({ type: 'keep-moment', seconds, success }),
    showMoment: (moment) => toLearner({ type: 'show-moment', updates: moment?.updates }),
    showSelves: (moments) =>
      toLearner({ type: 'show-selves', updates: moments.map(({ updates }) => updates) }),
    adjust: (changes) => toLearner({ type: 'adjust', changes }),
    close() {
      for (const simulation of simulations) simulation.terminate();
      learner?.terminate();
    },
  };
}
