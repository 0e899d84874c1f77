/**
 * One decision's figures: for each part that is attended over (a set, the scene graph), what its present rows
 * get of the attention, and how much each of them matters by three measures that look at the policy itself.
 */
import type { ObservationSaliency, RowSaliency } from '../nn/saliency.ts';
import { normalisedEntropy } from './entropy.ts';
import type { Explanation, Influence } from './explainer.ts';
import { kendallTau } from './rank-correlation.ts';

/** What is compared with attention; those of the value are there where a critic is known. */
export const measures = [
  'leftOut',
  'masked',
  'gradient',
  'valueLeftOut',
  'valueMasked',
  'valueGradient',
] as const;
export type Measure = (typeof measures)[number];

/** The rows of one part that are present, in one order throughout; n rows. */
export interface PartRows {
  readonly part: string;
  /** [H][n] and their mean [n]. */
  readonly heads: readonly (readonly number[])[];
  readonly mean: readonly number[];
  /** [n] each: sizes of changes, in m/s, or of the value, in units of return. */
  readonly importance: Readonly<Record<Measure, readonly number[] | null>>;
}

/** Finer differences, of weights, of m/s and of values, are noise of single precision and rank nothing. */
const finest = 1e-5;
const rounded = (values: readonly number[]) => values.map((value) => Math.round(value / finest));

/** τ-b of two figures of the same rows. */
export function rankAlike(a: readonly number[], b: readonly number[]): number | null {
  return kendallTau(rounded(a), rounded(b));
}

/** The parts of the explained observation; `setNames` in the order of the observation. */
export function rowsOfParts(
  explanation: Explanation,
  saliency: ObservationSaliency,
  { sets, graphs }: { readonly sets: readonly string[]; readonly graphs: readonly string[] },
): PartRows[] {
  const parts = [
    ...sets.map((part, i) => ({
      part,
      slopes: saliency.sets[i],
      rowOf: ({ rows }: Influence) => rows[i] ?? -1,
    })),
    // Things have nodes in the first graph alone.
    ...graphs.slice(0, 1).map((part) => ({
      part,
      slopes: saliency.graphs[0],
      rowOf: ({ node }: Influence) => node,
    })),
  ];
  return parts.flatMap(({ part, slopes, rowOf }) => {
    const present = explanation.influences.filter(({ attention }) =>
      attention.some((share) => share.part === part),
    );
    if (!slopes || present.length === 0) return [];
    return [rowsOfPart(part, present, slopes, rowOf, explanation)];
  });
}

function rowsOfPart(
  part: string,
  present: readonly Influence[],
  slopes: RowSaliency,
  rowOf: (influence: Influence) => number,
  { value, maxSpeed }: Explanation,
): PartRows {
  const shares = present.map(({ attention }) => attention.find((share) => share.part === part));
  const heads = shares[0]?.heads.map((_, h) => shares.map((of) => of?.heads[h] ?? 0));
  const rows = present.map(rowOf);
  const judged = value !== null;
  const ofValue = (sizes: readonly (number | null | undefined)[]) =>
    judged ? sizes.map((size) => Math.abs(size ?? 0)) : null;
  return {
    part,
    heads: heads ?? [],
    mean: shares.map((of) => of?.weight ?? 0),
    importance: {
      leftOut: present.map(({ leftOut }) => leftOut.length),
      masked: present.map(({ masked }) => masked.length),
      gradient: rows.map(
        (row) => maxSpeed * Math.hypot(slopes.forward[row] as number, slopes.left[row] as number),
      ),
      valueLeftOut: ofValue(present.map(({ leftOut }) => leftOut.value)),
      valueMasked: ofValue(present.map(({ masked }) => masked.value)),
      valueGradient: ofValue(rows.map((row) => slopes.value[row])),
    },
  };
}

/** What the present rows of a part get of the attention, mean over the heads, in the order of the explanation. */
export function rowsOfAttention({ influences }: Explanation, part: string): number[] {
  return influences.flatMap(({ attention }) =>
    attention.flatMap((share) => (share.part === part ? [share.weight] : [])),
  );
}

/** By name: see `Faithfulness`. Null where a decision says nothing of it. */
export function figuresOf({ heads, mean, importance }: PartRows): Record<string, number | null> {
  const { leftOut, masked, gradient } = importance as Record<Measure, readonly number[]>;
  const figures: Record<string, number | null> = {
    rows: mean.length,
    'leftOut × masked': rankAlike(leftOut, masked),
    'leftOut × gradient': rankAlike(leftOut, gradient),
    top: topMatch(mean, rounded(leftOut)),
    chance: topMatch(mean, rounded(leftOut)) === null ? null : 1 / mean.length,
    leftOut: Math.max(...leftOut),
  };
  for (const [name, weights] of [
    ['mean', mean] as const,
    ...heads.map((h, i) => [`head ${i + 1}`, h] as const),
  ]) {
    figures[`entropy of ${name}`] = normalisedEntropy(weights);
    for (const measure of measures) {
      const sizes = importance[measure];
      figures[`${name} × ${measure}`] = sizes && rankAlike(weights, sizes);
    }
  }
  return figures;
}

/** 1 where the most attended is also the most important, else 0; null where none or all are. */
function topMatch(weights: readonly number[], sizes: readonly number[]): number | null {
  const most = Math.max(...sizes);
  if (sizes.length < 2 || sizes.every((size) => size === most)) return null;
  const attended = weights.indexOf(Math.max(...weights));
  return sizes[attended] === most ? 1 : 0;
}
