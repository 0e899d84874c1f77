/**
 * Has bodies stand elsewhere for whoever senses them, or once more beside themselves, and puts all back as it was, to
 * the bit: what `World.displaced` does. Who stands elsewhere keeps its velocity. A copy has the velocity, the radius and
 * the kind of its original, in a row after the visitor's that is there for this alone.
 *
 * Who sees only so far (memory.ts) knows of it what it would of somebody who was put there: it sees who is in sight
 * there, has lost who was in sight until now, and goes on believing what it remembers of others. Of what an agent
 * touches, the bits go that are at the old place alone, and those come that are touched at the new one.
 *
 * No body moves, and nobody is pushed. Doors stay: they are outlines, which rays see. The scene graph has no node for
 * a copy, as it would have none for a walker more than the scene has.
 */
import { bodyKinds } from './bodies.ts';
import { touchingOf } from './contacts.ts';
import { noticeMoved, resize } from './memory.ts';
import { markMoved } from './neighbours.ts';
import { groundHeight } from './outlines.ts';
import type { Simulation } from './simulation.ts';

/** A body that is supposed to be so far from where it is, in metres along the world's x and z: itself, or a copy. */
export interface Displacement {
  /** Its row in `Bodies`. */
  readonly body: number;
  readonly x: number;
  readonly z: number;
  readonly copy: boolean;
}

/** Copies have the rows from `visitor + 1` on, in the order of the list. Returns what puts all back. */
export function displace(
  simulation: Simulation,
  displacements: readonly Displacement[],
): () => void {
  const { layout, bodies, memory, search, touching } = simulation;
  const { agents } = layout;
  const known = memory.sight === 0 ? 0 : agents * bodies.count;
  const before = {
    count: bodies.count,
    position: bodies.position.slice(),
    touching: touching.slice(),
    age: memory.age.slice(0, known),
    seenAt: memory.position.slice(0, 2 * known),
    seenMoving: memory.velocity.slice(0, 2 * known),
    radius: memory.radius.slice(0, known),
  };
  const touchedNow = touching.map((_, a) => touched(simulation, a));
  const copies = displacements.filter(({ copy }) => copy);
  if (copies.length > 0) makeRoom(simulation, copies.length);
  const moved: number[] = [];
  let next = bodies.visitor + 1;
  for (const { body, x, z, copy } of displacements) {
    const row = copy ? next++ : body;
    if (copy) beLike(simulation, row, body);
    put(simulation, row, before.position.subarray(3 * body, 3 * body + 3), x, z);
    moved.push(row);
  }
  markMoved(search);
  for (const row of moved) {
    if (bodies.kind[row] !== bodyKinds.prop) noticeMoved(memory, bodies, agents, row);
  }
  for (let a = 0; a < agents; a++) {
    const [was, is] = [touchedNow[a] as number, touched(simulation, a)];
    touching[a] = ((touching[a] as number) & ~(was & ~is)) | (is & ~was);
  }

  return () => {
    bodies.count = before.count;
    bodies.position.set(before.position);
    touching.set(before.touching);
    memory.age.set(before.age);
    memory.position.set(before.seenAt);
    memory.velocity.set(before.seenMoving);
    memory.radius.set(before.radius);
    markMoved(search);
  };
}

/** For so many copies, behind the visitor's row; where none is in, that is of nobody, and nowhere. */
function makeRoom({ layout, bodies, memory }: Simulation, copies: number): void {
  const count = bodies.visitor + 1 + copies;
  if (bodies.count === bodies.visitor) {
    bodies.position.fill(Number.POSITIVE_INFINITY, 3 * bodies.visitor, 3 * bodies.visitor + 3);
  }
  resize(memory, layout.agents, bodies.count, count);
  bodies.count = count;
}

function beLike({ bodies }: Simulation, row: number, original: number): void {
  const { velocity, radius, kind, visitor, visitorAs, originals } = bodies;
  velocity.copyWithin(2 * row, 2 * original, 2 * original + 2);
  radius[row] = radius[original] as number;
  // As what it is sensed: there is but one visitor.
  kind[row] = original === visitor ? visitorAs : (kind[original] as number);
  originals[row - visitor - 1] = original;
}

/** So far from where its original is, on the ground there. */
function put(
  { layout, bodies, outlines }: Simulation,
  row: number,
  from: Float32Array,
  dx: number,
  dz: number,
): void {
  const [x, y, z] = from as unknown as readonly [number, number, number];
  const ground = (atX: number, atZ: number) =>
    layout.flat ? 0 : groundHeight(outlines, atX, atZ, Number.POSITIVE_INFINITY);
  bodies.position[3 * row] = x + dx;
  bodies.position[3 * row + 1] = y + ground(x + dx, z + dz) - ground(x, z);
  bodies.position[3 * row + 2] = z + dz;
}

function touched({ layout, outlines, search, motion, walking }: Simulation, a: number): number {
  return touchingOf(layout, outlines, search, motion, a, walking.feet);
}
