import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['plot', ...given]);

/** A run of two reports a minute, of 50 episodes each, or none. */
function writeRun(name: string, rates: readonly (number | null)[]): void {
  mkdirSync(join(folder.path, name), { recursive: true });
  const lines = rates.map((success, i) =>
    JSON.stringify({ wallSeconds: 30 * (i + 1), episodes: success === null ? 0 : 50, success }),
  );
  writeFileSync(join(folder.path, name, 'metrics.jsonl'), `${lines.join('\n')}\n`);
}

beforeAll(async () => {
  writeRun('a', [0, 0.5, null, 0.5, 1]);
  writeRun('b', [1, 1, 1, 1]);
  writeRun('runs=1', [0.5, 0.5]);
  writeRun('cut', [0.5]);
  writeFileSync(join(folder.path, 'cut/metrics.jsonl'), '{"wallSeconds":1,"episodes":1,"su');
  writeRun('odd', [0.5]);
  writeFileSync(join(folder.path, 'odd/metrics.jsonl'), '\n{"wallSeconds":"soon"}\n');
  await run('--help');
}, 60_000);
afterAll(() => folder.remove());

const polylines = (svg: string) =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points as string);

describe('plot', () => {
  it('draws a panel per group, a thin line per run and a thick one for their mean', async () => {
    const { code, stdout, stderr } = await run('--out', 'x.svg', 'Two runs=a,b;One=runs=1');
    expect([code, stdout, stderr]).toEqual([0, 'Drew x.svg.\n', '']);
    const svg = readFileSync(join(folder.path, 'x.svg'), 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('>Two runs</text>');
    expect(svg).toContain('>One</text>');
    const lines = polylines(svg);
    expect(lines).toHaveLength(4);
    // Two reports make a point of 100 episodes: 0.25 after one minute, 0.75 after two and a half.
    const right = (minutes: number) => (64 + (300 * minutes) / 2.5).toFixed(1);
    const up = (success: number) => (34 + 200 * (1 - success)).toFixed(1);
    expect(lines[0]).toBe(
      [
        [right(0), up(0)],
        [right(1), up(0.25)],
        [right(2.5), up(0.75)],
      ].join(' '),
    );
  });
});

describe.concurrent('plot: what is refused with one sentence, and draws nothing', () => {
  it.for<[string[], RegExp]>([
    [['--out', 'y.svg'], /^GROUPS is missing/],
    [['One=a'], /^--out is missing/],
    [
      ['--out', 'y.svg', 'One=nowhere'],
      /^Expected the metrics of a run in "nowhere\/metrics\.jsonl", but there is no such file\.$/m,
    ],
    [['--out', 'y.svg', 'One'], /^Expected title=DIR,DIR, but got "One"\.$/m],
    [['--out', 'y.svg', '=a'], /^Expected title=DIR,DIR, but got "=a"\.$/m],
    [['--out', 'y.svg', 'One='], /^Expected title=DIR,DIR, but got "One="\.$/m],
    [['--out', 'y.svg', 'One=a,'], /^Expected title=DIR,DIR, but got "One=a,"\.$/m],
    [['--out', 'y.svg', 'One=a;'], /^Expected title=DIR,DIR, but got ""\.$/m],
    [['--out', 'y.svg', 'One=cut'], /^cut\/metrics\.jsonl, line 1: expected a report of a/],
    [['--out', 'y.svg', 'One=odd'], /^odd\/metrics\.jsonl, line 2: expected a report of a/],
    [['--out', 'nowhere/y.svg', 'One=a'], /^Cannot write nowhere\/y\.svg: the folder "nowhere"/],
    [['--out', 'a', 'One=a'], /^Cannot write a: there is a folder of this name\.$/m],
  ])('%j', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
    expect([...folder.content().keys()]).not.toContain('y.svg');
  });
});
