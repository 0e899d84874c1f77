/**
 * The rules of an episode, as functions on an environment's data: how one begins, what a decision
 * gives, and the three ways in which it ends. Truncation (time up, or the layout's end) is not
 * termination: only an outcome of the scenario sets the discount to 0.
 */
import type { Random } from '../core/random.ts';
import { flags } from '../core/transition-row.ts';
import type { DistanceField } from '../world/navigation.ts';
import type { World } from '../world/world.ts';
import type { Agent } from './agent.ts';
import { type Episodes, type Outcome, outcomes } from './episodes.ts';
import { refuseGoalAtStart, refuseNumber, refuseOutcome, refuseUnreachable } from './refuse.ts';
import type { Scenario } from './scenario.ts';

/** Metres: a goal that is no further from the start was never set, or set where the agent stood. */
const noWay = 0.01;

export interface FinishedEpisode {
  readonly agent: number;
  /** How many episodes this agent had finished before, since `reset`. */
  readonly episodeIndex: number;
  readonly outcome: Outcome;
  /** Discounted by the scenario's gamma from the episode's first decision. */
  readonly return: number;
  /** Seconds. */
  readonly time: number;
  /** Success weighted by path length (Anderson et al. 2018): shortest way / way walked, at most 1. */
  readonly spl: number;
  readonly steps: number;
}

/** Everything one environment holds; `world` and `random` change with the layout. */
export interface EnvironmentData {
  readonly scenario: Scenario;
  world: World;
  random: Random;
  /** Decisions since the world was laid out. */
  layoutStep: number;
  readonly episodes: Episodes;
  /** [A] distance to each agent's goal on foot. */
  readonly fields: DistanceField[];
  /** [A, 2] executed actions of this decision, [A] its results. */
  readonly actions: Float32Array;
  readonly reward: Float32Array;
  readonly discount: Float32Array;
  readonly flag: Uint8Array;
  readonly finished: FinishedEpisode[];
}

export function beginEpisode(data: EnvironmentData, agent: Agent): void {
  const { scenario, episodes } = data;
  const { index } = agent;
  scenario.begin(agent);
  const { goalX, goalZ, goalExtent, navigation, x, z } = agent;
  const straight = Math.hypot(goalX - x, goalZ - z);
  // Path lengths of a navigation mesh may fall a little short of the straight line.
  const shortest = Math.max(straight, navigation.pathLength(x, z, goalX, goalZ)) - goalExtent;
  if (!Number.isFinite(shortest)) refuseUnreachable(scenario.name, agent);
  if (straight < noWay) refuseGoalAtStart(scenario.name, agent);
  const limitSeconds = (scenario.timeLimitFactor * shortest) / scenario.action.maxSpeed;
  const limit = Math.max(1, Math.floor(limitSeconds / scenario.decisionSeconds));
  episodes.limitSteps[index] = scenario.limitSteps > 0 ? scenario.limitSteps : limit;
  episodes.begun[index] = (episodes.begun[index] as number) + 1;
  episodes.steps[index] = 0;
  episodes.over[index] = 0;
  episodes.shortest[index] = shortest;
  episodes.travelled[index] = 0;
  episodes.return[index] = 0;
  episodes.weight[index] = 1;
  episodes.action[index * 2] = 0;
  episodes.action[index * 2 + 1] = 0;
  takeField(data, agent);
  episodes.geodesicDistance[index] = shortest;
  renewReadings(data, agent);
  episodes.previousGoalDistance[index] = agent.goalDistance;
  episodes.previousGeodesicDistance[index] = agent.geodesicDistance;
}

