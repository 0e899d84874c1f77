/** What a run may be found in: who learns or acts, whether it is kept, what is being measured. Signals of state.ts. */
import type { BackendChoice } from '../../agents/choose-backend.ts';
import type { Moment } from '../../agents/moments.ts';
import type { PolicyCard } from '../../agents/policy-card.ts';
import type { Said } from '../words/index.ts';

/** How far the examiner is with the published cases. */
export type ExaminingState =
  | { readonly is: 'waiting' }
  | { readonly is: 'running'; readonly done: number; readonly cases: number }
  /** There will be no further examination of this run. */
  | { readonly is: 'failed'; readonly said: Said };

/** The faithfulness reports that are being made. Those that are made are in the progress. */
export type ReportingState =
  | { readonly is: 'none' }
  | {
      readonly is: 'running';
      /** Reports, the present one as far as it is. */
      readonly done: number;
      readonly of: number;
      /** In epoch milliseconds. */
      readonly since: number;
      /** Whose weights are measured; undefined: the newest. */
      readonly moment: Moment | undefined;
    }
  | { readonly is: 'failed'; readonly said: Said };

/** A trained policy acts, and nobody learns. */
export interface Watching {
  readonly card: PolicyCard;
  /** The file that it was opened from; undefined: it came with the page. */
  readonly file: string | undefined;
  /** Whether the person has a run of this scene to go back to. */
  readonly ownRun: boolean;
}

export type LearnerState =
  | { readonly is: 'starting' }
  /** A trained policy is being watched. */
  | { readonly is: 'absent' }
  | { readonly is: 'running'; readonly choice: BackendChoice }
  | { readonly is: 'failed'; readonly said: Said };

/** Demonstrations made so far. */
export interface Demonstrating {
  readonly done: number;
  readonly episodes: number;
}

/** Whether the run is kept in this browser. `at` is when it was last saved (epoch milliseconds). */
export type Keeping =
  | { readonly is: 'new' }
  | { readonly is: 'saved'; readonly at: number }
  | { readonly is: 'failing'; readonly said: Said }
  | { readonly is: 'off'; readonly said: Said };

export interface Rates {
  readonly agentStepsPerSecond: number;
  readonly updatesPerSecond: number;
  /** Simulated seconds per second of the visible world. */
  readonly visibleSpeed: number;
}

export const noRates: Rates = { agentStepsPerSecond: 0, updatesPerSecond: 0, visibleSpeed: 0 };
