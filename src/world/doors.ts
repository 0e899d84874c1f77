/**
 * Sliding doors on a timetable: where each stands is a function of the simulated time alone, so they
 * carry no state. Kinematic: they push what is in their way, and do not notice it.
 *
 * One cycle: open for `openShare` of the period, then it slides shut, stays shut, and slides open
 * again. Sliding takes its time out of the closed share, so that `openShare` is what one can walk
 * through. Metres, seconds.
 */
import type { Door } from '../scene/layout.ts';

/** m/s of a door that has the time; a shorter cycle makes it slide faster. */
const slideSpeed = 0.8;

/** How far it is open, in [0, 1]. */
export function doorOpening(door: Door, time: number): number {
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

/** x of its centre at the time. */
export function doorX(door: Door, time: number): number {
  return door.position[0] + Math.cos(door.yaw) * door.slide * doorOpening(door, time);
}

/** z of its centre at the time. */
export function doorZ(door: Door, time: number): number {
  return door.position[2] - Math.sin(door.yaw) * door.slide * doorOpening(door, time);
}
