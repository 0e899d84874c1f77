/**
 * Whose attention is drawn, in the world and over time: one head's or the mean of all. Chosen for each attention by
 * itself, for head 2 over things has nothing to do with head 2 over places.
 */

/** Where attention is shared out: over what has a row in a set, and over the nodes of the scene graph. */
export type Attending = 'things' | 'places';

/** From 0; undefined: the mean of all heads. */
export type HeadChoice = Readonly<Record<Attending, number | undefined>>;

export const meanOfHeads: HeadChoice = { things: undefined, places: undefined };

interface Weighed {
  /** Mean over the heads. */
  readonly weight: number;
  readonly heads: readonly number[];
}

/** One that there is not is taken for the mean: the policy may be another than when it was chosen. */
export function headOf(chosen: number | undefined, heads: number): number | undefined {
  return chosen !== undefined && chosen < heads ? chosen : undefined;
}

export function weightOf({ weight, heads }: Weighed, chosen: number | undefined): number {
  const head = headOf(chosen, heads.length);
  return head === undefined ? weight : (heads[head] as number);
}
