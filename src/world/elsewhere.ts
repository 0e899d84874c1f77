/**
 * Puts one agent elsewhere for whoever senses it, standing still, and back where it was, to the bit: what
 * `World.elsewhere` does. Only what sensors read of an agent is changed: its place, velocity, heading where it
 * faces its goal, feet, what it touches, and what it knows of people: it keeps what it remembers, sees who is in
 * sight there, and has just lost sight of who is not. No body moves, and nobody else notices.
 */
import { touchingOf } from './contacts.ts';
import { faceGoal } from './locomotion.ts';
import { lookRound } from './memory.ts';
import { markMoved } from './neighbours.ts';
import { groundHeight } from './outlines.ts';
import type { Simulation } from './simulation.ts';

export interface Elsewhere {
  /** Has it stand there; from anywhere. Allocates nothing. */
  put(x: number, z: number): void;
  back(): void;
}

export function takeElsewhere(simulation: Simulation, a: number): Elsewhere {
  const { layout, bodies, memory, outlines, search, motion, walking, heading, touching, goal } =
    simulation;
  const count = memory.sight === 0 ? 0 : bodies.count;
  const rows = { from: a * count, to: (a + 1) * count };
  const before = {
    position: bodies.position.slice(3 * a, 3 * a + 3),
    velocity: bodies.velocity.slice(2 * a, 2 * a + 2),
    heading: heading[a] as number,
    feet: walking.feet[a] as number,
    touching: touching[a] as number,
    age: memory.age.slice(rows.from, rows.to),
    seenAt: memory.position.slice(2 * rows.from, 2 * rows.to),
    seenMoving: memory.velocity.slice(2 * rows.from, 2 * rows.to),
    radius: memory.radius.slice(rows.from, rows.to),
  };

  function remember(): void {
    memory.age.set(before.age, rows.from);
    memory.position.set(before.seenAt, 2 * rows.from);
    memory.velocity.set(before.seenMoving, 2 * rows.from);
    memory.radius.set(before.radius, rows.from);
  }

  return {
    put(x, z) {
      const feet = layout.flat ? 0 : groundHeight(outlines, x, z, Number.POSITIVE_INFINITY);
      bodies.position[3 * a] = x;
      bodies.position[3 * a + 1] = feet + layout.body.height / 2;
      bodies.position[3 * a + 2] = z;
      bodies.velocity.fill(0, 2 * a, 2 * a + 2);
      walking.feet[a] = feet;
      heading[a] = before.heading;
      if (layout.body.faces === 'goal') faceGoal(heading, bodies.position, goal, a);
      touching[a] = touchingOf(layout, outlines, search, motion, a, walking.feet);
      if (count === 0) return;
      remember();
      for (let at = rows.from; at < rows.to; at++) {
        if (memory.age[at] === 0) memory.age[at] = simulation.decisionSeconds;
      }
      lookRound(memory, bodies, a, 0);
    },
    back() {
      bodies.position.set(before.position, 3 * a);
      bodies.velocity.set(before.velocity, 2 * a);
      heading[a] = before.heading;
      walking.feet[a] = before.feet;
      touching[a] = before.touching;
      if (count > 0) remember();
      // Whoever has sorted bodies meanwhile has sorted this one where it was not.
      markMoved(search);
    },
  };
}
