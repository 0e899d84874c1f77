/**
 * Under the timeline: whose weights drive the world in view, those of now or of a moment before. It stands at the
 * curve's own times, and moves from moment to moment.
 */
import { duration } from '../../format.ts';
import { nearestStop, shownStop, stopAfterKey, stopsOf, stopText } from '../../learning/past.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

interface ScrubberProps extends PartProps {
  /** Training time at the right edge, and now. */
  readonly end: number;
  readonly now: number;
}

export function Scrubber({ state, commands, end, now }: ScrubberProps) {
  const { learning } = state;
  const { success } = state.summary.value;
  const stops = stopsOf(learning);
  // One moment and now are the same for a while.
  if (stops.length < 3) return null;
  const at = shownStop(learning);
  const shown = stops[at];
  const place = (seconds: number) => Math.min(1, seconds / end);
  const text = stopText(shown, success);
  return (
    <div class="scrubber">
      <div class="scrubber-stops" aria-hidden="true">
        {learning.moments.value.map(({ updates, seconds }) => (
          <span key={updates} style={{ '--at': place(seconds) }} />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={end}
        step="any"
        value={shown?.seconds ?? now}
        style={{ '--share': place(shown?.seconds ?? now) }}
        aria-label={words.value.learning.timeline.scrubber}
        aria-valuetext={text}
        onKeyDown={(event) => {
          const next = stopAfterKey(event.key, at, stops.length);
          if (next === undefined) return;
          event.preventDefault();
          commands.showMoment(stops[next]);
        }}
        onInput={(event) => {
          const stop = nearestStop(stops, Number(event.currentTarget.value), now);
          // Where it is already there, nothing else would put the handle back.
          event.currentTarget.value = `${stop?.seconds ?? now}`;
          commands.showMoment(stop);
        }}
      />
    </div>
  );
}

/** In words, whom one watches, the way back, and who may be seen beside. */
export function ShownMoment({ state, commands }: PartProps) {
  const { learning, ghosts } = state;
  const shown = learning.shown.value;
  if (!shown && learning.moments.value.length < 2) return null;
  const { timeline } = words.value.learning;
  return (
    <p class="shown-moment">
      <span>
        {timeline.watching}
        <strong>{shown ? timeline.asAfter(duration(shown.seconds)) : timeline.asNow}</strong>
      </span>
      {shown && (
        <button type="button" class="plain" onClick={() => commands.showMoment(undefined)}>
          {timeline.now}
        </button>
      )}
      <button
        type="button"
        class="plain"
        aria-pressed={ghosts.on.value}
        title={words.value.show.ghosts.hint}
        onClick={commands.toggleGhosts}
      >
        {words.value.show.ghosts.title}
      </button>
    </p>
  );
}
