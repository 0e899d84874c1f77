/**
 * How evenly attention is spread, in [0, 1]: Shannon's entropy over the present rows, by the logarithm of
 * their number. 1: all alike, 0: all on one.
 */

/** Of weights of present rows, which sum to 1; null where fewer than two are present. */
export function normalisedEntropy(weights: ArrayLike<number>): number | null {
  if (weights.length < 2) return null;
  let entropy = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight > 0) entropy -= weight * Math.log(weight);
  }
  return entropy / Math.log(weights.length);
}
