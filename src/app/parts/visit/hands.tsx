/**
 * What the visitor's hands can do now, by key, gamepad or, on a touch screen, by these very buttons: take what is before
 * them or set it down, and take back what was done last.
 */
import { undoable } from '../../edit/edit-state.ts';
import { callOf, isDoor } from '../../mind/things.ts';
import { words } from '../../words/index.ts';
import { UndoIcon } from '../edit/edit-icons.tsx';
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

function UseButton({ state, commands }: PartProps) {
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

/** For who walks by thumb; there is a key, which says the same. */
function UndoButton({ state, commands }: PartProps) {
  const step = undoable(state.edit);
  if (step === undefined) return null;
  const { editing, page } = words.value;
  const name = editing.undoOf(editing.step(step));
  return (
    <button
      type="button"
      class="hand-undo card"
      aria-label={name}
      title={page.withKey(name, 'Ctrl+Z')}
      onClick={commands.undo}
    >
      <UndoIcon />
    </button>
  );
}

export function Hands(props: PartProps) {
  if (!props.state.visiting.value) return null;
  return (
    <div class="hands">
      <UndoButton {...props} />
      <UseButton {...props} />
    </div>
  );
}
