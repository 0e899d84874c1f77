/** The keys by which one changes the world without a pointer: while the hand is out, and undo at any time. */
import type { KeyPress } from '../keyboard.ts';

export type EditKey =
  | { readonly does: 'choose'; readonly step: 1 | -1 }
  /** Metres to the right and ahead, as the person looks. */
  | { readonly does: 'move'; readonly right: number; readonly ahead: number }
  /** Radians to the left. */
  | { readonly does: 'turn'; readonly by: number }
  | { readonly does: 'act' | 'remove' | 'cancel' | 'undo' | 'redo' };

export interface EditPress extends KeyPress {
  readonly shiftKey: boolean;
}

/** Metres of a step, and of a small one. */
export const stride = 0.25;
export const small = 0.05;
const turned = Math.PI / 12;

export const ways: Readonly<Record<string, readonly [right: number, ahead: number]>> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Undo and redo, as everywhere. */
export function undoKeyOf({ key, ctrlKey, metaKey, altKey, shiftKey, focus }: EditPress) {
  if (!(ctrlKey || metaKey) || altKey || focus === 'text') return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return { does: shiftKey ? 'redo' : 'undo' } as const;
  return letter === 'y' ? ({ does: 'redo' } as const) : undefined;
}

export function editKeyOf(press: EditPress): EditKey | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey, focus } = press;
  if (ctrlKey || metaKey || focus === 'text' || focus === 'menu') return undefined;
  // On many keyboards brackets come with Alt; commas and points are beside each other on all.
  if (key === ']' || key === '.') return { does: 'choose', step: 1 };
  if (key === '[' || key === ',') return { does: 'choose', step: -1 };
  if (altKey) return undefined;
  const way = ways[key];
  if (way && focus !== 'slider' && focus !== 'tab') {
    const metres = shiftKey ? small : stride;
    return { does: 'move', right: way[0] * metres, ahead: way[1] * metres };
  }
  switch (key) {
    case 'r':
      return { does: 'turn', by: turned };
    case 'R':
      return { does: 'turn', by: -turned };
    case 'Enter':
      return focus === 'button' || focus === 'tab' ? undefined : { does: 'act' };
    case 'Delete':
    case 'Backspace':
      return { does: 'remove' };
    case 'Escape':
      return { does: 'cancel' };
    default:
      return undefined;
  }
}

/** What else the help lists; what they do, the catalogs say. */
export const editingHelp = [
  { label: '[ ]', does: 'choose' },
  { label: '← ↑ ↓ →', does: 'move' },
  { label: 'R', does: 'turn' },
  { label: 'Enter', does: 'act' },
  { label: 'Delete', does: 'remove' },
  { label: 'Ctrl Z', does: 'undo' },
] as const;
