/**
 * Gamepads, read as the Gamepad API has them in its standard mapping: the left stick walks, the right one looks, four
 * buttons act. Of one that the browser has no mapping for, only the left stick and the lowest button count: what comes
 * after them may be a trigger that rests at −1. Several act as one.
 */
import { type Stick, stickAtRest } from '../state.ts';
import { stickOf } from './walk-keys.ts';

/** Number of the button, by where it is: of the four to the right the lowest, the right and the top one; Start. */
const buttons = { use: 0, undo: 1, camera: 3, visit: 9 } as const;

export type PadAct = keyof typeof buttons;
export type PadPart = 'walk' | 'look' | PadAct;
const acts = Object.keys(buttons) as PadAct[];

/** What the help lists; the catalogs name the parts of a gamepad and say what they do. */
export const padHelp: readonly PadPart[] = ['walk', 'look', ...acts];

export type Pad = Pick<Gamepad, 'axes' | 'mapping'> & {
  readonly buttons: readonly { readonly pressed: boolean }[];
};

export interface Pads {
  /** Looks at them; what has begun since the last time is done once. */
  read(pads: readonly (Pad | null)[], begin: (act: PadAct) => void): void;
  /** Of the first one whose stick is moved. */
  readonly walk: Stick;
  readonly look: Stick;
}

export function createPads(): Pads {
  const isDown: Record<PadAct, boolean> = { use: false, undo: false, camera: false, visit: false };
  let walk = stickAtRest;
  let look = stickAtRest;
  return {
    get walk() {
      return walk;
    },
    get look() {
      return look;
    },
    read(pads, begin) {
      walk = stickAtRest;
      look = stickAtRest;
      for (const pad of pads) {
        if (!pad) continue;
        if (!isMoved(walk)) walk = stickOf(pad.axes[0] ?? 0, pad.axes[1] ?? 0);
        if (isKnown(pad) && !isMoved(look)) look = stickOf(pad.axes[2] ?? 0, pad.axes[3] ?? 0);
      }
      for (const act of acts) {
        const was = isDown[act];
        isDown[act] = pads.some((pad) => pad !== null && isPressed(pad, act));
        if (isDown[act] && !was) begin(act);
      }
    },
  };
}

const isKnown = ({ mapping }: Pad) => mapping === 'standard';
const isPressed = (pad: Pad, act: PadAct) =>
  (isKnown(pad) || act === 'use') && pad.buttons[buttons[act]]?.pressed === true;

export const isMoved = ({ right, ahead }: Stick) => right !== 0 || ahead !== 0;

/** Those that the browser tells of: none before a button was pressed, nor where the page may not ask. */
export function connectedPads(): readonly (Pad | null)[] {
  try {
    return navigator.getGamepads?.() ?? [];
  } catch {
    // A page inside another's may be forbidden it.
    return [];
  }
}
