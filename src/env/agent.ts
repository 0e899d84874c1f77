/**
 * One agent as a scenario and a sensor see it: named readings of the world and of the open episode.
 * One object per agent for the life of an environment; every reading is computed when it is read, from
 * typed arrays, without allocating. SI units; (x, z) on the ground; agent frame = (forward, left).
 */
import { InputError } from '../core/input-error.ts';
import type { Random } from '../core/random.ts';
import type { AgentBody } from '../scene/layout.ts';
import type { Navigation } from '../world/navigation.ts';
import type { World } from '../world/world.ts';
import type { Episodes } from './episodes.ts';

export interface Agent {
  /** Its number in the world: 0 to agents − 1. */
  readonly index: number;
  readonly world: World;
  /** The stream that `begin` draws from; repeatable by the environment's seed. */
  readonly random: Random;
  readonly body: AgentBody;

  readonly x: number;
  readonly z: number;
  /** Radians; 0 looks along −z, positive turns left. */
  readonly heading: number;
  /** m/s along the world's x and z. */
  readonly velocityX: number;
  readonly velocityZ: number;
  readonly speed: number;

  /** Of an agent that is sent to a category: the object of it that is now nearest on foot. */
  readonly goalX: number;
  readonly goalZ: number;
  /** The category of objects that it is sent to, −1: to a place. */
  readonly goalCategory: number;
  /** Metres that lie between the goal and an agent that stands at it: 0, but for an object, which is solid. */
  readonly goalExtent: number;
  /** Ways on foot to its goal. For rewards and baselines, never for sensors. */
  readonly navigation: Navigation;
  /** Metres from the agent's centre within which the goal is reached. */
  readonly goalRadius: number;
  /** Metres to the goal along a straight line, less its extent, now and before the last decision. */
  readonly goalDistance: number;
  readonly previousGoalDistance: number;
  /** Metres to the goal on foot around static things, now and before. For rewards, never for sensors. */
  readonly geodesicDistance: number;
  readonly previousGeodesicDistance: number;
  readonly reachedGoal: boolean;

  /** What was touched during the last decision: bits of `touches`. */
  readonly touching: number;
  /** Metres of free space to the nearest other avatar or walker, at most 10. */
  readonly clearance: number;
  /**
   * Metres of free space to the nearest other avatar or walker at the closest moment of the last decision,
   * at most 10, where bodies are points: then below 0 if they met. Else the same as `clearance`.
   */
  readonly leastClearance: number;

  /** Decisions and seconds since the episode began, and the share of its time that is left, 1 to 0. */
  readonly steps: number;
  readonly time: number;
  readonly timeLeft: number;
  /** Decisions after which the time is up. */
  readonly limitSteps: number;
  /** The last executed action, in m/s. */
  readonly actionForward: number;
  readonly actionLeft: number;

  /** Puts the agent down at rest. Only in `begin`. */
  start(x: number, z: number, heading: number): void;
  /** Only in `begin`. */
  setGoal(x: number, z: number): void;
  /** Sends it to any object of a category, an index into the layout's. Only in `begin`, after `start`. */
  setGoalCategory(category: number): void;
}

/** What the readings are read from; the environment changes `world` and `random` with the layout. */
export interface AgentSource {
  world: World;
  random: Random;
  readonly episodes: Episodes;
  readonly scenario: { readonly goalRadius: number; readonly decisionSeconds: number };
}

/** Beyond this many metres a clearance tells nothing more. */
const farClearance = 10;

export function createAgent(index: number, source: AgentSource): Agent {
  return new Readings(index, source);
}

/** A class for its shared getters: the compiler sees through them, and no number is boxed. */
class Readings implements Agent {
  readonly index: number;
  readonly goalRadius: number;
  readonly #source: AgentSource;
  readonly #episodes: Episodes;
  readonly #decisionSeconds: number;

  constructor(index: number, source: AgentSource) {
    this.index = index;
    this.goalRadius = source.scenario.goalRadius;
    this.#source = source;
    this.#episodes = source.episodes;
    this.#decisionSeconds = source.scenario.decisionSeconds;
  }

  get world(): World {
    return this.#source.world;
  }
  get random(): Random {
    return this.#source.random;
  }
  get body(): AgentBody {
    return this.#source.world.layout.body;
  }
  get x(): number {
    return this.#source.world.position[this.index * 3] as number;
  }
  get z(): number {
    return this.#source.world.position[this.index * 3 + 2] as number;
  }
  get heading(): number {
    return this.#source.world.heading[this.index] as number;
  }
  get velocityX(): number {
    return this.#source.world.velocity[this.index * 2] as number;
  }
  get velocityZ(): number {
    return this.#source.world.velocity[this.index * 2 + 1] as number;
  }
  get speed(): number {
    const { velocity } = this.#source.world;
    const vx = velocity[this.index * 2] as number;
    const vz = velocity[this.index * 2 + 1] as number;
    return Math.sqrt(vx * vx + vz * vz);
  }
  get goalX(): number {
    return this.#source.world.goal[this.index * 2] as number;
  }
  get goalZ(): number {
    return this.#source.world.goal[this.index * 2 + 1] as number;
  }
  get goalCategory(): number {
    return this.#source.world.objects.at(this.goalX, this.goalZ)?.category ?? -1;
  }
  get goalExtent(): number {
    return this.#source.world.objects.at(this.goalX, this.goalZ)?.extent ?? 0;
  }
  get navigation(): Navigation {
    const { world } = this.#source;
    const category = this.goalCategory;
    return category < 0 ? world.navigation : world.objects.navigation(category);
  }
  get goalDistance(): number {
    return this.#episodes.goalDistance[this.index] as number;
  }
  get previousGoalDistance(): number {
    return this.#episodes.previousGoalDistance[this.index] as number;
  }
  get geodesicDistance(): number {
    return this.#episodes.geodesicDistance[this.index] as number;
  }
  get previousGeodesicDistance(): number {
    return this.#episodes.previousGeodesicDistance[this.index] as number;
  }
  get reachedGoal(): boolean {
    return (this.#episodes.goalDistance[this.index] as number) <= this.goalRadius;
  }
  get touching(): number {
    return this.#source.world.touching[this.index] as number;
  }
  get clearance(): number {
    return this.#source.world.clearance(this.index, farClearance);
  }
  get leastClearance(): number {
    return this.#source.world.leastClearance(this.index, farClearance);
  }
  get steps(): number {
    return this.#episodes.steps[this.index] as number;
  }
  get time(): number {
    return this.steps * this.#decisionSeconds;
  }
  get timeLeft(): number {
    return 1 - this.steps / this.limitSteps;
  }
  get limitSteps(): number {
    return this.#episodes.limitSteps[this.index] as number;
  }
  get actionForward(): number {
    return this.#episodes.action[this.index * 2] as number;
  }
  get actionLeft(): number {
    return this.#episodes.action[this.index * 2 + 1] as number;
  }
  start(x: number, z: number, heading: number): void {
    this.#source.world.place(this.index, x, z, heading);
  }
  setGoal(x: number, z: number): void {
    this.#source.world.setGoal(this.index, x, z);
  }
  setGoalCategory(category: number): void {
    const { objects, layout } = this.#source.world;
    const nearest = objects.nearest(category, this.x, this.z);
    if (!nearest) {
      const known = layout.categories?.join(', ') || 'none';
      throw new InputError(
        `Expected a category of which an object can be reached in scene "${layout.scene}" (layout ` +
          `${layout.seed}), got number ${category}; its categories are: ${known}.`,
      );
    }
    this.setGoal(nearest.x, nearest.z);
  }
}
