/**
 * Runs in the browser's database, for the page and its workers (idb over IndexedDB).
 *
 * Two object stores: `manifests` (run → record) and `blobs` ([run, generation, name] → bytes). A
 * commit writes its blobs under a new generation, points the record at them and removes what the old
 * one alone referred to, all in one transaction: after a crash, or when there is no room, the old
 * record and the blobs it names are still there. Generations are never used twice in a database.
 *
 * Inside a transaction nothing but the database is awaited: the browser would end it.
 * One value is written and read whole: blobs of 1 to 16 MB are a good size.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { InputError } from '../core/input-error.ts';
import {
  checkName,
  createSeenGenerations,
  nothingToKeep,
  seal,
  storageFull,
} from './sealed-checkpoint.ts';
import type { Store } from './store.ts';

const databaseVersion = 1;

interface RunRecord {
  readonly generation: number;
  /** JSON text. */
  readonly manifest: string;
  readonly blobs: readonly BlobEntry[];
}

interface BlobEntry {
  readonly name: string;
  /** In which it was written. */
  readonly generation: number;
  /** Bytes; absent in what was kept before 2026-11-27. */
  readonly size?: number | undefined;
}

type BlobKey = [run: string, generation: number, name: string];

interface HeedDatabase extends DBSchema {
  manifests: { key: string; value: RunRecord };
  blobs: { key: BlobKey; value: Uint8Array<ArrayBuffer> };
  /** One number under one key: the last generation that was given out. */
  counters: { key: 'generation'; value: number };
}

export interface IndexedDbOptions {
  /** Name of the database. Default 'heed'. */
  readonly name?: string;
  /** Opening waits for another tab, which runs an older page, to be closed. */
  readonly onBlocked?: () => void;
}

/** Throws an InputError where the browser keeps nothing (a private window, storage switched off). */
export async function openIndexedDbStore(options: IndexedDbOptions = {}): Promise<Store> {
  const { name: databaseName = 'heed', onBlocked } = options;
  const seen = createSeenGenerations();
  let connection: Promise<IDBPDatabase<HeedDatabase>> | undefined;
  let closed = false;

  function connect(): Promise<IDBPDatabase<HeedDatabase>> {
    if (closed) throw new Error('Expected the store to be open, but it was closed.');
    connection ??= open().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  async function open(): Promise<IDBPDatabase<HeedDatabase>> {
    if (typeof indexedDB === 'undefined') throw notKept('it has no IndexedDB');
    try {
      const database = await openDB<HeedDatabase>(databaseName, databaseVersion, {
        upgrade(database) {
          database.createObjectStore('manifests');
          database.createObjectStore('blobs');
          database.createObjectStore('counters');
        },
        blocked: () => onBlocked?.(),
        // A newer page in another tab waits for this connection: let it go, and reconnect if needed.
        blocking() {
          database.close();
          connection = undefined;
        },
        terminated() {
          connection = undefined;
        },
      });
      return database;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'VersionError') {
        throw new InputError(
          'What this browser keeps was written by a newer version of this page: reload the page.',
        );
      }
      throw notKept(error instanceof Error ? error.message : String(error));
    }
  }

  await connect();
  return {
    async list() {
      return (await connect()).getAllKeys('manifests');
    },

    async read(run) {
      const transaction = (await connect()).transaction(['manifests', 'blobs']);
      const record = await transaction.objectStore('manifests').get(run);
      seen.saw(run, record?.generation);
      if (!record) return undefined;
      const store = transaction.objectStore('blobs');
      const values = await Promise.all(
        record.blobs.map(({ name, generation }) => store.get([run, generation, name])),
      );
      const blobs = new Map<string, Uint8Array>();
      record.blobs.forEach(({ name }, i) => {
        const bytes = values[i];
        if (!bytes)
          throw new InputError(`Run "${run}" has lost its blob "${name}": start it over.`);
        blobs.set(name, bytes);
      });
      return { manifest: JSON.parse(record.manifest), blobs };
    },

    async readManifest(run) {
      const record = await (await connect()).get('manifests', run);
      return record && JSON.parse(record.manifest);
    },

    async size(run) {
      const database = await connect();
      const record = await database.get('manifests', run);
      let bytes = 0;
      // Where it has to be read, one after the other: all at once they are a hundred megabytes.
      for (const { name, generation, size } of record?.blobs ?? []) {
        bytes += size ?? (await database.get('blobs', [run, generation, name]))?.length ?? 0;
      }
      return bytes;
    },

    async commit(run, checkpoint) {
      const sealed = seal(run, checkpoint);
      const transaction = (await connect()).transaction(
        ['manifests', 'blobs', 'counters'],
        'readwrite',
        { durability: 'strict' },
      );
      // Looked at below; a refusal before that must not become an unhandled rejection.
      transaction.done.catch(() => {});
      try {
        const manifests = transaction.objectStore('manifests');
        const blobs = transaction.objectStore('blobs');
        const counters = transaction.objectStore('counters');
        const old = await manifests.get(run);
        seen.check(run, old?.generation);
        const generation = ((await counters.get('generation')) ?? 0) + 1;

        const table: BlobEntry[] = [];
        const unreferenced = new Map(old?.blobs.map((blob) => [blob.name, blob]));
        const writes: Promise<unknown>[] = [];
        for (const [name, bytes] of sealed.blobs) {
          if (bytes !== 'keep') {
            table.push({ name, generation, size: bytes.length });
            writes.push(blobs.put(bytes, [run, generation, name]));
            continue;
          }
          const kept = unreferenced.get(name);
          if (kept === undefined) throw nothingToKeep(run, name);
          unreferenced.delete(name);
          table.push(kept);
        }
        for (const [name, { generation }] of unreferenced) {
          writes.push(blobs.delete([run, generation, name]));
        }
        writes.push(counters.put(generation, 'generation'));
        writes.push(manifests.put({ generation, manifest: sealed.manifest, blobs: table }, run));
        await Promise.all([...writes, transaction.done]);
        seen.saw(run, generation);
      } catch (error) {
        abort(transaction);
        const cause = transaction.error ?? error;
        if ([cause, error].some(isQuotaError)) {
          throw storageFull(run, 'Save the run as a file, or make room in the browser.');
        }
        throw error;
      }
    },

    async remove(run) {
      checkName('run', run);
      const transaction = (await connect()).transaction(['manifests', 'blobs'], 'readwrite');
      await Promise.all([
        transaction.objectStore('manifests').delete(run),
        // Arrays sort after every number and string, so this spans all generations and names.
        transaction.objectStore('blobs').delete(IDBKeyRange.bound([run], [run, []])),
        transaction.done,
      ]);
      seen.forget(run);
    },

    async usage() {
      const estimate = await globalThis.navigator?.storage?.estimate?.();
      if (estimate?.usage === undefined || estimate.quota === undefined) return undefined;
      return { used: estimate.usage, quota: estimate.quota };
    },

    close() {
      closed = true;
      connection?.then(
        (database) => database.close(),
        () => {},
      );
      connection = undefined;
    },
  };
}

function notKept(why: string): InputError {
  return new InputError(
    `This browser does not let the page keep anything (${why}): what is learned here is lost when ` +
      'the page closes; leave the private window, or save the run as a file.',
  );
}

function isQuotaError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** A transaction that has already ended by itself cannot be aborted any more. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {}
}
