/**
 * The interquartile mean: the mean of the middle half of the values (Agarwal et al. 2021, "Deep RL at
 * the edge of the statistical precipice"). One lucky or unlucky seed moves it less than the mean, and
 * it uses more of the values than the median does. Where a quarter of them is no whole number, the
 * values at the border count in part: of five, the second and the fourth count three quarters.
 */
export function interquartileMean(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted.length / 4, (3 * sorted.length) / 4];
  let sum = 0;
  for (const [i, value] of sorted.entries()) {
    // Value i covers [i, i + 1] of the ranks.
    sum += value * Math.max(0, Math.min(i + 1, high) - Math.max(i, low));
  }
  return sum / (high - low);
}
