/** What `bench --json` writes: fields that are always there, so that scripts can rely on them. */
import type { Machine } from './machine.ts';
import type { BenchRow } from './suite.ts';

export interface SuiteReport {
  readonly suite: string;
  readonly machine: Machine;
  readonly rows: readonly {
    readonly name: string;
    readonly unit: string;
    readonly median: number;
    readonly min: number;
    readonly max: number;
    readonly rounds: number;
    readonly peer: string | null;
    /** Ours ÷ peer in the same unit. */
    readonly ratio: number | null;
    readonly note: string | null;
  }[];
  /** What was said while measuring: peers that are missing, candidates that disagree. */
  readonly notes: readonly string[];
}

export function reportOf(
  suite: string,
  machine: Machine,
  rows: readonly BenchRow[],
  notes: readonly string[],
): SuiteReport {
  return {
    suite,
    machine,
    rows: rows.map(({ name, unit, median, min, max, rounds, peer, ratio, note }) => ({
      ...{ name, unit, median, min, max, rounds },
      ...{ peer: peer ?? null, ratio: ratio ?? null, note: note ?? null },
    })),
    notes,
  };
}
