/**
 * Generator `openings`: a portal between every two regions that touch, at the middle of the widest
 * stretch of their common border that no solid thing bars. A border that is barred all along, or
 * freer nowhere than `width`, gets none.
 */

import type { Draft } from './draft.ts';
import { distanceTo, type Footprint, footprintOf } from './footprint.ts';
import { type Ground, isWalkable, type Region } from './layout.ts';
import type { OptionsOf } from './scene-schema.ts';

/** Metres between the points at which a border is probed. */
const step = 0.05;
/** Rounding in a file must not part two regions, metres. */
const tolerance = 1e-6;

export interface Border {
  readonly from: Ground;
  readonly to: Ground;
}

/** The border that two regions share, if they touch along one. */
export function borderBetween(a: Pick<Region, 'min' | 'max'>, b: Pick<Region, 'min' | 'max'>) {
  for (const axis of [0, 1] as const) {
    const across = 1 - axis;
    const touching = [
      [a.max[axis], b.min[axis]],
      [b.max[axis], a.min[axis]],
    ].find(([end, start]) => Math.abs((end as number) - (start as number)) < tolerance);
    if (!touching) continue;
    const at = touching[0] as number;
    const low = Math.max(a.min[across] as number, b.min[across] as number);
    const high = Math.min(a.max[across] as number, b.max[across] as number);
    if (high - low < tolerance) continue;
    const point = (along: number): Ground => (axis === 0 ? [at, along] : [along, at]);
    return { from: point(low), to: point(high) } satisfies Border;
  }
  return undefined;
}

export function openings(options: OptionsOf<'openings'>, draft: Draft): void {
  const solid = draft.statics.filter((body) => !isWalkable(body)).map(footprintOf);
  for (const [a, first] of draft.regions.entries()) {
    for (const [b, second] of draft.regions.entries()) {
      const border = a < b ? borderBetween(first, second) : undefined;
      const gap = border && widestGap(border, solid);
      if (!gap || gap.width < options.width) continue;
      draft.portals.push({
        id: `${first.id}-${second.id}`,
        regions: [a, b],
        position: gap.middle,
        width: gap.width,
      });
    }
  }
}

function widestGap({ from, to }: Border, solid: readonly Footprint[]) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.ceil(length / step);
  const at = (i: number): Ground => [
    from[0] + ((to[0] - from[0]) * i) / count,
    from[1] + ((to[1] - from[1]) * i) / count,
  ];
  let best = { start: 0, end: 0 };
  let start = 0;
  for (let i = 0; i <= count; i++) {
    const [x, z] = at(i);
    if (solid.some((body) => distanceTo(body, x, z) === 0)) start = i + 1;
    else if (i - start > best.end - best.start) best = { start, end: i };
  }
  return {
    middle: at((best.start + best.end) / 2),
    width: ((best.end - best.start) / count) * length,
  };
}
