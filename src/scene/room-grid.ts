/**
 * Generator `rooms`: the ground divided into columns × rows of equal rooms. A random spanning tree of
 * doorways joins them all, a few more make loops, some get a sliding door that vanishes into the
 * wall, and every room gets furniture that keeps clear of the doorways. Objects to be found, if there
 * are any, stand in rooms drawn at random.
 */
import { InputError } from '../core/input-error.ts';
import type { Random } from '../core/random.ts';
import { type Draft, findPlace, freeId, freeName, type Plot, takenGround } from './draft.ts';
import { circle, rectangle } from './footprint.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground } from './layout.ts';
import { addObstacle } from './scatter.ts';
import { type Taken, take } from './taken.ts';

type Options = OptionsOf<'rooms'>;

/** The wall between two rooms: its middle, its length, and the axis it runs along. */
interface SharedWall {
  readonly rooms: readonly [number, number];
  readonly middle: Ground;
  readonly length: number;
  readonly alongX: boolean;
}

/** A door leaf is thinner than its wall, so that it vanishes when open. */
const leafShare = 0.5;
/** A door stands a little lower than its wall. */
const leafHeightShare = 0.95;
/** Radius round a doorway from which furniture keeps its gap, in widths of the doorway. */
const clearShare = 0.4;

/** `where`: the entry in its scene file; `seed`: the layout. Both are only quoted. */
export function roomGrid(
  options: Options,
  draft: Draft,
  random: Random,
  from: { readonly where: string; readonly seed: number },
): void {
  const { columns, rows } = options;
  const width = (draft.max[0] - draft.min[0]) / columns;
  const depth = (draft.max[1] - draft.min[1]) / rows;
  const firstRoom = draft.regions.length;
  // What stood before the walls: the plots keep clear of the walls, and of the border, by themselves.
  const taken = takenGround(draft);

  // 1. Rooms, row by row from the north-west.
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const min: Ground = [draft.min[0] + column * width, draft.min[1] + row * depth];
      const number = row * columns + column + 1;
      draft.regions.push({
        id: `room-${number}`,
        label: `Room ${number}`,
        min,
        max: [min[0] + width, min[1] + depth],
      });
    }
  }

  // 2. Which shared walls have a doorway.
  const walls = sharedWalls(options, draft.min, { width, depth });
  const open = chooseDoorways(walls, columns * rows, options.extraDoorways, random);
  const withDoor = new Set(shuffled([...open], random).slice(0, options.doors.count));

  // 3. Walls, doorways, doors. Corner posts close the crossings, so that walls never overlap.
  for (const [index, wall] of walls.entries()) {
    if (!open.has(index)) {
      addWall(options, draft, wall, { from: -wall.length / 2, to: wall.length / 2 });
      continue;
    }
    const doorway = addDoorway(options, draft, wall, firstRoom, withDoor.has(index), random);
    take(taken, [circle(doorway[0], doorway[1], options.doorway * clearShare)]);
  }
  for (let row = 1; row < rows; row++) {
    for (let column = 1; column < columns; column++) {
      addPost(options, draft, [draft.min[0] + column * width, draft.min[1] + row * depth]);
    }
  }

  // 4. Objects to be found, and furniture.
  const objects = drawObjects(options, columns * rows, random);
  const plots = draft.regions.slice(firstRoom).map((region) => plotOf(options, region));
  let homeless: ObjectKind[] = [];
  for (const [room, plot] of plots.entries()) {
    const wanted = [...(objects[room] ?? []), ...homeless];
    const left = wanted.filter(
      (kind) => !placeObject(options, draft, { plot, taken }, kind, random),
    );
    // Before their furniture, the rooms that follow have the most room.
    homeless = options.objects?.required ? left : [];
    furnish(options, draft, { plot, taken }, random);
  }
  for (const plot of plots) {
    homeless = homeless.filter(
      (kind) => !placeObject(options, draft, { plot, taken }, kind, random),
    );
  }
  if (options.objects?.required) refuseTooFew(options.objects, objects.flat(), homeless, from);
}

