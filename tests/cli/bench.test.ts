import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SuiteReport } from '../../src/bench/report.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['bench', ...given]);

// The first command bundles the sources, which takes its time once.
beforeAll(() => run('--help'), 60_000);
afterAll(() => folder.remove());

describe('bench', () => {
  it('shows a table and writes every row', async () => {
    const given = ['inference', '--only', 'small', '--rounds', '2', '--json', 'inference.json'];
    const { code, stdout } = await run(...given);
    expect(code).toBe(0);
    const report = JSON.parse(
      readFileSync(join(folder.path, 'inference.json'), 'utf8'),
    ) as SuiteReport;
    expect(report.suite).toBe('inference');
    expect(report.machine.node).toBe(process.version);
    expect(report.rows).toHaveLength(1);
    const [row] = report.rows;
    expect(row).toMatchObject({ name: 'act, small, wasm', unit: 'ms', peer: null, ratio: null });
    expect(row?.min).toBeGreaterThan(0);
    expect(row?.max).toBeGreaterThanOrEqual(row?.min as number);
    expect(stdout).toMatch(/^what +unit +median +min +max/m);
    expect(stdout).toMatch(new RegExp(`^act, small, wasm +ms +${row?.median.toFixed(2)} `, 'm'));
  });
});

describe.concurrent('bench: what is refused with one sentence, before anything is measured', () => {
  it.for<[string[], RegExp]>([
    [['moon'], /^Unknown suite "moon"\. Known: [a-z, ]*inference[a-z, ]*\.$/m],
    [['inference', 'learner'], /^Expected a flag, but got "learner"\. bench takes: SUITE, --/],
    [['inference', '--only', 'moon'], /^No group's name contains "moon"\. Known: "large, wasm", /],
    [['inference', '--rounds', '0'], /^Expected --rounds to be an integer from 1 to 1000/],
    [['inference', '--json', 'nowhere/a.json'], /^Cannot write nowhere\/a\.json: the folder /],
  ])('%j', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
