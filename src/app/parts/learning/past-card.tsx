/** In the story's place while the world in view is driven by weights of the past: what one sees, and the way back. */
import { duration, percent } from '../../format.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function PastCard({ state, commands }: PartProps) {
  const moment = state.learning.shown.value;
  // On a phone the open sheet says the same.
  if (!moment || state.sheet.value !== undefined) return null;
  const { seconds, success } = moment;
  const { past } = words.value.page;
  return (
    <section class="story past card" aria-label={past.title}>
      <p class="story-headline">{past.headline(duration(seconds))}</p>
      <p class="story-line">
        {success !== null && past.arrived(percent(success))}
        {state.training.value && past.unseen}
      </p>
      <button type="button" class="learn" onClick={() => commands.showMoment(undefined)}>
        {past.back}
      </button>
    </section>
  );
}
