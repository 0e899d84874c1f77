import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/study/report.ts';
import type { Result } from '../../src/study/result.ts';
import { type ArmSummary, type Difference, summarise } from '../../src/study/summarise.ts';
import { madeUpResult, madeUpStudy as study } from './made-up-study.ts';

const runs = (arm: string, ...successes: number[]) =>
  successes.map((success, i) => madeUpResult(arm, i + 1, { success }));
const results = [...runs('base', 0.5, 0.6, 0.7), ...runs('one-step', 0.4, 0.5, 0.6)];
const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('| `'));
const cells = (line: string | undefined) => line?.split('|').map((cell) => cell.trim()) ?? [];

describe('summarise', () => {
  it('compares every arm that has runs with the baseline', () => {
    const [base, oneStep, ...others] = summarise(study, results);
    expect(others).toEqual([]);
    expect(base?.success.estimate.value).toBeCloseTo(0.6, 12);
    expect(base?.success.difference).toBeNull();
    // Worse by 0.1 on every seed.
    const { seeds, ...bounds } = (oneStep as ArmSummary).success.difference as Difference;
    expect(seeds).toBe(3);
    for (const bound of Object.values(bounds)) expect(bound).toBeCloseTo(-0.1, 12);
    expect(oneStep).toMatchObject({ collision: 0.25, updates: 120 });
    expect(oneStep?.spl.estimate.value).toBeCloseTo(0.4, 12);
    expect(oneStep).toMatchObject({ time: 7.5, figures: { agentContact: 0.75, throughput: null } });
    expect(oneStep?.return.estimate.value).toBeCloseTo(-0.125, 12);
  });

  it('compares with nothing where the baseline has no run', () => {
    expect(summarise(study, runs('plain', 0.2))).toMatchObject([
      { success: { difference: null, estimate: { value: 0.2, low: 0.2, high: 0.2 } } },
    ]);
  });

  it('compares the seeds that both have on one machine alone', () => {
    const elsewhere = results.map((run) =>
      run.arm === 'base' && run.seed === 1 ? { ...run, machine: 'A slower one', success: 0 } : run,
    );
    const [base, oneStep] = summarise(study, elsewhere);
    expect(base?.success.runs).toBe(3);
    expect(oneStep?.success.difference?.seeds).toBe(2);
    expect(oneStep?.success.difference?.value).toBeCloseTo(-0.1, 12);
    const none = results.map((run) => (run.arm === 'base' ? { ...run, machine: 'Another' } : run));
    expect(summarise(study, none)[1]?.success.difference).toBeNull();
  });

  it('comes to the same whenever it is done', () => {
    expect(summarise(study, results)).toEqual(summarise(study, [...results]));
  });
});

