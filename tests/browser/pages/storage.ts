/** Hands the IndexedDB store and its contract to a test that drives this page. */
import { openIndexedDbStore } from '../../../src/storage/indexeddb-store.ts';
import { storeContract } from '../../storage/store-contract.ts';

const noise = (size: number) => {
  const bytes = new Uint8Array(size);
  // Random, because the browser compresses what it keeps.
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  }
  return bytes;
};

const storagePage = {
  openIndexedDbStore,

  /** The sentences of the contract that this browser breaks, with what it did instead. */
  async runContract(): Promise<string[]> {
    const broken: string[] = [];
    for (const [i, { name, run }] of storeContract.entries()) {
      await run(() => openIndexedDbStore({ name: `contract-${i}` })).catch((error: unknown) => {
        broken.push(`${name}: ${error instanceof Error ? error.message : error}`);
      });
    }
    return broken;
  },
  contractLength: storeContract.length,

  /** How many checkpoints `commitForever` has committed. */
  commits: 0,

  /** Commits until the page dies. A checkpoint is whole if its blobs all hold its count. */
  async commitForever(): Promise<void> {
    const store = await openIndexedDbStore();
    for (let count = ((await store.readManifest('run')) as number | undefined) ?? 0; ; count++) {
      const bytes = () => new Uint8Array(500_000).fill(count % 256);
      const blobs = new Map([
        ['a', bytes()],
        ['b', bytes()],
      ]);
      await store.commit('run', { manifest: count, blobs });
      storagePage.commits++;
    }
  },

  /** The count of the stored checkpoint, or what is wrong with it. */
  async countOfWhole(): Promise<number | string | undefined> {
    const store = await openIndexedDbStore();
    const run = await store.read('run');
    store.close();
    if (!run) return undefined;
    const count = run.manifest as number;
    for (const [name, bytes] of run.blobs) {
      if (bytes.length !== 500_000 || bytes.some((byte) => byte !== count % 256)) {
        return `blob ${name} of count ${count} holds ${bytes[0]}`;
      }
    }
    return run.blobs.size === 2 ? count : `${run.blobs.size} blobs`;
  },

  /** Stores this many bytes; the name of the error, if it could not. */
  async keep(bytes: number, manifest: number): Promise<string> {
    const store = await openIndexedDbStore();
    const blobs = new Map<string, Uint8Array>();
    for (let i = 0; i * 2e6 < bytes; i++) blobs.set(`chunk-${i}`, noise(Math.min(bytes, 2e6)));
    const result = await store.commit('run', { manifest, blobs }).then(
      () => 'kept',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : `${error}`),
    );
    store.close();
    return result;
  },

  async kept(): Promise<{ manifest: unknown; sizes: number[]; records: number } | undefined> {
    const store = await openIndexedDbStore();
    const run = await store.read('run');
    store.close();
    const records = await new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open('heed');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const count = opening.result.transaction('blobs').objectStore('blobs').count();
        count.onsuccess = () => resolve(count.result);
        opening.result.close();
      };
    });
    const sizes = [...(run?.blobs.values() ?? [])].map((bytes) => bytes.length);
    return run && { manifest: run.manifest, sizes, records };
  },

  /** Seconds to write and to read this many megabytes in chunks of one. */
  async time(megabytes: number): Promise<{ write: number; keep: number; read: number }> {
    const store = await openIndexedDbStore({ name: 'time' });
    const names = Array.from({ length: megabytes }, (_, i) => `chunk-${i}`);
    const full = new Map(names.map((name) => [name, noise(1e6)]));
    const marks = [performance.now()];
    await store.commit('run', { manifest: 1, blobs: full });
    marks.push(performance.now());
    await store.commit('run', { manifest: 2, blobs: new Map(names.map((name) => [name, 'keep'])) });
    marks.push(performance.now());
    await store.read('run');
    marks.push(performance.now());
    await store.remove('run');
    store.close();
    const [write = 0, keep = 0, read = 0] = marks
      .slice(1)
      .map((at, i) => (at - (marks[i] ?? 0)) / 1000);
    return { write, keep, read };
  },
};

declare global {
  interface Window {
    storagePage: typeof storagePage;
  }
}
window.storagePage = storagePage;
