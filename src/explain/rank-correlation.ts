/**
 * Kendall's τ-b (Kendall 1945): whether two figures put the same things in the same order. With C pairs in the
 * same order, D in opposite order, and pairs that are tied in a or in b taken out of the respective total,
 *
 *   τ_b = (C − D) / √((C + D + ties only in b) · (C + D + ties only in a))
 *
 * 1: the same order, −1: the opposite one, 0: as good as any other.
 */

/** Null where one of the two tells nothing apart. Compares exactly: round what is noise before. */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) {
    throw new Error(`Expected as many numbers of both, but got ${a.length} and ${b.length}.`);
  }
  let agreement = 0;
  let untiedInA = 0;
  let untiedInB = 0;
  for (let i = 1; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const inA = Math.sign((a[i] as number) - (a[j] as number));
      const inB = Math.sign((b[i] as number) - (b[j] as number));
      agreement += inA * inB;
      untiedInA += Math.abs(inA);
      untiedInB += Math.abs(inB);
    }
  }
  if (untiedInA === 0 || untiedInB === 0) return null;
  return agreement / Math.sqrt(untiedInA * untiedInB);
}
