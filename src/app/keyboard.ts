/** Keys and what they do. The help dialog shows this very table. */

export const shortcuts = [
  { keys: [' '], label: 'Space', command: 'play', does: 'Play or pause' },
  { keys: ['t', 'T'], label: 'T', command: 'training', does: 'Training on or off' },
  { keys: ['ArrowRight'], label: '→', command: 'next-agent', does: 'Next robot' },
  { keys: ['ArrowLeft'], label: '←', command: 'previous-agent', does: 'Previous robot' },
  { keys: ['v', 'V'], label: 'V', command: 'visit', does: 'Walk in, or leave again' },
  { keys: ['e', 'E'], label: 'E', command: 'edit', does: 'Edit the world, or stop' },
  { keys: ['Escape'], label: 'Esc', command: 'deselect', does: 'Leave, or let go of the robot' },
  { keys: ['ArrowUp'], label: '↑', command: 'faster', does: 'Faster' },
  { keys: ['ArrowDown'], label: '↓', command: 'slower', does: 'Slower' },
  { keys: ['o', 'O'], label: 'O', command: 'slow-motion', does: 'Slow motion: ¼, ⅛, off' },
  { keys: ['u', 'U'], label: 'U', command: 'turbo', does: 'Turbo: train without drawing' },
  { keys: [','], label: ',', command: 'earlier', does: 'Watch them as they were earlier' },
  { keys: ['.'], label: '.', command: 'later', does: 'Later again, up to now' },
  { keys: ['c', 'C'], label: 'C', command: 'stopping', does: 'Stop at the next collision' },
  { keys: ['1'], label: '1', command: 'orbit', does: 'Camera: orbit' },
  { keys: ['2'], label: '2', command: 'follow', does: 'Camera: follow' },
  { keys: ['3'], label: '3', command: 'first-person', does: 'Camera: through its eye' },
  { keys: ['l', 'L'], label: 'L', command: 'panel', does: 'Show or hide the learning panel' },
  { keys: ['?'], label: '?', command: 'help', does: 'This help' },
] as const;

/** What else the help lists: walk-keys.ts has the keys themselves. */
export const walkingHelp = [
  { label: 'W A S D', does: 'Walk, once you are in; so do the arrows then' },
  { label: 'Shift', does: 'Walk faster' },
] as const;

export type Command = (typeof shortcuts)[number]['command'];

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  /** Where the focus is: keys that mean something there are left alone. */
  readonly focus: 'page' | 'button' | 'tab' | 'slider' | 'menu' | 'text';
}

export function commandOf(press: KeyPress): Command | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  const { key, focus } = press;
  if (focus === 'text' || focus === 'menu') return undefined;
  if ((focus === 'button' || focus === 'tab') && key === ' ') return undefined;
  if ((focus === 'slider' || focus === 'tab') && key.startsWith('Arrow')) return undefined;
  return shortcuts.find((shortcut) => shortcut.keys.some((known) => known === key))?.command;
}

/** What the focused element does with keys by itself. */
export function focusOf(element: Element | null): KeyPress['focus'] {
  if (!element) return 'page';
  const role = element.getAttribute('role');
  if (role === 'tab') return 'tab';
  const name = element.tagName;
  if (role === 'menuitemradio' || name === 'SELECT' || role === 'radio') return 'menu';
  if (name === 'INPUT') {
    const type = (element as HTMLInputElement).type;
    if (type === 'range') return 'slider';
    return type === 'checkbox' || type === 'file' ? 'button' : type === 'radio' ? 'menu' : 'text';
  }
  if (name === 'TEXTAREA') return 'text';
  return name === 'BUTTON' || name === 'A' || name === 'SUMMARY' ? 'button' : 'page';
}
