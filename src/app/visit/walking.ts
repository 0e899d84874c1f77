/**
 * While the person is in the world: keys, gamepad and touch joystick become what the visitor wants. A gamepad leads in,
 * too, so it is looked at from when it is there.
 */
import { effect } from '@preact/signals';
import { visitorSpeed } from '../../world/bodies.ts';
import { focusOf } from '../keyboard.ts';
import { type PageState, stickAtRest } from '../state.ts';
import { connectedPads, createPads, isMoved, type PadAct } from './gamepad.ts';
import { createWalkKeys, turnOf, velocityOf } from './walk-keys.ts';

/** m/s of change that are worth a message. */
const telling = 0.01;
/** By where it is on the keyboard, beside those to walk by. */
const useKey = 'KeyF';
/** Seconds between two frames that count: whoever comes back to a page that stood still has not turned meanwhile. */
const longest = 0.25;

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
    /** Takes the last change back, if there is one. */
    readonly undo: () => void;
    /** From behind the visitor, or through its eyes. */
    readonly changeCamera: () => void;
    /** In, or out again. */
    readonly toggleVisit: () => void;
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

  const pads = createPads();
  const begin = (act: PadAct) => {
    if (isOpen()) return;
    if (act === 'visit') hooks.toggleVisit();
    else if (!state.visiting.peek()) return;
    else if (act === 'camera') hooks.changeCamera();
    else hooks[act]();
  };

  /** Whether a next frame is asked for, and when the last one was. */
  let isAsked = false;
  let seen = 0;
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

  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(tell);
  };
  function tell(now: number): void {
    isAsked = false;
    const connected = connectedPads();
    pads.read(connected, begin);
    if (state.visiting.peek()) go(Math.min(longest, (now - seen) / 1000));
    seen = now;
    if (state.visiting.peek() || connected.some((pad) => pad !== null)) ask();
  }
  function go(seconds: number): void {
    const open = isOpen();
    if (open) keys.releaseAll();
    const byKeys = keys.turned(seconds);
    const byPad = turnOf(open ? stickAtRest : pads.look, seconds);
    const [left, up] = [byKeys.left + byPad.left, byKeys.up + byPad.up];
    if (left !== 0 || up !== 0) hooks.turn(left, up);
    hooks.look();
    const layout = state.layout.peek();
    if (!layout) return;
    const byTouch = state.stick.peek();
    const held = keys.stick(running);
    const stick = isMoved(held)
      ? held
      : isMoved(byTouch)
        ? byTouch
        : open
          ? stickAtRest
          : pads.walk;
    const { x, z } = velocityOf(stick, hooks.heading(), visitorSpeed(layout));
    const isRest = x === 0 && z === 0 && (toldX !== 0 || toldZ !== 0);
    if (Math.hypot(x - toldX, z - toldZ) < telling && !isRest) return;
    toldX = x;
    toldZ = z;
    hooks.walk(x, z);
  }
  effect(() => {
    keys.releaseAll();
    toldX = 0;
    toldZ = 0;
    if (state.visiting.value) ask();
  });
  // A browser tells of one when its first button is pressed, be it long after the page was opened.
  addEventListener('gamepadconnected', ask);
  ask();
}
