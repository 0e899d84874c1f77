/** By how much equally spaced figures rise from one to the next: the slope of the straight line of least squares. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [along, across] = [0, 0];
  for (const [i, value] of values.entries()) {
    across += (i - middle) * (value - mean);
    along += (i - middle) ** 2;
  }
  return along === 0 ? 0 : across / along;
}
