/**
 * The acting side of a free-running session: one visible world and headless copies of it, or, in a
 * further worker, a share of the copies alone. It steps when it is told to, and collects rows and
 * finished episodes.
 *
 * Streams of rows are the numbers of the run's worlds: 0 is the visible one, whoever steps it. When
 * collecting stops, every stream is closed with a row that shows where it went but is no transition, so
 * that a later row is never taken for the next observation.
 *
 * The visible world may be driven by weights of the past, to be looked at. What happens there then is no part of
 * learning: it has no noise, its rows are not collected (off-policy learning could use them, but they would push out
 * what the present policy lives through), and its episodes count for nobody, the watchdog least of all.
 */
import { flags, type RowLayout, rowLayoutOf } from '../core/transition-row.ts';
import { type Environment, loadEngines } from '../env/environment.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Change, EditReport } from './edit-history.ts';
import { splitWeights } from './join-weights.ts';
import { LearnedPolicy } from './learned-policy.ts';
import type { ActingWeights } from './recording.ts';
import { Rollout } from './rollout.ts';
import { allWorlds, createTrainingWorlds, type WorldShare } from './training-worlds.ts';
import { VisibleWorld } from './visible-world.ts';

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** Which of the run's worlds are here. Default: all. */
  readonly share?: WorldShare;
  /** Seed of the first layout of the visible world; absent: it follows from `seed`. */
  readonly firstLayout?: number | undefined;
}

/** Rows since the last call, in the order in which they happened. */
export interface TakenRows {
  /** Of the whole run. */
  readonly streams: number;
  readonly rowSize: number;
  /** [n, rowSize] */
  readonly rows: Float32Array;
  /** [n] */
  readonly stream: Uint8Array;
}

/** Weights that acted at a moment of the past; their critic is not kept. */
export type PastWeights = Omit<ActingWeights, 'critic'>;

export class Simulation {
  /** Those of the share, in the order of their streams. */
  readonly environments: readonly Environment[];
  readonly row: RowLayout;
  /** Where world 0 is of the share. */
  readonly visible: VisibleWorld | undefined;
  agentSteps = 0;
  readonly #worlds: number;
  readonly #firstStream: number;
  /** Of the headless copies. The visible world has its own, so that its attention stays readable. */
  readonly #policy: LearnedPolicy;
  readonly #headless: Rollout | undefined;
  #exploring = false;
  #warmingUp = true;
  /** Whether a stream has rows since it was last closed; of the share. */
  readonly #open: boolean[];
  #rows: Float32Array;
  #streams: Uint8Array;
  #count = 0;
  #episodes: FinishedEpisode[] = [];
  /** As they came last. */
  #newest: ActingWeights | undefined;
  /** Drives the visible world instead. */
  #past: ActingWeights | undefined;
  /** [A] of the visible world: the episode under way was driven by the past, at least in part. */
  readonly #strange: Uint8Array;

