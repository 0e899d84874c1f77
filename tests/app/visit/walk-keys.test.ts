import { describe, expect, it } from 'vitest';
import { shortcuts } from '../../../src/app/keyboard.ts';
import {
  createWalkKeys,
  stickOf,
  velocityOf,
  type WalkPress,
} from '../../../src/app/visit/walk-keys.ts';

const press = (code: string, change: Partial<WalkPress> = {}): WalkPress => ({
  ...{ code, ctrlKey: false, altKey: false, metaKey: false, focus: 'page', ...change },
});

describe('walk keys', () => {
  it('what is held down adds up to one direction, slower than a run', () => {
    const keys = createWalkKeys();
    expect(keys.stick(false)).toEqual({ right: 0, ahead: 0 });
    expect(keys.press(press('KeyW'))).toBe(true);
    expect(keys.stick(true)).toEqual({ right: 0, ahead: 1 });
    expect(keys.stick(false).ahead).toBeCloseTo(0.65, 9);
    keys.press(press('ArrowRight'));
    const { right, ahead } = keys.stick(true);
    expect(right).toBeCloseTo(Math.SQRT1_2, 9);
    expect(ahead).toBeCloseTo(Math.SQRT1_2, 9);
    keys.press(press('KeyA'));
    keys.release('KeyW');
    expect(keys.stick(true)).toEqual({ right: 0, ahead: 0 });
    keys.release('ArrowRight');
    expect(keys.stick(true).right).toBe(-1);
    keys.releaseAll();
    expect(keys.stick(true)).toEqual({ right: 0, ahead: 0 });
  });

  it('leaves keys to the browser, to fields and to sliders, and knows no others', () => {
    const keys = createWalkKeys();
    expect(keys.press(press('KeyW', { ctrlKey: true }))).toBe(false);
    expect(keys.press(press('KeyW', { focus: 'text' }))).toBe(false);
    expect(keys.press(press('ArrowUp', { focus: 'slider' }))).toBe(false);
    expect(keys.press(press('ArrowUp', { focus: 'tab' }))).toBe(false);
    expect(keys.press(press('KeyV'))).toBe(false);
    expect(keys.press(press('toString'))).toBe(false);
    expect(keys.stick(true)).toEqual({ right: 0, ahead: 0 });
    expect(keys.press(press('KeyW', { focus: 'button' }))).toBe(true);
    // None of the letters is a shortcut, which would be lost while one walks.
    const letters = shortcuts.flatMap((shortcut) => [...shortcut.keys] as string[]);
    for (const letter of 'wasdqz[]') expect(letters).not.toContain(letter);
  });

  it('brackets and Q Z turn the view: each press by a little, however short, and on while they are held', () => {
    const keys = createWalkKeys();
    const step = Math.PI / 36;
    keys.press(press('BracketLeft'));
    keys.release('BracketLeft');
    keys.press(press('KeyQ', { focus: 'slider' }));
    keys.release('KeyQ');
    expect(keys.turned(0.1)).toEqual({ left: step, up: step });
    expect(keys.turned(0.1)).toEqual({ left: 0, up: 0 });
    keys.press(press('BracketRight'));
    expect(keys.turned(0).left).toBe(-step);
    // As the keyboard repeats it.
    keys.press(press('BracketRight'));
    // A short press that lies across a long frame is a press, and no more.
    expect(keys.turned(0.2).left).toBeCloseTo(0, 9);
    expect(keys.turned(0.5).left).toBeCloseTo(-1.9 * 0.45, 9);
    expect(keys.turned(0.5).left).toBeCloseTo(-0.95, 9);
    keys.press(press('KeyZ'));
    keys.releaseAll();
    expect(keys.turned(1)).toEqual({ left: 0, up: 0 });
    expect(keys.press(press('KeyZ', { ctrlKey: true }))).toBe(false);
    // They walk nowhere.
    keys.press(press('KeyZ'));
    expect(keys.stick(true)).toEqual({ right: 0, ahead: 0 });
  });

  it('a stick rests in its middle, and is nowhere longer than 1', () => {
    expect(stickOf(0.1, -0.1)).toEqual({ right: 0, ahead: 0 });
    expect(stickOf(Number.NaN, 0)).toEqual({ right: 0, ahead: 0 });
    expect(stickOf(0, -1)).toEqual({ right: 0, ahead: 1 });
    const { right, ahead } = stickOf(1, 1);
    expect(Math.hypot(right, ahead)).toBeCloseTo(1, 9);
    expect(ahead).toBeLessThan(0);
    expect(stickOf(0.59, 0).right).toBeCloseTo(0.5, 9);
  });

  it('ahead is where one looks', () => {
    const ahead = velocityOf({ right: 0, ahead: 1 }, 0, 1.5);
    expect([ahead.x, ahead.z]).toEqual([expect.closeTo(0, 9), expect.closeTo(-1.5, 9)]);
    // Having turned left by a quarter one looks to −x, and −z is to the right.
    const turned = velocityOf({ right: 0.5, ahead: 1 }, Math.PI / 2, 1);
    expect([turned.x, turned.z]).toEqual([expect.closeTo(-1, 9), expect.closeTo(-0.5, 9)]);
  });
});
