/**
 * A checkpoint made ready to be written: names checked, manifest as text, bytes copied. From here on
 * nothing that the caller does to its arrays can reach what is stored. Also the sentences that every
 * store says.
 */
import { InputError } from '../core/input-error.ts';
import { type Checkpoint, StaleRunError, StorageFullError } from './store.ts';

export interface SealedCheckpoint {
  /** JSON text. */
  readonly manifest: string;
  readonly blobs: ReadonlyMap<string, Uint8Array<ArrayBuffer> | 'keep'>;
}

/**
 * Names become file names and keys: letters, digits, `_`, `-`, and single dots and spaces inside.
 * The same for every store, so that a run can move from one to another.
 */
const namePattern = /^[A-Za-z0-9_-]+([. ][A-Za-z0-9_-]+)*$/;
const longestName = 100;

export function checkName(kind: 'run' | 'blob', name: string): void {
  if (name.length > longestName || !namePattern.test(name)) {
    throw new InputError(
      `Expected the name of a ${kind} to be at most ${longestName} letters, digits, "_", "-" and ` +
        `single dots or spaces between them, but got ${JSON.stringify(name.slice(0, 120))}.`,
    );
  }
}

/** A copy of exactly these bytes, in memory of its own (never shared with another thread). */
export function copyBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

export function seal(run: string, checkpoint: Checkpoint): SealedCheckpoint {
  checkName('run', run);
  const manifest: string | undefined = JSON.stringify(checkpoint.manifest);
  if (manifest === undefined) throw new Error('Expected the manifest to be JSON, but got nothing.');
  const blobs = new Map<string, Uint8Array<ArrayBuffer> | 'keep'>();
  for (const [name, bytes] of checkpoint.blobs) {
    checkName('blob', name);
    blobs.set(name, bytes === 'keep' ? bytes : copyBytes(bytes));
  }
  return { manifest, blobs };
}

/**
 * Which stored state of each run this store last saw; that there was none is a state too, or of two that
 * begin a run the second would write over the first. A run that it never looked for may be overwritten.
 */
export interface SeenGenerations {
  saw(run: string, generation: number | undefined): void;
  /** Whatever is there from now on may be overwritten: that is how a run is started over. */
  forget(run: string): void;
  /** Throws a StaleRunError if the run was looked for, and is not what is stored now. */
  check(run: string, stored: number | undefined): void;
}

export function createSeenGenerations(): SeenGenerations {
  const seen = new Map<string, number | undefined>();
  return {
    saw(run, generation) {
      seen.set(run, generation);
    },
    forget(run) {
      seen.delete(run);
    },
    check(run, stored) {
      if (!seen.has(run) || seen.get(run) === stored) return;
      throw new StaleRunError(
        `Run "${run}" was changed by another tab or program since it was read here: ` +
          'close the other one, then load the run again.',
      );
    },
  };
}

/** 'keep' was said of a blob that is not there: a mistake of the caller, found before any write. */
export function nothingToKeep(run: string, name: string): Error {
  return new Error(`Expected run "${run}" to hold a blob "${name}" to keep, but it has none.`);
}

export function storageFull(run: string, remedy: string): StorageFullError {
  return new StorageFullError(
    `There is no room left to keep run "${run}"; its last checkpoint is untouched. ${remedy}`,
  );
}
