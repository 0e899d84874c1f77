/** The map is drawn again only where something on it has changed. */
import { expect, it } from 'vitest';
import type { MapLook } from '../../../src/app/show/draw-minimap.ts';
import { createMapWatch } from '../../../src/app/show/map-changes.ts';
import { createSmallFrame } from '../../view/small-frame.ts';

const canvas = {};

function look(): MapLook {
  const { layout, track } = createSmallFrame().frame;
  return {
    ...{ layout, now: { ...track.drawn, radius: track.radius, visited: false }, selected: 1 },
    ...{ floor: undefined, inView: new Float32Array(8), dark: false, density: 1 },
  };
}

it('a map on which nothing moves is drawn once', () => {
  const first = look();
  const isToBeDrawn = createMapWatch();
  expect([1, 2, 3].map(() => isToBeDrawn(canvas, first))).toEqual([true, false, false]);
});

it.each<[string, (before: MapLook) => MapLook]>([
  ['another is selected', (before) => ({ ...before, selected: 0 })],
  ['nobody is', (before) => ({ ...before, selected: undefined })],
  ['it has become dark', (before) => ({ ...before, dark: true })],
  ['the world was changed', (before) => ({ ...before, layout: { ...before.layout } })],
  ['a visitor came in', ({ now, ...rest }) => ({ ...rest, now: now && { ...now, visited: true } })],
  ['nobody is anywhere', (before) => ({ ...before, now: undefined })],
  ['the camera turned', (before) => ({ ...before, inView: before.inView.with(3, 0.5) })],
])('it is drawn again where %s', (_, change) => {
  const isToBeDrawn = createMapWatch();
  const first = look();
  isToBeDrawn(canvas, first);
  expect(isToBeDrawn(canvas, change(first))).toBe(true);
});

it('it is drawn again once somebody has gone as far as is seen, however slowly', () => {
  const isToBeDrawn = createMapWatch();
  const now = look();
  isToBeDrawn(canvas, now);
  const drawn = Array.from({ length: 10 }, () => {
    // The stage writes where everybody is into the same arrays.
    const position = now.now?.position as Float32Array;
    position[0] = (position[0] as number) + 0.003;
    return isToBeDrawn(canvas, now);
  });
  expect(drawn.filter(Boolean)).toHaveLength(2);
});

it('it is drawn on a canvas that is new', () => {
  const isToBeDrawn = createMapWatch();
  const now = look();
  isToBeDrawn(canvas, now);
  expect(isToBeDrawn({}, now)).toBe(true);
});
