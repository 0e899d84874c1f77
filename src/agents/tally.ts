/**
 * The figures of a scenario's own (env/metric.ts), gathered over an evaluation: readings of every decision of
 * every case in, one number per metric out.
 */
import type { Agent } from '../env/agent.ts';
import type { Outcome } from '../env/episodes.ts';
import type { Metric } from '../env/metric.ts';

export interface Tally {
  /** Reads the beginning of a case, for metrics that want it. */
  begin(index: number, agent: Agent): void;
  /** Reads the decision that has just been judged, of a case that is open or ended by it. */
  add(index: number, agent: Agent): void;
  /** By name, null where there is no figure. `outcomes` are those of the cases. */
  figures(outcomes: readonly Outcome[]): Record<string, number | null>;
}

interface Sum {
  sum: number;
  least: number;
  most: number;
  count: number;
}

export function createTally(metrics: Readonly<Record<string, Metric>>): Tally {
  const kept = Object.entries(metrics).map(([name, metric]) => ({
    name,
    metric,
    cases: new Map<number, Sum>(),
  }));
  return {
    begin(index, agent) {
      for (const each of kept) if (each.metric.fromStart) read(each, index, agent);
    },
    add(index, agent) {
      for (const each of kept) read(each, index, agent);
    },
    figures: (outcomes) =>
      Object.fromEntries(
        kept.map(({ name, metric, cases }) => [name, figure(metric, cases, outcomes)]),
      ),
  };
}

function read(
  { metric, cases }: { readonly metric: Metric; readonly cases: Map<number, Sum> },
  index: number,
  agent: Agent,
): void {
  const value = metric.of(agent);
  if (Number.isNaN(value)) return;
  const sum = cases.get(index) ?? { sum: 0, least: value, most: value, count: 0 };
  sum.sum += value;
  sum.least = Math.min(sum.least, value);
  sum.most = Math.max(sum.most, value);
  sum.count++;
  cases.set(index, sum);
}

function figure(
  { gather, cases: which }: Metric,
  cases: ReadonlyMap<number, Sum>,
  outcomes: readonly Outcome[],
): number | null {
  let sum = 0;
  let count = 0;
  // In the cases' order, so that rounding does not depend on which ended first.
  for (const [index, one] of [...cases].sort(([a], [b]) => a - b)) {
    if (which === 'successes' && outcomes[index] !== 'success') continue;
    if (gather === 'pooled') {
      sum += one.sum;
      count += one.count;
      continue;
    }
    sum += gather === 'mean' ? one.sum / one.count : one[gather];
    count++;
  }
  return count === 0 ? null : sum / count;
}
