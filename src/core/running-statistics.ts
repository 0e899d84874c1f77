/**
 * Mean and variance of every feature seen so far (Welford 1962, merged as in Chan et al. 1979), for
 * normalising observations. Part of the weights: it travels and is saved with them.
 */
export interface RunningStatistics {
  readonly size: number;
  /** [size] each. `squares` is the sum of squared deviations. */
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

export function createRunningStatistics(size: number): RunningStatistics {
  return {
    size,
    count: new Float64Array(size),
    mean: new Float64Array(size),
    squares: new Float64Array(size),
  };
}

/** A view of part `part` of `parts` of the same size. */
export function statisticsOf(
  { size, count, mean, squares }: RunningStatistics,
  parts: number,
  part: number,
): RunningStatistics {
  const view = (of: Float64Array) =>
    of.subarray((part * size) / parts, ((part + 1) * size) / parts);
  return { size: size / parts, count: view(count), mean: view(mean), squares: view(squares) };
}

/** Adds one sample of feature `feature`. */
export function observe(statistics: RunningStatistics, feature: number, value: number): void {
  const count = (statistics.count[feature] as number) + 1;
  const mean = statistics.mean[feature] as number;
  const delta = value - mean;
  const next = mean + delta / count;
  statistics.count[feature] = count;
  statistics.mean[feature] = next;
  statistics.squares[feature] = (statistics.squares[feature] as number) + delta * (value - next);
}

/** Standard deviation of a feature; 1 before two samples were seen. */
export function deviation(statistics: RunningStatistics, feature: number): number {
  const count = statistics.count[feature] as number;
  return count < 2 ? 1 : Math.sqrt((statistics.squares[feature] as number) / count);
}
