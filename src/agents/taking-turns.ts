/**
 * Who may enter a narrow passage now: the two ends of every passage take turns, as by traffic lights, and between
 * turns it empties. ORCA alone, which looks a second or two ahead, lets two streams meet in it and block one
 * another for ever. For the baseline `turns`: it knows the map and the clock, which no learned policy is told.
 *
 * A passage is a region with a portal at either end in which two bodies cannot pass one another. Whoever is in it goes
 * on; whoever is about to enter it out of turn, or behind two others, waits beside its mouth, where it bars nobody. Metres, seconds.
 */
import { crosses, type Footprint, rectangle } from '../scene/footprint.ts';
import type { Ground, Layout, Region } from '../scene/layout.ts';

/** How long a turn lasts, and how long a passage is left to empty beyond the time of walking through it. */
const turn = 5;
const spare = 1.5;
/** Before a mouth, at the same time; more would jam it. */
const atOnce = 2;
/** From a mouth at which it is looked at whose turn it is. */
const lookAhead = 3;
/** Where one waits: before the mouth, and to the side of it on which there is more room. */
const before = 1.3;
const beside = 1.3;

interface Mouth {
  readonly at: Ground;
  readonly waiting: Ground;
}

export interface Passage {
  readonly region: Region;
  readonly outline: Footprint;
  readonly mouths: readonly [Mouth, Mouth];
  /** From the beginning of one turn to that of the next. */
  readonly seconds: number;
}

export function passagesOf(layout: Layout): Passage[] {
  const { regions, portals, body } = layout;
  return regions.flatMap((region, index) => {
    const [sizeX, sizeZ] = [region.max[0] - region.min[0], region.max[1] - region.min[1]];
    const ends = portals.filter((portal) => portal.regions.includes(index));
    const [one, other] = ends;
    if (!one || !other || ends.length > 2) return [];
    if (Math.max(one.width, other.width) > 4 * body.radius) return [];
    const length = Math.hypot(
      other.position[0] - one.position[0],
      other.position[1] - one.position[1],
    );
    const middle = [region.min[0] + sizeX / 2, region.min[1] + sizeZ / 2] as const;
    const passage: Passage = {
      region,
      outline: rectangle(middle[0], middle[1], sizeX, sizeZ),
      mouths: [mouthOf(layout, one.position, middle), mouthOf(layout, other.position, middle)],
      seconds: turn + length / body.maxSpeed + spare,
    };
    return [passage];
  });
}

interface Place {
  readonly x: number;
  readonly z: number;
}

/** Where agent `self`, whose way is `corners` from `next` on, is to wait; undefined: it goes on. */
export function waitingPlace(
  passages: readonly Passage[],
  time: number,
  agents: readonly Place[],
  self: number,
  { corners, next }: { readonly corners: readonly Ground[]; readonly next: number },
): Ground | undefined {
  const own = agents[self] as Place;
  for (const { region, outline, mouths, seconds } of passages) {
    if (isIn(region, own) || !leadsThrough(outline, own, corners, next)) continue;
    const apart = mouths.map((mouth) => metres(mouth, own)) as [number, number];
    const end = apart[0] <= apart[1] ? 0 : 1;
    if (apart[end] > lookAhead) continue;
    const turns = Math.floor(time / seconds);
    const isOpen = turns % 2 === end && time - turns * seconds < turn;
    const isNearer = (other: Place) =>
      !isIn(region, other) && metres(mouths[end], other) < apart[end];
    if (!isOpen || agents.filter(isNearer).length >= atOnce) return mouths[end].waiting;
  }
  return undefined;
}

function metres({ at }: Mouth, { x, z }: Place): number {
  return Math.hypot(at[0] - x, at[1] - z);
}

function isIn({ min, max }: Region, { x, z }: Place): boolean {
  return x >= min[0] && x <= max[0] && z >= min[1] && z <= max[1];
}

function leadsThrough(
  outline: Footprint,
  { x, z }: Place,
  corners: readonly Ground[],
  next: number,
): boolean {
  let at: Ground = [x, z];
  for (let i = next; i < corners.length; i++) {
    const corner = corners[i] as Ground;
    if (crosses(outline, at, corner)) return true;
    at = corner;
  }
  return false;
}

function mouthOf({ min, max }: Layout, at: Ground, middle: Ground): Mouth {
  const length = Math.hypot(at[0] - middle[0], at[1] - middle[1]);
  const out = [(at[0] - middle[0]) / length, (at[1] - middle[1]) / length] as const;
  // Across the way out, towards the middle of the ground.
  const across = [-out[1], out[0]] as const;
  const inward =
    (min[0] + max[0] - 2 * at[0]) * across[0] + (min[1] + max[1] - 2 * at[1]) * across[1];
  const side = (inward < 0 ? -1 : 1) * beside;
  return {
    at,
    waiting: [
      at[0] + before * out[0] + side * across[0],
      at[1] + before * out[1] + side * across[1],
    ],
  };
}
