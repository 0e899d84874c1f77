/**
 * What a critic thinks of all actions, between those that it was asked about (explain/action-grid.ts): interpolated
 * in direction and speed. Agent frame = (forward, left), actions on the unit disc.
 */
import { directions, gridActions, gridIndex, rings } from '../../explain/action-grid.ts';
import { writeColour } from '../../view/colour-scale.ts';

export interface ValueRange {
  readonly least: number;
  readonly most: number;
}

export function rangeOf(values: Float32Array): ValueRange {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}

/** Of an action on the disc; outside of it, that of its edge. */
export function valueAt(values: Float32Array, forward: number, left: number): number {
  const length = Math.min(1, Math.hypot(forward, left)) * rings;
  const inner = Math.min(rings - 1, Math.floor(length));
  const turn = (Math.atan2(left, forward) / (2 * Math.PI)) * directions;
  const before = Math.floor(turn);
  const between = (ring: number) => {
    const from = values[gridIndex(ring, before)] as number;
    const to = values[gridIndex(ring, before + 1)] as number;
    return from + (turn - before) * (to - from);
  };
  const from = between(inner);
  return from + (length - inner) * (between(inner + 1) - from);
}

/** The action of the grid that it values most, on the unit disc. */
export function favouriteOf(values: Float32Array): {
  forward: number;
  left: number;
  value: number;
} {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[best] as number)) best = i;
  }
  return {
    forward: gridActions[2 * best] as number,
    left: gridActions[2 * best + 1] as number,
    value: values[best] as number,
  };
}

/** Paints the disc, ahead up and left to the left, into [size, size] pixels; nothing beside it. */
export function paintField(values: Float32Array, size: number, pixels: Uint8ClampedArray): void {
  const { least, most } = rangeOf(values);
  const span = Math.max(1e-6, most - least);
  for (let row = 0; row < size; row++) {
    const forward = 1 - (2 * (row + 0.5)) / size;
    for (let column = 0; column < size; column++) {
      const left = 1 - (2 * (column + 0.5)) / size;
      const at = 4 * (row * size + column);
      if (forward * forward + left * left > 1) pixels[at + 3] = 0;
      else writeColour((valueAt(values, forward, left) - least) / span, pixels, at);
    }
  }
}
