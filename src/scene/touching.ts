/** Which regions touch, and along which stretch of ground. */
import type { Ground, Region } from './layout.ts';

type Patch = Pick<Region, 'min' | 'max'>;

/** Rounding in a file must not part two regions, metres. */
const tolerance = 1e-6;

export interface Border {
  readonly from: Ground;
  readonly to: Ground;
}

/** Index pairs [a, b], a < b, of the patches that share a border. */
export function touchingPairs(patches: readonly Patch[]): (readonly [number, number])[] {
  return patches.flatMap((first, a) =>
    patches.flatMap((second, b) =>
      a < b && borderBetween(first, second) ? [[a, b] as const] : [],
    ),
  );
}

/** The stretch along which two patches touch, if they do; a common corner is none. */
export function borderBetween(a: Patch, b: Patch): Border | undefined {
  for (const axis of [0, 1] as const) {
    const across = axis === 0 ? 1 : 0;
    const at = [a.max[axis] - b.min[axis], b.max[axis] - a.min[axis]].findIndex(
      (apart) => Math.abs(apart) < tolerance,
    );
    if (at < 0) continue;
    const line = at === 0 ? a.max[axis] : b.max[axis];
    const low = Math.max(a.min[across], b.min[across]);
    const high = Math.min(a.max[across], b.max[across]);
    if (high - low < tolerance) continue;
    const point = (along: number): Ground => (axis === 0 ? [line, along] : [along, line]);
    return { from: point(low), to: point(high) };
  }
  return undefined;
}
