/** What the visitor's hands can do now, by key, gamepad or, on a touch screen, by this very button. */
import { callOf, isDoor } from '../things.ts';
import type { PartProps } from './part.ts';

function wordsOf({ edit, layout }: PartProps['state']): string | undefined {
  const present = layout.value;
  if (!present) return undefined;
  const carried = edit.carried.value;
  if (carried) {
    return edit.ghost.value?.why ?? `Set down ${callOf(carried.layout, carried.thing)}`;
  }
  const thing = edit.inReach.value;
  if (thing === undefined) return undefined;
  const name = callOf(present, thing);
  return isDoor(thing) ? `Open or close ${name}` : `Pick up ${name}`;
}

export function HandPrompt({ state, commands }: PartProps) {
  if (!state.visiting.value) return null;
  const words = wordsOf(state);
  if (words === undefined) return null;
  const refused =
    state.edit.carried.value !== undefined && state.edit.ghost.value?.why !== undefined;
  return (
    <button
      type="button"
      class={`hand-prompt card ${refused ? 'refused' : ''}`}
      onClick={commands.use}
    >
      <kbd>F</kbd>
      {words}
    </button>
  );
}
