/** What the visitor's hands can do now, by key, gamepad or, on a touch screen, by this very button. */
import { callOf, isDoor } from '../../mind/things.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

function promptOf({ edit, layout }: PartProps['state']): string | undefined {
  const present = layout.value;
  const { hand, hindrance } = words.value.editing;
  if (!present) return undefined;
  const carried = edit.carried.value;
  if (carried) {
    const why = edit.ghost.value?.why;
    return why ? hindrance(why) : hand.setDown(callOf(carried.layout, carried.thing));
  }
  const thing = edit.inReach.value;
  if (thing === undefined) return undefined;
  const name = callOf(present, thing);
  return isDoor(thing) ? hand.door(name) : hand.pickUp(name);
}

export function HandPrompt({ state, commands }: PartProps) {
  if (!state.visiting.value) return null;
  const prompt = promptOf(state);
  if (prompt === undefined) return null;
  const refused =
    state.edit.carried.value !== undefined && state.edit.ghost.value?.why !== undefined;
  return (
    <button
      type="button"
      class={`hand-prompt card ${refused ? 'refused' : ''}`}
      onClick={commands.use}
    >
      <kbd>F</kbd>
      {prompt}
    </button>
  );
}
