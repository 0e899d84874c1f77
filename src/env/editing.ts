/**
 * A person changes the world that an environment shows: what a change may be, and what it means for the episodes
 * that are open. Their agents go on where they are, towards the goals they had, in the changed world: distances
 * are measured anew at once, so that no decision is paid for the change; time limit and shortest way stay as they
 * were at the start, but for an agent whose own goal is moved, whose task is another from there on.
 *
 * Nothing here runs in a step.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom } from '../core/random.ts';
import type { Edit } from '../scene/edit.ts';
import { editLayoutBy } from '../scene/edit-layout.ts';
import type { Door, Layout } from '../scene/layout.ts';
import { hindranceInWords, whyNoGoal } from '../world/fit.ts';
import type { Pose, World } from '../world/world.ts';
import { type Agent, createAgent } from './agent.ts';
import { type EnvironmentData, renewReadings, takeField } from './episode.ts';
import { createEpisodes } from './episodes.ts';
import type { Scenario } from './scenario.ts';

/** Agents for whom it is tried whether an episode can begin: scenarios may send them by turns. */
const triedAgents = 2;
/** Metres beyond its radius that a goal must be off the agent: else moving it would be paid as an arrival. */
const leastWay = 0.3;
/** Places tried for a goal in another's place. */
const goalTries = 200;

/** Throws an InputError where nothing may be changed. */
export function checkEditable({ layoutPerEpisode, scene, seeds }: Scenario): void {
  if (layoutPerEpisode || scene.motion === 'points' || seeds.publishedCases) {
    throw new InputError(
      'The cases of this benchmark are fixed, so nothing can be changed here; walk in instead.',
    );
  }
}

/**
 * The world with these edits of `base`, in place of those that it has. Throws an InputError, and leaves the world
 * as it is, if no episode could begin there or an agent looks for what would be gone.
 */
export function editedWorld(
  { scenario, world, episodes }: EnvironmentData,
  base: Layout,
  edits: readonly Edit[],
  poses: ReadonlyMap<string, Pose>,
): World {
  checkEditable(scenario);
  const layout = editLayoutBy(scenario.scene, base, edits);
  const changed = world.changed({ ...layout, doors: swung(world, layout) }, poses);
  try {
    checkBeginnings(scenario, changed);
    const { layout: before, objects, goal } = world;
    for (let a = 0; a < before.agents; a++) {
      const sought = objects.at(goal[2 * a] as number, goal[2 * a + 1] as number);
      if (!sought || episodes.over[a] === 1) continue;
      const [x, z] = [changed.position[3 * a] as number, changed.position[3 * a + 2] as number];
      const nearest = changed.objects.nearest(sought.category, x, z);
      if (nearest) changed.setGoal(a, nearest.x, nearest.z);
      else {
        const look = before.categories?.[sought.category];
        throw new InputError(`A robot is looking for a ${look}, and could get to none any more.`);
      }
    }
  } catch (error) {
    changed.dispose();
    throw error;
  }
  return changed;
}

/** Doors that are told something else begin to slide there from where they are. */
function swung(world: World, { doors }: Layout): Door[] {
  return doors.map((door, d) => {
    const { held, swing } = world.layout.doors[d] as Door;
    const from = world.openingOf(d);
    if (held !== door.held) return { ...door, swing: { from, since: world.time } };
    return swing ? { ...door, swing } : door;
  });
}

/**
 * Throws an InputError where no start and goal can be drawn; the world is as before afterwards, to the bit.
 */
export function checkBeginnings(scenario: Scenario, world: World): void {
  const saved = world.save();
  const random = createRandom(world.layout.seed, 'beginnings');
  const source = { world, random, episodes: createEpisodes(scenario.agents), scenario };
  try {
    for (let a = 0; a < Math.min(triedAgents, scenario.agents); a++) {
      scenario.begin(createAgent(a, source));
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError('That would leave the robots no room to set out and somewhere to go.');
  } finally {
    world.restore(saved);
  }
}

/** Readings and distances in the world that has just been changed: nothing was gained by it. */
export function takeStock(data: EnvironmentData, agents: readonly Agent[]): void {
  for (const agent of agents) {
    takeField(data, agent);
    renewTwice(data, agent);
  }
}

/** The first makes the present ones those of the last decision, the second leaves no difference. */
function renewTwice(data: EnvironmentData, agent: Agent): void {
  renewReadings(data, agent);
  renewReadings(data, agent);
}

/** Gives an agent another goal; it has the time for it that an episode has which begins here. */
export function moveGoal(data: EnvironmentData, agent: Agent, goalX: number, goalZ: number): void {
  checkEditable(data.scenario);
  const [x, z] = [Math.fround(goalX), Math.fround(goalZ)];
  const way = wayTo(data, agent, x, z);
  if (typeof way === 'string') throw new InputError(way);
  setOut(data, agent, x, z, way);
}

/** Gives an agent a goal that is drawn in place of the one it has. */
export function drawGoal(data: EnvironmentData, agent: Agent): void {
  checkEditable(data.scenario);
  const { min, max } = data.world.layout;
  for (let i = 0; i < goalTries; i++) {
    const x = Math.fround(data.random.range(min[0], max[0]));
    const z = Math.fround(data.random.range(min[1], max[1]));
    const way = wayTo(data, agent, x, z);
    if (typeof way === 'string' || way < 4) continue;
    setOut(data, agent, x, z, way);
    return;
  }
  throw new InputError('There is nowhere else for this robot to go.');
}

/** Metres on foot from where an agent is to a goal, or why it cannot be its goal. */
function wayTo(
  { scenario, world, episodes }: EnvironmentData,
  agent: Agent,
  x: number,
  z: number,
): number | string {
  if (!Number.isFinite(x + z)) return `Expected a goal at finite numbers, got (${x}, ${z}).`;
  if (agent.goalCategory >= 0) {
    return 'These robots look for things and for no place: move the things instead.';
  }
  if (episodes.over[agent.index] === 1) return 'This robot has just arrived or given up.';
  const why = whyNoGoal(world.layout, x, z);
  if (why) return hindranceInWords(why);
  const straight = Math.hypot(x - agent.x, z - agent.z);
  if (straight < scenario.goalRadius + leastWay) return 'The robot stands there already.';
  const way = Math.max(straight, world.navigation.pathLength(agent.x, agent.z, x, z));
  return Number.isFinite(way) ? way : 'No way leads there.';
}

function setOut(data: EnvironmentData, agent: Agent, x: number, z: number, way: number): void {
  const { scenario, world, episodes } = data;
  const { index } = agent;
  world.setGoal(index, x, z);
  const steps = episodes.steps[index] as number;
  const seconds = (scenario.timeLimitFactor * way) / scenario.action.maxSpeed;
  const limit = Math.max(1, Math.floor(seconds / scenario.decisionSeconds));
  if (scenario.limitSteps === 0) episodes.limitSteps[index] = steps + limit;
  episodes.shortest[index] = (episodes.travelled[index] as number) + way;
  episodes.geodesicDistance[index] = way;
  takeField(data, agent);
  renewTwice(data, agent);
}

/** Agents from whom no way leads to their goals now. */
export function cutOff({ episodes }: EnvironmentData, agents: readonly Agent[]): number[] {
  return agents.flatMap(({ index, x, z, goalX, goalZ, navigation }) => {
    if (episodes.over[index] === 1) return [];
    return Number.isFinite(navigation.pathLength(x, z, goalX, goalZ)) ? [] : [index];
  });
}
