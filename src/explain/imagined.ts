/**
 * What is imagined of a world for as long as a question takes: things that are not there, bodies that stand elsewhere,
 * and copies of bodies. Nothing moves meanwhile (world/take-away.ts, world/displace.ts), and others have not made room
 * for what is imagined.
 */
import { InputError } from '../core/input-error.ts';
import {
  type Bodies,
  bodyKinds,
  type Displacement,
  mostCopies,
  type Thing,
  type World,
} from '../world/world.ts';
import type { Attended } from './attended.ts';

/** What of a thing says how to leave it out. */
export type Absent = Pick<Attended, 'thing' | 'node'>;

export interface Imagined {
  readonly absent: readonly Absent[];
  readonly displaced: readonly Displacement[];
}

export const asItIs: Imagined = { absent: [], displaced: [] };

/** Bodies that may be elsewhere at a time, copies besides. */
export const mostMoved = 16;
/** Metres along x and along z. */
const farthest = 200;

export function isAsItIs({ absent, displaced }: Imagined): boolean {
  return absent.length === 0 && displaced.length === 0;
}

/** Calls `read` while the world is sensed so. Nodes that are no thing of it are the business of who observes. */
export function senseSo(world: World, { absent, displaced }: Imagined, read: () => void): void {
  const things = absent.flatMap(({ thing }) => thing ?? []);
  const leaveOut = (from: number): void => {
    const thing = things[from];
    if (thing) world.without(thing, () => leaveOut(from + 1));
    else read();
  };
  if (displaced.length === 0) leaveOut(0);
  else world.displaced(displaced, () => leaveOut(0));
}

/** Nodes that are imagined away without a thing of the world. */
export function absentNodes({ absent }: Imagined): number[] {
  return absent.flatMap(({ thing, node }) => (thing === undefined && node >= 0 ? [node] : []));
}

/** Rows of those who are imagined away or elsewhere themselves, ascending. */
export function bodiesIn({ absent, displaced }: Imagined): number[] {
  const gone = absent.flatMap(({ thing }) => (thing?.kind === 'body' ? thing.index : []));
  const moved = displaced.flatMap(({ body, copy }) => (copy ? [] : body));
  return [...new Set([...gone, ...moved])].sort((a, b) => a - b);
}

/** What is in truth where it is imagined not to be, and would stop or push somebody there. */
export function solidIn({ absent, displaced }: Imagined): Thing[] {
  const moved = displaced.filter(({ copy }) => !copy);
  return [
    ...absent.flatMap(({ thing }) => thing ?? []),
    ...moved.map(({ body }): Thing => ({ kind: 'body', index: body })),
  ];
}

/** What of it may be asked of an agent of this world: an edit, or a visitor who has left, may have taken the rest out. */
export function stillThere(
  { absent, displaced }: Imagined,
  { bodies, layout }: World,
  agent: number,
): Imagined {
  const mayMove = ({ body }: Displacement) =>
    body < bodies.count && body !== agent && bodies.kind[body] !== bodyKinds.door;
  const kept = displaced.filter(mayMove);
  const copies = kept.filter(({ copy }) => copy).length;
  const last = copies > 0 ? bodies.visitor + 1 + copies : bodies.count;
  const isThere = ({ thing }: Absent) =>
    !thing ||
    (thing.kind === 'static'
      ? thing.index < layout.statics.length
      : thing.index < last && !isNobody(bodies, thing.index));
  return { absent: absent.filter(isThere), displaced: kept };
}

/** The visitor's row is of nobody while none is in, also where copies follow it. */
function isNobody({ visitor, count }: Bodies, body: number): boolean {
  return body === visitor && count <= visitor;
}

/** What another thread has asked for, as far as it can be told without the world. Throws an InputError. */
export function checkDisplaced(displaced: readonly Displacement[]): void {
  const expected = (what: string, got: unknown): never => {
    throw new InputError(`Expected ${what}, but got ${JSON.stringify(got) ?? String(got)}.`);
  };
  if (!Array.isArray(displaced)) expected('a list of what is supposed to be elsewhere', displaced);
  for (const each of displaced) {
    const { body, x, z, copy } = each ?? {};
    const isFine =
      Number.isInteger(body) &&
      body >= 0 &&
      typeof copy === 'boolean' &&
      [x, z].every((metres) => Number.isFinite(metres) && Math.abs(metres) <= farthest);
    if (!isFine) {
      expected(
        `a body by its row, whether it is a copy, and x and z of at most ${farthest} m for what is supposed to be elsewhere`,
        each,
      );
    }
  }
  const copies = displaced.filter(({ copy }) => copy).length;
  if (copies > mostCopies) expected(`at most ${mostCopies} copies to be supposed`, copies);
  const moved = displaced.flatMap(({ copy, body }) => (copy ? [] : body));
  if (moved.length > mostMoved || new Set(moved).size < moved.length) {
    expected(`at most ${mostMoved} bodies to be supposed elsewhere, each once`, moved);
  }
}
