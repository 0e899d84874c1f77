/**
 * What a scenario's own functions may not give, in one sentence each: numbers that are none, ends that there are
 * not, and beginnings from which nothing can be done. Called only where it is wrong already: nothing here costs a step.
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { World } from '../world/world.ts';
import type { Agent } from './agent.ts';

const remedy = 'draw another in `begin`, or use placeAtRandom';

/** A reward or shaping: JSON has no NaN, so that is not for `quoted`. */
export function refuseNumber(scenario: string, what: string, value: unknown, agent: Agent): never {
  const got = typeof value === 'number' ? String(value) : quoted(value);
  throw new InputError(
    `Expected the ${what} of scenario "${scenario}" to be a finite number, got ${got} (agent ` +
      `${agent.index}, decision ${agent.steps}, layout ${agent.world.layout.seed}).`,
  );
}

/** Time is up by the limit alone: a scenario has no say in it. */
export function refuseOutcome(scenario: string, outcome: unknown): never {
  throw new InputError(
    `Expected the outcome of scenario "${scenario}" to be "success", "collision" or nothing, got ` +
      `${quoted(outcome)}.`,
  );
}

export function refuseGoalAtStart(scenario: string, { index, world, x, z }: Agent): never {
  throw new InputError(
    `Expected scenario "${scenario}" to begin with a goal away from the start, but agent ${index} has both at ` +
      `${place(x, z)} in layout ${world.layout.seed}: call agent.setGoal in \`begin\`, or use placeAtRandom; a ` +
      'task in which nobody goes anywhere needs a goal too, wherever it is.',
  );
}

export function refuseUnreachable(scenario: string, agent: Agent): never {
  const { world, x, z, goalX, goalZ } = agent;
  throw new InputError(
    `Expected scenario "${scenario}" to begin with a goal that can be reached on foot, but no way leads from ` +
      `${place(x, z)} to ${place(goalX, goalZ)} in layout ${world.layout.seed}: ${whyNoWay(agent)}; ${remedy}.`,
  );
}

/** To the centimetre. */
const place = (x: number, z: number) => `(${x.toFixed(2)}, ${z.toFixed(2)})`;

function whyNoWay({ world, body, x, z, goalX, goalZ, goalCategory }: Agent): string {
  const isStart = stands(world, body.radius, x, z);
  // An object that is to be found is solid, and nobody stands on it.
  const isGoal = goalCategory >= 0 || stands(world, body.radius, goalX, goalZ);
  if (!isStart && !isGoal) return 'neither is on free ground';
  if (!isStart) return 'the start is not on free ground';
  return isGoal
    ? 'each is on free ground, but what stands between them leaves no way'
    : 'the goal is not on free ground';
}

function stands(world: World, radius: number, x: number, z: number): boolean {
  return Number.isFinite(x + z) && world.isFloor(x, z, radius);
}
