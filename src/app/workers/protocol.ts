/**
 * What the threads say to each other. Types only.
 *
 *   page ⇄ simulation worker     start, pace, select, visits, changes, rewinding, what to explain · layout,
 *                                snapshots, attention, explanations, episodes, contacts, recordings
 *   page ⇄ learner worker        start, training, looks, save, files, settings, moments · backend, metrics,
 *                                rollbacks, saved, the same
 *   page ⇄ examiner worker       start, active · how far it is, examinations
 *   page ⇄ faithfulness worker   start · how far it is, the report
 *   simulation ⇄ learner         rows one way, weights, of now or of the past, the other, the critic's when asked,
 *                                over a port that the page made
 *   examiner ⇄ learner           asks for the newest weights, gets them, over another
 *
 * Where cores allow there are further simulation workers. They step headless copies alone, and hear and
 * say the same but for what concerns the visible world. Scenes with published cases alone have an examiner.
 *
 * Every message is an object with a `type`; a receiver refuses a type it does not know. Typed arrays
 * are transferred, never shared, except the row ring where the page is cross-origin isolated.
 */

import type { AttentionReport } from '../../agents/attention-report.ts';
import type { BackendChoice } from '../../agents/choose-backend.ts';
import type { Contact } from '../../agents/contacts-begun.ts';
import type { KeptEdits } from '../../agents/edit-history.ts';
import type { BestLook, LearnerMetrics } from '../../agents/kept-run.ts';
import type { Moment } from '../../agents/moments.ts';
import type { PastWeights } from '../../agents/simulation.ts';
import type { Evidence, Rollback } from '../../agents/watch.ts';
import type { FinishedEpisode } from '../../env/episode.ts';
import type { Faithfulness } from '../../explain/faithfulness.ts';
import type { Path } from '../../explain/forecast.ts';
import type { Answer, Asked } from '../../explain/mind.ts';
import type { PastSelves } from '../../explain/past-selves.ts';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
import type { Layout } from '../../scene/layout.ts';
import type { VisitorPlace } from '../../world/visits.ts';
import type { BackendWish } from '../address.ts';
import type { CaseFigures } from '../learning/examination.ts';
import type { SavedProgress } from '../learning/progress.ts';
import type { Wish } from './cores.ts';
import type { AboutChanges, ChangeMessage } from './edit-messages.ts';
import type { Failure } from './failure.ts';
import type { FloorKind, FloorReport } from './floor.ts';
import type { Pace } from './pacing.ts';
import type { AboutRewinding, RewindMessage } from './rewind-messages.ts';
import type { ParcelShape } from './snapshot-parcel.ts';

/** Changes with every incompatible change of a message; every `start` carries it. */
export type ProtocolVersion = 16;

// ---- page → simulation

/** A trained policy that acts where nobody learns. */
export interface ActingPolicy {
  readonly hyperparameters: Hyperparameters;
  /** [actor | shift | scale] */
  readonly weights: Float32Array;
  /** Of the target critic, for explanations; undefined where it was not kept. */
  readonly critic: Float32Array | undefined;
  /** Updates that it has seen. */
  readonly version: number;
}

export type PageToSimulation =
  | {
      readonly type: 'start';
      readonly protocol: ProtocolVersion;
      readonly scenario: string;
      readonly seed: number;
      readonly pace: Pace;
      readonly training: boolean;
      /** Acts from the start, in the visible world alone; absent: the learner's weights act. */
      readonly policy: ActingPolicy | undefined;
      /** As the person has left the scene; unchecked. */
      readonly edits: KeptEdits | undefined;
      /** Of a benchmark, the case that is seen first; undefined: it follows from `seed`. */
      readonly firstCase: number | undefined;
      /** Which of the simulation workers this is; 0 has the visible world. */
      readonly worker: number;
      readonly workers: number;
      /** To the learner worker. */
      readonly learner: MessagePort;
      /** Whether rows may travel through shared memory. */
      readonly shared: boolean;
    }
  | { readonly type: 'pace'; readonly pace: Pace }
  /** One decision of the visible world, which stands still before and after. */
  | { readonly type: 'step' }
  | { readonly type: 'training'; readonly on: boolean }
  /** Whether the visible world is to stand still once somebody meets something. */
  | { readonly type: 'stopping'; readonly on: boolean }
  | { readonly type: 'select'; readonly agent: number | undefined }
  /** What the person wants to know of the selected agent, until told otherwise; undefined: nothing. */
  | { readonly type: 'explain'; readonly asked: Asked | undefined }
  /** What the person wants to see of the floor, until told otherwise; undefined: nothing. */
  | { readonly type: 'floor'; readonly kind: FloorKind | undefined }
  /** The person comes in near this place of the visible world, or goes. */
  | { readonly type: 'visit'; readonly at: VisitorPlace | undefined }
  /** What the visitor wants until the next one of these: m/s in the world frame. */
  | { readonly type: 'walk'; readonly x: number; readonly z: number }
  | ChangeMessage
  | RewindMessage
  /** The memory of a snapshot that the page has read, to be filled again. */
  | { readonly type: 'return'; readonly memory: ArrayBuffer };

