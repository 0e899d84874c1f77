/**
 * The keys by which a visitor walks, by where they are on the keyboard, whatever is printed on them. While
 * one walks the arrows walk, too; else they choose robots and the speed (keyboard.ts).
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

/** Of the greatest speed, without the key to run. */
const strolling = 0.65;

export interface WalkPress extends Omit<KeyPress, 'key'> {
  /** As `KeyboardEvent.code`. */
  readonly code: string;
}

export interface WalkKeys {
  /** Takes a key that went down, if it is one to walk by; whether it is. */
  press(press: WalkPress): boolean;
  release(code: string): void;
  releaseAll(): void;
  /** What the keys held down say, on the disc of radius 1. */
  stick(running: boolean): Stick;
}

export function createWalkKeys(): WalkKeys {
  const held = new Set<string>();
  return {
    press({ code, ctrlKey, altKey, metaKey, focus }) {
      if (ctrlKey || altKey || metaKey || focus === 'text' || focus === 'menu') return false;
      if ((focus === 'slider' || focus === 'tab') && code.startsWith('Arrow')) return false;
      if (!Object.hasOwn(directions, code)) return false;
      held.add(code);
      return true;
    },
    release(code) {
      held.delete(code);
    },
    releaseAll() {
      held.clear();
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
  };
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
