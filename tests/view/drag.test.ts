import { expect, it } from 'vitest';
import { createDrag } from '../../src/view/cameras/drag.ts';

function open() {
  const captured: number[] = [];
  const canvas = Object.assign(new EventTarget(), {
    setPointerCapture: (id: number) => captured.push(id),
  });
  const turns: number[] = [];
  const drag = createDrag(canvas as unknown as HTMLCanvasElement, (left) => turns.push(left));
  drag.setActive(true);
  const hear = (type: string, event: Partial<PointerEvent>) =>
    canvas.dispatchEvent(Object.assign(new Event(type), event));
  const move = (buttons: number) => hear('pointermove', { movementX: 100, movementY: 0, buttons });
  return { captured, turns, drag, hear, move };
}

it('a drag has the pointer until it is let go, wherever that is', () => {
  const { captured, turns, drag, hear, move } = open();
  hear('pointerdown', { button: 0, pointerId: 7 });
  expect(captured).toEqual([7]);
  move(1);
  expect(turns).toEqual([0.5]);
  hear('pointerup', {});
  move(0);
  expect([drag.held, turns.length]).toEqual([false, 1]);
});

it('a drag whose end nobody heard of ends with the next move', () => {
  const { turns, drag, hear, move } = open();
  hear('pointerdown', { button: 0, pointerId: 1 });
  move(0);
  // Another button is none to drag by.
  move(2);
  move(1);
  expect([drag.held, turns]).toEqual([false, []]);
});

it('nothing is dragged by another button, nor while no camera wants it', () => {
  const { captured, turns, drag, hear, move } = open();
  hear('pointerdown', { button: 2, pointerId: 1 });
  move(2);
  drag.setActive(false);
  hear('pointerdown', { button: 0, pointerId: 1 });
  move(1);
  expect([captured, turns]).toEqual([[], []]);
});
