/**
 * What every store must do, as named cases that run anywhere: under vitest for memory and disk, in
 * a real browser for IndexedDB. A case throws if the store is wrong. `open` gives another connection
 * to the same storage, as a second tab or a later visit would have.
 */
import { createRandom } from '../../src/core/random.ts';
import type { Store } from '../../src/storage/store.ts';

export interface ContractCase {
  readonly name: string;
  readonly run: (open: () => Promise<Store>) => Promise<void>;
}

const bytesOf = (...values: number[]) => new Uint8Array(values);
const blobs = (table: Record<string, Uint8Array | 'keep'>) => new Map(Object.entries(table));

function same(got: unknown, expected: unknown, what: string): void {
  const [a, b] = [show(got), show(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b.slice(0, 300)}, but got ${a.slice(0, 300)}.`);
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, part) => {
      if (part instanceof Map) return [...part].sort(([a], [b]) => (a < b ? -1 : 1));
      return part instanceof Uint8Array
        ? `bytes ${[...part.subarray(0, 64)]} #${part.length}`
        : part;
    }) ?? 'undefined'
  );
}

async function rejects(work: Promise<unknown>, name: string, what: string): Promise<void> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  same(error instanceof Error ? error.name : String(error), name, what);
}

function noise(size: number, seed: number): Uint8Array {
  const random = createRandom(seed, 'store-contract');
  return Uint8Array.from({ length: size }, () => random.integer(256));
}

