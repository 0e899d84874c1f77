/**
 * Means over decisions whose intervals know that decisions of one episode, and episodes of one world, are
 * alike: by the bootstrap over groups (core/bootstrap.ts), which are drawn whole, made wider where they are few.
 */
import { bootstrap, type Estimate } from '../core/bootstrap.ts';
import type { Random } from '../core/random.ts';
import { widthOf } from '../core/student-t.ts';

/** Enough for two digits of an interval's ends. */
const resamples = 2000;

/** What one figure has been, group by group. */
export class Pooled {
  readonly #least: number;
  readonly #most: number;
  readonly #groups = new Map<number, { sum: number; count: number }>();

  /** The figure is between these, whatever it is measured on; finite. */
  constructor([least, most]: readonly [number, number]) {
    this.#least = least;
    this.#most = most;
  }

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

  /** The mean of all that was added, each alike; null if nothing was. Of one group, which tells nothing of others, anything. */
  estimate(random: Random): Estimate | null {
    const groups = [...this.#groups.values()];
    if (groups.length === 0) return null;
    const value = meanOf(groups);
    if (groups.length === 1) return { value, low: this.#least, high: this.#most };
    const narrow = bootstrap<[typeof groups]>([groups], ([drawn]) => meanOf(drawn), {
      ...{ random, resamples },
    });
    const width = widthOf(groups.length);
    return {
      value,
      low: Math.max(this.#least, value - width * (value - narrow.low)),
      high: Math.min(this.#most, value + width * (narrow.high - value)),
    };
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
