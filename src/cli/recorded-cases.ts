/** What a recording keeps of the page's runs of published cases, and the table that it prints of them. Pure. */
import { wilsonInterval } from '../agents/wilson.ts';
import type { Examination } from '../app/learning/examination.ts';
import { formatTable } from './table.ts';

export interface CaseRow extends Examination {
  /** Minutes since the page was opened at which it was seen, half a minute after it came at most. */
  readonly seenMinutes: number;
}

/** The first row with this share of successes, if there is one. */
export function firstAbove(rows: readonly CaseRow[], success: number): CaseRow | undefined {
  return rows.find((row) => row.success >= success);
}

export function casesTable(rows: readonly CaseRow[]): string {
  const figures = Object.keys(rows[0]?.figures ?? {});
  return formatTable(
    [
      { title: 'trained, min', digits: 1 },
      { title: 'seen, min', digits: 1 },
      { title: 'updates' },
      { title: 'success', digits: 3 },
      { title: '95 % (Wilson)' },
      { title: 'collision', digits: 3 },
      { title: 'time, s', digits: 2 },
      { title: 'return', digits: 3 },
      ...figures.map((title) => ({ title, digits: 3 })),
    ],
    rows.map((row) => {
      const { low, high } = wilsonInterval(Math.round(row.success * row.cases), row.cases);
      return [
        ...[row.seconds / 60, row.seenMinutes, row.updates, row.success],
        ...[`${low.toFixed(3)} to ${high.toFixed(3)}`, row.collision, row.time, row.return],
        ...figures.map((name) => row.figures[name] ?? null),
      ];
    }),
  );
}
