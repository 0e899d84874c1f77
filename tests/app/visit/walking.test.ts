import { afterEach, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createState } from '../../../src/app/state.ts';
import { listenToWalking } from '../../../src/app/visit/walking.ts';
import { square } from '../../world/fixtures/layouts.ts';

afterEach(() => vi.unstubAllGlobals());

/** The person is in, in a window whose next frame comes when it is asked for. */
function walkIn() {
  const page = new EventTarget();
  let frame = (_now: number) => {};
  let now = performance.now();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', { activeElement: null, querySelector: () => null });
  vi.stubGlobal('requestAnimationFrame', (next: (at: number) => void) => {
    frame = next;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {});
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.layout.value = square({});
  const told: (readonly [number, number])[] = [];
  const turned: (readonly [number, number])[] = [];
  listenToWalking(state, {
    ...{ heading: () => 0, use() {}, look() {} },
    walk: (x, z) => void told.push([x, z]),
    turn: (left, up) => void turned.push([left, up]),
  });
  state.visiting.value = true;
  const press = (code: string) =>
    page.dispatchEvent(Object.assign(new Event('keydown'), { code, shiftKey: false }));
  const next = (milliseconds = 100) => {
    now += milliseconds;
    frame(now);
  };
  return { state, told, turned, press, page, frame: next };
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
