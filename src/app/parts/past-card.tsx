/** In the story's place while the world in view is driven by weights of the past: what one sees, and the way back. */
import { duration } from '../format.ts';
import { percent } from '../story.ts';
import type { PartProps } from './part.ts';

export function PastCard({ state, commands }: PartProps) {
  const moment = state.learning.shown.value;
  // On a phone the open sheet says the same.
  if (!moment || state.sheet.value !== undefined) return null;
  const { seconds, success } = moment;
  return (
    <section class="story past card" aria-label="A moment of the past">
      <p class="story-headline">As they were after {duration(seconds)}.</p>
      <p class="story-line">
        {success !== null && <>Then {percent(success)} of their tries arrived. </>}
        {state.training.value && 'Training goes on unseen with the newest weights.'}
      </p>
      <button type="button" class="learn" onClick={() => commands.showMoment(undefined)}>
        Back to now
      </button>
    </section>
  );
}
