/**
 * What a person has changed of a layout, as text for a link: a change is its letter and what it is of, changes are
 * separated by `;`. `a:statics/added-1:hedge:1.5:-2:0` adds, `m:props/2:1:0:0.4` moves (thing, x, z, yaw; metres and
 * radians, to the last digit: what just fits must fit again), `r:props/3` removes, `o:doors/a` and `s:doors/a` hold a door
 * open or shut.
 */
import { type Edit, readEdits } from '../../scene/edit.ts';

/** Of a link that mail and chats do not cut; some fifty changes. */
const mostLetters = 4000;

/** undefined: they are too many for a link. */
export function editsText(edits: readonly Edit[]): string | undefined {
  const text = edits.map(oneText).join(';');
  return text.length <= mostLetters ? text : undefined;
}

function oneText(edit: Edit): string {
  switch (edit.kind) {
    case 'add':
      return ['a', edit.thing, edit.look, edit.x, edit.z, edit.yaw].join(':');
    case 'move':
      return ['m', edit.thing, edit.x, edit.z, edit.yaw].join(':');
    case 'remove':
      return `r:${edit.thing}`;
    case 'hold':
      return `${edit.as === 'open' ? 'o' : 's'}:${edit.thing}`;
  }
}

/** undefined: it is none. Whether they can be in this layout is for the world to say. */
export function parseEdits(text: string): Edit[] | undefined {
  if (text.length > mostLetters) return undefined;
  try {
    return readEdits(text.split(';').map(parsed));
  } catch {
    return undefined;
  }
}

/** Unchecked, but for the number of its parts. */
function parsed(text: string): unknown {
  const [letter, thing, ...rest] = text.split(':');
  const place = (parts: readonly string[]) => {
    const [x, z, yaw] = parts.map((part) => (part === '' ? Number.NaN : Number(part)));
    return parts.length === 3 ? { x, z, yaw } : {};
  };
  switch (letter) {
    case 'a':
      return { kind: 'add', thing, look: rest[0], ...place(rest.slice(1)) };
    case 'm':
      return { kind: 'move', thing, ...place(rest) };
    case 'r':
      return rest.length === 0 && { kind: 'remove', thing };
    case 'o':
    case 's':
      return rest.length === 0 && { kind: 'hold', thing, as: letter === 'o' ? 'open' : 'shut' };
    default:
      return undefined;
  }
}
