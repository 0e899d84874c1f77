import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawMoments, type Reported, readRun } from '../../src/cli/explain-moments.ts';
import { InputError } from '../../src/core/input-error.ts';
import { mostFileBytes } from '../../src/storage/checkpoint-file.ts';
import { madeUpMomentReport } from '../explain/made-up-report.ts';

const reported = (taus: readonly number[]): Reported[] =>
  taus.map((tau, i) => {
    const { moment, report } = madeUpMomentReport(1000 * (i + 1), tau);
    return { is: 'moment', ...moment, report };
  });

it.each([
  [[0.4, 0.8], '0'],
  [[0.4, -0.1], '-0.25'],
  [[-0.6, 0.8], '-0.75'],
])('the plot of tau %j begins at %s, below its lowest point', (taus, start) => {
  const svg = drawMoments(reported(taus));
  // The last of the y axis' numbers of the first panel.
  const numbers = [...svg.matchAll(/ text-anchor="end">([^<]*)</g)].map(([, text]) => text);
  expect(numbers[0]).toBe(start);
  const [, points = ''] = /<polyline points="([^"]*)"[^>]* stroke="#(?!666)/.exec(svg) ?? [];
  const heights = points.split(' ').map((pair) => Number(pair.split(',')[1]));
  expect(Math.max(...heights)).toBeLessThanOrEqual(234);
  expect(new Set(heights).size).toBe(2);
});

it('a run is read from nothing else than a run, and not before its size is known to fit', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'heed-'));
  const file = (name: string) => join(directory, name);
  writeFileSync(file('a.txt'), 'text');
  writeFileSync(file('short.heed'), 'HEE');
  writeFileSync(file('long.heed'), '');
  // A file with a hole: as long as that, and nothing of it is on the disk.
  truncateSync(file('long.heed'), mostFileBytes + 1);
  for (const [name, pattern] of [
    ['none', /^Expected a directory of a run, .*, but got ".*none"\.$/],
    ['a.txt', /, but ".*a\.txt" is another file\.$/],
    ['short.heed', /^".*short\.heed" is no readable checkpoint: it has only 3 bytes\.$/],
    ['long.heed', /^A run has 2147483647 bytes at most, but ".*long\.heed" has 2147483648\.$/],
  ] as const) {
    await expect(readRun(file(name))).rejects.toThrow(InputError);
    await expect(readRun(file(name))).rejects.toThrow(pattern);
  }
  rmSync(directory, { recursive: true });
});
