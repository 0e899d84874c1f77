import { expect, it } from 'vitest';
import { createPads, type Pad, type PadAct } from '../../../src/app/visit/gamepad.ts';

const pad = (
  mapping: Pad['mapping'],
  axes: readonly number[],
  down: readonly number[] = [],
): Pad => ({
  ...{ axes, mapping },
  buttons: Array.from({ length: 17 }, (_, number) => ({ pressed: down.includes(number) })),
});

function reader() {
  const pads = createPads();
  return {
    pads,
    read(...connected: (Pad | null)[]) {
      const begun: PadAct[] = [];
      pads.read(connected, (act) => begun.push(act));
      return begun;
    },
  };
}

it('sticks rest in their middle; the right one has no part in walking, nor the left one in looking', () => {
  const { pads, read } = reader();
  read(pad('standard', [0.12, -0.12, -0.1, 0.1]));
  expect([pads.walk, pads.look]).toEqual([
    { right: 0, ahead: 0 },
    { right: 0, ahead: 0 },
  ]);
  read(pad('standard', [0, -1, 0, 0]));
  expect([pads.walk.ahead, pads.look.ahead]).toEqual([1, 0]);
  read(pad('standard', [0, 0, -1, 0]));
  expect([pads.walk.right, pads.look.right]).toEqual([0, -1]);
  // Of several, the first one that is moved; of none, nothing.
  read(null, pad('standard', [0, 0, 0, 0]), pad('standard', [1, 0, 0, 1]));
  expect([pads.walk.right, pads.look.ahead]).toEqual([1, -1]);
  read();
  expect([pads.walk.right, pads.look.ahead]).toEqual([0, 0]);
});

it('of one that the browser does not know, a trigger at rest turns nobody, and only the lowest button acts', () => {
  const { pads, read } = reader();
  expect(read(pad('', [0, -1, -1, -1, -1], [0, 1, 3, 9]))).toEqual(['use']);
  expect(pads.walk.ahead).toBe(1);
  expect(pads.look).toEqual({ right: 0, ahead: 0 });
});

it('a button acts as it goes down, on whichever gamepad, and again after it was up', () => {
  const { read } = reader();
  const [down, up] = [pad('standard', [], [1]), pad('standard', [])];
  expect(read(up, down)).toEqual(['undo']);
  expect(read(down, up)).toEqual([]);
  expect(read(up, up)).toEqual([]);
  expect(read(down)).toEqual(['undo']);
});
