/** While the person is in the world: keys, gamepad and touch joystick become what the visitor wants. */
import { effect } from '@preact/signals';
import { visitorSpeed } from '../../world/bodies.ts';
import { focusOf } from '../keyboard.ts';
import { type PageState, type Stick, stickAtRest } from '../state.ts';
import { createWalkKeys, stickOf, velocityOf } from './walk-keys.ts';

/** m/s of change that are worth a message. */
const telling = 0.01;
/** By where it is on the keyboard, beside those to walk by. */
const useKey = 'KeyF';
/** Seconds between two frames that count: whoever comes back to a page that stood still has not turned meanwhile. */
const longest = 0.25;

/** The first gamepad whose left stick is moved. */
function gamepadStick(): Stick {
  for (const pad of navigator.getGamepads?.() ?? []) {
    const stick = stickOf(pad?.axes[0] ?? 0, pad?.axes[1] ?? 0);
    if (stick.right !== 0 || stick.ahead !== 0) return stick;
  }
  return stickAtRest;
}

/** Whether the lowest of the four buttons, by which games use things, is down on any gamepad. */
function isUsed(): boolean {
  return (navigator.getGamepads?.() ?? []).some((pad) => pad?.buttons[0]?.pressed === true);
}

const isMoved = ({ right, ahead }: Stick) => right !== 0 || ahead !== 0;

export function listenToWalking(
  state: PageState,
  hooks: {
    /** The heading in which the person looks. */
    readonly heading: () => number;
    readonly walk: (x: number, z: number) => void;
    /** Turns the view: radians to the left and upwards. */
    readonly turn: (left: number, up: number) => void;
    /** Uses the hands, and looks what there is for them; in every frame. */
    readonly use: () => void;
    readonly look: () => void;
  },
): void {
  const keys = createWalkKeys();
  let running = false;
  const isOpen = () =>
    state.dialog.peek() !== undefined || document.querySelector(':popover-open') !== null;

  // Before all others: the canvas pans by arrows, the page chooses robots by them.
  addEventListener(
    'keydown',
    (event) => {
      running = event.shiftKey;
      if (!state.visiting.peek() || isOpen()) return;
      const { code, ctrlKey, altKey, metaKey } = event;
      const focus = focusOf(document.activeElement);
      const isHand = code === useKey && !ctrlKey && !altKey && !metaKey && focus !== 'text';
      if (isHand && !event.repeat) hooks.use();
      if (!isHand && !keys.press({ code, ctrlKey, altKey, metaKey, focus })) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  addEventListener(
    'keyup',
    (event) => {
      running = event.shiftKey;
      keys.release(event.code);
    },
    true,
  );

  let frame = 0;
  let seen = 0;
  let wasUsed = false;
  let toldX = 0;
  let toldZ = 0;
  const stand = () => {
    keys.releaseAll();
    if (toldX === 0 && toldZ === 0) return;
    toldX = 0;
    toldZ = 0;
    hooks.walk(0, 0);
  };
  // What is let go elsewhere is never heard of. Said at once: a page out of view has no next frame to say it in.
  addEventListener('blur', stand);
  effect(() => {
    if (!state.inView.value) stand();
  });
  const tell = (now: number) => {
    frame = requestAnimationFrame(tell);
    const seconds = Math.min(longest, (now - seen) / 1000);
    seen = now;
    if (isOpen()) keys.releaseAll();
    const { left, up } = keys.turned(seconds);
    if (left !== 0 || up !== 0) hooks.turn(left, up);
    const used = isUsed();
    if (used && !wasUsed && !isOpen()) hooks.use();
    wasUsed = used;
    hooks.look();
    const layout = state.layout.peek();
    if (!layout) return;
    const byTouch = state.stick.peek();
    const byKeys = keys.stick(running);
    const stick = isMoved(byKeys) ? byKeys : isMoved(byTouch) ? byTouch : gamepadStick();
    const { x, z } = velocityOf(stick, hooks.heading(), visitorSpeed(layout));
    const isRest = x === 0 && z === 0 && (toldX !== 0 || toldZ !== 0);
    if (Math.hypot(x - toldX, z - toldZ) < telling && !isRest) return;
    toldX = x;
    toldZ = z;
    hooks.walk(x, z);
  };
  effect(() => {
    cancelAnimationFrame(frame);
    keys.releaseAll();
    toldX = 0;
    toldZ = 0;
    if (!state.visiting.value) return;
    seen = performance.now();
    frame = requestAnimationFrame(tell);
  });
}
