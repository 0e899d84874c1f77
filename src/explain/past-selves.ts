/**
 * Ghosts: an agent as it was, several times over. Each past self is driven by weights that are kept of the run, in a
 * copy of the world of its own, in which it goes where it would have gone then while everybody else does what they
 * do (world/beside.ts). They set out from where the agent is and for its goal, one decision after each of its own.
 *
 * They set out anew when the agent begins another episode, once all of them have ended theirs or have had some
 * seconds: with an agent that collides at once they would get nowhere. A self that has not arrived by then has not
 * arrived. Where the layout, the agent or its goal is another they set out anew at once, which counts for nobody.
 *
 * The world itself is only read: what happens there, and every stream of randomness, is what it would be without.
 * Axes: A agents, S selves.
 */
import { splitWeights } from '../agents/join-weights.ts';
import type { PastWeights } from '../agents/simulation.ts';
import { flags } from '../core/transition-row.ts';
import type { Agent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import type { Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { Inference, type ObservedWorld, weightsOfGroup } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import { WorldCopy } from './world-copy.ts';

export interface PastSelf {
  readonly updates: number;
  /** How this try has ended; undefined: it is on its way. */
  readonly outcome: Outcome | undefined;
  /** How often it has arrived, and of how many tries, since it is asked about this agent. */
  readonly arrived: number;
  readonly tries: number;
}

export interface PastSelves {
  readonly agent: number;
  readonly layoutSeed: number;
  /** Counts the times that they have set out: from one to the next they are put elsewhere. */
  readonly round: number;
  readonly goal: { readonly x: number; readonly z: number };
  readonly selves: readonly PastSelf[];
  /** [S, 4] x, y, z of the centre, heading. */
  readonly poses: Float32Array;
}

/** Seconds that a round lasts at least while somebody is on its way. */
const leastSeconds = 8;

export class Ghosts {
  readonly #scenario: Scenario;
  readonly #hyperparameters: Hyperparameters;
  readonly #leastDecisions: number;
  #wanted: readonly PastWeights[] = [];
  #ghosts: readonly Ghost[] = [];
  /** Where the round is under way; undefined: there is none. */
  #environment: Environment | undefined;
  #world: Environment['world'] | undefined;
  #agent = -1;
  #step = 0;
  #decisions = 0;
  #round = 0;
  #goal = { x: 0, z: 0 };
  /** Whether the agent is still in the episode in which they set out. */
  #isSameEpisode = false;

  constructor(scenario: Scenario, hyperparameters: Hyperparameters) {
    this.#scenario = scenario;
    this.#hyperparameters = hyperparameters;
    this.#leastDecisions = Math.ceil(leastSeconds / scenario.decisionSeconds);
  }

  /** Who is to be seen from the next round on, in this order; at once where there is none. Kept, not copied. */
  want(wanted: readonly PastWeights[]): void {
    this.#wanted = wanted;
    if (wanted.length === 0) this.dispose();
  }

  /** After each decision of the environment. Allocates nothing but where a round begins. */
  follow(environment: Environment, agent: number): void {
    if (this.#wanted.length === 0) return;
    if (this.#isUnderWay(environment, agent)) this.#goOn(environment, agent);
    else this.#begin(environment, agent);
  }

  /** Nobody is followed any more: all copies are given back. */
  dispose(): void {
    for (const ghost of this.#ghosts) ghost.dispose();
    this.#ghosts = [];
    this.#agent = -1;
    this.#world = undefined;
    this.#environment = undefined;
  }

  /** As they stand; undefined while there are none. Allocates. */
  report(): PastSelves | undefined {
    if (!this.#world) return undefined;
    const poses = new Float32Array(4 * this.#ghosts.length);
    for (const [s, ghost] of this.#ghosts.entries()) ghost.writePose(poses, 4 * s);
    return {
      agent: this.#agent,
      layoutSeed: this.#world.layout.seed,
      round: this.#round,
      goal: this.#goal,
      selves: this.#ghosts.map(({ updates, outcome, arrived, tries }) => ({
        ...{ updates, outcome, arrived, tries },
      })),
      poses,
    };
  }

  #isUnderWay(environment: Environment, agent: number): boolean {
    const { world } = environment;
    return (
      environment === this.#environment &&
      world === this.#world &&
      agent === this.#agent &&
      world.steps === this.#step + 1 &&
      // A visitor has come or gone.
      world.bodies.count === this.#ghosts[0]?.bodies &&
      !this.#isSentElsewhere(environment.readings[agent] as Agent, environment.flag[agent])
    );
  }

  /** By a person: of an agent that is sent to a category, the goal is whatever of it is nearest. */
  #isSentElsewhere({ goalX, goalZ, goalCategory }: Agent, flag: number | undefined): boolean {
    if (!this.#isSameEpisode || flag === flags.respawns || goalCategory >= 0) return false;
    return goalX !== this.#goal.x || goalZ !== this.#goal.z;
  }

  #goOn(environment: Environment, agent: number): void {
    let isOver = true;
    for (let s = 0; s < this.#ghosts.length; s++) {
      const ghost = this.#ghosts[s] as Ghost;
      ghost.step(environment);
      if (ghost.outcome === undefined) isOver = false;
    }
    this.#step = environment.world.steps;
    this.#decisions++;
    if (environment.flag[agent] !== flags.respawns) return;
    this.#isSameEpisode = false;
    if (!isOver && this.#decisions < this.#leastDecisions) return;
    for (const ghost of this.#ghosts) ghost.giveUp();
    this.#begin(environment, agent);
  }

  #begin(environment: Environment, agent: number): void {
    const { world, flag } = environment;
    this.#world = undefined;
    // In the next decision it begins another.
    if (flag[agent] === flags.terminated || flag[agent] === flags.truncated) return;
    if (agent !== this.#agent || environment !== this.#environment) this.dispose();
    this.#people(agent);
    for (const ghost of this.#ghosts) ghost.begin(environment);
    const { goalX, goalZ } = environment.readings[agent] as Agent;
    this.#goal = { x: goalX, z: goalZ };
    this.#environment = environment;
    this.#world = world;
    this.#agent = agent;
    this.#step = world.steps;
    this.#decisions = 0;
    this.#round++;
    this.#isSameEpisode = true;
  }

  /** Those that are wanted; who was there already stays, and goes on counting. */
  #people(agent: number): void {
    const before = this.#ghosts;
    this.#ghosts = this.#wanted.map(
      (past) =>
        before.find(({ updates }) => updates === past.updates) ??
        new Ghost(this.#scenario, this.#hyperparameters, agent, past),
    );
    for (const ghost of before) if (!this.#ghosts.includes(ghost)) ghost.dispose();
  }
}

/** One past self of an agent. */
class Ghost {
  readonly updates: number;
  outcome: Outcome | undefined;
  arrived = 0;
  tries = 0;
  readonly #agent: number;
  readonly #copy: WorldCopy;
  /** Of this agent alone. */
  readonly #inference: Inference;
  readonly #observed: readonly ObservedWorld[];

  constructor(
    scenario: Scenario,
    hyperparameters: Hyperparameters,
    agent: number,
    { updates, weights }: PastWeights,
  ) {
    const { observationLayout } = scenario;
    const { groups } = hyperparameters;
    this.updates = updates;
    this.#agent = agent;
    this.#copy = new WorldCopy(scenario);
    this.#inference = new Inference(observationLayout, 1, networkOptions(hyperparameters));
    const { actor, agent: size } = this.#inference.sizes;
    const all = splitWeights(weights, { actor: groups * actor, agent: groups * size });
    this.#inference.setWeights(weightsOfGroup(all, groups, agent % groups));
    const { worldRow, agentRows } = this.#copy.observed;
    const { agentSize } = observationLayout;
    const own = agentRows.subarray(agent * agentSize, (agent + 1) * agentSize);
    this.#observed = [{ worldRow, agentRows: own }];
  }

  /** Rows of bodies in its world. */
  get bodies(): number {
    return this.#copy.world.bodies.count;
  }

  begin(environment: Environment): void {
    this.#copy.take(environment);
    this.outcome = undefined;
  }

  /** The decision that the environment has just taken. */
  step({ world, readings }: Environment): void {
    if (this.outcome !== undefined) return;
    const agent = this.#agent;
    const copy = this.#copy;
    copy.observe(agent, agent + 1);
    const unit = this.#inference.act(this.#observed);
    for (let a = 0; a < readings.length; a++) {
      const { actionForward, actionLeft } = readings[a] as Agent;
      copy.actions[2 * a] = actionForward;
      copy.actions[2 * a + 1] = actionLeft;
    }
    copy.choose(agent, unit, 0);
    copy.world.stepBeside(world, agent, copy.actions);
    this.#goOnToNearest(world);
    this.outcome = copy.endDecision(agent);
    if (this.outcome === undefined) return;
    this.tries++;
    if (this.outcome === 'success') this.arrived++;
  }

  /** The round is over. */
  giveUp(): void {
    if (this.outcome === undefined) this.tries++;
  }

  writePose(out: Float32Array, at: number): void {
    const { position, heading } = this.#copy.world;
    for (let i = 0; i < 3; i++) out[at + i] = position[3 * this.#agent + i] as number;
    out[at + 3] = heading[this.#agent] as number;
  }

  dispose(): void {
    this.#copy.dispose();
    this.#inference.dispose();
  }

  /** The world itself knows the ways to its objects already. */
  #goOnToNearest({ objects }: Environment['world']): void {
    const { x, z, goalX, goalZ, goalCategory } = this.#copy.readings[this.#agent] as Agent;
    if (goalCategory < 0) return;
    const nearest = objects.nearest(goalCategory, x, z);
    if (!nearest || (nearest.x === goalX && nearest.z === goalZ)) return;
    this.#copy.world.setGoal(this.#agent, nearest.x, nearest.z);
  }
}
