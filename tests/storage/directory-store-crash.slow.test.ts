/** A real crash, again and again: a process is killed in the middle of its commits. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heed-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('directory store: a run is whole whenever the writing process is killed', async () => {
  const bundle = join(directory, 'bundle');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'commit-forever.ts'),
      outDir: bundle,
      target: 'node20',
    },
  });
  const runs = join(directory, 'runs');
  let count = 0;
  for (let attempt = 0; attempt < 8; attempt++) {
    const child = spawn(process.execPath, [join(bundle, 'commit-forever.js'), runs]);
    await committedOnce(runs, count);
    await new Promise((resolve) => setTimeout(resolve, attempt * 7));
    await killed(child);
    const run = await (await openDirectoryStore(runs)).read('run');
    const reached = (run?.manifest as { count: number } | undefined)?.count ?? 0;
    expect(reached).toBeGreaterThan(count);
    count = reached;
    expect(run?.blobs.get('a')).toEqual(new Uint8Array(100_000).fill(count % 256));
    expect(run?.blobs.get('b')).toEqual(new Uint8Array(100_000).fill(count % 256));
    const slow = count < 10 ? 1 : count - (count % 10);
    expect(run?.blobs.get('slow')).toEqual(new Uint8Array(100_000).fill(slow % 256));
  }
});

async function committedOnce(runs: string, count: number): Promise<void> {
  const store = await openDirectoryStore(runs);
  for (;;) {
    const manifest = (await store.readManifest('run')) as { count: number } | undefined;
    if ((manifest?.count ?? 0) > count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function killed(child: ChildProcess): Promise<unknown> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return exit;
}
