/**
 * Whether a thing can be put somewhere at this moment, and if not, what hinders it. Reads a layout and
 * where everybody is, as a snapshot has it, so that a page can ask before it asks the world. Props count as they
 * stand upright. Allocates: for whoever changes a world, never in a step.
 *
 * Does not know whether there is still a way to anywhere: that is for the mesh to say (env/editing.ts).
 */

import { InputError } from '../core/input-error.ts';
import { type AddedLook, type Edit, idOf, listOf, type Place } from '../scene/edit.ts';
import { createAdded, editLayout, partsOf, placeParts } from '../scene/edit-layout.ts';
import {
  circle,
  type Footprint,
  footprintOf,
  gapBetween,
  halfExtents,
} from '../scene/footprint.ts';
import type { Door, Layout, Prop, Static } from '../scene/layout.ts';
import type { Scene } from '../scene/scene-schema.ts';
import type { Snapshot } from './snapshot.ts';

/** What is read of a snapshot. */
export type Moment = Pick<Snapshot, 'position' | 'rotation' | 'radius' | 'goal' | 'visited'>;

/** What is to be put somewhere: one of the layout's things, or one that is new to it. */
export type Movable = { readonly thing: string } | { readonly look: AddedLook };

/** Outlines may touch, and overlap by less than this many metres. */
const tolerance = 0.01;
/** Metres that are kept to whoever walks. */
const room = 0.03;

/** What hinders a thing from standing somewhere: a static or a prop of that look, or one of these. */
export type Hindrance =
  | Static['look']
  | Prop['look']
  | 'door'
  /** The ground that a door slides over. */
  | 'sliding door'
  | 'end of the world'
  | 'robot'
  | 'pedestrian'
  | 'visitor'
  /** Some agent's goal. */
  | 'goal';

/** In an English sentence. */
export function hindranceInWords(hindrance: Hindrance): string {
  switch (hindrance) {
    case 'end of the world':
      return 'That is outside of the world.';
    case 'sliding door':
      return 'A door slides there.';
    case 'robot':
      return 'A robot stands there.';
    case 'visitor':
      return 'You stand there yourself.';
    case 'pedestrian':
      return 'A pedestrian walks there.';
    case 'goal':
      return 'A robot is on its way there.';
    default:
      return `The ${hindrance} stands there.`;
  }
}

/** The solids that a thing is made of, were it at `to`; none if the layout has no such thing. */
export function solidsOf(layout: Layout, movable: Movable, to: Place): readonly (Static | Prop)[] {
  if ('look' in movable) return [createAdded('new', movable.look, to)];
  const { thing } = movable;
  if (listOf(thing) !== 'props') {
    const parts = partsOf(layout, thing);
    return parts.length === 0 ? [] : placeParts(parts, to);
  }
  const prop = layout.props.find(({ id }) => id === idOf(thing));
  if (!prop) return [];
  return [{ ...prop, position: [to.x, prop.position[1], to.z], yaw: to.yaw }];
}

/**
 * Why `solids` cannot stand there, undefined: they can. `thing`: what they are of, which is in nobody's way.
 * `returns`: they have stood there before, and whoever touched them then may touch them again.
 */
export function whyNotThere(
  layout: Layout,
  now: Moment,
  solids: readonly (Static | Prop)[],
  thing?: string,
  returns = false,
): Hindrance | undefined {
  const isProp = solids.some((solid) => 'mass' in solid);
  for (const outline of solids.map(footprintOf)) {
    const why =
      outside(layout, outline) ??
      inStatic(layout, outline, thing) ??
      inDoor(layout, outline, isProp) ??
      onSomebody(layout, now, outline, returns) ??
      onThing(layout, now, outline, thing) ??
      onGoal(layout, now, outline);
    if (why) return why;
  }
  return undefined;
}

/**
 * Throws an InputError where edits put a thing out of the world, into another that stays where it is, or where a
 * door slides, each in the layout that those before it have left: as whoever makes them one by one is refused. Where
 * what can be pushed, and who walks, will be by then, nobody knows.
 */
export function checkEdits(scene: Scene, base: Layout, edits: readonly Edit[]): void {
  let layout = base;
  for (const edit of edits) {
    if (edit.kind === 'move' || edit.kind === 'add') checkPlace(layout, edit);
    layout = editLayout(scene, layout, edit);
  }
}

function checkPlace(layout: Layout, edit: Extract<Edit, Place>): void {
  const { thing } = edit;
  const solids = solidsOf(layout, edit.kind === 'add' ? { look: edit.look } : { thing }, edit);
  const isProp = solids.some((solid) => 'mass' in solid);
  const called = ({ id, look }: Pick<Static | Prop, 'id' | 'look'>) => `${look} “${id}”`;
  for (const outline of solids.map(footprintOf)) {
    const what = called({ id: idOf(thing), look: (solids[0] as Static | Prop).look });
    const other = staticAt(layout, outline, thing);
    if (other) {
      throw new InputError(
        `The ${what} and the ${called(other)} would stand in one place: move or leave out one of them.`,
      );
    }
    if (outside(layout, outline)) {
      throw new InputError(`The ${what} would stand outside of the world: leave it out.`);
    }
    if (inDoor(layout, outline, isProp)) {
      throw new InputError(`The ${what} would stand where a door slides: leave it out.`);
    }
  }
}

/** Who walks where `solids`, which have stood there before, are to stand; undefined: nobody. */
export function whoStandsThere(
  layout: Layout,
  now: Moment,
  solids: readonly (Static | Prop)[],
): Hindrance | undefined {
  for (const outline of solids.map(footprintOf)) {
    const who = onSomebody(layout, now, outline, true);
    if (who) return who;
  }
  return undefined;
}

