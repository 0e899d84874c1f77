import { afterEach, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createState } from '../../../src/app/state.ts';
import type { Pad } from '../../../src/app/visit/gamepad.ts';
import { listenToWalking } from '../../../src/app/visit/walking.ts';
import { square } from '../../world/fixtures/layouts.ts';

afterEach(() => vi.unstubAllGlobals());

/** The person is in, in a window whose next frame comes when it is asked for. */
function walkIn({ isIn = true } = {}) {
  const page = new EventTarget();
  let frame = (_now: number) => {};
  let now = performance.now();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  let pads: (Pad | null)[] = [];
  vi.stubGlobal('navigator', { getGamepads: () => pads });
  vi.stubGlobal('document', { activeElement: null, querySelector: () => null });
  let isAsked = false;
  vi.stubGlobal('requestAnimationFrame', (next: (at: number) => void) => {
    frame = next;
    isAsked = true;
    return 1;
  });
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.layout.value = square({});
  const told: (readonly [number, number])[] = [];
  const done: string[] = [];
  const turned: (readonly [number, number])[] = [];
  listenToWalking(state, {
    ...{ heading: () => 0, look() {} },
    ...{ use: () => done.push('use'), undo: () => done.push('undo') },
    changeCamera: () => done.push('camera'),
    toggleVisit() {
      state.visiting.value = !state.visiting.value;
    },
    walk: (x, z) => void told.push([x, z]),
    turn: (left, up) => void turned.push([left, up]),
  });
  state.visiting.value = isIn;
  const press = (code: string) =>
    page.dispatchEvent(Object.assign(new Event('keydown'), { code, shiftKey: false }));
  const next = (milliseconds = 100) => {
    now += milliseconds;
    if (!isAsked) throw new Error('Nobody has asked for a frame.');
    isAsked = false;
    frame(now);
  };
  return {
    ...{ state, told, turned, done, press, page, frame: next },
    asked: () => isAsked,
    /** What is held in the hand from now on. */
    hold(...held: (Pad | null)[]) {
      pads = held;
    },
  };
}

it('who holds a key down stands as soon as the window is left, and walks no more when it is back', () => {
  const { told, press, page, frame } = walkIn();
  press('KeyW');
  frame();
  expect(told).toHaveLength(1);
  expect(told[0]?.[1]).toBeLessThan(-0.1);
  // No frame comes while the page is out of view.
  page.dispatchEvent(new Event('blur'));
  expect(told.slice(1)).toEqual([[0, 0]]);
  page.dispatchEvent(new Event('blur'));
  frame();
  expect(told).toHaveLength(2);
});

it('a stick that is held walks on when the page comes back into view, and not before', () => {
  const { state, told, frame } = walkIn();
  state.stick.value = { right: 0, ahead: 1 };
  frame();
  state.inView.value = false;
  expect(told.slice(1)).toEqual([[0, 0]]);
  state.inView.value = true;
  frame();
  expect(told[2]).toEqual(told[0]);
});

it('who holds a key down looks round as time goes by, and not by what a page that stood still has missed', () => {
  const { state, turned, press, page, frame } = walkIn();
  frame();
  press('BracketLeft');
  frame(0);
  expect(turned).toEqual([[Math.PI / 36, 0]]);
  // Until it counts as held.
  frame(250);
  frame(100);
  expect(turned[1]?.[0]).toBeCloseTo(0.19, 6);
  frame(60_000);
  expect(turned[2]?.[0]).toBeLessThan(0.5);
  state.dialog.value = 'help';
  frame();
  page.dispatchEvent(Object.assign(new Event('keyup'), { code: 'BracketLeft' }));
  state.dialog.value = undefined;
  frame();
  expect(turned).toHaveLength(3);
});

const rest = [0, 0, 0, 0];
const pad = (axes: readonly number[], ...down: readonly number[]): Pad => ({
  ...{ axes, mapping: 'standard' },
  buttons: Array.from({ length: 17 }, (_, number) => ({ pressed: down.includes(number) })),
});

it('a gamepad that is connected later leads in and out again, and nobody looks for one that is not there', () => {
  const { state, frame, asked, hold, page } = walkIn({ isIn: false });
  frame();
  expect(asked()).toBe(false);
  hold(null, pad(rest, 9));
  page.dispatchEvent(new Event('gamepadconnected'));
  frame();
  expect(state.visiting.value).toBe(true);
  // It is held down: that is once.
  frame();
  hold(null, pad(rest));
  frame();
  expect(state.visiting.value).toBe(true);
  hold(null, pad(rest, 9));
  frame();
  expect(state.visiting.value).toBe(false);
  hold();
  frame();
  expect(asked()).toBe(false);
});

it('its sticks walk and look, its buttons act once a press, and none of it while a dialog is open', () => {
  const { state, frame, hold, told, turned, done } = walkIn();
  hold(pad([0, -1, 1, 0.05]));
  frame();
  expect(told).toEqual([[0, expect.closeTo(-1.5, 5)]]);
  hold(pad([0.1, 0.1, 0, -1]));
  frame(100);
  expect(told[1]).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  expect(turned.at(-1)).toEqual([expect.closeTo(0, 9), expect.closeTo(0.1, 6)]);
  hold(pad(rest, 0, 1, 3));
  frame();
  frame();
  expect(done).toEqual(['use', 'undo', 'camera']);
  state.dialog.value = 'help';
  hold(pad(rest));
  frame();
  const before = turned.length;
  hold(pad([0, -1, 1, 0], 0, 1, 3, 9));
  frame();
  expect([done.length, told.length, turned.length]).toEqual([3, 2, before]);
  expect(state.visiting.value).toBe(true);
});
