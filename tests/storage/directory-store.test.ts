import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { storeContract } from './store-contract.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heed-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bytes = (...values: number[]) => new Uint8Array(values);
const open = () => openDirectoryStore(directory);
const filesOf = (run: string) => readdirSync(join(directory, run)).sort();

async function committed() {
  const store = await open();
  const blobs = new Map([
    ['a', bytes(1, 2, 3)],
    ['b', bytes(4)],
  ]);
  await store.commit('plaza', { manifest: { count: 1 }, blobs });
  return store;
}

describe('directory store', () => {
  it.each(storeContract)('$name', async ({ run }) => run(open));

  it('leaves no file that the manifest does not name', async () => {
    const store = await committed();
    await store.commit('plaza', {
      manifest: 2,
      blobs: new Map<string, Uint8Array | 'keep'>([
        ['a', bytes(5)],
        ['b', 'keep'],
      ]),
    });
    expect(filesOf('plaza')).toEqual(['1-b', '2-a', 'manifest.json']);
    await store.remove('plaza');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves the files of others alone', async () => {
    const store = await committed();
    writeFileSync(join(directory, 'plaza', 'metrics.jsonl'), '{}');
    await store.commit('plaza', { manifest: 2, blobs: new Map() });
    await store.remove('plaza');
    expect(filesOf('plaza')).toEqual(['metrics.jsonl']);
    expect(await store.list()).toEqual([]);
  });

  it('a crash before the manifest was replaced leaves the old checkpoint, and its rest goes', async () => {
    await committed();
    writeFileSync(join(directory, 'plaza', '2-a'), 'half');
    writeFileSync(join(directory, 'plaza', 'manifest.json.draft'), '{"version":1,"gener');
    const store = await open();
    expect((await store.read('plaza'))?.manifest).toEqual({ count: 1 });
    await store.commit('plaza', { manifest: 2, blobs: new Map([['a', bytes(9)]]) });
    expect((await (await open()).read('plaza'))?.blobs.get('a')).toEqual(bytes(9));
    expect(filesOf('plaza')).toEqual(['2-a', 'manifest.json']);
  });

  it('what is not a run folder is not listed', async () => {
    await committed();
    mkdirSync(join(directory, 'empty'));
    writeFileSync(join(directory, 'file'), '');
    expect(await (await open()).list()).toEqual(['plaza']);
    expect(await (await openDirectoryStore(join(directory, 'nowhere'))).list()).toEqual([]);
  });

  const manifestPath = () => join(directory, 'plaza', 'manifest.json');
  const rewrite = (change: (table: Record<string, unknown>) => void) => {
    const table = JSON.parse(readFileSync(manifestPath(), 'utf8')) as Record<string, unknown>;
    change(table);
    writeFileSync(manifestPath(), JSON.stringify(table));
  };
  const blob = (file: string) => [{ name: 'a', file, size: 3 }];

  it.each<[string, () => void, RegExp]>([
    [
      'text that is not JSON',
      () => writeFileSync(manifestPath(), '{'),
      /manifest\.json is not JSON/,
    ],
    ['null', () => writeFileSync(manifestPath(), 'null'), /expected version 1, but got undefined/],
    ['another version', () => rewrite((table) => Object.assign(table, { version: 2 })), /got 2/],
    ['no generation', () => rewrite((table) => delete table.generation), /one is missing/],
    [
      'a path as file',
      () => rewrite((t) => Object.assign(t, { blobs: blob('../1-a') })),
      /but one is not/,
    ],
    [
      'a number as file',
      () => rewrite((t) => Object.assign(t, { blobs: [{ name: 'a', file: 7, size: 3 }] })),
      /but one is not/,
    ],
    [
      'a text as size',
      () => rewrite((t) => Object.assign(t, { blobs: [{ ...blob('1-a')[0], size: '3' }] })),
      /but one is not/,
    ],
    [
      'a folder as manifest',
      () => {
        rmSync(manifestPath());
        mkdirSync(manifestPath());
      },
      /^Cannot read .*manifest\.json \(EISDIR\): expected a file that you may read; mend it/,
    ],
    [
      'a folder as blob',
      () => {
        rmSync(join(directory, 'plaza', '1-a'));
        mkdirSync(join(directory, 'plaza', '1-a'));
      },
      /^Cannot read .*1-a \(EISDIR\): expected a file/,
    ],
    ['null as blob', () => rewrite((t) => Object.assign(t, { blobs: [null] })), /but one is not/],
    [
      'a short blob',
      () => truncateSync(join(directory, 'plaza', '1-a'), 2),
      /expected 3 bytes, but got 2/,
    ],
    [
      'a lost blob',
      () => rmSync(join(directory, 'plaza', '1-a')),
      /expected 3 bytes, but got no file/,
    ],
  ])('refuses %s with a sentence', async (_name, damage, sentence) => {
    await committed();
    damage();
    const reading = (await open()).read('plaza');
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(sentence);
  });

  it('says so when the directory cannot be one', async () => {
    writeFileSync(join(directory, 'file'), '');
    const store = await openDirectoryStore(join(directory, 'file'));
    const commit = store.commit('plaza', { manifest: 1, blobs: new Map() });
    await expect(commit).rejects.toThrow(InputError);
  });

  it('tells how much room there is', async () => {
    const store = await committed();
    const usage = await store.usage();
    expect(usage?.used).toBeGreaterThan(4);
    expect(usage?.quota).toBeGreaterThan(usage?.used ?? 0);
  });
});
