/** What is going on here, for somebody who has never seen it. */

import { words } from '../../words/index.ts';
import { CloseIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

function TourOffer({ commands }: PartProps) {
  const { tour } = words.value.home;
  return (
    <div class="story-tour">
      <button type="button" class="plain" onClick={commands.startTour}>
        {tour.start}
      </button>
      <button type="button" class="quiet" onClick={commands.endTour}>
        {tour.decline}
      </button>
    </div>
  );
}

export function StoryCard({ state, commands }: PartProps) {
  if (!state.storyShown.value || state.world.value !== 'shown') return null;
  // The tour says what is going on, too.
  if (state.home.tour.value !== undefined) return null;
  // On a phone the open sheet leaves no room for both.
  if (state.sheet.value !== undefined) return null;
  const { headline, line } = state.story.value;
  const { story } = words.value.page;
  const hint = state.selected.value === undefined && state.agents.value > 0;
  return (
    <section class="story card" aria-label={story.title}>
      <p class="story-headline">{headline}</p>
      <p class="story-line">{line}</p>
      {state.home.tourOffered.value ? (
        <TourOffer {...{ state, commands }} />
      ) : (
        hint && <p class="story-hint">{story.hint}</p>
      )}
      <button
        type="button"
        class="quiet story-close"
        onClick={commands.hideStory}
        aria-label={story.hide}
      >
        <CloseIcon />
      </button>
    </section>
  );
}
