/** Things of the world in view, as a person speaks of them, and where they are at the moment. */
import type { Look } from '../../agents/edit-history.ts';
import { idOf, listOf, type Place, thingsOf } from '../../scene/edit.ts';
import { partsOf } from '../../scene/edit-layout.ts';
import type { Door, Layout } from '../../scene/layout.ts';
import { agentName } from '../../view/names.ts';
import type { Moment } from '../../view/stage.ts';
import { yawAt } from '../../world/fit.ts';
import { words } from '../words/index.ts';

export function isGoal(thing: string): boolean {
  return thing.startsWith('goals/');
}

export function isDoor(thing: string): boolean {
  return thing.startsWith('doors/');
}

/** Whose goal it is. */
export function agentOf(thing: string): number {
  return Number(idOf(thing));
}

function lookOf(layout: Layout, thing: string): Look | undefined {
  switch (listOf(thing)) {
    case 'statics':
      return partsOf(layout, thing)[0]?.look;
    case 'props':
      return layout.props.find(({ id }) => id === idOf(thing))?.look;
    case 'doors':
      return layout.doors.some(({ id }) => id === idOf(thing)) ? 'door' : undefined;
    default:
      return undefined;
  }
}

/** `hedge 3`, `Ada’s goal`: of a look they are counted from 1, unless there is but one. */
export function nameOf(layout: Layout, thing: string): string {
  const { goalOf, looks, numbered } = words.value.editing;
  if (isGoal(thing)) return goalOf(agentName(agentOf(thing)));
  const look = lookOf(layout, thing) ?? 'thing';
  const alike = thingsOf(layout).filter((other) => lookOf(layout, other) === look);
  return alike.length === 1 ? looks[look] : numbered(looks[look], alike.indexOf(thing) + 1);
}

/** As it is called by one who stands before it: `the hedge`, `Ada’s goal`. */
export function callOf(layout: Layout, thing: string): string {
  const { looks, the } = words.value.editing;
  return isGoal(thing) ? nameOf(layout, thing) : the(looks[lookOf(layout, thing) ?? 'thing']);
}

export function isThere(layout: Layout, thing: string): boolean {
  return isGoal(thing) ? agentOf(thing) < layout.agents : lookOf(layout, thing) !== undefined;
}

/** Row of a prop or a door in a snapshot; −1 of what stands. */
function rowOf({ agents, props, doors }: Layout, thing: string): number {
  const isProp = listOf(thing) === 'props';
  if (!isProp && !isDoor(thing)) return -1;
  const at = (isProp ? props : doors).findIndex(({ id }) => id === idOf(thing));
  return at < 0 ? -1 : agents + (isProp ? at : props.length + at);
}

/** Where the middle of a thing is, and how it is turned. */
export function placeOf(layout: Layout, now: Moment, thing: string): Place | undefined {
  if (isGoal(thing)) {
    const a = agentOf(thing);
    const [x, z] = [now.goal[2 * a], now.goal[2 * a + 1]];
    return x === undefined || z === undefined ? undefined : { x, z, yaw: 0 };
  }
  const row = rowOf(layout, thing);
  if (row >= 0) {
    const [x, z] = [now.position[3 * row] as number, now.position[3 * row + 2] as number];
    return { x, z, yaw: yawAt(now, row) };
  }
  const [main] = partsOf(layout, thing);
  return main && { x: main.position[0], z: main.position[2], yaw: main.yaw };
}

/** Whether a door is rather open than shut, or is about to be. */
export function isOpen(layout: Layout, now: Moment, thing: string): boolean {
  const door = layout.doors.find(({ id }) => id === idOf(thing));
  if (!door) return false;
  if (door.held) return door.held === 'open';
  const place = placeOf(layout, now, thing);
  return place !== undefined && openingOf(door, place) > 0.5;
}

function openingOf({ position, slide }: Door, { x, z }: Place): number {
  return Math.hypot(x - position[0], z - position[2]) / Math.max(1e-6, Math.abs(slide));
}

/** All that can be taken, in reading order: from far to near in rows of two metres, from left to right. */
export function inOrder(layout: Layout, now: Moment): string[] {
  const all = [
    ...thingsOf(layout),
    ...Array.from({ length: layout.agents }, (_, a) => `goals/${a}`),
  ];
  const row = ({ z }: Place) => Math.floor(z / 2);
  return all
    .flatMap((thing) => {
      const place = placeOf(layout, now, thing);
      return place ? [{ thing, place }] : [];
    })
    .sort((a, b) => row(a.place) - row(b.place) || a.place.x - b.place.x)
    .map(({ thing }) => thing);
}
