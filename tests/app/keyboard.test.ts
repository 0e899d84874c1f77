import { describe, expect, it } from 'vitest';
import { commandOf, type KeyPress, shortcuts } from '../../src/app/keyboard.ts';

const press = (key: string, change: Partial<KeyPress> = {}) =>
  commandOf({ key, ctrlKey: false, altKey: false, metaKey: false, focus: 'page', ...change });

describe('keyboard', () => {
  it('every shortcut is reachable and no key means two things', () => {
    const keys = shortcuts.flatMap((shortcut) => [...shortcut.keys]);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { keys, command } of shortcuts) {
      for (const key of keys) expect(press(key)).toBe(command);
    }
    expect(press('q')).toBeUndefined();
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(press('t', { ctrlKey: true })).toBeUndefined();
    expect(press('l', { metaKey: true })).toBeUndefined();
    expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
  });

  it('leaves a focused control its keys: space to a button, arrows to a slider, both to a tab', () => {
    expect(press(' ', { focus: 'button' })).toBeUndefined();
    expect(press('t', { focus: 'button' })).toBe('training');
    expect(press('ArrowRight', { focus: 'slider' })).toBeUndefined();
    expect(press(' ', { focus: 'slider' })).toBe('play');
    expect(press('ArrowRight', { focus: 'tab' })).toBeUndefined();
    expect(press(' ', { focus: 'tab' })).toBeUndefined();
    expect(press('t', { focus: 'tab' })).toBe('training');
    expect(press('1', { focus: 'text' })).toBeUndefined();
    expect(press('ArrowDown', { focus: 'menu' })).toBeUndefined();
  });
});
