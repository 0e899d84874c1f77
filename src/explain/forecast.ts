/**
 * The way that an agent is going to take: a copy of its world run ahead, decision by decision, with the policy
 * acting for all of its agents. A saved world goes on as the one that it was saved from, so this is no estimate:
 * where nobody steps in it is what will happen, to the bit, until an episode ends.
 *
 * It does not know what chance or a person will do: noise that is added while the policy learns, weights that are
 * yet to be learned, another wish of the visitor, who keeps the present one. Whoever has arrived or collided
 * stands still, and begins no other episode. Agents that are sent to a category go on to the object that is nearest now.
 *
 * Of what is imagined not to be there, to be elsewhere or to be there twice (imagined.ts), it is the way that would be
 * taken if all others sensed it so: what is elsewhere goes on as it will, so far beside itself, and so does a copy beside its
 * original; nobody is pushed by it, nor held up, also not where it is in truth, and outcomes are judged by it. Then it is
 * an estimate: others who steer by no policy do not know of it.
 *
 * It may also be of a world that is supposed: as it would go on if a person changed it so, which shows what an agent
 * would do about a thing before it is put there. Axes: A agents, P points.
 */

import { editOf, type LayoutChange } from '../agents/edit-history.ts';
import type { Agent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import type { Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { Inference, type ObservedWorld, type PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import { projectOnDisc } from '../rl/noise.ts';
import type { World } from '../world/world.ts';
import {
  absentNodes,
  asItIs,
  bodiesIn,
  type Imagined,
  isAsItIs,
  senseSo,
  solidIn,
} from './imagined.ts';
import { dropNode } from './resensing.ts';
import { WorldCopy } from './world-copy.ts';

/** What may be supposed: a change of the layout, or another place of a goal. */
export type Supposed =
  | LayoutChange
  | { readonly kind: 'goal'; readonly agent: number; readonly x: number; readonly z: number };

/** What the policy would choose for the agent at the next decision, m/s in the agent frame. */
export interface Choices {
  readonly as: { readonly forward: number; readonly left: number };
  /** With what is supposed. */
  readonly would: { readonly forward: number; readonly left: number };
}

export interface Path {
  readonly agent: number;
  readonly layoutSeed: number;
  /** Decisions of the world when it begins; seconds from one point to the next. */
  readonly step: number;
  readonly decisionSeconds: number;
  /** [P, 2] x, z: where it stands, and where it will after each decision. */
  readonly points: Float32Array;
  /** How its episode ends there, if it does. */
  readonly outcome: Outcome | undefined;
  /** Undefined: nothing is supposed. */
  readonly supposed?: Choices | undefined;
}

export class Forecast {
  readonly #scenario: Scenario;
  readonly #inference: Inference;
  readonly #copy: WorldCopy;
  #agent = 0;
  #imagined = asItIs;
  #step = 0;
  readonly #points: number[] = [];
  #outcome: Outcome | undefined;
  #supposed: Choices | undefined;

  constructor(scenario: Scenario, hyperparameters: Hyperparameters) {
    this.#scenario = scenario;
    this.#copy = new WorldCopy(scenario);
    this.#inference = new Inference(
      scenario.observationLayout,
      scenario.agents,
      networkOptions(hyperparameters),
      hyperparameters.groups,
    );
  }

  /** Copied. */
  setWeights(weights: PolicyWeights): void {
    this.#inference.setWeights(weights);
  }

  /**
   * From what an environment of its scenario is now, or would be. What is supposed makes a world anew each time, and
   * throws an InputError where it cannot be; numbers are other things' in it, so that nothing is imagined of it.
   */
  begin(
    environment: Environment,
    agent: number,
    supposed?: Supposed,
    imagined: Imagined = asItIs,
  ): void {
    this.#copy.take(environment, supposed && supposedWorld(environment, supposed));
    this.#agent = agent;
    this.#imagined = supposed ? asItIs : imagined;
    this.#copy.world.letThrough(solidIn(this.#imagined));
    this.#step = environment.world.steps;
    this.#outcome = undefined;
    this.#points.length = 0;
    this.#mark();
    this.#supposed = supposed && this.#compare(environment, agent);
  }

  /** One decision of the copy; whether the agent's episode goes on. */
  step(): boolean {
    const { world, over, observed, actions } = this.#copy;
    if (over[this.#agent] === 1) return false;
    this.#asImagined((from, to) => this.#copy.observe(from, to));
    for (const node of absentNodes(this.#imagined)) {
      dropNode(this.#scenario.observationLayout, node, observed.worldRow, 0);
    }
    const unit = this.#inference.act([observed]);
    for (let a = 0; a < over.length; a++) this.#copy.choose(a, unit, 2 * a);
    world.step(actions);
    this.#asImagined((from, to) => {
      for (let a = from; a < to; a++) {
        if (over[a] === 1) continue;
        const outcome = this.#copy.endDecision(a);
        if (a === this.#agent) this.#outcome = outcome;
      }
    });
    this.#mark();
    return over[this.#agent] === 0;
  }

  /** As far as it has been foreseen. */
  get path(): Path {
    return {
      agent: this.#agent,
      layoutSeed: this.#copy.world.layout.seed,
      step: this.#step,
      decisionSeconds: this.#scenario.decisionSeconds,
      points: Float32Array.from(this.#points),
      outcome: this.#outcome,
      supposed: this.#supposed,
    };
  }

  dispose(): void {
    this.#copy.dispose();
  }

  /**
   * Reads what each agent senses of the world as it is imagined, from one to another. Those who are imagined away or
   * elsewhere themselves go on by what is so where they are.
   */
  #asImagined(read: (from: number, to: number) => void): void {
    const { world, over } = this.#copy;
    if (isAsItIs(this.#imagined)) {
      read(0, over.length);
      return;
    }
    const themselves = bodiesIn(this.#imagined).filter((body) => body < over.length);
    for (const agent of themselves) read(agent, agent + 1);
    // Last, so that the world's row is as it is imagined.
    senseSo(world, this.#imagined, () => {
      let from = 0;
      for (const agent of [...themselves, over.length]) {
        if (agent > from) read(from, agent);
        from = agent + 1;
      }
    });
  }

  /** What the policy would choose now, as it is and as is supposed. */
  #compare(environment: Environment, agent: number): Choices {
    const { maxSpeed } = this.#scenario.action;
    const chosen = (observed: ObservedWorld) => {
      const unit = this.#inference.act([observed]);
      projectOnDisc(unit, 2 * agent);
      const [forward, left] = [unit[2 * agent] as number, unit[2 * agent + 1] as number];
      return { forward: forward * maxSpeed, left: left * maxSpeed };
    };
    const as = chosen(environment);
    this.#copy.observe();
    return { as, would: chosen(this.#copy.observed) };
  }

  #mark(): void {
    const { x, z } = this.#copy.readings[this.#agent] as Agent;
    this.#points.push(x, z);
  }
}

function supposedWorld(environment: Environment, supposed: Supposed): World {
  const { edits } = environment;
  if (supposed.kind !== 'goal') {
    return environment.supposed([...edits, editOf(supposed, edits)]);
  }
  const world = environment.supposed(edits);
  world.setGoal(supposed.agent, supposed.x, supposed.z);
  return world;
}
