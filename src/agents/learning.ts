/**
 * The learner's side of a run: replay, statistics, updates. It is fed rows and gives weights; where
 * the rows come from (the same thread in Node, another worker in the page) it does not know.
 */
import { InputError } from '../core/input-error.ts';
import { type Reflection, rowReflection } from '../core/reflection.ts';
import {
  createRunningStatistics,
  type RunningStatistics,
  statisticsOf,
} from '../core/running-statistics.ts';
import { type RowLayout, rowLayoutOf } from '../core/transition-row.ts';
import { createHindsight, type HindsightGoal } from '../env/hindsight.ts';
import type { Scenario } from '../env/scenario.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import {
  createNormaliser,
  type Normaliser,
  normaliserOf,
  observeRow,
  refreshNormaliser,
} from '../nn/normaliser.ts';
import { createLearner, type LearnerBackend, type LearnerOptions } from '../rl/create-learner.ts';
import { demonstrationShareAt } from '../rl/draw-batch.ts';
import { checkGroups, checkHyperparameters, type Hyperparameters } from '../rl/hyperparameters.ts';
import { largestValue } from '../rl/largest-value.ts';
import type { Learner, Losses } from '../rl/learner.ts';
import { type GoalRelabeller, Replay } from '../rl/replay.ts';
import type { DemonstrationProgress } from './demonstrations.ts';

export interface LearningOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** What learns. Default: wasm. */
  readonly backend?: LearnerBackend;
  /** What the backend needs of its surroundings. */
  readonly engine?: LearnerOptions;
  /** Of a run that goes on: the updates that it has. Demonstrations that count no more are not made again. */
  readonly updates?: number;
  /** While demonstrations are made, episode by episode. */
  readonly onDemonstration?: DemonstrationProgress;
}

/** Hindsight needs the place where an agent stands and its straight-line goal in the observation. */
function relabellerOf(scenario: Scenario): GoalRelabeller<unknown> | undefined {
  const names = scenario.observationLayout.agent.map(({ part }) => part.name);
  if (!names.includes('anchor') || !names.includes('ego')) return undefined;
  const hindsight = createHindsight(scenario.observationLayout, scenario);
  const relabeller: GoalRelabeller<HindsightGoal> = {
    createGoal: () => ({ x: 0, z: 0, region: -1 }),
    ...hindsight,
  };
  return relabeller as GoalRelabeller<unknown>;
}

/** Their maker is loaded where it is needed: whoever learns without needs no worlds. */
async function demonstrationsFor(
  { scenario, hyperparameters, seed, updates = 0, onDemonstration }: LearningOptions,
  relabeller: GoalRelabeller<unknown> | undefined,
  reflection: Reflection | undefined,
): Promise<Replay | undefined> {
  if (demonstrationShareAt(hyperparameters, updates) === 0) return undefined;
  const { recordDemonstrations } = await import('./demonstrations.ts');
  return recordDemonstrations({
    ...{ scenario, hyperparameters, seed, relabeller, reflection, onProgress: onDemonstration },
  });
}

/** Discount per decision. */
export function gammaOf({ gamma }: Hyperparameters, scenario: Pick<Scenario, 'gamma'>): number {
  return gamma || scenario.gamma;
}

function reflectionOf({ name, reflection, sensors, scene }: Scenario, row: RowLayout): Reflection {
  if (reflection) return rowReflection(row, reflection);
  const silent = sensors.filter((sensor) => !sensor.reflection?.(scene));
  throw new InputError(
    `Expected every sensor of scenario "${name}" to say by its "reflection" how it reads in a mirror, which ` +
      `${silent.map((sensor) => sensor.name).join(' and ')} does not: write it, or set mirror=false.`,
  );
}

