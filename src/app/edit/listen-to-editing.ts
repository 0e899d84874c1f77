/** Keys while the hand is out, before all others: the page chooses robots by arrows, the camera turns by them with Shift. */

import { focusOf } from '../keyboard.ts';
import type { PageState } from '../state.ts';
import { editKeyOf, undoKeyOf } from './edit-keys.ts';
import { undoable } from './edit-state.ts';
import type { EditCommands } from './editing.ts';

export function listenToEditing(state: PageState, commands: EditCommands): void {
  const { edit } = state;
  addEventListener(
    'keydown',
    (event) => {
      if (state.dialog.peek() !== undefined || document.querySelector(':popover-open')) return;
      const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
      const focus = focusOf(document.activeElement);
      const press = { key, ctrlKey, altKey, metaKey, shiftKey, focus };
      const canUndo = undoable(edit) !== undefined || edit.report.peek()?.redo !== undefined;
      const pressed =
        (canUndo || edit.on.peek() ? undoKeyOf(press) : undefined) ??
        (edit.on.peek() ? editKeyOf(press) : undefined);
      if (!pressed) return;
      event.preventDefault();
      event.stopPropagation();
      commands.press(pressed);
    },
    true,
  );
}