export const storeContract: readonly ContractCase[] = [
  {
    name: 'a run that was never committed is not there',
    async run(open) {
      const store = await open();
      same(await store.list(), [], 'list');
      same(await store.read('plaza'), undefined, 'read');
      same(await store.readManifest('plaza'), undefined, 'manifest');
      await store.remove('plaza');
    },
  },
  {
    name: 'what was committed is read back, now and after reopening',
    async run(open) {
      const manifest = { version: 1, list: [1, 2.5, -3e-9, 'é'], nested: { none: null } };
      const store = await open();
      await store.commit('plaza', {
        manifest,
        blobs: blobs({ a: bytesOf(1, 2, 3), empty: bytesOf() }),
      });
      for (const reader of [store, await open()]) {
        same(await reader.list(), ['plaza'], 'list');
        const run = await reader.read('plaza');
        same(run?.manifest, manifest, 'manifest');
        same(run?.blobs, blobs({ a: bytesOf(1, 2, 3), empty: bytesOf() }), 'blobs');
        same(await reader.readManifest('plaza'), manifest, 'manifest alone');
        same([await reader.size('plaza'), await reader.size('rooms')], [3, 0], 'sizes');
      }
    },
  },
  {
    name: 'a later commit replaces the run: new bytes, kept bytes, and no others',
    async run(open) {
      const store = await open();
      const first = { kept: bytesOf(1), changed: bytesOf(2), dropped: bytesOf(3) };
      await store.commit('plaza', { manifest: 1, blobs: blobs(first) });
      const second = { kept: 'keep', changed: bytesOf(20, 21), added: bytesOf(4) } as const;
      await store.commit('plaza', { manifest: 2, blobs: blobs(second) });
      await store.commit('plaza', { manifest: 3, blobs: blobs({ ...second, changed: 'keep' }) });
      const run = await (await open()).read('plaza');
      same(run?.manifest, 3, 'manifest');
      const expected = { kept: bytesOf(1), changed: bytesOf(20, 21), added: bytesOf(4) };
      same(run?.blobs, blobs(expected), 'blobs');
      // Of what was kept, too.
      same(await store.size('plaza'), 4, 'size');
    },
  },
  {
    name: 'keeping a blob that is not there is refused, and the old checkpoint stays whole',
    async run(open) {
      const store = await open();
      await store.commit('plaza', { manifest: 1, blobs: blobs({ a: bytesOf(1) }) });
      const wrong = blobs({ a: bytesOf(9), b: 'keep' });
      await rejects(store.commit('plaza', { manifest: 2, blobs: wrong }), 'Error', 'commit');
      const run = await store.read('plaza');
      same(run, { manifest: 1, blobs: blobs({ a: bytesOf(1) }) }, 'run');
      await store.commit('plaza', { manifest: 3, blobs: blobs({ a: 'keep' }) });
      same(await (await open()).readManifest('plaza'), 3, 'the store still works');
    },
  },
  {
    name: 'bytes are copied: changing them before, while or after they are written changes nothing',
    async run(open) {
      const store = await open();
      const mine = bytesOf(1, 2, 3);
      const commit = store.commit('plaza', { manifest: 1, blobs: blobs({ a: mine }) });
      mine.fill(9);
      await commit;
      const first = await store.read('plaza');
      first?.blobs.get('a')?.fill(7);
      same((await store.read('plaza'))?.blobs, blobs({ a: bytesOf(1, 2, 3) }), 'blobs');
    },
  },
  {
    name: 'a view of a larger or shared buffer is stored as its own bytes only',
    async run(open) {
      const store = await open();
      const large = new Uint8Array(1000).fill(5);
      large.set([1, 2, 3], 100);
      const table: Record<string, Uint8Array> = { view: large.subarray(100, 103) };
      if (typeof SharedArrayBuffer !== 'undefined') {
        table.shared = new Uint8Array(new SharedArrayBuffer(8), 2, 4).fill(6);
      }
      await store.commit('plaza', { manifest: 1, blobs: blobs(table) });
      const run = await (await open()).read('plaza');
      same(run?.blobs, blobs(table), 'blobs');
      for (const [name, bytes] of run?.blobs ?? []) {
        same(bytes.buffer.byteLength, table[name]?.length, `buffer of ${name}`);
      }
    },
  },
  {
    name: 'megabytes and hundreds of blobs come back bit by bit',
    async run(open) {
      const store = await open();
      const table: Record<string, Uint8Array> = { large: noise(3_000_001, 1) };
      for (let i = 0; i < 200; i++) table[`chunk-${i}`] = noise(i, i);
      await store.commit('plaza', { manifest: 1, blobs: blobs(table) });
      const run = await (await open()).read('plaza');
      same(run?.blobs.size, 201, 'count');
      for (const [name, bytes] of Object.entries(table)) {
        const got = run?.blobs.get(name);
        const equal = got?.length === bytes.length && got.every((value, i) => value === bytes[i]);
        same(equal, true, name);
      }
    },
  },
  {
    name: 'runs are apart from each other, listed in order, and removed one by one',
    async run(open) {
      const store = await open();
      for (const run of ['rooms', 'plaza', 'plaza 2', 'a.b']) {
        await store.commit(run, { manifest: run, blobs: blobs({ a: bytesOf(run.length) }) });
      }
      same(await store.list(), ['a.b', 'plaza', 'plaza 2', 'rooms'], 'list');
      await store.remove('plaza');
      same(await store.list(), ['a.b', 'plaza 2', 'rooms'], 'list after removal');
      same(await store.read('plaza'), undefined, 'removed run');
      same((await store.read('plaza 2'))?.blobs, blobs({ a: bytesOf(7) }), 'its neighbour');
      await store.commit('plaza', { manifest: 'again', blobs: blobs({}) });
      same(await (await open()).read('plaza'), { manifest: 'again', blobs: blobs({}) }, 'run');
    },
  },
  {
    name: 'names that could be paths are refused, and nothing is written',
    async run(open) {
      const store = await open();
      const names = [
        '',
        '.',
        '..',
        '../a',
        'a/b',
        'a\\b',
        '/a',
        'a..b',
        '.a',
        'a.',
        'a\0',
        'ä',
        'C:a',
      ];
      for (const name of [...names, 'x'.repeat(101)]) {
        const fine = { manifest: 1, blobs: blobs({}) };
        await rejects(store.commit(name, fine), 'InputError', `run ${JSON.stringify(name)}`);
        const wrong = { manifest: 1, blobs: blobs({ [name]: bytesOf(1) }) };
        await rejects(store.commit('plaza', wrong), 'InputError', `blob ${JSON.stringify(name)}`);
      }
      same(await store.list(), [], 'list');
    },
  },
  {
    name: 'a manifest that is no JSON is refused, and the old checkpoint stays whole',
    async run(open) {
      const store = await open();
      await store.commit('plaza', { manifest: 1, blobs: blobs({ a: bytesOf(1) }) });
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      const wrong = { manifest: circle, blobs: blobs({ a: bytesOf(2) }) };
      await rejects(store.commit('plaza', wrong), 'TypeError', 'circle');
      await rejects(store.commit('plaza', { ...wrong, manifest: undefined }), 'Error', 'nothing');
      same(await store.read('plaza'), { manifest: 1, blobs: blobs({ a: bytesOf(1) }) }, 'run');
    },
  },
  {
    name: 'commits that are not waited for land in their order',
    async run(open) {
      const store = await open();
      const commits = [1, 2, 3, 4, 5].map((i) =>
        store.commit('plaza', {
          manifest: i,
          blobs: blobs({ a: bytesOf(i), [`b${i}`]: bytesOf(i) }),
        }),
      );
      await Promise.all(commits);
      const expected = { manifest: 5, blobs: blobs({ a: bytesOf(5), b5: bytesOf(5) }) };
      same(await (await open()).read('plaza'), expected, 'run');
    },
  },
  {
    name: 'who has not seen what another wrote cannot overwrite it, until it reads',
    async run(open) {
      const [one, other] = [await open(), await open()];
      const commit = (store: Store, manifest: number) =>
        store.commit('plaza', { manifest, blobs: blobs({ a: bytesOf(manifest) }) });
      await commit(one, 1);
      await other.read('plaza');
      await commit(one, 2);
      await rejects(commit(other, 3), 'StaleRunError', 'commit');
      same((await one.read('plaza'))?.manifest, 2, 'manifest');
      await other.read('plaza');
      await commit(other, 4);
      await rejects(commit(one, 5), 'StaleRunError', 'commit of the first');
      // Starting over is meant to win over whatever is there.
      await one.remove('plaza');
      await commit(one, 6);
      same((await (await open()).read('plaza'))?.manifest, 6, 'manifest after starting over');
      await rejects(commit(other, 7), 'StaleRunError', 'commit into another life of the run');
    },
  },
  {
    name: 'of two that begin a run, who commits second is told, unless it starts the run over',
    async run(open) {
      const [one, other] = [await open(), await open()];
      const commit = (store: Store, manifest: number) =>
        store.commit('plaza', { manifest, blobs: blobs({ a: bytesOf(manifest) }) });
      for (const store of [one, other]) same(await store.read('plaza'), undefined, 'read');
      await commit(one, 1);
      await rejects(commit(other, 2), 'StaleRunError', 'first commit of the second');
      same((await one.read('plaza'))?.manifest, 1, 'manifest');
      await commit(one, 3);
      await other.remove('plaza');
      await commit(other, 4);
      same((await (await open()).read('plaza'))?.manifest, 4, 'manifest after starting over');
    },
  },
];
