/**
 * The acting side of a free-running session (the page's simulation worker): one visible world and
 * headless copies of it, one policy for all. It steps when it is told to, and collects rows, finished
 * episodes and what the visible agents attend to.
 *
 * Streams of rows: 0 is the visible world, the headless ones follow. When collecting stops, every
 * stream is closed with a row that shows where it went but is no transition, so that a later row is
 * never taken for the next observation.
 */
import { flags, type RowLayout } from '../core/transition-row.ts';
import { type Environment, loadEngines } from '../env/environment.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Layout } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import { type AttentionReport, reportAttention } from './attention-report.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Rollout } from './rollout.ts';
import { createTrainingWorlds } from './training-worlds.ts';

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
}

/** Rows since the last call, in the order in which they happened. */
export interface TakenRows {
  readonly streams: number;
  readonly rowSize: number;
  /** [n, rowSize] */
  readonly rows: Float32Array;
  /** [n] */
  readonly stream: Uint8Array;
}

/** How high above the ground an eye looks that attends to a body. */
const eyeHeight = 0.9;

export class Simulation {
  /** [0] is the visible world. */
  readonly environments: readonly Environment[];
  /** [A, 3] where each visible agent's eye turns: to what it attends to most; NaN: straight ahead. */
  readonly gaze: Float32Array;
  agentSteps = 0;
  readonly #scenario: Scenario;
  readonly #hyperparameters: Hyperparameters;
  /** Of the visible world; the headless copies have their own, so that its attention stays readable. */
  readonly #policy: LearnedPolicy;
  readonly #headlessPolicy: LearnedPolicy;
  readonly #visible: Rollout;
  readonly #headless: Rollout | undefined;
  #exploring = false;
  #warmingUp = true;
  /** Whether the policy made the last decision in the present world: wandering attends to nothing. */
  #attended = false;
  /** Whether a stream has rows since it was last closed. */
  readonly #open: boolean[];
  #rows: Float32Array;
  #streams: Uint8Array;
  #count = 0;
  #episodes: FinishedEpisode[] = [];
  /** What the visible agents' last decision was made on. */
  readonly #agentRows: Float32Array;
  readonly #worldRow: Float32Array;
  /** [A, K] bodies in the rows of the set, −1 where there is none. */
  readonly #neighbours: Int32Array;
  readonly #found: Int32Array;
  readonly #setRows: number;

