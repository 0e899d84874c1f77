/**
 * Whether policies that were trained alike but for their seeds attend to the same, and do the same, in the same
 * situations: all are asked about the observations that the first of them met. If attention were the reason for
 * what is done, policies that do the same would attend to the same.
 */
import type { Estimate } from '../core/bootstrap.ts';
import { createRandom } from '../core/random.ts';
import type { Explanation } from './explainer.ts';
import { rankAlike, rowsOfAttention } from './measure-decision.ts';
import { Pooled } from './pooled.ts';

export interface Agreement {
  /** Numbers of the two policies, in the order in which they were given, from 0. */
  readonly policies: readonly [number, number];
  /** Kendall's τ-b of their attention (mean over heads), by part. */
  readonly attention: Readonly<Record<string, Estimate | null>>;
  /** Mean length of the difference of their actions, m/s. */
  readonly action: Estimate | null;
}

export class Agreements {
  readonly #pairs: {
    readonly policies: readonly [number, number];
    readonly attention: Map<string, Pooled>;
    readonly action: Pooled;
  }[] = [];

  /** `farthest`: the largest difference of two actions, m/s. */
  constructor(policies: number, parts: readonly string[], farthest: number) {
    for (let second = 1; second < policies; second++) {
      for (let first = 0; first < second; first++) {
        const attention = new Map(parts.map((part) => [part, new Pooled([-1, 1])]));
        this.#pairs.push({
          policies: [first, second],
          attention,
          action: new Pooled([0, farthest]),
        });
      }
    }
  }

  /** What each policy says of one and the same decision. */
  add(group: number, explanations: readonly Explanation[]): void {
    for (const { policies, attention, action } of this.#pairs) {
      const [one, other] = policies.map((i) => explanations[i]) as [Explanation, Explanation];
      const forward = one.action.forward - other.action.forward;
      const left = one.action.left - other.action.left;
      action.add(group, Math.hypot(forward, left));
      for (const [part, pooled] of attention) {
        const [a, b] = [rowsOfAttention(one, part), rowsOfAttention(other, part)];
        // A policy may leave the graph out.
        if (a.length === b.length) pooled.add(group, rankAlike(a, b));
      }
    }
  }

  estimates(seed: number): Agreement[] {
    const random = () => createRandom(seed, 'agreement');
    return this.#pairs.map(({ policies, attention, action }) => ({
      policies,
      attention: Object.fromEntries(
        [...attention].map(([part, pooled]) => [part, pooled.estimate(random())]),
      ),
      action: action.estimate(random()),
    }));
  }
}
