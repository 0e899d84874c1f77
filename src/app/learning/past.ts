/** The moments that can be seen again, as stops of the scrubber: those that are kept, rising, and then now. */
import type { Moment } from '../../agents/moments.ts';
import { decimals, duration } from '../format.ts';
import { words } from '../words/index.ts';
import type { LearningState } from './learning-state.ts';

export type Stop = Moment | undefined;

/** One that is shown stays a stop, also if it is kept no more. */
export function stopsOf({ moments, shown }: LearningState): readonly Stop[] {
  const kept = moments.value;
  const { value: now } = shown;
  if (!now || kept.some(({ updates }) => updates === now.updates)) return [...kept, undefined];
  const all = [...kept, now].sort((a, b) => a.updates - b.updates);
  return [...all, undefined];
}

export function shownStop(learning: LearningState): number {
  const { value } = learning.shown;
  const stops = stopsOf(learning);
  return value ? stops.findIndex((stop) => stop?.updates === value.updates) : stops.length - 1;
}

/** The stop nearest to a time; `now`: when that is. */
export function nearestStop(stops: readonly Stop[], seconds: number, now: number): Stop {
  const far = (stop: Stop) => Math.abs((stop?.seconds ?? now) - seconds);
  return stops.reduce((a, b) => (far(b) <= far(a) ? b : a), stops[0]);
}

/** Where a key leads from stop `at` of `count`, as sliders have it. */
export function stopAfterKey(key: string, at: number, count: number): number | undefined {
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (!Object.hasOwn(step, key)) return undefined;
  return Math.min(count - 1, Math.max(0, at + step[key as keyof typeof step]));
}

/** "after 2 min 3 s, success 0.43", "now, success 0.91" */
export function stopText(stop: Stop, successNow: number | null): string {
  const success = stop ? stop.success : successNow;
  return words.value.learning.timeline.stop(
    stop && duration(stop.seconds),
    success === null ? undefined : decimals(success, 2),
  );
}
