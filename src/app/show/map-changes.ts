/** Whether a picture of the map would be another one than the last: what stands still is not drawn again. */
import type { MapLook } from './draw-minimap.ts';

/** Metres, or radians: less is not seen on a map. */
const least = 0.01;

/** A watch on one map; asked whether it is to be drawn, it takes that as done. */
export function createMapWatch(): (canvas: object, look: MapLook) => boolean {
  let drawn: readonly unknown[] = [];
  /** Where everybody was, and what was in view. */
  let places: readonly Float32Array[] = [];

  return (canvas, { now, inView, ...rest }) => {
    const isOther = [canvas, now?.visited, ...Object.values(rest)];
    const moving = now
      ? [now.position, now.rotation, now.heading, now.goal, now.radius, inView]
      : [inView];
    const isSame =
      isOther.every((value, i) => value === drawn[i]) &&
      moving.length === places.length &&
      moving.every((values, i) => isNear(values, places[i] as Float32Array));
    if (isSame) return false;
    drawn = isOther;
    places = moving.map((values) => values.slice());
    return true;
  };
}

function isNear(some: Float32Array, others: Float32Array): boolean {
  if (some.length !== others.length) return false;
  return some.every((value, i) => {
    const other = others[i] as number;
    return Object.is(value, other) || Math.abs(value - other) < least;
  });
}
