/**
 * The figures of a scenario's own (env/metric.ts), gathered over an evaluation: readings of every decision of
 * every case in, one number per metric out.
 */
import type { Agent } from '../env/agent.ts';
import type { Metric } from '../env/metric.ts';

export interface Tally {
  /** Reads the decision that has just been judged, of a case that is open or ended by it. */
  add(index: number, agent: Agent): void;
  /** By name, null where there is no figure. */
  figures(): Record<string, number | null>;
}

interface Sum {
  sum: number;
  least: number;
  count: number;
}

export function createTally(metrics: Readonly<Record<string, Metric>>): Tally {
  const kept = Object.entries(metrics).map(([name, metric]) => ({
    name,
    metric,
    cases: new Map<number, Sum>(),
  }));
  return {
    add(index, agent) {
      for (const { metric, cases } of kept) {
        const value = metric.of(agent);
        if (Number.isNaN(value)) continue;
        const sum = cases.get(index) ?? { sum: 0, least: Number.POSITIVE_INFINITY, count: 0 };
        sum.sum += value;
        sum.least = Math.min(sum.least, value);
        sum.count++;
        cases.set(index, sum);
      }
    },
    figures: () =>
      Object.fromEntries(kept.map(({ name, metric, cases }) => [name, figure(metric, cases)])),
  };
}

function figure({ gather }: Metric, cases: ReadonlyMap<number, Sum>): number | null {
  if (cases.size === 0) return null;
  let sum = 0;
  let count = 0;
  // In the cases' order, so that rounding does not depend on which ended first.
  for (const [, one] of [...cases].sort(([a], [b]) => a - b)) {
    if (gather === 'pooled') {
      sum += one.sum;
      count += one.count;
      continue;
    }
    sum += gather === 'sum' ? one.sum : gather === 'least' ? one.least : one.sum / one.count;
    count++;
  }
  return sum / count;
}
