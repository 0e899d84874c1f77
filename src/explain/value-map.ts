/**
 * How good its critic thinks it would be for an agent to stand elsewhere: V(s) = Q(s, μ(s)) at the cells of the
 * free floor (scene/floor-grid.ts), with the agent's goal, heading and time left, standing still, everybody else
 * where they are. Each cell is sensed by the scenario's own sensors, bound a second time, while the agent is put
 * there as far as they go (`World.elsewhere`): the simulation does not notice.
 *
 * Made in slices, coarse to fine: first one cell for each block of 8 × 8, which stands for its whole block, then
 * of 4 × 4, and so on; then round again, for others move. So what is shown is a mosaic of the last rounds' moments.
 * Another agent, goal, episode or world begins anew. Cells that somebody stands on at their moment, or a door, have
 * no value.
 *
 * Axes: C cells, N of them asked about at once, in one world, whose graph is encoded once.
 */
import { createRandom } from '../core/random.ts';
import { type Agent, type AgentSource, createAgent } from '../env/agent.ts';
import { bindSensors, type PlacedSensor } from '../env/bind-sensors.ts';
import type { Environment } from '../env/environment.ts';
import { createEpisodes } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { type JudgedWeights, weightsOfGroup } from '../nn/inference.ts';
import { Probe } from '../nn/probe.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import { type FloorGrid, floorGridOf } from '../scene/floor-grid.ts';
import type { World } from '../world/world.ts';

/** Cells along a block, coarse to fine. */
const blocks = [8, 4, 2, 1] as const;
/** Cells asked about in one slice. */
const together = 32;

/** Which cells are asked about in turn, and the side of the block that each then stands for. */
interface Order {
  readonly cells: Int32Array;
  readonly sides: Uint8Array;
  /** Of them, those that stand for the coarsest blocks. */
  readonly coarse: number;
}

export class ValueMap {
  /** [G] */
  readonly #probes: readonly Probe[];
  readonly #readings: readonly Agent[];
  readonly #episodes;
  readonly #source: AgentSource;
  #world: World | undefined;
  #bound: readonly PlacedSensor[] = [];
  #grid: FloorGrid = { x: 0, z: 0, cell: 1, columns: 0, rows: 0 };
  /** [C] 1: nothing that stands for ever is in the way. */
  #free = new Uint8Array(0);
  #order: Order = { cells: new Int32Array(0), sides: new Uint8Array(0), coarse: 0 };
  /** [C] NaN: not known. */
  #values = new Float32Array(0);
  /** [C] 1: asked about by itself, not with its block. */
  #asked = new Uint8Array(0);
  /** In `#order`, and whether its end has been reached before. */
  #at = 0;
  #isWhole = false;
  /** What the map is of. */
  #agent = -1;
  #goalX = 0;
  #goalZ = 0;
  #steps = 0;
  readonly #batch = new Int32Array(together);

