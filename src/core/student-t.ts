const normal = 1.96;

/**
 * The .975 quantile of Student's t, to 1 %: its expansion about the normal one (Abramowitz and Stegun 26.7.5), which
 * one and two degrees of freedom are too few for.
 */
export function studentT(freedom: number): number {
  if (freedom === 1) return 12.71;
  if (freedom === 2) return 4.303;
  const [z, n] = [normal, freedom];
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3)
  );
}

/**
 * How many times as wide as the middle 95 % of a bootstrap an interval must be that knows it is of so few groups: the
 * bootstrap divides by their number where it should by one less, and takes what it finds for normal.
 */
export function widthOf(groups: number): number {
  return (studentT(groups - 1) / normal) * Math.sqrt(groups / (groups - 1));
}
