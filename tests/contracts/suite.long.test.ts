/** What every benchmark suite must give: run for its first group, one round. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suites } from '../../src/bench/index.ts';
import type { SuiteReport } from '../../src/bench/report.ts';
import { makeFolder } from '../cli/run-cli.ts';

describe.each(suites.entries())('suite %s', (name, suite) => {
  it('its groups have names of their own', () => {
    expect(suite.groups.length).toBeGreaterThan(0);
    expect(new Set(suite.groups).size).toBe(suite.groups.length);
  });

  it('gives a row of ours, and ratios to peers where there are any', async () => {
    const folder = makeFolder();
    const [group = ''] = suite.groups;
    const given = ['bench', name, '--only', group, '--rounds', '1', '--json', 'rows.json'];
    const { code, stderr } = await folder.run(given);
    expect([code, stderr.includes('Error')]).toEqual([0, false]);
    const report = JSON.parse(readFileSync(join(folder.path, 'rows.json'), 'utf8')) as SuiteReport;
    folder.remove();
    expect(report.suite).toBe(name);
    expect(report.rows.some(({ peer }) => peer === null)).toBe(true);
    expect(new Set(report.rows.map((row) => row.name)).size).toBe(report.rows.length);
    for (const row of report.rows) {
      expect(row.name).toContain(group);
      // Of complaints there should be none.
      if (row.unit !== 'complaints') expect(row.max).toBeGreaterThan(0);
      expect(row.min).toBeGreaterThanOrEqual(0);
      expect(row.median).toBeGreaterThanOrEqual(row.min);
      expect(row.max).toBeGreaterThanOrEqual(row.median);
      expect(row.ratio === null).toBe(row.peer === null);
    }
  });
});