function refuseTooFew(
  { kinds, attempts }: NonNullable<Options['objects']>,
  drawn: readonly ObjectKind[],
  homeless: readonly ObjectKind[],
  { where, seed }: { readonly where: string; readonly seed: number },
): void {
  for (const kind of kinds) {
    const of = (list: readonly ObjectKind[]) => list.filter((one) => one === kind).length;
    const short = kind.copies[0] - (of(drawn) - of(homeless));
    if (short <= 0) continue;
    throw new InputError(
      `${where}.objects: expected room for ${short} "${kind.look}" in layout ${seed}, found none in ` +
        `${attempts} places of every room: lower gap, or have fewer things.`,
    );
  }
}

type ObjectKind = NonNullable<Options['objects']>['kinds'][number];

/** Which objects each room gets; none, and nothing drawn, where there are none to be found. */
function drawObjects({ objects }: Options, rooms: number, random: Random): ObjectKind[][] {
  const of: ObjectKind[][] = Array.from({ length: rooms }, () => []);
  for (const kind of objects?.kinds ?? []) {
    const [fewest, most] = kind.copies;
    const copies = fewest + random.integer(most - fewest + 1);
    for (let i = 0; i < copies; i++) of[random.integer(rooms)]?.push(kind);
  }
  return of;
}

function sharedWalls(
  { columns, rows, thickness }: Options,
  corner: Ground,
  { width, depth }: { width: number; depth: number },
): SharedWall[] {
  const walls: SharedWall[] = [];
  // A wall ends at the posts of the crossings, or at the ground's edge.
  const shorten = (index: number, count: number) =>
    (index > 0 ? thickness / 2 : 0) + (index < count - 1 ? thickness / 2 : 0);
  const shift = (index: number, count: number) =>
    ((index > 0 ? 1 : 0) - (index < count - 1 ? 1 : 0)) * (thickness / 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const room = row * columns + column;
      const x = corner[0] + (column + 0.5) * width;
      const z = corner[1] + (row + 0.5) * depth;
      if (column < columns - 1) {
        walls.push({
          rooms: [room, room + 1],
          middle: [x + width / 2, z + shift(row, rows)],
          length: depth - shorten(row, rows),
          alongX: false,
        });
      }
      if (row < rows - 1) {
        walls.push({
          rooms: [room, room + columns],
          middle: [x + shift(column, columns), z + depth / 2],
          length: width - shorten(column, columns),
          alongX: true,
        });
      }
    }
  }
  return walls;
}

/** Kruskal on shuffled walls gives a random spanning tree; then `extra` more. */
function chooseDoorways(
  walls: readonly SharedWall[],
  rooms: number,
  extra: number,
  random: Random,
): Set<number> {
  const group = Array.from({ length: rooms }, (_, room) => room);
  const find = (room: number): number => {
    const parent = group[room] as number;
    return parent === room ? room : find(parent);
  };
  const open = new Set<number>();
  const rest: number[] = [];
  const order = shuffled(
    walls.map((_, index) => index),
    random,
  );
  for (const index of order) {
    const [a, b] = (walls[index] as SharedWall).rooms.map(find) as [number, number];
    if (a === b) rest.push(index);
    else {
      group[a] = b;
      open.add(index);
    }
  }
  for (const index of rest.slice(0, extra)) open.add(index);
  return open;
}

