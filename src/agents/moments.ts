/**
 * Moments of a run whose acting weights are kept, so that it can be seen again how they acted then: at most so many,
 * about evenly apart on a logarithmic scale of training time, as most is learned at the beginning. Which of them stay
 * follows from their times alone. Plain data; who keeps them, and where, it does not know.
 */

export interface Moment {
  /** Of the weights; no two moments of a run have the same. */
  readonly updates: number;
  readonly agentSteps: number;
  /** Training time. */
  readonly seconds: number;
  /** Of the training episodes of that time, 0 to 1; null: none had ended. */
  readonly success: number | null;
}

/** With its weights: [actor | shift | scale] flat. */
export interface KeptMoment {
  readonly moment: Moment;
  readonly weights: Float32Array;
}

export const mostMoments = 24;

/** Seconds at which the scale turns from even to logarithmic: it begins at 0. */
const bend = 5;
/** Between two new ones; later a share of the whole time. */
const shortestGap = 2;
const gapShare = 0.08;

/** Whether the present moment is to be kept. */
export function isMomentDue(moments: readonly Moment[], seconds: number): boolean {
  const last = moments.at(-1);
  return !last || seconds - last.seconds >= Math.max(shortestGap, gapShare * last.seconds);
}

/**
 * Those that stay: of too many, the one whose neighbours are nearest to each other on the scale goes. The first and
 * the last always stay.
 */
export function thinned<T extends { readonly moment: Moment }>(
  moments: readonly T[],
): readonly T[] {
  let kept = moments;
  while (kept.length > mostMoments) {
    const at = kept.map(({ moment }) => Math.log(bend + moment.seconds));
    let next = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < at.length - 1; i++) {
      const gap = (at[i + 1] as number) - (at[i - 1] as number);
      if (gap >= least) continue;
      least = gap;
      next = i;
    }
    kept = kept.filter((_, i) => i !== next);
  }
  return kept;
}
