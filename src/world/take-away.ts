/**
 * Takes one thing out of a world for whoever senses it, and puts it back as it was, to the bit: what
 * `World.without` does. A body goes to infinity and out of every memory, an outline (of a static or a door)
 * too. Of what an agent touches, the bits go that are this thing's alone now; what was touched only
 * between decisions is not known by its name, and stays.
 *
 * Nothing moves meanwhile, so what the thing has done already (whom it pushed, who made room for it) stands.
 */
import { touchingOf } from './contacts.ts';
import { markMoved } from './neighbours.ts';
import type { Simulation } from './simulation.ts';

/** A body by its row in `Bodies`, or a static by its number in the layout. */
export interface Thing {
  readonly kind: 'body' | 'static';
  readonly index: number;
}

/** Returns what puts it back. */
export function takeAway(simulation: Simulation, thing: Thing): () => void {
  const { bodies, memory, outlines, search, touching } = simulation;
  const [x, z] = [3 * thing.index, 3 * thing.index + 2];
  const isBody = thing.kind === 'body';
  const outline = outlineOf(simulation, thing);
  const before = {
    position: isBody ? bodies.position.slice(x, z + 1) : undefined,
    age: isBody ? agesOf(simulation, thing.index) : undefined,
    centre: outline < 0 ? undefined : outlines.centre.slice(2 * outline, 2 * outline + 2),
    touching: touching.slice(),
  };
  const touchedNow = touching.map((bits, a) => (bits === 0 ? 0 : touched(simulation, a)));

  if (isBody) {
    bodies.position[x] = Number.POSITIVE_INFINITY;
    bodies.position[z] = Number.POSITIVE_INFINITY;
    before.age?.forEach((_, a) => {
      memory.age[a * bodies.count + thing.index] = Number.POSITIVE_INFINITY;
    });
  }
  if (outline >= 0) {
    outlines.centre.fill(Number.POSITIVE_INFINITY, 2 * outline, 2 * outline + 2);
  }
  markMoved(search);
  for (let a = 0; a < touching.length; a++) {
    const now = touchedNow[a] as number;
    if (now === 0 || (isBody && a === thing.index)) continue;
    touching[a] = (touching[a] as number) & ~(now & ~touched(simulation, a));
  }

  return () => {
    if (before.position) bodies.position.set(before.position, x);
    before.age?.forEach((age, a) => {
      memory.age[a * bodies.count + thing.index] = age;
    });
    if (before.centre) outlines.centre.set(before.centre, 2 * outline);
    touching.set(before.touching);
    markMoved(search);
  };
}

/** The outline of a static or a door, −1 of any other body. */
function outlineOf({ bodies, outlines }: Simulation, { kind, index }: Thing): number {
  if (kind === 'static') return index;
  const isDoor = index >= bodies.doors && index < bodies.walkers;
  return isDoor ? outlines.statics + index - bodies.doors : -1;
}

/** [A] since each agent saw the body; none where nothing is remembered. */
function agesOf({ layout, bodies, memory }: Simulation, body: number): number[] {
  if (memory.sight === 0) return [];
  return Array.from(
    { length: layout.agents },
    (_, a) => memory.age[a * bodies.count + body] as number,
  );
}

function touched({ layout, outlines, search, motion, walking }: Simulation, a: number): number {
  return touchingOf(layout, outlines, search, motion, a, walking.feet);
}
