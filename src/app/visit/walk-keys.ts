/**
 * The keys by which a visitor walks and looks round, by where they are on the keyboard, whatever is printed on them.
 * While one walks the arrows walk, too; else they choose robots and the speed (keyboard.ts).
 */
import type { KeyPress } from '../keyboard.ts';
import type { Stick } from '../state.ts';

const directions: Readonly<Record<string, Stick>> = {
  KeyW: { right: 0, ahead: 1 },
  KeyS: { right: 0, ahead: -1 },
  KeyA: { right: -1, ahead: 0 },
  KeyD: { right: 1, ahead: 0 },
  ArrowUp: { right: 0, ahead: 1 },
  ArrowDown: { right: 0, ahead: -1 },
  ArrowLeft: { right: -1, ahead: 0 },
  ArrowRight: { right: 1, ahead: 0 },
};

/** Of a view, in radians. */
export interface Turn {
  readonly left: number;
  readonly up: number;
}

/** Above and below the keys to walk by, and beside each other on the other side: letters of no command. */
const looks: Readonly<Record<string, Turn>> = {
  BracketLeft: { left: 1, up: 0 },
  BracketRight: { left: -1, up: 0 },
  KeyQ: { left: 0, up: 1 },
  KeyZ: { left: 0, up: -1 },
};

/** Radians of a press, be it ever so short, and per second while a key is held or a stick fully out. */
const perPress = Math.PI / 36;
/** Seconds that a key is down before it counts as held: where frames are long, a short press lies across two of them. */
const heldAfter = 0.25;
const perSecond = { left: 1.9, up: 1 };

/** Of the greatest speed, without the key to run. */
const strolling = 0.65;

export interface WalkPress extends Omit<KeyPress, 'key'> {
  /** As `KeyboardEvent.code`. */
  readonly code: string;
}

export interface WalkKeys {
  /** Takes a key that went down, if it is one to walk or to look round by; whether it is. */
  press(press: WalkPress): boolean;
  release(code: string): void;
  releaseAll(): void;
  /** What the keys held down say, on the disc of radius 1. */
  stick(running: boolean): Stick;
  /** By how much they have turned the view since this was last asked, so many seconds ago. */
  turned(seconds: number): Turn;
}

export function createWalkKeys(): WalkKeys {
  const held = new Set<string>();
  /** Seconds that keys to look round by have been held. */
  const heldFor = new Map<string, number>();
  /** Of keys that went down since; some are up again before anybody asks. */
  const pressed: Turn[] = [];
  return {
    press({ code, ctrlKey, altKey, metaKey, focus }) {
      if (ctrlKey || altKey || metaKey || focus === 'text' || focus === 'menu') return false;
      if ((focus === 'slider' || focus === 'tab') && code.startsWith('Arrow')) return false;
      const look = Object.hasOwn(looks, code) ? looks[code] : undefined;
      if (!look && !Object.hasOwn(directions, code)) return false;
      if (look && !held.has(code)) {
        pressed.push(look);
        heldFor.set(code, 0);
      }
      held.add(code);
      return true;
    },
    release(code) {
      held.delete(code);
      heldFor.delete(code);
    },
    releaseAll() {
      held.clear();
      heldFor.clear();
      pressed.length = 0;
    },
    stick(running) {
      let right = 0;
      let ahead = 0;
      for (const code of held) {
        right += directions[code]?.right ?? 0;
        ahead += directions[code]?.ahead ?? 0;
      }
      const length = Math.hypot(right, ahead);
      const scale = length === 0 ? 0 : (running ? 1 : strolling) / length;
      return { right: right * scale, ahead: ahead * scale };
    },
    turned(seconds) {
      let left = 0;
      let up = 0;
      for (const look of pressed) {
        left += look.left * perPress;
        up += look.up * perPress;
      }
      pressed.length = 0;
      for (const [code, before] of heldFor) {
        const counted = Math.max(0, before + seconds - heldAfter) - Math.max(0, before - heldAfter);
        heldFor.set(code, before + seconds);
        left += (looks[code]?.left ?? 0) * perSecond.left * counted;
        up += (looks[code]?.up ?? 0) * perSecond.up * counted;
      }
      return { left, up };
    },
  };
}

/** By how much a stick turns the view in so many seconds. */
export function turnOf({ right, ahead }: Stick, seconds: number): Turn {
  return { left: -right * perSecond.left * seconds, up: ahead * perSecond.up * seconds };
}

/** Sticks that are hardly moved rest. */
const deadZone = 0.18;

/** A stick's axes as the Gamepad API has them (to the right, and towards the person), on the disc of radius 1. */
export function stickOf(right: number, towards: number): Stick {
  const length = Math.hypot(right, towards);
  if (!(length > deadZone)) return { right: 0, ahead: 0 };
  const scale = Math.min(1, (length - deadZone) / (1 - deadZone)) / length;
  return { right: right * scale, ahead: -towards * scale };
}

/** The velocity in the world frame for one who looks along `heading`; `speed` is that of a stick fully out. */
export function velocityOf({ right, ahead }: Stick, heading: number, speed: number) {
  const sin = Math.sin(heading);
  const cos = Math.cos(heading);
  return { x: (cos * right - sin * ahead) * speed, z: (-sin * right - cos * ahead) * speed };
}
