import { describe, expect, it } from 'vitest';
import { type EditPress, editKeyOf, undoKeyOf } from '../../../src/app/edit/edit-keys.ts';

const press = (key: string, change: Partial<EditPress> = {}): EditPress => ({
  ...{ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, focus: 'page' },
  ...change,
});

describe('edit keys', () => {
  it('choose, move, turn, put down, remove and let go', () => {
    expect(editKeyOf(press(']'))).toEqual({ does: 'choose', step: 1 });
    expect(editKeyOf(press(','))).toEqual({ does: 'choose', step: -1 });
    // Brackets come with Alt where they are not on a key of their own.
    expect(editKeyOf(press('[', { altKey: true }))).toEqual({ does: 'choose', step: -1 });
    expect(editKeyOf(press('ArrowUp'))).toEqual({ does: 'move', right: 0, ahead: 0.25 });
    const little = editKeyOf(press('ArrowLeft', { shiftKey: true }));
    expect(little).toEqual({ does: 'move', right: -0.05, ahead: 0 });
    expect(editKeyOf(press('r'))).toMatchObject({ does: 'turn', by: Math.PI / 12 });
    expect(editKeyOf(press('R'))).toMatchObject({ does: 'turn', by: -Math.PI / 12 });
    expect(editKeyOf(press('Enter'))).toEqual({ does: 'act' });
    expect(editKeyOf(press('Backspace'))).toEqual({ does: 'remove' });
    expect(editKeyOf(press('Escape'))).toEqual({ does: 'cancel' });
    expect(editKeyOf(press('t'))).toBeUndefined();
  });

  it('leave what is focused its own keys', () => {
    expect(editKeyOf(press('Enter', { focus: 'button' }))).toBeUndefined();
    expect(editKeyOf(press('Backspace', { focus: 'text' }))).toBeUndefined();
    expect(editKeyOf(press('ArrowUp', { focus: 'slider' }))).toBeUndefined();
    // They lead from one tab to the next.
    expect(editKeyOf(press('ArrowRight', { focus: 'tab' }))).toBeUndefined();
    expect(editKeyOf(press('Enter', { focus: 'tab' }))).toBeUndefined();
    expect(undoKeyOf(press('z', { ctrlKey: true, focus: 'text' }))).toBeUndefined();
  });

  it('undo and redo as everywhere', () => {
    expect(undoKeyOf(press('z', { ctrlKey: true }))).toEqual({ does: 'undo' });
    expect(undoKeyOf(press('Z', { metaKey: true, shiftKey: true }))).toEqual({ does: 'redo' });
    expect(undoKeyOf(press('y', { ctrlKey: true }))).toEqual({ does: 'redo' });
    expect(undoKeyOf(press('z'))).toBeUndefined();
    expect(editKeyOf(press('z', { ctrlKey: true }))).toBeUndefined();
  });
});
