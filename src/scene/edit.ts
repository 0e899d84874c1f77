/**
 * What a person changes of a layout, as plain data: a list of edits, oldest first, is kept with the scene and made
 * into the changed layout by `editLayout` (edit-layout.ts). It comes from a page, or from what a browser has kept,
 * so `readEdits` checks all of it.
 *
 * A thing is named by `list/id`: `statics/hedge-7`, `props/crate-2`, `doors/door-a`. An obstacle of several parts
 * (a hedge with lips) is one thing, by the name of its main part. Metres, radians; (x, z) is its centre.
 *
 * Knows nothing of what fits where: that depends on who stands there at the moment (world/fit.ts).
 */
import { z } from 'zod';
import { InputError, quoted } from '../core/input-error.ts';
import type { Layout, Prop, Shape, Static } from './layout.ts';
import { coordinate, yaw } from './scene-quantities.ts';

export interface Place {
  readonly x: number;
  readonly z: number;
  readonly yaw: number;
}

export type Edit =
  | ({ readonly kind: 'move'; readonly thing: string } & Place)
  | ({ readonly kind: 'add'; readonly thing: string; readonly look: AddedLook } & Place)
  | { readonly kind: 'remove'; readonly thing: string }
  /** A door that is held leaves its timetable until the edit is undone. */
  | { readonly kind: 'hold'; readonly thing: string; readonly as: 'open' | 'shut' };

/** Edits of one layout, and things that a person has put there and that still stand. */
export const mostEdits = 300;
export const mostAdded = 40;

/** What a person may put into a world: as scenes have it, high enough to be met by range scans. */
export const addable = {
  crate: { list: 'props', shape: { type: 'box', size: [0.6, 0.6, 0.6] }, mass: 15 },
  barrel: { list: 'props', shape: { type: 'cylinder', radius: 0.3, height: 0.8 }, mass: 12 },
  hedge: { list: 'statics', shape: { type: 'box', size: [2, 1, 0.5] } },
  wall: { list: 'statics', shape: { type: 'box', size: [2, 1.2, 0.2] } },
  bench: { list: 'statics', shape: { type: 'box', size: [1.6, 0.8, 0.5] } },
  planter: { list: 'statics', shape: { type: 'cylinder', radius: 0.45, height: 0.9 } },
  pillar: { list: 'statics', shape: { type: 'cylinder', radius: 0.3, height: 2.2 } },
} as const satisfies Readonly<
  Record<
    string,
    | { readonly list: 'props'; readonly shape: Shape; readonly mass: number }
    | { readonly list: 'statics'; readonly shape: Shape }
  >
>;

export type AddedLook = keyof typeof addable & (Static['look'] | Prop['look']);
export const addedLooks = Object.keys(addable) as AddedLook[];

export type ThingList = 'statics' | 'props' | 'doors';

export function listOf(thing: string): ThingList {
  return thing.slice(0, thing.indexOf('/')) as ThingList;
}

export function idOf(thing: string): string {
  return thing.slice(thing.indexOf('/') + 1);
}

/** The thing that a static belongs to as a part. */
export function thingOfStatic({ id }: Pick<Static, 'id'>): string {
  return `statics/${id.replace(/-lip-\d+$/, '')}`;
}

/** Added things have ids that no scene file and no generator gives. */
const addedPrefix = 'added-';

export function isAdded(id: string): boolean {
  return id.startsWith(addedPrefix);
}

/** The name of the next thing of a look that is added after these edits. */
export function nextAdded(edits: readonly Edit[], look: AddedLook): string {
  const numbers = edits.flatMap((edit) =>
    edit.kind === 'add' ? [Number(idOf(edit.thing).slice(addedPrefix.length))] : [],
  );
  return `${addable[look].list}/${addedPrefix}${Math.max(0, ...numbers) + 1}`;
}

/**
 * Whether a static stays where it is: the border and what the scene is built of, since regions and portals are
 * made of it and things stand on it. A wall that a person has put up is none of these.
 */
export function isFixed({ id, look }: Pick<Static, 'id' | 'look'>): boolean {
  if (isAdded(id)) return false;
  return look === 'wall' || look === 'ramp' || look === 'step' || look === 'platform';
}

/** All things of a layout that a person may take or, if they are doors, open and shut. */
export function thingsOf(layout: Pick<Layout, ThingList>): string[] {
  const statics = layout.statics.filter((body) => !isFixed(body)).map(thingOfStatic);
  return [
    ...new Set(statics),
    ...layout.props.map(({ id }) => `props/${id}`),
    ...layout.doors.map(({ id }) => `doors/${id}`),
  ];
}

const thing = z
  .string()
  .max(80)
  .regex(/^(statics|props|doors)\/[a-z0-9]+(-[a-z0-9]+)*$/);
const added = z
  .string()
  .max(80)
  .regex(/^(statics|props)\/added-[1-9]\d{0,8}$/);
const place = { x: coordinate, z: coordinate, yaw };

const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('move'), thing, ...place }),
  z.strictObject({ kind: z.literal('add'), thing: added, look: z.enum(addedLooks), ...place }),
  z.strictObject({ kind: z.literal('remove'), thing }),
  z.strictObject({ kind: z.literal('hold'), thing, as: z.enum(['open', 'shut']) }),
]);

/** Checks that these are edits; throws an InputError about the first that is none. */
export function readEdits(value: unknown): Edit[] {
  if (!Array.isArray(value) || value.length > mostEdits) {
    throw new InputError(`Expected a list of at most ${mostEdits} changes, got ${quoted(value)}.`);
  }
  return value.map((edit, i) => {
    const result = editSchema.safeParse(edit);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new InputError(
      `Expected change ${i + 1} to be a change of a world, but ${issue?.path.join('.') || 'it'} is not: ${issue?.message}.`,
    );
  });
}