/** Reward, discount and flag of the decision that has just been simulated, for an open episode. */
export function endDecision(data: EnvironmentData, agent: Agent): void {
  const { scenario, episodes, actions, reward } = data;
  const { index } = agent;
  const dx = agent.x - (episodes.from[index * 2] as number);
  const dz = agent.z - (episodes.from[index * 2 + 1] as number);
  episodes.travelled[index] = (episodes.travelled[index] as number) + Math.sqrt(dx * dx + dz * dz);
  episodes.steps[index] = (episodes.steps[index] as number) + 1;
  episodes.action[index * 2] = actions[index * 2] as number;
  episodes.action[index * 2 + 1] = actions[index * 2 + 1] as number;
  renewReadings(data, agent);

  const gained = scenario.reward(agent);
  if (!Number.isFinite(gained)) refuseNumber(scenario.name, 'reward', gained, agent);
  const weight = episodes.weight[index] as number;
  episodes.return[index] = (episodes.return[index] as number) + weight * gained;
  episodes.weight[index] = weight * scenario.gamma;

  const isLate = agent.steps >= (episodes.limitSteps[index] as number);
  const judged = scenario.outcome(agent) ?? undefined;
  const isKnown = judged === undefined || judged === 'success' || judged === 'collision';
  if (!isKnown) refuseOutcome(scenario.name, judged);
  const outcome = judged ?? (isLate ? 'timeout' : undefined);
  const shaped = scenario.shaping(agent, outcome);
  if (!Number.isFinite(shaped)) refuseNumber(scenario.name, 'shaping', shaped, agent);
  reward[index] = gained + shaped;
  if (outcome === undefined) mark(data, index, flags.continues);
  else finish(data, index, outcome);
}

/** Cuts an open episode because its world ends; it counts for no statistic. */
export function cutEpisode(data: EnvironmentData, index: number): void {
  data.episodes.over[index] = 1;
  mark(data, index, flags.truncated);
}

/** The step that leads from a terminal observation to the next episode: no transition. */
export function markRespawn(data: EnvironmentData, index: number): void {
  data.reward[index] = 0;
  mark(data, index, flags.respawns);
}

function mark(data: EnvironmentData, index: number, flag: number): void {
  data.flag[index] = flag;
  data.discount[index] = flag === flags.continues || flag === flags.truncated ? 1 : 0;
}

/** Readings that compare a decision with the one before are kept; all others are computed when read. */
export function renewReadings(data: EnvironmentData, agent: Agent): void {
  followNearest(data, agent);
  const { episodes, fields } = data;
  const { index, x, z, goalExtent } = agent;
  const dx = agent.goalX - x;
  const dz = agent.goalZ - z;
  episodes.from[index * 2] = x;
  episodes.from[index * 2 + 1] = z;
  episodes.previousGoalDistance[index] = episodes.goalDistance[index] as number;
  episodes.goalDistance[index] = Math.sqrt(dx * dx + dz * dz) - goalExtent;
  episodes.previousGeodesicDistance[index] = episodes.geodesicDistance[index] as number;
  // Off the mesh (pushed onto a kerb) no way is known: the last distance stands.
  const geodesic = (fields[index] as DistanceField).at(x, z);
  if (Number.isFinite(geodesic)) episodes.geodesicDistance[index] = geodesic - goalExtent;
}

/** Of an agent that is sent to a category, the goal is the object that is nearest now. */
function followNearest(data: EnvironmentData, agent: Agent): void {
  const { goalCategory } = agent;
  if (goalCategory < 0) return;
  const nearest = data.world.objects.nearest(goalCategory, agent.x, agent.z);
  if (!nearest || (nearest.x === agent.goalX && nearest.z === agent.goalZ)) return;
  data.world.setGoal(agent.index, nearest.x, nearest.z);
  takeField(data, agent);
}

/** The distances to an agent's goal, in place of those to the goal before. */
export function takeField(data: EnvironmentData, agent: Agent): void {
  const { index, navigation, goalX, goalZ } = agent;
  data.fields[index]?.release();
  data.fields[index] = navigation.distanceField(goalX, goalZ);
}

function finish(data: EnvironmentData, index: number, outcome: Outcome): void {
  const { episodes, finished, scenario } = data;
  const steps = episodes.steps[index] as number;
  const shortest = episodes.shortest[index] as number;
  const travelled = episodes.travelled[index] as number;
  const episodeIndex = episodes.finished[index] as number;
  episodes.finished[index] = episodeIndex + 1;
  episodes.over[index] = 1;
  episodes.outcome[index] = 1 + outcomes.indexOf(outcome);
  mark(data, index, outcome === 'timeout' ? flags.truncated : flags.terminated);
  finished.push({
    agent: index,
    episodeIndex,
    outcome,
    return: episodes.return[index] as number,
    time: steps * scenario.decisionSeconds,
    spl: outcome === 'success' ? shortest / Math.max(shortest, travelled) : 0,
    steps,
  });
}