  private constructor(options: SimulationOptions) {
    const { scenario, hyperparameters, seed } = options;
    const { agents, observationLayout } = scenario;
    const { worlds } = hyperparameters;
    const share = options.share ?? allWorlds(worlds);
    this.#worlds = worlds;
    this.#firstStream = share.first;
    this.row = rowLayoutOf(observationLayout, agents);
    this.#policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
    const { firstLayout } = options;
    this.environments = createTrainingWorlds(
      ...([scenario, hyperparameters, seed, share, firstLayout] as const),
    ).environments;
    const [visible] = share.first === 0 ? this.environments : [];
    this.visible = visible && new VisibleWorld(visible, { hyperparameters, seed });
    const copies = this.environments.slice(visible ? 1 : 0);
    this.#headless =
      copies.length > 0
        ? new Rollout(copies, this.#policy, {
            ...{ hyperparameters, seed, firstWorld: share.first + (visible ? 1 : 0) },
          })
        : undefined;
    this.#open = this.environments.map(() => false);
    this.#strange = new Uint8Array(agents);
    this.#rows = new Float32Array(this.row.size * Math.max(1, share.count));
    this.#streams = new Uint8Array(Math.max(1, share.count));
  }

  /** Loads the engines. */
  static async create(options: SimulationOptions): Promise<Simulation> {
    await loadEngines();
    return new Simulation(options);
  }

  /** Of the weights that `setWeights` takes. */
  get sizes() {
    return this.#policy.inference.sizes;
  }

  /** Headless copies. */
  get copies(): number {
    return this.#headless?.environments.length ?? 0;
  }

  /** Whether agents in view wander, because nothing has been learned yet. */
  get wandering(): boolean {
    return this.#past === undefined && this.#warming;
  }

  /** One decision of the visible world. */
  stepVisible(): void {
    if (!this.visible) throw new Error('The visible world is not in this share.');
    const now = this.#past === undefined;
    this.visible.step({ exploring: now && this.#exploring, warmingUp: this.wandering });
    if (now) this.#collect(this.visible.rollout, 0);
    else this.agentSteps += this.row.agents;
  }

  /** One decision of every headless world, in one inference. */
  stepHeadless(): void {
    if (!this.#headless) return;
    this.#headless.step({ exploring: this.#exploring, warmingUp: this.#warming });
    this.#collect(this.#headless, this.visible ? 1 : 0);
  }

  /** On: noise, and rows are collected. Off: the policy as it is, and no rows. */
  setExploring(on: boolean): void {
    if (this.#exploring && !on) this.#closeStreams();
    this.#exploring = on;
  }

  /** Flat [actor | shift | scale], as KeptRun.weights gives them. */
  setWeights(weights: Float32Array, version: number): void {
    const parts = splitWeights(weights, this.#policy.inference.sizes);
    this.#newest = { weights, critic: this.#newest?.critic, updates: version };
    if (!this.#past) this.visible?.setActing(this.#newest);
    this.#policy.inference.setWeights(parts);
    this.#warmingUp = version === 0;
    if (this.visible) this.visible.rollout.updates = version;
    if (this.#headless) this.#headless.updates = version;
  }

  /**
   * Changes the visible world as a person asks for it; throws an InputError, and nothing has happened, if it cannot
   * be. No row says that one observation led to the other: the stream is closed with what was seen before.
   */
  change(change: Change): EditReport {
    if (!this.visible) throw new Error('The visible world is not in this share.');
    const closing = this.#open[0] ? this.#closingRow(0) : undefined;
    const report = this.visible.change(change);
    if (closing) this.#close(0, closing);
    return report;
  }

  /** Goes on with others that leave worlds and networks as they are (rl/adjustable.ts). */
  adjust(hyperparameters: Hyperparameters): void {
    this.visible?.rollout.adjust(hyperparameters);
    this.#headless?.adjust(hyperparameters);
  }

  /** What drives the visible world, flat: of the past, or the newest; undefined before there are any. */
  get acting(): Float32Array | undefined {
    return (this.#past ?? this.#newest)?.weights;
  }

  /** The critic of what `acting` gives, where one is known; of weights of the past there is none. */
  get judging(): Float32Array | undefined {
    return (this.#past ?? this.#newest)?.critic;
  }

  /** What judges from here on, for whoever looks back at what was recorded. Kept, not copied. */
  setCritic(critic: Float32Array | undefined): void {
    if (this.#newest) this.#newest = { ...this.#newest, critic };
    // Of weights of the past no critic is known: this one is of the newest.
    if (!this.#past) this.visible?.recorder.setCritic(critic);
  }

  /** Drives the visible world by these from here on, or, undefined, by the newest again. */
  showPast(past: PastWeights | undefined): void {
    if (!this.visible || past?.weights === this.#past?.weights) return;
    if (past) {
      this.#closeStream(0);
      this.#strange.fill(1);
    }
    this.#past = past && { weights: past.weights, critic: undefined, updates: past.updates };
    const acting = this.#past ?? this.#newest;
    if (acting) this.visible.setActing(acting);
  }

  takeRows(): TakenRows | undefined {
    if (this.#count === 0) return undefined;
    const taken = {
      streams: this.#worlds,
      rowSize: this.row.size,
      rows: this.#rows.slice(0, this.#count * this.row.size),
      stream: this.#streams.slice(0, this.#count),
    };
    this.#count = 0;
    return taken;
  }

  /** Episodes that ended since the last call, in all worlds of the share. */
  takeEpisodes(): FinishedEpisode[] {
    const taken = this.#episodes;
    this.#episodes = [];
    return taken;
  }

  dispose(): void {
    this.#policy.dispose();
    this.visible?.dispose();
    for (const environment of this.#headless?.environments ?? []) environment.dispose();
  }

  get #warming(): boolean {
    return this.#warmingUp && this.#exploring;
  }

  /** What a rollout's step brought; `first` is the place of its first world in the share. */
  #collect(rollout: Rollout, first: number): void {
    this.agentSteps += rollout.environments.length * this.row.agents;
    for (const episode of rollout.finished) {
      if (rollout === this.visible?.rollout && this.#strange[episode.agent] === 1) {
        this.#strange[episode.agent] = 0;
      } else this.#episodes.push(episode);
    }
    if (!this.#exploring) return;
    for (let i = 0; i < rollout.rows.length; i++) {
      this.#keep(first + i, rollout.rows[i] as Float32Array);
      this.#open[first + i] = true;
    }
  }

  #keep(world: number, row: Float32Array): void {
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
    this.#streams[this.#count] = this.#firstStream + world;
    this.#count += 1;
  }

  #closeStreams(): void {
    for (let world = 0; world < this.environments.length; world++) this.#closeStream(world);
  }

  #closeStream(world: number): void {
    if (this.#open[world]) this.#close(world, this.#closingRow(world));
  }

  #close(world: number, row: Float32Array): void {
    this.#open[world] = false;
    this.#keep(world, row);
  }

  /** Shows where a world went, and is no transition. */
  #closingRow(world: number): Float32Array {
    const { worldRow, agentRows } = this.environments[world] as Environment;
    const row = new Float32Array(this.row.size);
    row.set(worldRow, this.row.worldOffset);
    row.set(agentRows, this.row.agentOffset);
    row.fill(flags.respawns, this.row.flagOffset, this.row.flagOffset + this.row.agents);
    return row;
  }
}
