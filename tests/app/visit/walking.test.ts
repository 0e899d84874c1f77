import { afterEach, expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createState } from '../../../src/app/state.ts';
import { listenToWalking } from '../../../src/app/visit/walking.ts';
import { square } from '../../world/fixtures/layouts.ts';

afterEach(() => vi.unstubAllGlobals());

/** The person is in, in a window whose next frame comes when it is asked for. */
function walkIn() {
  const page = new EventTarget();
  let frame = () => {};
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('document', { activeElement: null, querySelector: () => null });
  vi.stubGlobal('requestAnimationFrame', (next: () => void) => {
    frame = next;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {});
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.layout.value = square({});
  const told: (readonly [number, number])[] = [];
  listenToWalking(state, {
    ...{ heading: () => 0, use() {}, look() {} },
    walk: (x, z) => void told.push([x, z]),
  });
  state.visiting.value = true;
  const press = (code: string) =>
    page.dispatchEvent(Object.assign(new Event('keydown'), { code, shiftKey: false }));
  return { state, told, press, page, frame: () => frame() };
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