  private constructor(options: SimulationOptions) {
    const { scenario, hyperparameters, seed } = options;
    this.#scenario = scenario;
    this.#hyperparameters = hyperparameters;
    const createPolicy = () =>
      new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
    this.#policy = createPolicy();
    this.#headlessPolicy = createPolicy();
    this.environments = createTrainingWorlds(scenario, hyperparameters.worlds, seed);
    const shared = { hyperparameters, seed };
    this.#visible = new Rollout(this.environments.slice(0, 1), this.#policy, {
      ...shared,
      firstWorld: 0,
    });
    this.#headless =
      hyperparameters.worlds > 1
        ? new Rollout(this.environments.slice(1), this.#headlessPolicy, {
            ...shared,
            firstWorld: 1,
          })
        : undefined;
    const { agents, observationLayout } = scenario;
    this.gaze = new Float32Array(agents * 3).fill(Number.NaN);
    this.#open = this.environments.map(() => false);
    this.#rows = new Float32Array(this.row.size * hyperparameters.worlds);
    this.#streams = new Uint8Array(hyperparameters.worlds);
    this.#agentRows = new Float32Array(agents * observationLayout.agentSize);
    this.#worldRow = new Float32Array(observationLayout.worldSize);
    const set = observationLayout.agent.find(({ part }) => part.kind === 'set')?.part;
    this.#setRows = set?.kind === 'set' ? set.rows : 0;
    this.#neighbours = new Int32Array(agents * this.#setRows).fill(-1);
    this.#found = new Int32Array(this.#setRows);
  }

  /** Loads the engines. */
  static async create(options: SimulationOptions): Promise<Simulation> {
    await loadEngines();
    return new Simulation(options);
  }

  get row(): RowLayout {
    return this.#visible.row;
  }

  /** Of the visible world; another one after a renewal (compare `seed`). */
  get layout(): Layout {
    return (this.environments[0] as Environment).world.layout;
  }

  /** One decision of the visible world. */
  stepVisible(): void {
    const environment = this.environments[0] as Environment;
    this.#agentRows.set(environment.agentRows);
    this.#worldRow.set(environment.worldRow);
    this.#findNeighbours(environment);
    this.#attended = !this.#warming;
    const { world } = environment;
    this.#step(this.#visible, 0);
    if (environment.world !== world) this.#enter(environment);
    if (this.#attended) this.#turnEyes(environment);
    else this.gaze.fill(Number.NaN);
  }

  /** One decision of every headless world, in one inference. */
  stepHeadless(): void {
    if (this.#headless) this.#step(this.#headless, 1);
  }

  /** On: noise, and rows are collected. Off: the policy as it is, and no rows. */
  setExploring(on: boolean): void {
    if (this.#exploring && !on) this.#closeStreams();
    this.#exploring = on;
  }

  /** Flat [actor | shift | scale], as KeptRun.weights gives them. */
  setWeights(weights: Float32Array, version: number): void {
    const { agentSize } = this.#scenario.observationLayout;
    const size = this.#policy.inference.actor.blueprint.size;
    if (weights.length !== size + 2 * agentSize) {
      throw new Error(
        `Expected ${size + 2 * agentSize} weights, but got ${weights.length}: the learner has another network.`,
      );
    }
    for (const { inference } of [this.#policy, this.#headlessPolicy]) {
      inference.setWeights({
        actor: weights.subarray(0, size),
        shift: weights.subarray(size, size + agentSize),
        scale: weights.subarray(size + agentSize),
      });
    }
    this.#warmingUp = version === 0;
  }

  takeRows(): TakenRows | undefined {
    if (this.#count === 0) return undefined;
    const taken = {
      streams: this.environments.length,
      rowSize: this.row.size,
      rows: this.#rows.slice(0, this.#count * this.row.size),
      stream: this.#streams.slice(0, this.#count),
    };
    this.#count = 0;
    return taken;
  }

  /** Episodes that ended since the last call, in all worlds. */
  takeEpisodes(): FinishedEpisode[] {
    const taken = this.#episodes;
    this.#episodes = [];
    return taken;
  }

  /** What a visible agent made its last decision on. */
  describe(agent: number): AttentionReport {
    const environment = this.environments[0] as Environment;
    const { agentSize } = environment.observationLayout;
    const first = agent * this.#setRows;
    const bodies = [...this.#neighbours.subarray(first, first + this.#setRows)];
    const { actionOffset } = this.row;
    const row = this.#visible.rows[0] as Float32Array;
    const { maxSpeed } = environment.action;
    return reportAttention({
      environment,
      agent,
      attention: this.#attended
        ? this.#policy.inference.attention(agent)
        : { sets: [], graphs: [] },
      bodies: bodies.filter((body) => body >= 0),
      agentRow: this.#agentRows.subarray(agent * agentSize, (agent + 1) * agentSize),
      worldRow: this.#worldRow,
      action: {
        forward: maxSpeed * (row[actionOffset + agent * 2] as number),
        left: maxSpeed * (row[actionOffset + agent * 2 + 1] as number),
      },
      attentionKind: this.#hyperparameters.attention,
      scanReach: this.#scenario.sensors.find(({ name }) => name === 'rangeScan')?.reach ?? 0,
    });
  }

  writeSnapshot(out: Snapshot): void {
    (this.environments[0] as Environment).writeSnapshot(out);
  }

  dispose(): void {
    this.#policy.dispose();
    this.#headlessPolicy.dispose();
    for (const environment of this.environments) environment.dispose();
  }

  get #warming(): boolean {
    return this.#warmingUp && this.#exploring;
  }

  #step(rollout: Rollout, firstStream: number): void {
    rollout.step({ exploring: this.#exploring, warmingUp: this.#warming });
    this.agentSteps += rollout.environments.length * this.#scenario.agents;
    for (const episode of rollout.finished) this.#episodes.push(episode);
    if (!this.#exploring) return;
    rollout.rows.forEach((row, i) => {
      this.#keep(firstStream + i, row);
      this.#open[firstStream + i] = true;
    });
  }

  #keep(stream: number, row: Float32Array): void {
    const { size } = this.row;
    if ((this.#count + 1) * size > this.#rows.length) {
      const rows = new Float32Array(this.#rows.length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
      const streams = new Uint8Array(this.#streams.length * 2);
      streams.set(this.#streams);
      this.#streams = streams;
    }
    this.#rows.set(row, this.#count * size);
    this.#streams[this.#count] = stream;
    this.#count += 1;
  }

  #closeStreams(): void {
    this.environments.forEach((environment, stream) => {
      if (!this.#open[stream]) return;
      this.#open[stream] = false;
      const row = new Float32Array(this.row.size);
      row.set(environment.worldRow, this.row.worldOffset);
      row.set(environment.agentRows, this.row.agentOffset);
      row.fill(flags.respawns, this.row.flagOffset, this.row.flagOffset + this.row.agents);
      this.#keep(stream, row);
    });
  }

  /** The world was laid out anew: what was attended to is gone with the old one. */
  #enter(environment: Environment): void {
    this.#agentRows.set(environment.agentRows);
    this.#worldRow.set(environment.worldRow);
    this.#neighbours.fill(-1);
    this.#attended = false;
  }

  /** Which body stands in which row of the set: both are nearest first. */
  #findNeighbours({ world, agents, observationLayout }: Environment): void {
    const set = observationLayout.agent.find(({ part }) => part.kind === 'set');
    if (set?.part.kind !== 'set') return;
    const { rows, features } = set.part;
    for (let agent = 0; agent < agents; agent++) {
      const count = world.neighbours(agent, rows, Number.MAX_VALUE, this.#found);
      const mask = agent * observationLayout.agentSize + set.offset + rows * features.length;
      for (let k = 0; k < rows; k++) {
        const present = k < count && this.#agentRows[mask + k] === 1;
        this.#neighbours[agent * rows + k] = present ? (this.#found[k] as number) : -1;
      }
    }
  }

  #turnEyes(environment: Environment): void {
    const { position } = environment.world.bodies;
    const weights = this.#policy.inference.setWeightsOf(0);
    const rows = this.#setRows;
    for (let agent = 0; agent < environment.agents; agent++) {
      let best = -1;
      let most = 0;
      for (let k = 0; k < rows; k++) {
        const weight = weights?.[agent * rows + k] ?? 0;
        if (weight <= most) continue;
        most = weight;
        best = this.#neighbours[agent * rows + k] as number;
      }
      const out = agent * 3;
      if (best < 0) this.gaze.fill(Number.NaN, out, out + 3);
      else {
        this.gaze[out] = position[best * 3] as number;
        this.gaze[out + 1] = eyeHeight;
        this.gaze[out + 2] = position[best * 3 + 2] as number;
      }
    }
  }
}
