/** Takes the hand out, with which one changes the world, and puts it away. */

import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';
import { HandIcon } from './edit-icons.tsx';

export function EditButton({ state, commands }: PartProps) {
  const on = state.edit.on.value;
  const { editing } = words.value;
  return (
    <button
      type="button"
      class="walk edit-button card"
      aria-pressed={on}
      aria-label={editing.title}
      onClick={commands.toggleEditing}
      title={on ? editing.stop : editing.start}
    >
      <HandIcon />
      <span class="walk-name">{editing.name}</span>
    </button>
  );
}
