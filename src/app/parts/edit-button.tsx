/** Takes the hand out, with which one changes the world, and puts it away. */
import { HandIcon } from './edit-icons.tsx';
import type { PartProps } from './part.ts';

export function EditButton({ state, commands }: PartProps) {
  const on = state.edit.on.value;
  return (
    <button
      type="button"
      class="walk edit-button card"
      aria-pressed={on}
      aria-label="Edit the world"
      onClick={commands.toggleEditing}
      title={on ? 'Stop editing (E)' : 'Change the world they are in (E)'}
    >
      <HandIcon />
      <span class="walk-name">Edit</span>
    </button>
  );
}