// ---- simulation → page

export type SimulationToPage =
  | { readonly type: 'layout'; readonly layout: Layout; readonly decisionSeconds: number }
  | {
      readonly type: 'snapshot';
      /** Snapshot and gaze as snapshot-parcel.ts lays them out, but for these three. */
      readonly memory: ArrayBuffer;
      readonly time: number;
      readonly step: number;
      readonly visited: boolean;
      readonly shape: ParcelShape;
      /** Of the selected agent. */
      readonly attention: AttentionReport | undefined;
      /** The same agent by weights of the past; undefined: none are wanted, or there are none yet. */
      readonly selves: PastSelves | undefined;
      /** Updates that the weights have seen which act in what is in view; undefined: none do. */
      readonly drivenBy: number | undefined;
    }
  /** Of the selected agent, as the world stood a moment ago. */
  | { readonly type: 'explained'; readonly answer: Answer }
  | { readonly type: 'foreseen'; readonly path: Path }
  /** As was asked for, when there is more to tell. */
  | { readonly type: 'floor'; readonly report: FloorReport }
  | {
      readonly type: 'progress';
      /** Of the worker's worlds, since its last message. */
      readonly episodes: readonly FinishedEpisode[];
      readonly agentStepsPerSecond: number;
      /** Simulated seconds of the visible world per second: what the machine manages. */
      readonly visibleSpeed: number;
    }
  /** Somebody has met something, and the visible world stands still, as was asked for. */
  | ({ readonly type: 'contact' } & Contact)
  /** There was no room for the visitor. */
  | { readonly type: 'visit-refused' }
  | AboutChanges
  | AboutRewinding
  | Failed;

// ---- page → learner

export type PageToLearner =
  | {
      readonly type: 'start';
      readonly protocol: ProtocolVersion;
      readonly scenario: string;
      readonly seed: number;
      readonly backend: BackendWish;
      readonly threads: Wish;
      readonly training: boolean;
      /** To the simulation workers, by their numbers. */
      readonly simulations: readonly MessagePort[];
      /** To the examiner worker, where there is to be one. */
      readonly examiner: MessagePort | undefined;
      /** Whether the run is kept in IndexedDB. */
      readonly keep: boolean;
      /** Forgets the kept run and starts over. */
      readonly fresh: boolean;
    }
  | { readonly type: 'training'; readonly on: boolean }
  /** How training episodes went, for the watchdog. */
  | ({ readonly type: 'look' } & Evidence)
  | { readonly type: 'save'; readonly progress: SavedProgress }
  /** Wants the run without its replay, as a file. */
  | { readonly type: 'hold'; readonly progress: SavedProgress }
  | { readonly type: 'export'; readonly progress: SavedProgress }
  | { readonly type: 'import'; readonly bytes: Uint8Array }
  /** Wants the newest policy, critic and all, or the one of a kept moment. */
  | { readonly type: 'ask-policy'; readonly updates: number | undefined }
  /** Keeps the weights of this moment of the run. */
  | { readonly type: 'keep-moment'; readonly seconds: number; readonly success: number | null }
  /** Drives the visible world by the kept weights of so many updates, or, undefined, by the newest. */
  | { readonly type: 'show-moment'; readonly updates: number | undefined }
  /** Shows the selected agent by the kept weights of so many updates each, beside itself; empty: no more. */
  | { readonly type: 'show-selves'; readonly updates: readonly number[] }
  /** Values by the names of what may change under way; checked where they arrive. */
  | { readonly type: 'adjust'; readonly changes: Readonly<Record<string, number>> };

// ---- learner → page

export interface Resumed {
  readonly agentSteps: number;
  readonly updates: number;
}

