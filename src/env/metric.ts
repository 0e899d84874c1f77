/**
 * A figure of a scenario's own that an evaluation gives beside success and time: what to read after every
 * decision, and how the readings become one number.
 */
import type { Agent } from './agent.ts';

/**
 * `pooled`: the mean over all readings of all cases. The others first make one number of each case (the
 * mean, the sum, the least, the most of its readings) and then take the mean over cases.
 */
export const gatherings = ['pooled', 'mean', 'sum', 'least', 'most'] as const;

/** What an evaluation says of every scenario, beside its own figures: a metric of such a name would take its place. */
export const figureNames: readonly string[] = [
  ...['scene', 'policy', 'episodes', 'worlds', 'seed', 'purpose', 'settings', 'intervention'],
  ...['success', 'collision', 'timeout', 'spl', 'time', 'returnMean', 'hard', 'intervals', 'cases'],
];

export const metricFields = ['title', 'gather', 'fromStart', 'cases', 'of'];

export interface Metric {
  /** What the table calls it, unit included. */
  readonly title: string;
  readonly gather: (typeof gatherings)[number];
  /** Whether it is also read before the first decision: of states, not of decisions. Default: false. */
  readonly fromStart?: boolean;
  /** Which cases count. Default: all. */
  readonly cases?: 'all' | 'successes';
  /** Of the decision that was just judged, the last one included; NaN where there is no figure. */
  readonly of: (agent: Agent) => number;
}
