/** Processes that end in every way, seen from the parent. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunOptions, runInProcess } from '../../src/study/run-process.ts';
import { settingsOf } from '../../src/study/study.ts';
import { madeUpStudy } from './made-up-study.ts';

const program = {
  command: process.execPath,
  given: [join(import.meta.dirname, 'made-up-run.mjs')],
};

function run(scene: string, options: Partial<RunOptions> = {}, by = program) {
  const settings = settingsOf(madeUpStudy, madeUpStudy.arms[0]);
  const job = { scene, settings, sceneSettings: {}, seed: 42, minutes: 1, episodes: 1 };
  return runInProcess(by, job, {
    ...{ signal: new AbortController().signal, onShare: () => {} },
    ...options,
  });
}

describe.concurrent('run in a process', () => {
  it('is given its job, tells how far it is, and gives its outcome', async ({ expect }) => {
    const shares: number[] = [];
    const onShare = (share: number) => shares.push(share);
    expect(await run('finish', { onShare })).toEqual({ updates: 42 });
    expect(shares).toEqual([0.25]);
  });

  it.for<[string, string]>([
    ['refuse', 'It does not fit.'],
    ['break', 'Its process ended with code 1: TypeError: a mistake of ours.'],
    ['vanish', 'Its process was ended by SIGKILL.'],
    ['silent', 'Its process ended with code 7 and said nothing.'],
  ])('one that is to %s fails with one sentence', async ([scene, sentence], { expect }) => {
    await expect(run(scene)).rejects.toThrow(sentence);
  });

  it('a program that is not there fails with one sentence', async ({ expect }) => {
    const nowhere = { command: '/nowhere/node', given: [] };
    await expect(run('finish', {}, nowhere)).rejects.toThrow(
      '"/nowhere/node" does not start: spawn /nowhere/node ENOENT.',
    );
  });

  it('ends with the study', async () => {
    const abort = new AbortController();
    const hanging = run('hang', { signal: abort.signal, onShare: () => abort.abort() });
    await expect(hanging).rejects.toThrow('SIGTERM');
  });
});
