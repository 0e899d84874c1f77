/**
 * The way that an agent is going to take: a copy of its world run ahead, decision by decision, with the policy
 * acting for all of its agents. A saved world goes on as the one that it was saved from, so this is no estimate:
 * where nobody steps in it is what will happen, to the bit, until an episode ends.
 *
 * It does not know what chance or a person will do: noise that is added while the policy learns, weights that are
 * yet to be learned, another wish of the visitor, who keeps the present one. Whoever has arrived or collided
 * stands still, and begins no other episode. Agents that are sent to a category go on to the object that is nearest now.
 *
 * The copy is a world of its own, made once for each layout: the world that it is taken from is only read.
 * Axes: A agents, P points.
 */
import { createRandom } from '../core/random.ts';
import { findPart } from '../core/spec.ts';
import { flags } from '../core/transition-row.ts';
import { type Agent, createAgent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import { createEpisodes, type Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import type { BoundSensor } from '../env/sensors/sensor.ts';
import { Inference, type PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import { projectOnDisc } from '../rl/noise.ts';
import { World } from '../world/world.ts';

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
}

export class Forecast {
  readonly #scenario: Scenario;
  readonly #inference: Inference;
  readonly #episodes;
  readonly #readings: readonly Agent[];
  readonly #observed: { readonly worldRow: Float32Array; readonly agentRows: Float32Array };
  /** [A, 2] m/s. */
  readonly #actions: Float32Array;
  /** [A] 1: its episode is over. */
  readonly #over: Uint8Array;
  #world: World | undefined;
  #bound: readonly {
    readonly sensor: BoundSensor;
    readonly agent: number;
    readonly world: number;
  }[] = [];
  #agent = 0;
  #step = 0;
  readonly #points: number[] = [];
  #outcome: Outcome | undefined;

  constructor(scenario: Scenario, hyperparameters: Hyperparameters) {
    const { agents, observationLayout } = scenario;
    const { agentSize, worldSize } = observationLayout;
    this.#scenario = scenario;
    this.#inference = new Inference(
      observationLayout,
      agents,
      networkOptions(hyperparameters),
      hyperparameters.groups,
    );
    this.#episodes = createEpisodes(agents);
    const known = () => this.#world as World;
    const source = {
      get world() {
        return known();
      },
      // What draws, draws in a scenario's `begin`, which is never called here.
      random: createRandom(0, 'forecast'),
      episodes: this.#episodes,
      scenario,
    };
    this.#readings = Array.from({ length: agents }, (_, a) => createAgent(a, source));
    this.#observed = {
      worldRow: new Float32Array(worldSize),
      agentRows: new Float32Array(agents * agentSize),
    };
    this.#actions = new Float32Array(2 * agents);
    this.#over = new Uint8Array(agents);
  }

  /** Copied. */
  setWeights(weights: PolicyWeights): void {
    this.#inference.setWeights(weights);
  }

  /** From what an environment of its scenario is now. */
  begin(environment: Environment, agent: number): void {
    const { world, readings, flag } = environment;
    const copy = this.#copyOf(world);
    copy.restore(world.save());
    const { steps, limitSteps, action } = this.#episodes;
    for (const [a, reading] of readings.entries()) {
      steps[a] = reading.steps;
      limitSteps[a] = reading.limitSteps;
      action[2 * a] = reading.actionForward;
      action[2 * a + 1] = reading.actionLeft;
      this.#over[a] = Number(flag[a] === flags.terminated || flag[a] === flags.truncated);
      this.#measure(a);
    }
    this.#agent = agent;
    this.#step = world.steps;
    this.#outcome = undefined;
    this.#points.length = 0;
    this.#mark();
  }

  /** One decision of the copy; whether the agent's episode goes on. */
  step(): boolean {
    const world = this.#world;
    if (!world) throw new Error('Expected a forecast that has begun.');
    if (this.#over[this.#agent] === 1) return false;
    this.#observe();
    const unit = this.#inference.act([this.#observed]);
    const { maxSpeed } = this.#scenario.action;
    for (let a = 0; a < this.#over.length; a++) {
      projectOnDisc(unit, 2 * a);
      const forward = Math.fround((unit[2 * a] as number) * maxSpeed);
      const left = Math.fround((unit[2 * a + 1] as number) * maxSpeed);
      // As an environment limits them.
      const length = Math.sqrt(forward * forward + left * left);
      const scale = this.#over[a] === 1 ? 0 : length > maxSpeed ? maxSpeed / length : 1;
      this.#actions[2 * a] = forward * scale;
      this.#actions[2 * a + 1] = left * scale;
    }
    world.step(this.#actions);
    for (let a = 0; a < this.#over.length; a++) if (this.#over[a] === 0) this.#endDecision(a);
    this.#mark();
    return this.#over[this.#agent] === 0;
  }

  /** As far as it has been foreseen. */
  get path(): Path {
    return {
      agent: this.#agent,
      layoutSeed: (this.#world as World).layout.seed,
      step: this.#step,
      decisionSeconds: this.#scenario.decisionSeconds,
      points: Float32Array.from(this.#points),
      outcome: this.#outcome,
    };
  }

  dispose(): void {
    this.#world?.dispose();
    this.#world = undefined;
  }

  #copyOf({ layout }: World): World {
    if (this.#world?.layout === layout) return this.#world;
    this.#world?.dispose();
    const { scene, sensors, observationLayout, decisionSeconds, substeps } = this.#scenario;
    const world = new World(layout, { seed: layout.seed, decisionSeconds, substeps });
    this.#world = world;
    this.#bound = sensors.map((sensor) => {
      const { agent, world: shared } = sensor.parts(scene);
      return {
        sensor: sensor.bind(world, scene),
        agent: agent ? findPart(observationLayout, agent.name).offset : 0,
        world: shared ? findPart(observationLayout, shared.name).offset : 0,
      };
    });
    return world;
  }

  #observe(): void {
    const { worldRow, agentRows } = this.#observed;
    const { agentSize } = this.#scenario.observationLayout;
    for (const { sensor, agent, world } of this.#bound) {
      sensor.writeWorld?.(worldRow, world);
      if (!sensor.writeAgent) continue;
      for (let a = 0; a < this.#readings.length; a++) {
        sensor.writeAgent(this.#readings[a] as Agent, agentRows, a * agentSize + agent);
      }
    }
  }

  /** What of an episode sensors and outcomes read; rewards are none of its business. */
  #endDecision(a: number): void {
    const { steps, action, limitSteps } = this.#episodes;
    steps[a] = (steps[a] as number) + 1;
    action[2 * a] = this.#actions[2 * a] as number;
    action[2 * a + 1] = this.#actions[2 * a + 1] as number;
    this.#measure(a);
    const isLate = (steps[a] as number) >= (limitSteps[a] as number);
    const outcome =
      this.#scenario.outcome(this.#readings[a] as Agent) ?? (isLate ? 'timeout' : undefined);
    if (outcome === undefined) return;
    this.#over[a] = 1;
    if (a === this.#agent) this.#outcome = outcome;
  }

  #measure(a: number): void {
    const { goalX, goalZ, goalExtent, x, z } = this.#readings[a] as Agent;
    const dx = goalX - x;
    const dz = goalZ - z;
    this.#episodes.goalDistance[a] = Math.sqrt(dx * dx + dz * dz) - goalExtent;
  }

  #mark(): void {
    const { x, z } = this.#readings[this.#agent] as Agent;
    this.#points.push(x, z);
  }
}
