/**
 * One interface to where a run is kept: IndexedDB in the browser (indexeddb-store.ts), a directory in
 * Node (directory-store.ts). A store holds named runs; a run is a checkpoint: one JSON manifest and
 * named binary blobs. A commit is atomic: after a crash a reader sees the old checkpoint or the new
 * one, never a mixture.
 */

export interface Checkpoint {
  /** Plain JSON: format version, spec, counters, random states, options, blob table. */
  readonly manifest: unknown;
  /**
   * Blobs by name. On `commit`, a blob given as `'keep'` is the one already stored under that name
   * (an older replay chunk that has not changed): it is not written again.
   */
  readonly blobs: ReadonlyMap<string, Uint8Array | 'keep'>;
}

export interface Store {
  /** Names of the runs kept here. */
  list(): Promise<readonly string[]>;
  /** The last whole checkpoint of a run, or undefined if there is none. */
  read(run: string): Promise<{ manifest: unknown; blobs: Map<string, Uint8Array> } | undefined>;
  /** The manifest alone, cheaply. */
  readManifest(run: string): Promise<unknown | undefined>;
  /** Bytes of a run's blobs; 0: there is none. For a person to read, not to be asked often: some stores read them all. */
  size(run: string): Promise<number>;
  /**
   * Everything is copied before the first wait, so the caller may go on changing its arrays. Throws
   * StorageFullError if there is no room, and StaleRunError if somebody else has written this run
   * since it was last read (be it that there was none) or committed here; then what was stored before
   * is still whole.
   */
  commit(run: string, checkpoint: Checkpoint): Promise<void>;
  remove(run: string): Promise<void>;
  /** Bytes used and allowed, where the platform tells. */
  usage(): Promise<{ used: number; quota: number } | undefined>;
  close(): void;
}

export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
}

/** Another tab or program has written the run in between: a 'keep' would mix two checkpoints. */
export class StaleRunError extends Error {
  override readonly name = 'StaleRunError';
}
