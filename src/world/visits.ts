/** How a visitor comes into a world and goes: at the free place nearest to where it wants to be. */
import type { Layout } from '../scene/layout.ts';
import { hasVisitor } from './bodies.ts';
import { noticeMoved, resize } from './memory.ts';
import { markMoved } from './neighbours.ts';
import { placeAvatar, type Simulation } from './simulation.ts';
import { drive } from './visitor.ts';

/** Metres between the rings, and along them, on which a free place is looked for. */
const spacing = 0.25;
/** Metres that a visitor keeps to what is there when it comes. */
const room = 0.1;

/**
 * The free place nearest to (x, z) for a disc of `radius` and some room, within the border; undefined if there
 * is none.
 */
export function nearestFree(
  { min, max }: Layout,
  [x, z]: readonly [number, number],
  radius: number,
  isFree: (x: number, z: number, radius: number) => boolean,
): readonly [number, number] | undefined {
  const fromX = Math.max(min[0], Math.min(max[0], x));
  const fromZ = Math.max(min[1], Math.min(max[1], z));
  const farthest = Math.hypot(max[0] - min[0], max[1] - min[1]);
  for (let ring = 0; ring * spacing <= farthest; ring++) {
    const distance = ring * spacing;
    const places = Math.max(1, Math.ceil(2 * Math.PI * ring));
    for (let i = 0; i < places; i++) {
      const angle = (2 * Math.PI * i) / places;
      const placeX = fromX + distance * Math.cos(angle);
      const placeZ = fromZ + distance * Math.sin(angle);
      if (isFree(placeX, placeZ, radius + room)) return [placeX, placeZ];
    }
  }
  return undefined;
}

/** Puts the visitor, who is not in, at (x, z), where it stands still. */
export function enter(simulation: Simulation, x: number, z: number, heading: number): void {
  const { layout, bodies, motion, memory, visitor } = simulation;
  count(simulation, bodies.visitor + 1);
  motion.addVisitor();
  placeAvatar(simulation, visitor.walking, 0, x, z);
  drive(visitor, layout, 0, 0);
  visitor.heading[0] = heading;
  noticeMoved(memory, bodies, layout.agents, bodies.visitor);
}

/** Takes the visitor, who is in, out. */
export function leave(simulation: Simulation): void {
  simulation.motion.removeVisitor();
  count(simulation, simulation.bodies.visitor);
  markMoved(simulation.search);
}

function count({ layout, bodies, memory }: Simulation, bodiesNow: number): void {
  resize(memory, layout.agents, bodies.count, bodiesNow);
  bodies.count = bodiesNow;
}

/** Where the visitor is, for one who wants to be there again. */
export interface VisitorPlace {
  readonly x: number;
  readonly z: number;
  readonly heading: number;
}

export function placeOf({ bodies, visitor }: Simulation): VisitorPlace | undefined {
  if (!hasVisitor(bodies)) return undefined;
  return {
    x: bodies.position[3 * bodies.visitor] as number,
    z: bodies.position[3 * bodies.visitor + 2] as number,
    heading: visitor.heading[0] as number,
  };
}
