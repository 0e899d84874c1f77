/**
 * From a world to one whose layout was changed a little: everything that moves goes on where it is, as fast as it
 * is and with what it wants. What the change itself has put elsewhere, or brought, stands still where the new
 * layout has it. Only of rigid bodies, and of no crowd: layouts of benchmarks are as they were published.
 *
 * Axes: N bodies, A agents. Made when a person changes something, never in a step; it allocates.
 */
import { rowsBefore } from '../scene/body-rows.ts';
import type { Prop } from '../scene/layout.ts';
import { bodyKinds } from './bodies.ts';
import { putDoors } from './doors.ts';
import type { Walking } from './locomotion.ts';
import type { Memory } from './memory.ts';
import { markMoved } from './neighbours.ts';
import { Physics } from './physics.ts';
import type { Simulation } from './simulation.ts';
import { enter, placeOf } from './visits.ts';

/** Where a body is and how it is turned: x, y, z, and a rotation x, y, z, w. */
export type Pose = readonly number[];

/** What `to` has of bodies, after `from`; it is `time`. Props named in `poses` (by id) stand still as these say. */
export function carryOver(
  from: Simulation,
  to: Simulation,
  poses: ReadonlyMap<string, Pose>,
  time: number,
): void {
  const { motion } = to;
  if (!(from.motion instanceof Physics) || !(motion instanceof Physics)) {
    throw new Error('Only worlds of rigid bodies can be carried over.');
  }
  const visitor = placeOf(from);
  if (visitor) enter(to, visitor.x, visitor.z, visitor.heading);
  const rows = rowsBefore(from.layout, to.layout);
  putDoors(to.layout, to.outlines, to.bodies, motion, time);
  for (let n = 0; n < to.bodies.count; n++) {
    const before = rows[n] as number;
    if (to.bodies.kind[n] === bodyKinds.door) copyRow(from, before, to, n);
    else if (before >= 0 && !wasPut(from, before, to, n)) {
      motion.copyBody(n, from.motion, before);
      copyRow(from, before, to, n);
    }
  }
  to.layout.props.forEach(({ id }, i) => {
    const pose = poses.get(id);
    if (!pose) return;
    motion.setPose(to.bodies.props + i, pose);
    standStill(to, to.bodies.props + i);
  });
  to.heading.set(from.heading);
  to.goal.set(from.goal);
  to.touching.set(from.touching);
  copyWalking(from.walking, to.walking);
  copyWalking(from.visitor.walking, to.visitor.walking);
  copyWalkers(from, to);
  copyMemory(from.memory, to.memory, from, to, rows);
  markMoved(to.search);
}

/** How a body stands now, for one who wants it to stand so again. */
export function poseOf({ motion }: Simulation, row: number): Pose {
  const position = new Float32Array(3);
  const rotation = new Float32Array(4);
  motion.readPosition(row, position);
  motion.readRotation(row, rotation);
  return [...position, ...rotation];
}

/** Whether the change has put a prop elsewhere. */
function wasPut(from: Simulation, before: number, to: Simulation, now: number): boolean {
  if (to.bodies.kind[now] !== bodyKinds.prop) return false;
  const one = from.layout.props[before - from.bodies.props] as Prop;
  const other = to.layout.props[now - to.bodies.props] as Prop;
  return one.yaw !== other.yaw || one.position.some((x, i) => x !== other.position[i]);
}

function copyRow(from: Simulation, before: number, to: Simulation, now: number): void {
  const position = from.bodies.position.subarray(3 * before, 3 * before + 3);
  to.bodies.position.set(position, 3 * now);
  to.bodies.velocity.set(from.bodies.velocity.subarray(2 * before, 2 * before + 2), 2 * now);
  to.before.set(from.before.subarray(3 * before, 3 * before + 3), 3 * now);
}

/** Reads where a body was put: nobody saw it go there. */
function standStill({ motion, centres, before, bodies }: Simulation, row: number): void {
  const centre = centres[row] as Float32Array;
  motion.readPosition(row, centre);
  before.set(centre, 3 * row);
  bodies.velocity.fill(0, 2 * row, 2 * row + 2);
}

function copyWalking(from: Walking, to: Walking): void {
  to.desired.set(from.desired);
  to.velocity.set(from.velocity);
  to.feet.set(from.feet);
  to.fall.set(from.fall);
  to.disturbed.set(from.disturbed);
}

/** Agents and props among their movers are looked at anew before each decision. */
function copyWalkers({ walkers: from }: Simulation, { walkers: to }: Simulation): void {
  const own = 2 * to.count;
  to.movers.position.set(from.movers.position.subarray(0, own));
  to.movers.velocity.set(from.movers.velocity.subarray(0, own));
  to.target.set(from.target);
  to.heading.set(from.heading);
  to.bias.set(from.bias);
  to.velocity.set(from.velocity);
}

function copyMemory(
  from: Memory,
  to: Memory,
  { bodies: bodiesBefore }: Simulation,
  { bodies, layout }: Simulation,
  rows: Int32Array,
): void {
  if (to.sight === 0) return;
  for (let a = 0; a < layout.agents; a++) {
    for (let n = 0; n < bodies.count; n++) {
      const before = rows[n] as number;
      const known = before >= 0 && before < bodiesBefore.count;
      const at = a * bodies.count + n;
      const then = a * bodiesBefore.count + before;
      to.age[at] = known ? (from.age[then] as number) : Number.POSITIVE_INFINITY;
      if (!known) continue;
      to.radius[at] = from.radius[then] as number;
      for (let axis = 0; axis < 2; axis++) {
        to.position[2 * at + axis] = from.position[2 * then + axis] as number;
        to.velocity[2 * at + axis] = from.velocity[2 * then + axis] as number;
      }
    }
  }
}
