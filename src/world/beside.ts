/**
 * One decision of a copy of a world in which one agent goes its own way and everybody else does what they do in the
 * world that it was copied from, which has taken that decision already: what `World.stepBeside` does. Others do not
 * know of the one: where it was in their way, or they began anew elsewhere, they are put where they are.
 * Walkers see the one and make way for it as they do, things are pushed by whoever meets them here, and doors go by
 * the clock. Where the one is where it is in the other world, nothing is put: both go on alike, to the bit.
 *
 * Axes: A agents. Nothing is allocated.
 */
import { hasVisitor } from './bodies.ts';
import { noticeMoved } from './memory.ts';
import { markMoved } from './neighbours.ts';
import type { Simulation } from './simulation.ts';

/** The visitor goes on wanting what it wanted in that decision. */
export function wantAs(copy: Simulation, world: Simulation): void {
  copy.visitor.walking.desired.set(world.visitor.walking.desired);
}

/** After the decision: everybody but agent `one`, and the visitor, as in the other world. */
export function followOthers(copy: Simulation, world: Simulation, one: number): void {
  const { agents } = copy.layout;
  for (let a = 0; a < agents; a++) {
    if (a === one) continue;
    copy.goal[2 * a] = world.goal[2 * a] as number;
    copy.goal[2 * a + 1] = world.goal[2 * a + 1] as number;
    copy.heading[a] = world.heading[a] as number;
    if (!isApart(copy, world, a)) continue;
    put(copy, world, a);
    copyRow(copy.walking.velocity, world.walking.velocity, 2, a);
    copyRow(copy.walking.feet, world.walking.feet, 1, a);
    copyRow(copy.walking.fall, world.walking.fall, 1, a);
  }
  const { visitor } = copy.bodies;
  if (!hasVisitor(copy.bodies) || !isApart(copy, world, visitor)) return;
  put(copy, world, visitor);
  copyRow(copy.visitor.walking.velocity, world.visitor.walking.velocity, 2, 0);
  copyRow(copy.visitor.walking.feet, world.visitor.walking.feet, 1, 0);
  copyRow(copy.visitor.walking.fall, world.visitor.walking.fall, 1, 0);
}

function isApart({ bodies: one }: Simulation, { bodies: other }: Simulation, row: number): boolean {
  return (
    one.position[3 * row] !== other.position[3 * row] ||
    one.position[3 * row + 1] !== other.position[3 * row + 1] ||
    one.position[3 * row + 2] !== other.position[3 * row + 2]
  );
}

function put(copy: Simulation, world: Simulation, row: number): void {
  const { motion, bodies, before, walking, memory, layout, search } = copy;
  const { position, velocity } = world.bodies;
  motion.setPosition(
    row,
    position[3 * row] as number,
    position[3 * row + 1] as number,
    position[3 * row + 2] as number,
  );
  world.motion.readVelocity(row, walking.read);
  motion.setVelocity(row, walking.read[0] as number, walking.read[2] as number);
  copyRow(bodies.position, position, 3, row);
  copyRow(bodies.velocity, velocity, 2, row);
  copyRow(before, world.before, 3, row);
  noticeMoved(memory, bodies, layout.agents, row);
  markMoved(search);
}

function copyRow(
  to: Float32Array | Float64Array,
  from: Float32Array | Float64Array,
  columns: number,
  row: number,
): void {
  for (let i = columns * row; i < columns * (row + 1); i++) to[i] = from[i] as number;
}