  /** Networks of a policy whose critic is known. */
  constructor(scenario: Scenario, hyperparameters: Hyperparameters) {
    const { agents, observationLayout: layout } = scenario;
    const { actor, critic } = createNetworks(layout, hyperparameters);
    this.#probes = Array.from(
      { length: hyperparameters.groups },
      () => new Probe({ layout, actor, critic }, hyperparameters),
    );
    this.#episodes = createEpisodes(agents);
    const known = () => this.#world as World;
    this.#source = {
      get world() {
        return known();
      },
      // What draws, draws in a scenario's `begin`, which is never called here.
      random: createRandom(0, 'value map'),
      episodes: this.#episodes,
      scenario,
    };
    this.#readings = Array.from({ length: agents }, (_, a) => createAgent(a, this.#source));
  }

  /** With a critic. What is known stays, until it is asked about again. */
  setWeights(weights: JudgedWeights): void {
    for (const [group, probe] of this.#probes.entries()) {
      probe.setWeights(weightsOfGroup(weights, this.#probes.length, group));
    }
  }

  /** Whose it is; −1: nobody's yet. */
  get agent(): number {
    return this.#agent;
  }

  get grid(): FloorGrid {
    return this.#grid;
  }

  /** [C] NaN where nothing is known, or nobody could stand. Written anew by the next slice. */
  get values(): Float32Array {
    return this.#values;
  }

  /** Whether all of the floor has a value, if only that of its block. */
  get isCoarse(): boolean {
    return this.#isWhole || this.#at >= this.#order.coarse;
  }

  /** The share of the free floor that was asked about, in [0, 1]. */
  get known(): number {
    return this.#isWhole ? 1 : this.#at / Math.max(1, this.#order.cells.length);
  }

  /** Asks about the next cells; whether that was the last of the round. Nothing in the environment changes. */
  step(environment: Environment, agent: number): boolean {
    this.#look(environment, agent);
    const { world } = environment;
    const { cells, sides } = this.#order;
    if (cells.length === 0) return true;
    const probe = this.#probes[agent % this.#probes.length] as Probe;
    const questions = probe.questions({ worlds: 1, agents: together });
    const { rows } = questions;
    const { radius } = world;
    let count = 0;
    world.elsewhere(agent, (put) => {
      for (const { sensor, world: part } of this.#bound) sensor.writeWorld?.(rows, part);
      questions.attendToAll();
      while (count < together && this.#at < cells.length) {
        const cell = cells[this.#at++] as number;
        const [x, z] = [this.#xOf(cell), this.#zOf(cell)];
        if (!world.isFree(x, z, radius, { ignoreAgent: agent })) {
          this.#values[cell] = Number.NaN;
          this.#asked[cell] = 1;
          continue;
        }
        put(x, z);
        this.#sense(agent, rows, questions.agentAt(count));
        this.#batch[count++] = this.#at - 1;
      }
    });
    if (count > 0) questions.run();
    for (let i = 0; i < count; i++) {
      const turn = this.#batch[i] as number;
      this.#take(cells[turn] as number, sides[turn] as number, questions.values[i] as number);
    }
    if (this.#at < cells.length) return false;
    this.#at = 0;
    this.#isWhole = true;
    return true;
  }

  #xOf(cell: number): number {
    return this.#grid.x + ((cell % this.#grid.columns) + 0.5) * this.#grid.cell;
  }

  #zOf(cell: number): number {
    return this.#grid.z + (Math.floor(cell / this.#grid.columns) + 0.5) * this.#grid.cell;
  }

  /** Begins anew if the map is of something else. */
  #look({ world, scenario, readings }: Environment, agent: number): void {
    const { steps, limitSteps, goalX, goalZ } = readings[agent] as Agent;
    const isOther = this.#world !== world;
    if (isOther) {
      this.#world = world;
      this.#bound = bindSensors(scenario, world);
      this.#survey(world);
    }
    // It stands still there, and has done nothing yet.
    this.#episodes.steps[agent] = steps;
    this.#episodes.limitSteps[agent] = limitSteps;
    const isAnother =
      isOther ||
      this.#agent !== agent ||
      this.#goalX !== goalX ||
      this.#goalZ !== goalZ ||
      steps < this.#steps;
    this.#steps = steps;
    if (!isAnother) return;
    this.#agent = agent;
    this.#goalX = goalX;
    this.#goalZ = goalZ;
    this.#at = 0;
    this.#isWhole = false;
    this.#values.fill(Number.NaN);
    this.#asked.fill(0);
  }

  /** Which cells of this world's floor are free, and in which order they are asked about. */
  #survey(world: World): void {
    this.#grid = floorGridOf(world.layout);
    const { columns, rows } = this.#grid;
    const size = columns * rows;
    this.#values = new Float32Array(size);
    this.#asked = new Uint8Array(size);
    this.#free = Uint8Array.from({ length: size }, (_, cell) =>
      Number(world.isFloor(this.#xOf(cell), this.#zOf(cell), world.radius)),
    );
    const taken = new Uint8Array(size);
    const cells: number[] = [];
    const sides: number[] = [];
    let coarse = 0;
    for (const side of blocks) {
      for (let row = 0; row < rows; row += side) {
        for (let column = 0; column < columns; column += side) {
          const cell = this.#middleOf(column, row, side, taken);
          if (cell < 0) continue;
          taken[cell] = 1;
          cells.push(cell);
          sides.push(side);
        }
      }
      if (side === blocks[0]) coarse = cells.length;
    }
    this.#order = { cells: Int32Array.from(cells), sides: Uint8Array.from(sides), coarse };
  }

  /** The free cell of a block that is nearest to its middle and not taken; −1: there is none. */
  #middleOf(column: number, row: number, side: number, taken: Uint8Array): number {
    const { columns, rows } = this.#grid;
    const middle = (side - 1) / 2;
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let r = row; r < Math.min(rows, row + side); r++) {
      for (let c = column; c < Math.min(columns, column + side); c++) {
        const cell = r * columns + c;
        if (this.#free[cell] === 0 || taken[cell] === 1) continue;
        const off = (c - column - middle) ** 2 + (r - row - middle) ** 2;
        if (off >= least) continue;
        least = off;
        nearest = cell;
      }
    }
    return nearest;
  }

  #sense(agent: number, rows: Float32Array, at: number): void {
    const reading = this.#readings[agent] as Agent;
    const { goalX, goalZ, goalExtent, x, z } = reading;
    this.#episodes.goalDistance[agent] = Math.hypot(goalX - x, goalZ - z) - goalExtent;
    for (const { sensor, agent: part } of this.#bound) {
      sensor.writeAgent?.(reading, rows, at + part);
    }
  }

  /** A cell's value, which those of its block have too that were not asked about by themselves. */
  #take(cell: number, side: number, value: number): void {
    const { columns, rows } = this.#grid;
    this.#asked[cell] = 1;
    this.#values[cell] = value;
    if (side === 1 || this.#isWhole) return;
    const firstColumn = side * Math.floor((cell % columns) / side);
    const firstRow = side * Math.floor(Math.floor(cell / columns) / side);
    for (let r = firstRow; r < Math.min(rows, firstRow + side); r++) {
      for (let c = firstColumn; c < Math.min(columns, firstColumn + side); c++) {
        const other = r * columns + c;
        if (this.#free[other] === 1 && this.#asked[other] === 0) this.#values[other] = value;
      }
    }
  }
}
