/** What a person has chosen to be shown, kept in this browser. */

import { keepChoice } from '../keep-choice.ts';
import type { PageState } from '../state.ts';
import { floorKinds } from '../workers/floor.ts';

/** Takes up what was kept, and keeps what is chosen from here on. */
export function keepShown({ show, overlays }: PageState): () => void {
  const trails = {
    get value() {
      return overlays.value.has('trails');
    },
    set value(on) {
      const shown = new Set(overlays.peek());
      if (on) shown.add('trails');
      else shown.delete('trails');
      overlays.value = shown;
    },
  };
  const onOrOff = [true, false];
  const stops = [
    keepChoice(show.floor, { key: 'heed floor', all: [undefined, ...floorKinds] }),
    keepChoice(show.map, { key: 'heed map', all: onOrOff }),
    keepChoice(trails, { key: 'heed trails', all: onOrOff }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
