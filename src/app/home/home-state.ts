/** What the page shows of itself: how it is drawn, and what is kept of it, as signals. */
import { type Signal, signal } from '@preact/signals';
import type { QualityStep, QualityWish } from '../../view/quality.ts';
import type { Kept } from '../run/kept-runs.ts';
import type { Said } from '../words/index.ts';
import type { TourStep } from './tour-steps.ts';

export interface HomeState {
  /** How finely the person wants the world drawn. */
  readonly quality: Signal<QualityWish>;
  /** How finely it is drawn now; undefined: it is not. */
  readonly level: Signal<QualityStep['name'] | undefined>;
  /** Undefined: it is being looked for. */
  readonly kept: Signal<Kept | undefined>;
  /** How often the last episodes of each kept run succeeded, by its scene. */
  readonly success: Signal<ReadonlyMap<string, number | null>>;
  /** The scene whose run is about to be deleted: waits for a yes. */
  readonly doomed: Signal<string | undefined>;
  /** Where one is on the tour; undefined: not on it. */
  readonly tour: Signal<TourStep | undefined>;
  /** Whether what its step asks for was done. */
  readonly tourDone: Signal<boolean>;
  readonly tourOffered: Signal<boolean>;
  /** Why something here could not be done. */
  readonly refused: Signal<Said | undefined>;
}

export function createHomeState(): HomeState {
  return {
    ...{ tour: signal(undefined), tourDone: signal(false), tourOffered: signal(false) },
    ...{ quality: signal('auto'), level: signal(undefined) },
    ...{
      kept: signal(undefined),
      success: signal(new Map()),
      doomed: signal(undefined),
      refused: signal(undefined),
    },
  };
}
