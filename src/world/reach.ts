/**
 * What somebody has before them, near enough to be taken in the hand, as `list/id` (scene/edit.ts) or `goals/3`:
 * of all that is within an arm's reach, what is nearest and most straight ahead. Reads a layout and where everybody
 * is, as a snapshot has it. Heading 0 looks along −z, positive turns left.
 */
import { isFixed, thingOfStatic } from '../scene/edit.ts';
import { type Footprint, footprintOf } from '../scene/footprint.ts';
import type { Layout } from '../scene/layout.ts';
import { type Moment, yawAt } from './fit.ts';

/** Metres from the body's surface, and radians to either side. */
const arm = 1;
const aside = 1.1;
/** Metres that a radian aside counts as. */
const perRadian = 0.4;
/** Metres around the middle of a goal that one can get hold of. */
const goalHold = 0.35;

export interface Stance {
  readonly x: number;
  readonly z: number;
  readonly heading: number;
}

export function inReach(layout: Layout, now: Moment, stance: Stance): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  const consider = (thing: string, x: number, z: number, less: number) => {
    const dx = x - stance.x;
    const dz = z - stance.z;
    const gap = Math.max(0, Math.hypot(dx, dz) - layout.body.radius - less);
    if (gap > arm) return;
    const off = Math.atan2(-dx, -dz) - stance.heading;
    const angle = Math.abs(Math.atan2(Math.sin(off), Math.cos(off)));
    if (angle > aside || gap + perRadian * angle >= least) return;
    least = gap + perRadian * angle;
    best = thing;
  };
  const considerBody = (thing: string, outline: Footprint) => {
    const [x, z] = nearestPoint(outline, stance.x, stance.z);
    consider(thing, x, z, 0);
  };
  for (const body of layout.statics) {
    if (!isFixed(body)) considerBody(thingOfStatic(body), footprintOf(body));
  }
  const { agents, props, doors } = layout;
  props.forEach((prop, i) => {
    const outline = footprintOf({ ...prop, yaw: yawAt(now, agents + i) });
    considerBody(`props/${prop.id}`, standingAt(outline, now, agents + i));
  });
  doors.forEach((door, i) => {
    const outline = footprintOf({ ...door, shape: { type: 'box', size: door.size } });
    considerBody(`doors/${door.id}`, standingAt(outline, now, agents + props.length + i));
  });
  for (let a = 0; a < agents; a++) {
    consider(`goals/${a}`, now.goal[2 * a] as number, now.goal[2 * a + 1] as number, goalHold);
  }
  return best;
}

function standingAt(outline: Footprint, { position }: Moment, row: number): Footprint {
  return { ...outline, x: position[3 * row] as number, z: position[3 * row + 2] as number };
}

/** The point of an outline that is nearest to (x, z). */
function nearestPoint(f: Footprint, x: number, z: number): readonly [number, number] {
  const dx = x - f.x;
  const dz = z - f.z;
  if (f.radius > 0) {
    const length = Math.hypot(dx, dz) || 1;
    const share = Math.min(1, f.radius / length);
    return [f.x + dx * share, f.z + dz * share];
  }
  const u = Math.max(-f.halfX, Math.min(f.halfX, dx * f.cos - dz * f.sin));
  const v = Math.max(-f.halfZ, Math.min(f.halfZ, dx * f.sin + dz * f.cos));
  return [f.x + u * f.cos + v * f.sin, f.z - u * f.sin + v * f.cos];
}
