/**
 * What the things that an agent sees are to each other in its policy: where GATv2 rounds or transformer blocks stand
 * between a set's rows and the agent's query, each row shares out its attention over all of them, itself too.
 */
import type { MessageChoice } from '../nn/probe.ts';
import type { Attended } from './attended.ts';

export interface AmongReport {
  /** In the order of their rows. */
  readonly things: readonly Attended[];
  /** [hearer][heard], 0 to 1: each hearer's sum to 1. */
  readonly shares: readonly (readonly number[])[];
  /** Of the policy: GATv2 rounds, then blocks. */
  readonly rounds: number;
  readonly heads: number;
  /** Whose shares these are. */
  readonly choice: MessageChoice;
}

/** `shares`: [K, K] of the first set's rows. */
export function sharesAmong(
  attended: readonly Attended[],
  shares: Float32Array,
): Pick<AmongReport, 'things' | 'shares'> {
  const size = Math.sqrt(shares.length);
  const rowOf = ({ rows }: Attended) => rows[0] ?? -1;
  const things = attended
    .filter((thing) => rowOf(thing) >= 0)
    .toSorted((a, b) => rowOf(a) - rowOf(b));
  return {
    things,
    shares: things.map((hearer) =>
      things.map((heard) => shares[rowOf(hearer) * size + rowOf(heard)] as number),
    ),
  };
}