export type LearnerToPage =
  | {
      readonly type: 'ready';
      readonly choice: BackendChoice;
      /** The run goes on from here; absent: it is new. */
      readonly resumed: Resumed | undefined;
      /** Settings of the scene that the run began under, and does not go on under. */
      readonly otherSettings: readonly string[];
      /** As it was saved with the run; unchecked. */
      readonly progress: unknown;
      readonly settings: Hyperparameters;
      readonly moments: readonly Moment[];
      /** Why the run is not kept although it should be. */
      readonly notKept: Failure | undefined;
    }
  /** Before the run can go on: so many of its demonstrations are made. */
  | { readonly type: 'demonstrating'; readonly done: number; readonly episodes: number }
  | {
      readonly type: 'metrics';
      readonly metrics: LearnerMetrics;
      readonly updatesPerSecond: number;
      /** Seconds with training on since the worker started. */
      readonly trainingSeconds: number;
    }
  /** Learning had collapsed; it goes on from the weights of update `to`. */
  | ({ readonly type: 'rolled-back' } & Rollback)
  /** The watchdog's best look so far: what a rollback would go back to. */
  | ({ readonly type: 'best' } & BestLook)
  | { readonly type: 'saved' }
  | { readonly type: 'save-failed'; readonly failure: Failure }
  | { readonly type: 'held'; readonly bytes: Uint8Array }
  | { readonly type: 'exported'; readonly bytes: Uint8Array }
  | {
      readonly type: 'imported';
      readonly resumed: Resumed;
      readonly otherSettings: readonly string[];
      readonly progress: unknown;
      readonly settings: Hyperparameters;
      readonly moments: readonly Moment[];
    }
  /** Undefined: the moment is not kept any more. */
  | { readonly type: 'policy'; readonly policy: ActingPolicy | undefined }
  /** Those whose weights are kept now. */
  | { readonly type: 'moments'; readonly moments: readonly Moment[] }
  /** What was asked for is learned with from here on. */
  | { readonly type: 'adjusted'; readonly settings: Hyperparameters }
  | { readonly type: 'adjust-refused'; readonly failure: Failure }
  /** A file that was asked for could not be written or read; the run goes on. */
  | { readonly type: 'file-failed'; readonly failure: Failure }
  | Failed;

/** The worker cannot go on. What the page is to say, and the details for the console. */
export interface Failed {
  readonly type: 'failed';
  readonly failure: Failure;
  readonly detail: string;
  /** It is the kept run that could not be opened. */
  readonly unread?: true;
}

// ---- simulation ⇄ learner

export type SimulationToLearner =
  /** Once, before any row: rows come through this ring (row-ring.ts), `streams` of the whole run. */
  | { readonly type: 'ring'; readonly memory: SharedArrayBuffer; readonly streams: number }
  /** Without shared memory: a batch of rows (row-channel.ts). */
  | {
      readonly type: 'rows';
      readonly streams: number;
      readonly rowSize: number;
      readonly rows: Float32Array;
      readonly stream: Uint8Array;
    }
  /** Somebody is being explained: wants the critic of the weights that come next. */
  | { readonly type: 'ask-critic' };

export type LearnerToSimulation =
  /** Before weights, and again when a file was loaded: what network they are of. */
  | { readonly type: 'network'; readonly hyperparameters: Hyperparameters }
  /** Drives the visible world alone, until undefined comes or another network. */
  | { readonly type: 'past'; readonly past: PastWeights | undefined }
  /** Who is to be seen beside the selected agent, until told otherwise or another network comes. */
  | { readonly type: 'selves'; readonly selves: readonly PastWeights[] }
  /** Some of them are others from here on, the network is the same. */
  | { readonly type: 'settings'; readonly hyperparameters: Hyperparameters }
  | {
      readonly type: 'weights';
      readonly weights: Float32Array;
      readonly version: number;
      readonly updates: number;
    }
  /** The target critic of the weights before, to the one who asked. */
  | { readonly type: 'critic'; readonly critic: Float32Array }
  /** Without shared memory: this many rows were taken, there is room for as many more. */
  | { readonly type: 'taken'; readonly rows: number };

// ---- page → examiner

export type PageToExaminer =
  | {
      readonly type: 'start';
      readonly protocol: ProtocolVersion;
      readonly scenario: string;
      /** Whose weights: a learner's newest, now and then, or a watched policy's, once. */
      readonly of: { readonly learner: MessagePort } | { readonly policy: ActingPolicy };
      readonly active: boolean;
    }
  /** Whether it may work: robots learn or are watched, and the page is in view. */
  | { readonly type: 'active'; readonly on: boolean }
  /** The learner has other weights: what is under way is dropped. */
  | { readonly type: 'start-over' };

// ---- examiner → page

export type ExaminerToPage =
  | { readonly type: 'examining'; readonly done: number; readonly cases: number }
  | ({
      readonly type: 'examined';
      readonly updates: number;
      /** Of the weights, as `metrics` counts it. */
      readonly trainingSeconds: number;
    } & CaseFigures)
  | Failed;

// ---- page → faithfulness

export type PageToFaithfulness = {
  readonly type: 'start';
  readonly protocol: ProtocolVersion;
  readonly scenario: string;
  readonly policy: ActingPolicy;
  /** Of other trainings, which are compared with it. */
  readonly others: readonly ActingPolicy[];
  /** Cases, and the decisions of which one is asked about. */
  readonly episodes: number;
  readonly every: number;
};

// ---- faithfulness → page

export type FaithfulnessToPage =
  | { readonly type: 'reporting'; readonly done: number; readonly of: number }
  | { readonly type: 'reported'; readonly report: Faithfulness }
  | Failed;

// ---- examiner ⇄ learner

export interface ExaminerToLearner {
  readonly type: 'ask';
}

export interface LearnerToExaminer {
  readonly type: 'weights';
  readonly hyperparameters: Hyperparameters;
  /** [actor | shift | scale] of the target actor. */
  readonly weights: Float32Array;
  readonly updates: number;
  readonly trainingSeconds: number;
}
