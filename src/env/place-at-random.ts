/**
 * Draws a start and a goal for an agent: both on free ground, joined by a way on foot. What most
 * scenarios want of `begin`. Draws only from the agent's own stream.
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { Ground, Region } from '../scene/layout.ts';
import type { Agent } from './agent.ts';
import { checkNames, checkNumber } from './check-option.ts';

export interface PlaceAtRandom {
  /** Ids of the regions to start in. Default: the whole ground. */
  readonly from?: readonly string[];
  /** Ids of the regions to go to. Default: the whole ground. */
  readonly to?: readonly string[];
  /** Whether the goal must lie in another region than the start. Default: false. */
  readonly otherRegion?: boolean;
  /** Shortest and longest way from start to goal, in metres on foot. Default: 4 and no limit. */
  readonly nearest?: number;
  readonly farthest?: number;
  /** Free space kept around start and goal beyond the body's own radius, in metres. Default: 0.2. */
  readonly clearance?: number;
}

const defaults = { nearest: 4, farthest: Number.POSITIVE_INFINITY, clearance: 0.2 };
/** Goals tried for a start before the start is drawn again, and starts before giving up. */
const goalTries = 40;
const startTries = 100;

const names = ['from', 'to', 'otherRegion', ...Object.keys(defaults)];
const anyLength = { min: 0, max: Number.POSITIVE_INFINITY };

export function placeAtRandom(agent: Agent, options: PlaceAtRandom = {}): void {
  checkNames('placeAtRandom', options, names);
  const { world, random, body } = agent;
  const { nearest, farthest, clearance } = { ...defaults, ...options };
  checkNumber('placeAtRandom: nearest', nearest, anyLength);
  checkNumber('placeAtRandom: farthest', farthest, anyLength);
  const starts = patches(agent, 'from', options.from);
  const goals = patches(agent, 'to', options.to);
  const space = body.radius + clearance;
  const others = { ignoreAgent: agent.index };

  /** Of the starts: on no free ground, and with no way to any goal, however long. */
  let taken = 0;
  let cutOff = 0;
  for (let startTry = 0; startTry < startTries; startTry++) {
    const [x, z] = drawPoint(agent, starts);
    if (!world.isFree(x, z, space, others)) {
      taken++;
      continue;
    }
    let leads = false;
    for (let goalTry = 0; goalTry < goalTries; goalTry++) {
      const [goalX, goalZ] = drawPoint(agent, goals);
      if (Math.hypot(goalX - x, goalZ - z) > farthest) continue;
      if (options.otherRegion && world.regionAt(goalX, goalZ) === world.regionAt(x, z)) continue;
      if (!world.isFree(goalX, goalZ, space, others)) continue;
      const way = world.navigation.pathLength(x, z, goalX, goalZ);
      if (!Number.isFinite(way)) continue;
      leads = true;
      if (way < nearest || way > farthest) continue;
      agent.start(x, z, random.range(-Math.PI, Math.PI));
      agent.setGoal(goalX, goalZ);
      return;
    }
    if (!leads) cutOff++;
  }
  const { scene, seed } = world.layout;
  const apart = farthest === Number.POSITIVE_INFINITY ? 'or more' : `to ${farthest} m`;
  throw new InputError(
    `Expected room for a start ${inWords(options.from)} and a goal ${inWords(options.to)} ${nearest} m ${apart} apart ` +
      `for agent ${agent.index} in scene "${scene}" (layout ${seed}), but of ${startTries} starts ${taken} were not on ` +
      `free ground, from ${cutOff} no way led to any of ${goalTries} goals, and from ${startTries - taken - cutOff} none ` +
      'of that length: free some ground, shorten the way or lower the clearance.',
  );
}

const inWords = (ids: readonly string[] | undefined) =>
  ids === undefined ? 'anywhere' : `in ${ids.join(' or ')}`;

/** A uniformly drawn point of one of the patches, each as likely as its area is large. */
function drawPoint(agent: Agent, places: readonly Pick<Region, 'min' | 'max'>[]): Ground {
  const { random } = agent;
  let total = 0;
  for (const { min, max } of places) total += (max[0] - min[0]) * (max[1] - min[1]);
  let left = random.uniform() * total;
  let chosen = places[0] as Pick<Region, 'min' | 'max'>;
  for (const place of places) {
    chosen = place;
    left -= (place.max[0] - place.min[0]) * (place.max[1] - place.min[1]);
    if (left < 0) break;
  }
  const { min, max } = chosen;
  // As the world will keep it, so that what is checked is what is set.
  return [Math.fround(random.range(min[0], max[0])), Math.fround(random.range(min[1], max[1]))];
}

function patches(agent: Agent, name: string, ids: readonly string[] | undefined) {
  const { layout } = agent.world;
  if (ids === undefined) return [layout];
  if (!Array.isArray(ids) || ids.length === 0) {
    const written = typeof ids === 'string' ? `['${ids}']` : "['north']";
    throw new InputError(
      `Expected placeAtRandom: ${name} to list at least one region, such as ${written}, got ${quoted(ids)}.`,
    );
  }
  return ids.map((id) => {
    const region = layout.regions.find((candidate) => candidate.id === id);
    if (region) return region;
    const known = layout.regions.map((candidate) => candidate.id).join(', ');
    throw new InputError(`Unknown region "${id}" in scene "${layout.scene}". Known: ${known}.`);
  });
}