function addDoorway(
  options: Options,
  draft: Draft,
  wall: SharedWall,
  firstRoom: number,
  withDoor: boolean,
  random: Random,
): Ground {
  const { doorway, doors, thickness, height } = options;
  // A quarter of a doorway stays wall at either end.
  const play = Math.max(0, wall.length / 2 - doorway * 0.75);
  const along = random.range(-play, play);
  addWall(options, draft, wall, { from: -wall.length / 2, to: along - doorway / 2 });
  addWall(options, draft, wall, { from: along + doorway / 2, to: wall.length / 2 });

  const position = pointOn(wall, along);
  const rooms = wall.rooms.map((room) => firstRoom + room) as [number, number];
  const name = `${wall.rooms[0] + 1}-${wall.rooms[1] + 1}`;
  if (withDoor) {
    const leaf = height * leafHeightShare;
    // It slides towards the longer piece of wall. Its own +x lies along x, or along −z when turned.
    const towards = along > 0 ? -1 : 1;
    draft.doors.push({
      id: freeName(draft.doors, `door-${name}`),
      position: [position[0], leaf / 2, position[1]],
      yaw: wall.alongX ? 0 : Math.PI / 2,
      size: [doorway, leaf, thickness * leafShare],
      slide: doorway * towards * (wall.alongX ? 1 : -1),
      period: random.range(...doors.period),
      openShare: doors.openShare,
      phase: random.uniform(),
    });
  }
  draft.portals.push({
    id: `doorway-${name}`,
    regions: rooms,
    position,
    width: doorway,
    ...(withDoor ? { door: draft.doors.length - 1 } : {}),
  });
  return position;
}

function addWall(
  { thickness, height }: Options,
  draft: Draft,
  wall: SharedWall,
  { from, to }: { from: number; to: number },
): void {
  if (to - from < 0.01) return;
  const [x, z] = pointOn(wall, (from + to) / 2);
  draft.statics.push({
    id: freeId(draft.statics, 'wall', draft.statics.length),
    look: 'wall',
    position: [x, height / 2, z],
    yaw: 0,
    shape: {
      type: 'box',
      size: wall.alongX ? [to - from, height, thickness] : [thickness, height, to - from],
    },
  });
}

function addPost({ thickness, height }: Options, draft: Draft, [x, z]: Ground): void {
  draft.statics.push({
    id: freeId(draft.statics, 'wall', draft.statics.length),
    look: 'wall',
    position: [x, height / 2, z],
    yaw: 0,
    shape: { type: 'box', size: [thickness, height, thickness] },
  });
}

function pointOn({ middle, alongX }: SharedWall, along: number): Ground {
  return alongX ? [middle[0] + along, middle[1]] : [middle[0], middle[1] + along];
}

/** The room between the faces of its walls. */
function plotOf(
  { furniture, thickness }: Options,
  room: { readonly min: Ground; readonly max: Ground },
): Plot {
  const half = thickness / 2;
  return {
    min: [room.min[0] + half, room.min[1] + half],
    max: [room.max[0] - half, room.max[1] - half],
    gap: furniture.gap,
    attempts: furniture.attempts,
  };
}

interface Room {
  readonly plot: Plot;
  readonly taken: Taken;
}

/** Whether there was room for it. */
function placeObject(
  { objects }: Options,
  draft: Draft,
  { plot, taken }: Room,
  { look, radius, height }: ObjectKind,
  random: Random,
): boolean {
  const place = findPlace({ ...plot, ...objects }, taken, random, (x, z) => ({
    parts: [circle(x, z, radius)],
  }));
  if (!place) return false;
  take(taken, place.parts);
  addObstacle(draft, look, height, place.parts);
  return true;
}

function furnish(
  { furniture }: Options,
  draft: Draft,
  { plot, taken }: Room,
  random: Random,
): void {
  for (let i = 0; i < furniture.perRoom; i++) {
    const long = random.range(...furniture.length);
    const round = random.uniform() < 0.4;
    const alongX = random.integer(2) === 0;
    const place = findPlace(plot, taken, random, (x, z) => ({
      parts: [
        round
          ? circle(x, z, furniture.thickness * 0.6)
          : alongX
            ? rectangle(x, z, long, furniture.thickness)
            : rectangle(x, z, furniture.thickness, long),
      ],
    }));
    if (!place) continue;
    take(taken, place.parts);
    addObstacle(draft, round ? 'planter' : 'bench', furniture.height, place.parts);
  }
}

/** Fisher and Yates. */
function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
