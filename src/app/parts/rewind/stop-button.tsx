/** Lets the world in view stand still as soon as somebody meets something. */

import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

export function StopButton({ state, commands }: PartProps) {
  return (
    <button
      type="button"
      class="plain stop"
      aria-pressed={state.stopping.value}
      title={words.value.learning.stopHint}
      onClick={commands.toggleStopping}
    >
      {words.value.learning.stop}
    </button>
  );
}
