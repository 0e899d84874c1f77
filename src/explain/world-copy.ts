/**
 * A copy of an environment's world to be run on by itself, with what of the episodes sensors and outcomes read. A
 * saved world goes on as the one that it was saved from, so it is no estimate. The copy is a world of its own, made
 * once for each layout: the one that it is taken from is only read.
 *
 * Rewards are none of its business, and nobody begins another episode in it. Agents that are sent to a category go
 * on to the object that they went to. Axes: A agents.
 */
import { createRandom } from '../core/random.ts';
import { flags } from '../core/transition-row.ts';
import { type Agent, createAgent } from '../env/agent.ts';
import { bindSensors, type PlacedSensor, writeRows } from '../env/bind-sensors.ts';
import type { Environment } from '../env/environment.ts';
import { createEpisodes, type Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { projectOnDisc } from '../rl/noise.ts';
import { World } from '../world/world.ts';

export class WorldCopy {
  readonly readings: readonly Agent[];
  /** What `observe` has written: agentRows [A, agentSize]. */
  readonly observed: { readonly worldRow: Float32Array; readonly agentRows: Float32Array };
  /** [A, 2] m/s in the agent frame, as an environment limits them: for the next step. */
  readonly actions: Float32Array;
  /** [A] 1: its episode is over. */
  readonly over: Uint8Array;
  readonly #scenario: Scenario;
  readonly #episodes;
  #world: World | undefined;
  /** Whether it is a world that was handed in: of no other use. */
  #isLent = false;
  #bound: readonly PlacedSensor[] = [];

  constructor(scenario: Scenario) {
    const { agents, observationLayout } = scenario;
    const { agentSize, worldSize } = observationLayout;
    this.#scenario = scenario;
    this.#episodes = createEpisodes(agents);
    const known = () => this.world;
    const source = {
      get world() {
        return known();
      },
      // What draws, draws in a scenario's `begin`, which is never called here.
      random: createRandom(0, 'copy'),
      episodes: this.#episodes,
      scenario,
    };
    this.readings = Array.from({ length: agents }, (_, a) => createAgent(a, source));
    this.observed = {
      worldRow: new Float32Array(worldSize),
      agentRows: new Float32Array(agents * agentSize),
    };
    this.actions = new Float32Array(2 * agents);
    this.over = new Uint8Array(agents);
  }

  get world(): World {
    if (!this.#world) throw new Error('Expected a copy that was taken of a world.');
    return this.#world;
  }

  /** As everything is in the environment now; `supposed`: in this world, which is disposed of with the copy. */
  take({ world, readings, flag }: Environment, supposed?: World): void {
    if (supposed) this.#enter(supposed, true);
    else this.#copyOf(world).restore(world.save());
    const { steps, limitSteps, action } = this.#episodes;
    for (const [a, reading] of readings.entries()) {
      steps[a] = reading.steps;
      limitSteps[a] = reading.limitSteps;
      action[2 * a] = reading.actionForward;
      action[2 * a + 1] = reading.actionLeft;
      this.over[a] = Number(flag[a] === flags.terminated || flag[a] === flags.truncated);
      this.#measure(a);
    }
  }

  /** What agents `from` to `to` sense now. */
  observe(from = 0, to = this.readings.length): void {
    writeRows(this.#bound, this.readings, this.observed, from, to);
  }

  /** Agent `a` is to do what its policy has chosen: `unit[at]`, `unit[at + 1]`, written anew on the unit disc. */
  choose(a: number, unit: Float32Array, at: number): void {
    const { maxSpeed } = this.#scenario.action;
    projectOnDisc(unit, at);
    const forward = Math.fround((unit[at] as number) * maxSpeed);
    const left = Math.fround((unit[at + 1] as number) * maxSpeed);
    // As an environment limits them.
    const length = Math.sqrt(forward * forward + left * left);
    const scale = this.over[a] === 1 ? 0 : length > maxSpeed ? maxSpeed / length : 1;
    this.actions[2 * a] = forward * scale;
    this.actions[2 * a + 1] = left * scale;
  }

  /** After a step, of an agent whose episode goes on: how it has ended, if it has. */
  endDecision(a: number): Outcome | undefined {
    const { steps, action, limitSteps } = this.#episodes;
    steps[a] = (steps[a] as number) + 1;
    action[2 * a] = this.actions[2 * a] as number;
    action[2 * a + 1] = this.actions[2 * a + 1] as number;
    this.#measure(a);
    const isLate = (steps[a] as number) >= (limitSteps[a] as number);
    const outcome =
      this.#scenario.outcome(this.readings[a] as Agent) ?? (isLate ? 'timeout' : undefined);
    if (outcome !== undefined) this.over[a] = 1;
    return outcome;
  }

  dispose(): void {
    this.#world?.dispose();
    this.#world = undefined;
  }

  #copyOf({ layout }: World): World {
    if (this.#world?.layout === layout && !this.#isLent) return this.#world;
    const { decisionSeconds, substeps } = this.#scenario;
    return this.#enter(new World(layout, { seed: layout.seed, decisionSeconds, substeps }), false);
  }

  #enter(world: World, isLent: boolean): World {
    this.#world?.dispose();
    this.#world = world;
    this.#isLent = isLent;
    this.#bound = bindSensors(this.#scenario, world);
    return world;
  }

  #measure(a: number): void {
    const { goalX, goalZ, goalExtent, x, z } = this.readings[a] as Agent;
    const dx = goalX - x;
    const dz = goalZ - z;
    this.#episodes.goalDistance[a] = Math.sqrt(dx * dx + dz * dz) - goalExtent;
  }
}
