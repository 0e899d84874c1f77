/**
 * Draws a start and a category of objects for an agent that is to find any object of it: on free ground, in a
 * region that holds none, with a way on foot to the nearest. Draws only from the agent's own stream.
 */
import { InputError } from '../core/input-error.ts';
import type { Agent } from './agent.ts';
import { checkNames, checkNumber } from './check-option.ts';

export interface PlaceToFind {
  /** Shortest way to the nearest object of the category, in metres on foot. Default: 4. */
  readonly nearest?: number;
  /** Free space kept around the start beyond the body's own radius, in metres. Default: 0.2. */
  readonly clearance?: number;
}

const defaults = { nearest: 4, clearance: 0.2 };
/** Starts tried for a category before another is drawn, and categories before giving up. */
const startTries = 40;
const categoryTries = 50;

export function placeToFind(agent: Agent, options: PlaceToFind = {}): void {
  checkNames('placeToFind', options, Object.keys(defaults));
  const { world, random, body } = agent;
  const { layout, objects } = world;
  const { nearest, clearance } = { ...defaults, ...options };
  checkNumber('placeToFind: nearest', nearest, { min: 0, max: Number.POSITIVE_INFINITY });
  const categories = layout.categories?.length ?? 0;
  const others = { ignoreAgent: agent.index };
  /** Of the starts: on no free ground, and with no way to an object, however long. */
  let taken = 0;
  let cutOff = 0;
  for (let categoryTry = 0; categoryTry < categoryTries && categories > 0; categoryTry++) {
    const category = random.integer(categories);
    for (let startTry = 0; startTry < startTries; startTry++) {
      // As the world will keep it, so that what is checked is what is set.
      const x = Math.fround(random.range(layout.min[0], layout.max[0]));
      const z = Math.fround(random.range(layout.min[1], layout.max[1]));
      if (!world.isFree(x, z, body.radius + clearance, others)) {
        taken++;
        continue;
      }
      if (objects.isIn(world.regionAt(x, z), category)) continue;
      const way = objects.wayTo(category, x, z);
      if (!Number.isFinite(way)) cutOff++;
      if (!Number.isFinite(way) || way < nearest) continue;
      agent.start(x, z, random.range(-Math.PI, Math.PI));
      agent.setGoalCategory(category);
      return;
    }
  }
  const draws = categories > 0 ? categoryTries * startTries : 0;
  throw new InputError(
    `Expected a start at least ${nearest} m from an object of a category for agent ${agent.index} in scene ` +
      `"${layout.scene}" (layout ${layout.seed}, categories: ${layout.categories?.join(', ') || 'none'}), but of ` +
      `${draws} starts ${taken} were not on free ground, from ${cutOff} no way led to an object, and ` +
      `${draws - taken - cutOff} were too near one or in its region: give the scene categories and objects of them, ` +
      'shorten the way or lower the clearance.',
  );
}
