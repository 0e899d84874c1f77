/** What is going on here, for somebody who has never seen it. */
import { CloseIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

export function StoryCard({ state, commands }: PartProps) {
  if (!state.storyShown.value || state.world.value !== 'shown') return null;
  // On a phone the open sheet leaves no room for both.
  if (state.sheet.value !== undefined) return null;
  const { headline, line } = state.story.value;
  const hint = state.selected.value === undefined && state.agents.value > 0;
  return (
    <section class="story card" aria-label="What is going on">
      <p class="story-headline">{headline}</p>
      <p class="story-line">{line}</p>
      {hint && <p class="story-hint">Click a robot to see what it pays attention to.</p>}
      <button
        type="button"
        class="quiet story-close"
        onClick={commands.hideStory}
        aria-label="Hide this text"
      >
        <CloseIcon />
      </button>
    </section>
  );
}
