/**
 * Means over decisions whose intervals know that decisions of one episode, and episodes of one world, are
 * alike: by the bootstrap over groups (core/bootstrap.ts), which are drawn whole.
 */
import { bootstrap, type Estimate } from '../core/bootstrap.ts';
import type { Random } from '../core/random.ts';

/** Enough for two digits of an interval's ends. */
const resamples = 2000;

/** What one figure has been, group by group. */
export class Pooled {
  readonly #groups = new Map<number, { sum: number; count: number }>();

  /** Null has no meaning here and does not count. */
  add(group: number, value: number | null): void {
    if (value === null) return;
    const held = this.#groups.get(group) ?? { sum: 0, count: 0 };
    held.sum += value;
    held.count += 1;
    this.#groups.set(group, held);
  }

  get count(): number {
    return [...this.#groups.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** The mean of all that was added, each alike; null if nothing was. */
  estimate(random: Random): Estimate | null {
    const groups = [...this.#groups.values()];
    if (groups.length === 0) return null;
    return bootstrap<[typeof groups]>([groups], ([drawn]) => meanOf(drawn), { random, resamples });
  }
}

function meanOf(groups: readonly { readonly sum: number; readonly count: number }[]): number {
  let [sum, count] = [0, 0];
  for (const group of groups) {
    sum += group.sum;
    count += group.count;
  }
  return sum / count;
}
