/**
 * Sliding doors on a timetable: where each stands is a function of the simulated time alone, so they
 * carry no state. Kinematic: they push what is in their way, and do not notice it.
 *
 * One cycle: open for `openShare` of the period, then it slides shut, stays shut, and slides open
 * again. Sliding takes its time out of the closed share, so that `openShare` is what one can walk
 * through. One that is held by a person slides to where it is held, and back to its timetable when it is let
 * go, at the pace of a door that has the time. Metres, seconds.
 */
import type { Door, Layout } from '../scene/layout.ts';
import type { Bodies } from './bodies.ts';
import type { Motion } from './motion.ts';
import type { Outlines } from './outlines.ts';

/** m/s of a door that has the time; a shorter cycle makes it slide faster. */
const slideSpeed = 0.8;

/** How far it is open, in [0, 1]. */
export function doorOpening(door: Door, time: number): number {
  const { held, swing } = door;
  const wanted = held === undefined ? byTimetable(door, time) : held === 'open' ? 1 : 0;
  if (!swing) return wanted;
  // It is never farther from where it was than it can have slid since.
  const slid =
    (slideSpeed * Math.max(0, time - swing.since)) / Math.max(1e-6, Math.abs(door.slide));
  return Math.max(swing.from - slid, Math.min(swing.from + slid, wanted));
}

function byTimetable(door: Door, time: number): number {
  const cycles = time / door.period + door.phase;
  const u = (cycles - Math.floor(cycles)) * door.period;
  const open = door.openShare * door.period;
  const shut = door.period - open;
  if (u < open || shut === 0) return 1;
  if (open === 0) return 0;
  const slide = Math.min(Math.abs(door.slide) / slideSpeed, shut / 2);
  if (slide === 0) return 0;
  return Math.max(0, 1 - (u - open) / slide, 1 - (door.period - u) / slide);
}

/** Each door stands where it is at `time`. */
export function putDoors(
  layout: Layout,
  outlines: Outlines,
  bodies: Bodies,
  motion: Motion,
  time: number,
): void {
  for (let d = 0; d < layout.doors.length; d++) {
    const row = bodies.doors + d;
    moveTo(layout, outlines, d, time);
    const x = outlines.centre[2 * (outlines.statics + d)] as number;
    const z = outlines.centre[2 * (outlines.statics + d) + 1] as number;
    bodies.position[3 * row] = x;
    bodies.position[3 * row + 2] = z;
    motion.setPosition(row, x, bodies.position[3 * row + 1] as number, z);
  }
}

/** Before a physics step: the doors slide to where they are to be at `time`, after it. */
export function slideDoors(
  layout: Layout,
  outlines: Outlines,
  bodies: Bodies,
  motion: Motion,
  time: number,
): void {
  for (let d = 0; d < layout.doors.length; d++) {
    const row = bodies.doors + d;
    moveTo(layout, outlines, d, time);
    const x = outlines.centre[2 * (outlines.statics + d)] as number;
    const z = outlines.centre[2 * (outlines.statics + d) + 1] as number;
    motion.moveTo(row, x, bodies.position[3 * row + 1] as number, z);
  }
}

/** Moves the outline of door d. */
function moveTo(layout: Layout, outlines: Outlines, d: number, time: number): void {
  const door = layout.doors[d] as Door;
  const along = door.slide * doorOpening(door, time);
  const at = 2 * (outlines.statics + d);
  outlines.centre[at] = door.position[0] + Math.cos(door.yaw) * along;
  outlines.centre[at + 1] = door.position[2] - Math.sin(door.yaw) * along;
}