/** Why an agent's goal cannot be at (x, z), undefined: it can. */
export function whyNoGoal(layout: Layout, x: number, z: number): Hindrance | undefined {
  const disc = circle(x, z, layout.body.radius);
  return outside(layout, disc) ?? inStatic(layout, disc, undefined) ?? inDoor(layout, disc, false);
}

function outside({ min, max }: Layout, outline: Footprint): Hindrance | undefined {
  const [halfX, halfZ] = halfExtents(outline);
  const inside =
    outline.x - halfX >= min[0] - tolerance &&
    outline.x + halfX <= max[0] + tolerance &&
    outline.z - halfZ >= min[1] - tolerance &&
    outline.z + halfZ <= max[1] + tolerance;
  return inside ? undefined : 'end of the world';
}

/** The outline, smaller by the tolerance: then a gap of 0 means that it overlaps and not only touches. */
function shrunk(outline: Footprint): Footprint {
  return {
    ...outline,
    halfX: Math.max(0, outline.halfX - tolerance),
    halfZ: Math.max(0, outline.halfZ - tolerance),
    radius: Math.max(0, outline.radius - tolerance),
  };
}

function inStatic(
  layout: Layout,
  outline: Footprint,
  thing: string | undefined,
): Hindrance | undefined {
  return staticAt(layout, outline, thing)?.look;
}

function staticAt(
  layout: Layout,
  outline: Footprint,
  thing: string | undefined,
): Static | undefined {
  const own = new Set(thing === undefined ? [] : partsOf(layout, thing).map(({ id }) => id));
  const small = shrunk(outline);
  return layout.statics.find(
    (body) => !own.has(body.id) && gapBetween(small, footprintOf(body)) === 0,
  );
}

/** Obstacles keep out of all the ground that a door slides over; what can be pushed may lie in it. */
function inDoor(layout: Layout, outline: Footprint, isProp: boolean): Hindrance | undefined {
  if (isProp) return undefined;
  const small = shrunk(outline);
  const hit = layout.doors.some((door) => gapBetween(small, sweptBy(door)) === 0);
  return hit ? 'sliding door' : undefined;
}

function sweptBy({ position, yaw, size, slide }: Door): Footprint {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  return {
    x: position[0] + (cos * slide) / 2,
    z: position[2] - (sin * slide) / 2,
    halfX: (size[0] + Math.abs(slide)) / 2,
    halfZ: size[2] / 2,
    ...{ cos, sin, radius: 0 },
  };
}

function onSomebody(
  layout: Layout,
  now: Moment,
  outline: Footprint,
  returns: boolean,
): Hindrance | undefined {
  const small = shrunk(outline);
  const { agents, props, doors, walkers } = layout;
  const firstWalker = agents + props.length + doors.length;
  const visitor = firstWalker + walkers.length;
  for (let n = 0; n <= visitor; n++) {
    if ((n >= agents && n < firstWalker) || (n === visitor && !now.visited)) continue;
    const somebody = circle(
      now.position[3 * n] as number,
      now.position[3 * n + 2] as number,
      now.radius[n] as number,
    );
    const isFree = returns ? gapBetween(small, somebody) > 0 : gapBetween(outline, somebody) > room;
    if (isFree) continue;
    if (n < agents) return 'robot';
    return n === visitor ? 'visitor' : 'pedestrian';
  }
  return undefined;
}

/** Props and doors as they are at the moment. */
function onThing(
  { agents, props, doors }: Layout,
  now: Moment,
  outline: Footprint,
  thing: string | undefined,
): Hindrance | undefined {
  const small = shrunk(outline);
  const meets = (body: Footprint, row: number) => {
    const x = now.position[3 * row] as number;
    const z = now.position[3 * row + 2] as number;
    return gapBetween(small, { ...body, x, z }) === 0;
  };
  const prop = props.find((body, i) => {
    if (`props/${body.id}` === thing) return false;
    return meets(footprintOf({ ...body, yaw: yawAt(now, agents + i) }), agents + i);
  });
  if (prop) return prop.look;
  const door = doors.some((body, i) => {
    const shape = { type: 'box', size: body.size } as const;
    return meets(footprintOf({ ...body, shape }), agents + props.length + i);
  });
  return door ? 'door' : undefined;
}

/** Of a goal that is an object, the object itself is in the way of others. */
function onGoal(layout: Layout, { goal }: Moment, outline: Footprint): Hindrance | undefined {
  for (let a = 0; a < layout.agents; a++) {
    const x = goal[2 * a] as number;
    const z = goal[2 * a + 1] as number;
    if (layout.categories && layout.landmarks.some(({ position }) => isAt(position, x, z)))
      continue;
    if (gapBetween(outline, circle(x, z, layout.body.radius)) === 0) {
      return 'goal';
    }
  }
  return undefined;
}

function isAt([x, z]: readonly [number, number], goalX: number, goalZ: number): boolean {
  return Math.fround(x) === goalX && Math.fround(z) === goalZ;
}

/** How a body is turned about +y. */
export function yawAt({ rotation }: Pick<Moment, 'rotation'>, row: number): number {
  const [x, y, z, w] = rotation.subarray(4 * row, 4 * row + 4) as unknown as readonly [
    number,
    number,
    number,
    number,
  ];
  return Math.atan2(2 * (w * y + x * z), 1 - 2 * (y * y + x * x));
}
