/**
 * How finely the world is drawn, in steps, and the governor that takes them by what frames take: down as soon as
 * a window of them is slow, up again only after several windows in a row that are quick, and the more of them the
 * more often it has come down from there. Pure: times are handed in.
 */

/** `auto`: the governor decides. */
export const qualityWishes = ['auto', 'low', 'medium', 'high'] as const;
export type QualityWish = (typeof qualityWishes)[number];

/** What may be changed between two frames. */
export interface QualityStep {
  readonly name: 'low' | 'medium' | 'high';
  /** Share of the pixels along a side that the screen and the kind of graphics would give. */
  readonly resolution: number;
  /** Share of the grass. */
  readonly grass: number;
  /** Texels along a side of the shadow map, as a share; 0: no shadows. */
  readonly shadows: number;
  /** Avatars must be so many times taller on the screen to be drawn finely. */
  readonly coarser: number;
}

/** From the coarsest to the finest. */
export const qualitySteps: readonly QualityStep[] = [
  { name: 'low', resolution: 0.6, grass: 0, shadows: 0, coarser: 3 },
  { name: 'low', resolution: 0.6, grass: 0, shadows: 0.5, coarser: 2 },
  { name: 'medium', resolution: 0.75, grass: 0.4, shadows: 0.5, coarser: 1.5 },
  { name: 'medium', resolution: 0.85, grass: 0.7, shadows: 1, coarser: 1.2 },
  { name: 'high', resolution: 1, grass: 1, shadows: 1, coarser: 1 },
];

const wished = { low: 1, medium: 3, high: 4 } as const;

/** Frames that are judged together, by their median. */
const windowFrames = 12;
/** What is slow and what is quick, by who draws. A median between the two changes nothing. */
export interface Limits {
  /** Milliseconds. */
  readonly slow: number;
  readonly quick: number;
  /** Steps below this one are not taken. */
  readonly least: number;
  /** The step to begin with: a dozen pictures are judged before another is taken. */
  readonly first: number;
}

/** One frame of a usual screen is quick, a missed one slow. */
const card: Limits = { slow: 22, quick: 18.5, least: 0, first: 4 };
/** A processor makes few pictures at best: fewer still are worth their shadows. Fine ones would take seconds each. */
const processor: Limits = { slow: 90, quick: 36, least: 1, first: 1 };
export const limitsOf = { high: card, low: processor } as const;

/** Quick windows in a row before a step up, and how many of them at most: seconds to a minute. */
const patience = 16;
const mostPatience = 250;

export interface Governor {
  readonly step: QualityStep;
  /** Takes what a frame took, in milliseconds; whether another step holds from now on. Allocates nothing. */
  judge(milliseconds: number): boolean;
}

export function createGovernor(wish: QualityWish, limits: Limits): Governor {
  const window = new Float64Array(windowFrames);
  let seen = 0;
  let at: number = wish === 'auto' ? limits.first : wished[wish];
  let quickWindows = 0;
  /** For each step, quick windows that are asked for before it is taken again. */
  const asked = new Uint8Array(qualitySteps.length).fill(patience);
  return {
    get step() {
      return qualitySteps[at] as QualityStep;
    },
    judge(milliseconds) {
      if (wish !== 'auto') return false;
      window[seen++] = milliseconds;
      if (seen < windowFrames) return false;
      seen = 0;
      // In place, and numbers sort as numbers.
      window.sort();
      const median = window[windowFrames / 2] as number;
      if (median > limits.slow) {
        quickWindows = 0;
        if (at <= limits.least) return false;
        asked[at] = Math.min(mostPatience, (asked[at] as number) * 2);
        at--;
        return true;
      }
      quickWindows = median < limits.quick ? quickWindows + 1 : 0;
      if (at + 1 >= qualitySteps.length || quickWindows < (asked[at + 1] as number)) return false;
      quickWindows = 0;
      at++;
      return true;
    },
  };
}