describe('report', () => {
  const text = reportOf('made-up', study, results, 'results/made-up.svg');

  it('has a row per arm, with what the seeds say', () => {
    const [base, oneStep] = lines(text).map(cells);
    expect(lines(text)).toHaveLength(4);
    expect(base?.slice(1, 4)).toEqual(['`base`', 'Nothing.', '3']);
    expect(base?.[4]).toMatch(/^0\.600 \(0\.[34]\d\d to 0\.[78]\d\d\)$/);
    expect(base?.[5]).toBe('–');
    expect(oneStep?.[5]).toBe('**-0.100 (-0.100 to -0.100)**');
    // The same return on every seed: no difference.
    const same = '-0.125 (-0.125 to -0.125)';
    expect([base?.slice(6, 8), oneStep?.slice(6, 8)]).toEqual([
      [same, '–'],
      [same, '+0.000 (+0.000 to +0.000)'],
    ]);
    expect(oneStep?.slice(8, 13)).toEqual(['0.250', '7.500', '0.750', '–', '120']);
  });

  it('compares how soon it was learned, and how short the ways are', () => {
    const slow = [{ seconds: 240, agentSteps: 9, updates: 9, episodes: 9, success: 0.1 }];
    const both = results.map((result) =>
      result.arm === 'base' ? result : { ...result, curve: slow, spl: 0.3 },
    );
    const [, , base, oneStep] = lines(reportOf('made-up', study, both, 'x.svg')).map(cells);
    expect(base?.slice(2, 6)).toEqual([
      ...['0.400 (0.400 to 0.400)', '–'],
      ...['0.400 (0.400 to 0.400)', '–'],
    ]);
    expect([oneStep?.[3], oneStep?.[5]]).toEqual([
      '**-0.300 (-0.300 to -0.300)**',
      '**-0.100 (-0.100 to -0.100)**',
    ]);
  });

  it('compares on the hard cases too, where there are some', () => {
    expect(text).not.toContain('hard');
    const hard = (result: Result, success: number): Result => ({
      ...{ ...result, hard: { detour: 1.624, episodes: 12, success } },
    });
    const [ours, theirs] = [
      [0.1, 0.2, 0.3],
      [0.4, 0.5, 0.6],
    ] as [number[], number[]];
    const both = results.map((result) =>
      hard(result, (result.arm === 'base' ? theirs : ours)[result.seed - 1] as number),
    );
    const report = reportOf('made-up', study, both, 'x.svg');
    expect(report).toMatch(/above 1\.62\ntimes as long; 12 cases of each run/);
    const [, , , , base, oneStep] = lines(report).map(cells);
    expect(base?.slice(1, 3)).toEqual(['`base`', expect.stringMatching(/^0\.500 /)]);
    expect(oneStep?.slice(1, 3)).toEqual([...['`one-step`', expect.stringMatching(/^0\.200 /)]]);
    expect(oneStep?.[3]).toBe('**-0.300 (-0.300 to -0.300)**');
    // A run without hard cases counts for the first table alone.
    const [older, ...newer] = both as [Result, ...Result[]];
    const [summary] = summarise(study, [{ ...older, hard: null }, ...newer]);
    expect(summary?.hard?.estimate.value).toBeCloseTo(0.55, 12);
    expect(summary?.success.estimate.value).toBeCloseTo(0.6, 12);
  });

  it('gives no interval where either side has fewer than three runs of the figure', () => {
    const hard = (run: Result, success: number): Result => ({
      ...{ ...run, hard: { detour: 1.5, episodes: 12, success } },
    });
    const against = (base: number, arm: number, ...withoutHard: string[]) => {
      const both = [
        ...runs('base', ...Array<number>(base).fill(0.6)).map((run) => hard(run, 0.6)),
        ...runs('one-step', ...Array<number>(arm).fill(0.4)).map((run) => hard(run, 0.4)),
      ].map((run) =>
        withoutHard.includes(`${run.arm} ${run.seed}`) ? { ...run, hard: null } : run,
      );
      const [, whole, , , , ofHard] = lines(reportOf('made-up', study, both, 'x.svg')).map(cells);
      return [whole?.[5], ofHard?.[3]];
    };
    const plain = '-0.200';
    const bold = '**-0.200 (-0.200 to -0.200)**';
    expect(against(3, 3)).toEqual([bold, bold]);
    expect(against(1, 3)).toEqual([plain, plain]);
    expect(against(2, 3)).toEqual([plain, plain]);
    expect(against(3, 2)).toEqual([plain, plain]);
    // A run without hard cases is none of theirs.
    expect(against(3, 3, 'base 2')).toEqual([bold, plain]);
    expect(against(3, 3, 'one-step 2')).toEqual([bold, plain]);
  });

  it('says how each row is made, on what, when and from which sources', () => {
    expect(text).toContain('npm run study -- made-up --arms base      # --algorithm heed\n');
    expect(text).toContain('--arms one-step  # --algorithm heed --set nStep=1\n');
    expect(text).toMatch(/4 minutes of one core's time .*which took 5\.0 to 5\.0 minutes/s);
    expect(text).toContain('2026-11-26, commit abc1234567. A machine.');
    expect(text).toContain('](results/made-up.svg)');
  });

  it('names every commit and the days between', () => {
    const mixed = [
      madeUpResult('base', 1),
      madeUpResult('base', 2, { commit: null, date: '2026-11-28T01:00:00.000Z' }),
    ];
    expect(reportOf('made-up', study, mixed, 'x.svg')).toContain(
      '2026-11-26 to 2026-11-28, commit abc1234567; unknown.',
    );
  });

  it('says which runs were made where, if not on one machine', () => {
    const mixed = results.map((run) =>
      run.seed === 2 ? { ...run, machine: 'A faster one' } : run,
    );
    const report = reportOf('made-up', study, mixed, 'x.svg');
    expect(report).toContain('On 2 machines');
    expect(report).toContain('\n- A machine: `base` 1, 3; `one-step` 1, 3\n');
    expect(report).toContain('\n- A faster one: `base` 2; `one-step` 2\n');
  });

  it('compares two arms of which neither is the baseline, where the study asks for it', () => {
    expect(text).not.toContain('differ in one thing');
    const contrasts = [{ arm: 'plain', against: 'one-step', isolates: 'Being plain' }];
    const asked = { ...study, contrasts };
    const all = [...results, ...runs('plain', 0.2, 0.3, 0.4, 0.9)];
    const row = lines(reportOf('made-up', asked, all, 'x.svg'));
    expect(row).toHaveLength(6);
    const report = reportOf('made-up', asked, all, 'x.svg');
    // The fourth seed has no other run.
    expect(report).toContain(
      '| Being plain | `plain` less `one-step` | **-0.200 (-0.200 to -0.200)** | +0.000 ',
    );
    // Nothing to compare with.
    expect(reportOf('made-up', asked, results, 'x.svg')).not.toContain('differ in one thing');
  });

  it('counts what has an interval, and what chance makes of so many', () => {
    // Success, return, while learning, SPL.
    expect(text).toContain('of 4 differences with an interval, less than one would');
    expect(reportOf('made-up', study, runs('base', 0.5, 0.6), 'x.svg')).toContain(
      'of 0 differences',
    );
    const many = {
      ...study,
      arms: [
        study.arms[0],
        ...Array.from({ length: 12 }, (_, i) => ({ name: `arm-${i}`, differs: 'It does.' })),
      ],
    } as const;
    const all = many.arms.flatMap(({ name }) => runs(name, 0.5, 0.6, 0.7));
    expect(reportOf('made-up', many as never, all, 'x.svg')).toContain(
      'of 48 differences with an interval, about 2 would',
    );
  });
});
