/**
 * Wilson's score interval for a proportion (Wilson 1927): what `successes` out of `trials` says of the
 * true rate. Unlike the normal approximation it stays inside [0, 1] and holds at 0 and 1.
 */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** `z` is the normal quantile: 1.96 for 95 %. No trials say nothing: [0, 1]. */
export function wilsonInterval(successes: number, trials: number, z = 1.96): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const rate = successes / trials;
  const spread = (z * z) / trials;
  const middle = (rate + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((rate * (1 - rate)) / trials + spread / (4 * trials));
  // Rounded, the end that is the rate itself (of none, of all) may fall a little short of it.
  return { low: between(0, middle - half, rate), high: between(rate, middle + half, 1) };
}

const between = (least: number, value: number, most: number) =>
  Math.min(most, Math.max(least, value));
