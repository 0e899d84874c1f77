/** What the page shows of a recording in place of now, as signals. */
import { batch, type Signal, signal } from '@preact/signals';
import type { Pace } from '../workers/pacing.ts';
import type { Rewound } from '../workers/rewind-messages.ts';

export interface RewindState {
  /** undefined: what is seen is now. */
  readonly rewound: Signal<Rewound | undefined>;
  /** The moment that was asked for, until it is shown. */
  readonly asked: Signal<number | undefined>;
  /** Whether the world ran before, as it will again; undefined: nothing was or is to be rewound. */
  readonly playedBefore: Signal<boolean | undefined>;
}

export function createRewindState(): RewindState {
  return { rewound: signal(undefined), asked: signal(undefined), playedBefore: signal(undefined) };
}

/** What is seen is now again, and the world runs or stands as it did before. */
export function endRewinding(
  { rewound, asked, playedBefore }: RewindState,
  pace: Signal<Pace>,
): void {
  batch(() => {
    const playing = playedBefore.peek();
    rewound.value = undefined;
    asked.value = undefined;
    playedBefore.value = undefined;
    if (playing !== undefined) pace.value = { ...pace.peek(), playing };
  });
}
