import { expect, it } from 'vitest';
import { type CaseRow, casesTable, firstAbove } from '../../src/cli/recorded-cases.ts';

const row = (minutes: number, success: number): CaseRow => ({
  ...{ seconds: minutes * 60, seenMinutes: minutes + 0.5, updates: minutes * 1000, cases: 500 },
  ...{ success, collision: 1 - success, time: success > 0 ? 10.2 : null, return: 0.3 },
  figures: { danger: 0.02 },
});

it('recorded cases: the first row that reaches a share is found', () => {
  const rows = [row(1, 0.4), row(2, 0.99), row(3, 1)];
  expect(firstAbove(rows, 0.99)).toBe(rows[1]);
  expect(firstAbove(rows.slice(0, 1), 0.99)).toBeUndefined();
});

it('recorded cases: every row is printed, with its interval and the scenario’s own figures', () => {
  const lines = casesTable([row(1, 0), row(2, 0.99)])
    .trimEnd()
    .split('\n');
  expect(lines[0]).toContain('danger');
  expect(lines[2]?.split(/ {2,}/).map((cell) => cell.trim())).toEqual([
    ...['', '1.0', '1.5', '1000', '0.000', '0.000 to 0.008', '1.000', '–', '0.300', '0.020'],
  ]);
  expect(lines[3]).toContain('0.977 to 0.996');
});
