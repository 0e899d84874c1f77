/** What page and simulation worker say to each other about the last minute of the world in view, and recordings. */
import type { Failure } from './failure.ts';

export type AskRewind =
  /** To a moment of what was recorded, in decisions from its beginning. */
  | { readonly moment: number }
  /** So many seconds back from what is seen. */
  | { readonly back: number };

export type RewindMessage =
  /** undefined: back to now. */
  | { readonly type: 'rewind'; readonly to: AskRewind | undefined }
  /** Plays a file in place of the world in view. */
  | { readonly type: 'open-recording'; readonly bytes: Uint8Array; readonly name: string }
  /** Makes a file of what is rewound, or else of what has been recorded of the world in view. */
  | { readonly type: 'save-recording' };

/** Where one is in what was recorded. */
export interface Rewound {
  /** The moment that is shown, and how many there are: decisions from the beginning. */
  readonly at: number;
  readonly decisions: number;
  readonly decisionSeconds: number;
  /** Moments at which somebody had met something. */
  readonly contacts: readonly number[];
  /** Seconds from the beginning; from then on the replay is another than was recorded. */
  readonly differsFrom: number | undefined;
  /** The file that it is of; undefined: the world in view, which stands still meanwhile. */
  readonly file: string | undefined;
}

export type AboutRewinding =
  /** undefined: what is seen is now. */
  | { readonly type: 'rewound'; readonly rewound: Rewound | undefined }
  | {
      readonly type: 'recording';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly seconds: number;
    }
  /** It cannot be opened, played or made; what is seen is now. */
  | { readonly type: 'recording-refused'; readonly failure: Failure };
