/**
 * Generator `openings`: a portal between every two regions that touch, at the middle of the widest
 * stretch of their common border that no solid thing bars. A border that is nowhere free over
 * `width` metres gets none.
 */
import type { Draft } from './draft.ts';
import { distanceTo, type Footprint, footprintOf } from './footprint.ts';
import { type Ground, isWalkable, type Region } from './layout.ts';
import type { OptionsOf } from './scene-schema.ts';
import { type Border, borderBetween, touchingPairs } from './touching.ts';

/** Metres between the points at which a border is probed. */
const step = 0.05;

export function openings(options: OptionsOf<'openings'>, draft: Draft): void {
  const solid = draft.statics.filter((body) => !isWalkable(body)).map(footprintOf);
  for (const [a, b] of touchingPairs(draft.regions)) {
    const first = draft.regions[a] as Region;
    const second = draft.regions[b] as Region;
    const gap = widestGap(borderBetween(first, second) as Border, solid);
    if (gap.width < options.width) continue;
    draft.portals.push({
      id: `${first.id}-${second.id}`,
      regions: [a, b],
      position: gap.middle,
      width: gap.width,
    });
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
