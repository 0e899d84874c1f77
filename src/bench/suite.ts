/**
 * What a benchmark suite is: a title, and a function that measures and gives rows. A suite knows
 * neither the command line nor how a table is drawn; what it needs of the machine is handed in.
 *
 * Everything that is compared is measured in the same run, round by round in turn (measure.ts): on a
 * shared machine only such ratios mean anything.
 */
import { InputError } from '../core/input-error.ts';
import type { Spread } from './measure.ts';

export interface BenchRow extends Spread {
  /** What was measured: 'update, large, wasm: pytorch'. */
  readonly name: string;
  /** Of median, min and max: 'ms', 'agent steps/s'. */
  readonly unit: string;
  /** What else a user would take, where this row is its figure: 'plain-tfjs', 'rapier'. */
  readonly peer?: string;
  /** Median of ours ÷ median of this peer, in the row's unit. */
  readonly ratio?: number;
  /** A phrase of what a reader should know: the adapter, the number of threads. */
  readonly note?: string;
}

export interface BenchContext {
  /** Rounds that each candidate is measured for. */
  readonly rounds: number;
  /** Those of the suite's groups that are wanted, in its order. */
  readonly groups: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
  /** The repository: where a script lies that no bundle contains. */
  readonly root: string;
  /** The program that runs a candidate in a process of its own (src/cli/bench-worker.ts). */
  readonly worker: string;
  /** How far the suite is, of 1, and what it does now. */
  progress(share: number, doing: string): void;
  /** One sentence for a person: a peer is missing, two candidates disagree. */
  say(sentence: string): void;
}

export interface Suite {
  /** One phrase for the head of its table. */
  readonly title: string;
  /** What is measured side by side, such as 'large, wasm'; the names of its rows contain it. */
  readonly groups: readonly string[];
  run(context: BenchContext): Promise<readonly BenchRow[]>;
}

/** The rows of the wanted groups, one group after the other. */
export async function runGroups(
  context: BenchContext,
  groups: Readonly<
    Record<string, (context: BenchContext, group: string) => Promise<readonly BenchRow[]>>
  >,
): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [done, name] of context.groups.entries()) {
    context.progress(done / context.groups.length, name);
    rows.push(...((await groups[name]?.(context, name)) ?? []));
  }
  return rows;
}

/** The groups of each suite whose name contains `text`, suites without one left out. */
export function selectGroups(
  suites: readonly (readonly [name: string, suite: Suite])[],
  text: string | undefined,
): { name: string; suite: Suite; groups: readonly string[] }[] {
  const selected = suites.map(([name, suite]) => ({
    ...{ name, suite },
    groups: suite.groups.filter((group) => text === undefined || group.includes(text)),
  }));
  if (selected.every(({ groups }) => groups.length === 0)) {
    const known = suites.flatMap(([, { groups }]) => groups.map((group) => `"${group}"`));
    throw new InputError(`No group's name contains "${text}". Known: ${known.join(', ')}.`);
  }
  return selected.filter(({ groups }) => groups.length > 0);
}

/** A row of ours and of each peer; `ours` is the first. */
export function rowsAgainstPeers(
  unit: string,
  [ours, ...peers]: readonly { name: string; peer?: string; spread: Spread; note?: string }[],
): BenchRow[] {
  if (!ours) return [];
  const noteOf = ({ note }: { note?: string }) => (note === undefined ? {} : { note });
  return [
    { name: ours.name, unit, ...ours.spread, ...noteOf(ours) },
    ...peers.map((other) => ({
      ...{ name: other.name, unit, ...other.spread, peer: other.peer ?? other.name },
      ...{ ratio: ours.spread.median / other.spread.median, ...noteOf(other) },
    })),
  ];
}
