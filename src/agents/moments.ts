/**
 * Moments of a run whose acting weights are kept, so that it can be seen again how they acted then: at most so many,
 * about evenly apart on a scale, by default the logarithm of training time, as most is learned at the beginning.
 * Plain data; who keeps them, and where, it does not know.
 */

export interface Moment {
  /** Of the weights; no two moments of a run have the same. */
  readonly updates: number;
  readonly agentSteps: number;
  /** Training time. */
  readonly seconds: number;
  /** Of the training episodes of that time or, in lockstep, of the look's validation episodes, 0 to 1; null: none had ended. */
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

/** Where a time, in seconds, stands on the scale. */
export const onScale = (seconds: number) => Math.log(bend + seconds);

const byTime = ({ seconds }: Moment) => onScale(seconds);

export interface Thinning<T> {
  /** How many stay. Default: `mostMoments`. */
  readonly most?: number;
  /** Where a moment stands on the scale, rising. Default: by its training time. */
  readonly at?: (moment: Moment) => number;
  /** Stays in any case. */
  readonly spared?: T;
}

/**
 * Those that stay: of too many, the one whose neighbours are nearest to each other on the scale goes. The first and
 * the last always stay.
 */
export function thinned<T extends { readonly moment: Moment }>(
  moments: readonly T[],
  { most = mostMoments, at = byTime, spared }: Thinning<T> = {},
): readonly T[] {
  let kept = moments;
  while (kept.length > most) {
    const places = kept.map(({ moment }) => at(moment));
    let next = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < places.length - 1; i++) {
      const gap = (places[i + 1] as number) - (places[i - 1] as number);
      if (gap >= least || kept[i] === spared) continue;
      least = gap;
      next = i;
    }
    kept = kept.filter((_, i) => i !== next);
  }
  return kept;
}