export class Learning {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly replay: Replay;
  /** Undefined where none are learned from, or none any more. */
  readonly demonstrations: Replay | undefined;
  readonly backend: LearnerBackend;
  /** [G, agentSize], and the normaliser that follows from them. */
  readonly statistics: RunningStatistics;
  readonly normaliser: Normaliser;
  /** [G] views of both. */
  readonly #ofGroups: readonly { statistics: RunningStatistics; normaliser: Normaliser }[];
  /** Agent steps received. */
  agentSteps = 0;
  readonly #engine: LearnerOptions | undefined;
  #hyperparameters: Hyperparameters;
  #learner: Learner;
  /** What is on its way from the learner's device. */
  readonly #readings = new Set<Promise<unknown>>();
  /** Where `stepsPerUpdate` is counted from. */
  #since = { agentSteps: 0, updates: 0 };

  private constructor(
    options: LearningOptions,
    parts: {
      replay: Replay;
      demonstrations: Replay | undefined;
      learner: Learner;
      backend: LearnerBackend;
      normaliser: Normaliser;
    },
  ) {
    this.scenario = options.scenario;
    this.#hyperparameters = options.hyperparameters;
    this.#engine = options.engine;
    this.seed = options.seed;
    this.replay = parts.replay;
    this.demonstrations = parts.demonstrations;
    this.#learner = parts.learner;
    this.backend = parts.backend;
    this.normaliser = parts.normaliser;
    const { agentSize } = options.scenario.observationLayout;
    const { groups } = options.hyperparameters;
    this.statistics = createRunningStatistics(groups * agentSize);
    this.#ofGroups = Array.from({ length: groups }, (_, group) => ({
      statistics: statisticsOf(this.statistics, groups, group),
      normaliser: normaliserOf(this.normaliser, groups, group),
    }));
    if (this.demonstrations) this.#observeAll(this.demonstrations);
  }

  static async create(options: LearningOptions): Promise<Learning> {
    const { scenario, hyperparameters, seed, backend = 'wasm' } = options;
    checkHyperparameters(hyperparameters);
    checkGroups(hyperparameters, scenario.agents);
    const row = rowLayoutOf(scenario.observationLayout, scenario.agents);
    const streams = hyperparameters.worlds;
    const rowsPerStream = Math.max(
      hyperparameters.nStep + 2,
      Math.ceil(hyperparameters.replaySize / (streams * scenario.agents)),
    );
    const relabeller = relabellerOf(scenario);
    if (hyperparameters.hindsight > 0 && !relabeller) {
      throw new InputError(
        `Hindsight needs the sensors ego and sceneGraph, which scenario "${scenario.name}" does not have: set hindsight=0.`,
      );
    }
    const reflection = hyperparameters.mirror ? reflectionOf(scenario, row) : undefined;
    const mirror = reflection ? { reflection } : {};
    const replay = new Replay(row, { streams, rowsPerStream, ...mirror }, relabeller);
    const normaliser = createNormaliser(scenario.observationLayout, hyperparameters.groups);
    const gamma = gammaOf(hyperparameters, scenario);
    const demonstrations = await demonstrationsFor(options, relabeller, reflection);
    const parts = { replay, demonstrations, normaliser, hyperparameters, gamma, seed };
    const learner = await createLearner(parts, backend, options.engine);
    return new Learning(options, { replay, demonstrations, learner, backend, normaliser });
  }

  /** Takes the row of world `stream` that starts at `rows[offset]`. */
  addRow(stream: number, rows: Float32Array, offset = 0): void {
    const { row } = this.replay;
    this.replay.add(stream, rows, offset);
    this.#observe(this.replay.added[stream] as number, rows, offset);
    this.agentSteps += row.agents;
  }

  /** Row `index` of a stream into the statistics. */
  #observe(index: number, rows: Float32Array, offset: number): void {
    if (!this.hyperparameters.normalise) return;
    const { row } = this.replay;
    // One agent of each world step, in turn: neighbouring rows are alike.
    const agent = index % row.agents;
    const at = offset + row.agentOffset + agent * row.observation.agentSize;
    const own = this.#ofGroups[agent % this.#ofGroups.length];
    if (own) observeRow(own.statistics, row.observation, rows, at);
  }

  /** Demonstrations are learned from, so they count like rows of the run's own, before all of those. */
  #observeAll({ data: [rows], rowsPerStream, row }: Replay): void {
    for (let i = 0; i < rowsPerStream; i++) this.#observe(i, rows as Float32Array, i * row.size);
  }

  get hyperparameters(): Hyperparameters {
    return this.#hyperparameters;
  }

  get learner(): Learner {
    return this.#learner;
  }

  get updates(): number {
    return this.#learner.updates;
  }

  /** Whether the agents should wander, because nothing has been learned yet. */
  get warmingUp(): boolean {
    return this.updates === 0 && this.agentSteps < this.hyperparameters.warmup;
  }

  /** Whether the next update is due by `warmup` and `stepsPerUpdate`. */
  ready(): boolean {
    const { warmup, replaySize, stepsPerUpdate, nStep } = this.hyperparameters;
    const { agentSteps, updates } = this.#since;
    return (
      // Counted in the replay, which may have been left out of a file that this run was read from.
      this.replay.size >= Math.min(warmup, replaySize) &&
      this.agentSteps - Math.max(warmup, agentSteps) >= (this.updates - updates) * stepsPerUpdate &&
      this.replay.canSample(nStep)
    );
  }

  update(): void {
    // Early statistics move fast, later ones hardly: a refresh now and then is enough.
    if (this.hyperparameters.normalise && this.updates % 50 === 0) {
      for (const { normaliser, statistics } of this.#ofGroups) {
        refreshNormaliser(normaliser, statistics, this.replay.row.observation);
      }
    }
    this.#learner.update();
  }

  /**
   * `stepsPerUpdate` is meant from here on: what was collected and learned before, perhaps at another rate, neither
   * holds learning up nor lets it run ahead.
   */
  countFromHere(): void {
    this.#since = { agentSteps: this.agentSteps, updates: this.updates };
  }

  /**
   * Goes on with others (rl/adjustable.ts). A learner writes its update down with them, so there is another one from
   * here on, which gets the networks, optimisers, counts and random stream of the one before, as from a checkpoint;
   * the replay stays. No update may be made meanwhile. If it cannot be, all stays as it was.
   */
  async adjust(hyperparameters: Hyperparameters): Promise<void> {
    const { replay, demonstrations, normaliser, seed, scenario } = this;
    const before = this.#learner;
    const learner = await createLearner(
      {
        ...{ replay, demonstrations, normaliser, hyperparameters, seed },
        gamma: gammaOf(hyperparameters, scenario),
      },
      this.backend,
      this.#engine,
    );
    try {
      learner.restore(await before.state());
    } catch (error) {
      learner.dispose();
      throw error;
    }
    const counted = this.#hyperparameters.stepsPerUpdate === hyperparameters.stepsPerUpdate;
    this.#learner = learner;
    this.#hyperparameters = hyperparameters;
    if (!counted) this.countFromHere();
    await Promise.allSettled(this.#readings);
    before.dispose();
  }

  /** How far from 0 a value can be, by the rewards that are learned from now. Reads the whole replay. */
  largestValue(): number {
    const { replay, demonstrations, scenario } = this;
    const learnedFrom = demonstrations ? [replay, demonstrations] : [replay];
    return largestValue(learnedFrom, gammaOf(this.hyperparameters, scenario));
  }

  losses(): Promise<Losses> {
    return this.#read(this.#learner.losses());
  }

  async weights(): Promise<PolicyWeights> {
    return {
      actor: await this.#read(this.#learner.actorValues()),
      shift: this.normaliser.shift.slice(),
      scale: this.normaliser.scale.slice(),
    };
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** A device may not go before what is on its way from it is there. */
  #read<T>(reading: Promise<T>): Promise<T> {
    const forget = () => this.#readings.delete(reading);
    this.#readings.add(reading);
    reading.then(forget, forget);
    return reading;
  }
}
