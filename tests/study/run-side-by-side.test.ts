import { describe, expect, it } from 'vitest';
import { planRuns } from '../../src/study/plan-runs.ts';
import { runSideBySide, type SideBySideOptions } from '../../src/study/run-side-by-side.ts';
import { madeUpStudy } from './made-up-study.ts';

const runs = planRuns(madeUpStudy, madeUpStudy.arms.slice(0, 3), []).slice(0, 6);

interface Course {
  readonly finished: string[];
  readonly failed: string[];
  readonly shares: number[];
  /** The most runs that were open at once. */
  most: number;
  failures: number;
}

async function course(
  start: SideBySideOptions<string>['start'],
  options: Partial<SideBySideOptions<string>> = {},
): Promise<Course> {
  const seen: Course = { finished: [], failed: [], shares: [], most: 0, failures: 0 };
  seen.failures = await runSideBySide(runs, {
    ...{ jobs: 2, signal: new AbortController().signal, start },
    onFinished: ({ arm, seed }, outcome) => seen.finished.push(`${arm} ${seed} ${outcome}`),
    onFailed: ({ arm, seed }, sentence) => seen.failed.push(`${arm} ${seed}: ${sentence}`),
    onProgress(share, _ended, open) {
      seen.shares.push(share);
      seen.most = Math.max(seen.most, open.length);
    },
    ...options,
  });
  return seen;
}

describe('run side by side', () => {
  it('a run that fails is told, and no other is lost', async () => {
    const seen = await course(async ({ arm, seed }) => {
      if (arm === 'one-step') throw new Error(`No luck with ${seed}.`);
      return 'done';
    });
    expect(seen.failures).toBe(2);
    expect(seen.failed).toEqual(['one-step 1: No luck with 1.', 'one-step 2: No luck with 2.']);
    expect(seen.finished.sort()).toEqual(
      ['base 1 done', 'base 2 done', 'plain 1 done', 'plain 2 done'].sort(),
    );
  });

  it.each([1, 2, 4])('has %d at a time, and the next begins when one has ended', async (jobs) => {
    const seen = await course(
      () => new Promise((resolve) => setTimeout(() => resolve('done'), 2)),
      { jobs },
    );
    expect(seen.most).toBe(jobs);
    expect(seen.finished).toHaveLength(6);
  });

  it('tells the share of all runs, those under way included', async () => {
    const { shares } = await course(
      async (_run, onShare) => {
        onShare(0.5);
        return 'done';
      },
      { jobs: 1 },
    );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares).toContainEqual(1.5 / 6);
    expect(shares.at(-1)).toBe(1);
  });

  it('interrupted, it begins no other run, and calls no open one failed', async () => {
    const abort = new AbortController();
    let started = 0;
    const seen = await course(
      (_run) =>
        new Promise((resolve, reject) => {
          started++;
          if (started === 1) return resolve('done');
          abort.signal.addEventListener('abort', () => reject(new Error('ended')));
          if (started === 3) abort.abort();
        }),
      { signal: abort.signal },
    );
    expect(started).toBe(3);
    expect(seen).toMatchObject({ finished: ['base 1 done'], failed: [], failures: 0 });
  });

  it('a result that cannot be kept ends the study', async () => {
    const onFinished = () => {
      throw new Error('The disk is full.');
    };
    await expect(course(async () => 'done', { onFinished })).rejects.toThrow('The disk is full.');
  });
});
