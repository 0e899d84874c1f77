/**
 * What went wrong, as it travels between threads: data that the page says in its own language (words, `failure`). What
 * a programmer wants to know goes to the console.
 */
import type { Failed } from './protocol.ts';

/** What of the page it happened to. */
export type Part =
  | 'page'
  | 'drawing'
  | 'simulation'
  | 'learning'
  | 'saving'
  | 'setting'
  | 'file'
  | 'comparison'
  | 'watching'
  | 'examiner'
  | 'report'
  | 'edit'
  | 'picture'
  | 'video'
  | 'policy'
  | 'rewinding'
  | 'recording'
  | 'avatar'
  | 'kept-edits';

export type Failure =
  /** The person's error, or the machine's: an InputError's own sentence, which is English. */
  | { readonly is: 'refused'; readonly what: Part; readonly sentence: string }
  /** No room to save in. */
  | { readonly is: 'full'; readonly what: Part; readonly sentence: string }
  /** The graphics card that it computed on. */
  | { readonly is: 'lost'; readonly what: Part }
  /** Its program did not load, or died. */
  | { readonly is: 'gone'; readonly what: Part }
  /** It did not work, and there is no more to say of it. */
  | { readonly is: 'failed'; readonly what: Part }
  /** A mistake in Heed stopped it. */
  | { readonly is: 'mistake'; readonly what: Part };

export function failureOf(error: unknown, what: Part): Failure {
  // By name: the class of an error does not survive the way between threads.
  if (error instanceof Error && error.name === 'StorageFullError') {
    return { is: 'full', what, sentence: error.message };
  }
  if (error instanceof Error && error.name === 'DeviceLostError') return { is: 'lost', what };
  if (isMistake(error)) return { is: 'mistake', what };
  return { is: 'refused', what, sentence: (error as Error).message };
}

const known: readonly string[] = ['InputError', 'DeviceLostError'];

/** Whether it is a mistake in Heed, which a programmer wants to see, and not one of the person's. */
export function isMistake(error: unknown): boolean {
  return !(error instanceof Error && known.includes(error.name));
}

export function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function failed(error: unknown, what: Part): Failed {
  return { type: 'failed', failure: failureOf(error, what), detail: detailOf(error) };
}
