/** Keys and their commands. The help dialog shows this very table; what they do, the catalogs say. */

export const shortcuts = [
  { keys: [' '], label: 'Space', command: 'play' },
  { keys: ['j', 'J'], label: 'J', command: 'one-decision' },
  { keys: ['t', 'T'], label: 'T', command: 'training' },
  { keys: ['ArrowRight'], label: '→', command: 'next-agent' },
  { keys: ['ArrowLeft'], label: '←', command: 'previous-agent' },
  { keys: ['v', 'V'], label: 'V', command: 'visit' },
  { keys: ['e', 'E'], label: 'E', command: 'edit' },
  { keys: ['Escape'], label: 'Esc', command: 'deselect' },
  { keys: ['ArrowUp'], label: '↑', command: 'faster' },
  { keys: ['ArrowDown'], label: '↓', command: 'slower' },
  { keys: ['o', 'O'], label: 'O', command: 'slow-motion' },
  { keys: ['u', 'U'], label: 'U', command: 'turbo' },
  { keys: [','], label: ',', command: 'earlier' },
  { keys: ['.'], label: '.', command: 'later' },
  { keys: ['h', 'H'], label: 'H', command: 'ghosts' },
  { keys: ['r', 'R', 'Backspace'], label: 'R', command: 'rewind' },
  { keys: ['c', 'C'], label: 'C', command: 'stopping' },
  { keys: ['1'], label: '1', command: 'orbit' },
  { keys: ['2'], label: '2', command: 'follow' },
  { keys: ['3'], label: '3', command: 'first-person' },
  { keys: ['b', 'B'], label: 'B', command: 'trails' },
  { keys: ['m', 'M'], label: 'M', command: 'map' },
  { keys: ['g', 'G'], label: 'G', command: 'floor' },
  { keys: ['n', 'N'], label: 'N', command: 'daytime' },
  { keys: ['l', 'L'], label: 'L', command: 'panel' },
  { keys: ['p', 'P'], label: 'P', command: 'preferences' },
  { keys: ['x', 'X'], label: 'X', command: 'share' },
  { keys: ['k', 'K'], label: 'K', command: 'link' },
  { keys: ['?'], label: '?', command: 'help' },
] as const;

/** What else the help lists: walk-keys.ts has the keys themselves. */
export const walkingHelp = [
  { label: 'W A S D', does: 'walk' },
  { label: 'Shift', does: 'faster' },
  { label: '[ ]', does: 'turn' },
  { label: 'Q Z', does: 'tilt' },
  { label: 'F', does: 'use' },
] as const;

/** The camera's own (view/cameras/orbit.ts), while the world has the focus. */
export const cameraHelp = [
  { label: 'Shift ← ↑ ↓ →', does: 'turn' },
  { label: 'Ctrl ← ↑ ↓ →', does: 'pan' },
  { label: '+ −', does: 'zoom' },
] as const;

/** What some of them mean while another moment is in view. */
export const rewoundHelp = [
  { label: 'R', does: 'back' },
  { label: ', .', does: 'step' },
  { label: 'Esc', does: 'now' },
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
