/**
 * Generator `openings`: a portal between every two regions that touch, at the middle of the widest
 * stretch of their common border that no solid thing bars. A border that is nowhere free over
 * `width` metres gets none, and so do two regions that have a portal already.
 */
import { type Draft, freeName } from './draft.ts';
import { distanceTo, type Footprint, footprintOf, halfExtents } from './footprint.ts';
import type { OptionsOf } from './generator-schema.ts';
import { type Ground, isWalkable, type Region } from './layout.ts';
import { type Border, borderBetween, touchingPairs } from './touching.ts';

/** Metres between the points at which a border is probed. */
const step = 0.05;
/** Metres by which the box round a body may come out too small. */
const rounding = 1e-6;

export function openings(options: OptionsOf<'openings'>, draft: Draft): void {
  const solid = draft.statics.filter((body) => !isWalkable(body)).map(footprintOf);
  for (const [a, b] of touchingPairs(draft.regions)) {
    if (draft.portals.some(({ regions }) => regions.includes(a) && regions.includes(b))) continue;
    const first = draft.regions[a] as Region;
    const second = draft.regions[b] as Region;
    const border = borderBetween(first, second) as Border;
    const barring = solid.filter((body) => mayBar(body, border));
    const gap = widestGap(border, barring);
    if (gap.width < options.width) continue;
    draft.portals.push({
      id: freeName(draft.portals, `${first.id}-${second.id}`),
      regions: [a, b],
      position: gap.middle,
      width: gap.width,
    });
  }
}

/** Whether the box round a body meets the border; most bodies are spared the probing. */
function mayBar(body: Footprint, { from, to }: Border): boolean {
  const [halfX, halfZ] = halfExtents(body);
  return (
    Math.abs(body.x - (from[0] + to[0]) / 2) <= halfX + Math.abs(to[0] - from[0]) / 2 + rounding &&
    Math.abs(body.z - (from[1] + to[1]) / 2) <= halfZ + Math.abs(to[1] - from[1]) / 2 + rounding
  );
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
