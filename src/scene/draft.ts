/**
 * A layout in the making: the lists that the generators fill, one after another. Lives only inside
 * `layOut`; what leaves it is the read-only `Layout`.
 */
import type { Random } from '../core/random.ts';
import { type Footprint, footprintOf, halfExtents, strip } from './footprint.ts';
import type {
  Avoidance,
  Door,
  Ground,
  Journey,
  Landmark,
  Portal,
  Prop,
  Region,
  Ring,
  Static,
  Walker,
} from './layout.ts';
import { createTaken, keepsGap, type Taken } from './taken.ts';

export interface Draft {
  readonly min: Ground;
  readonly max: Ground;
  readonly statics: Static[];
  readonly props: Prop[];
  readonly doors: Door[];
  readonly walkers: Walker[];
  /** Ground that the file's own walkers need on their routes. */
  readonly routes: readonly Footprint[];
  readonly regions: Region[];
  readonly portals: Portal[];
  /** In the order in which they get a node while there is room. */
  readonly landmarks: Landmark[];
  /** Where agents begin and go, and what makes the walkers a crowd, if a generator says so. */
  journeys?: readonly Journey[];
  crowd?: Avoidance;
  /** Set: people who arrive make room for others. */
  ring?: Ring;
}

/** A piece of ground where something may be put: free of `taken` by `gap`, and of its own edges. */
export interface Plot {
  readonly min: Ground;
  readonly max: Ground;
  readonly gap: number;
  readonly attempts: number;
}

/** The first of `stem-number`, `stem-(number + 1)` … that nothing in the list is called: a file may have it already. */
export function freeId(
  list: readonly { readonly id: string }[],
  stem: string,
  number: number,
): string {
  const id = `${stem}-${number}`;
  return list.some((one) => one.id === id) ? freeId(list, stem, number + 1) : id;
}

/** A name that nothing in the list has: this one, or with the first free number from 2 on behind it. */
export function freeName(list: readonly { readonly id: string }[], id: string): string {
  return list.some((one) => one.id === id) ? freeId(list, id, 2) : id;
}

/** Outlines of everything solid that stands in the draft, and of the ways of what moves there by itself. */
export function takenGround(draft: Draft): Taken {
  const standing = [...draft.statics, ...draft.props].map(footprintOf);
  return createTaken([...standing, ...draft.doors.map(leafGround), ...draft.routes]);
}

/** What the leaf of a door covers from closed to open: what stood there would jam it. */
function leafGround({ position: [x, y, z], yaw, size, slide }: Door): Footprint {
  const [dx, dz] = [(Math.cos(yaw) * slide) / 2, (-Math.sin(yaw) * slide) / 2];
  const swept = [size[0] + Math.abs(slide), size[1], size[2]] as const;
  return footprintOf({
    position: [x + dx, y, z + dz],
    yaw,
    shape: { type: 'box', size: swept },
  });
}

/** Metres. A long leg is taken in pieces: the box round a slanting one would cover half the ground. */
const longestPiece = 8;

/** The ground that a walker covers on its route, from the last point back to the first too. */
export function routeGround({ route, radius }: Pick<Walker, 'route' | 'radius'>): Footprint[] {
  return route.flatMap((from, i) => {
    const to = route[(i + 1) % route.length] as Ground;
    const pieces = Math.max(
      1,
      Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / longestPiece),
    );
    const at = (piece: number): Ground => [
      from[0] + ((to[0] - from[0]) * piece) / pieces,
      from[1] + ((to[1] - from[1]) * piece) / pieces,
    ];
    return Array.from({ length: pieces }, (_, piece) => strip(at(piece), at(piece + 1), radius));
  });
}

/**
 * Tries random places for an outline until one leaves `plot.gap` free on all sides, at most
 * `plot.attempts` times. `build` gives the outline's parts for a centre; undefined: no room found.
 *
 * Since every island keeps the gap to every other and to the edge, nothing is ever closed off.
 */
export function findPlace<T extends { readonly parts: readonly Footprint[] }>(
  plot: Plot,
  taken: Taken,
  random: Random,
  build: (x: number, z: number) => T,
): T | undefined {
  for (let attempt = 0; attempt < plot.attempts; attempt++) {
    const x = random.range(plot.min[0], plot.max[0]);
    const z = random.range(plot.min[1], plot.max[1]);
    const candidate = build(x, z);
    if (candidate.parts.every((part) => fits(plot, part, taken))) return candidate;
  }
  return undefined;
}

function fits(plot: Plot, part: Footprint, taken: Taken): boolean {
  const [halfX, halfZ] = halfExtents(part);
  const inside =
    part.x - halfX >= plot.min[0] + plot.gap &&
    part.x + halfX <= plot.max[0] - plot.gap &&
    part.z - halfZ >= plot.min[1] + plot.gap &&
    part.z + halfZ <= plot.max[1] - plot.gap;
  return inside && keepsGap(taken, part, plot.gap);
}
