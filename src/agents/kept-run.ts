/**
 * A learner whose run is kept: it resumes what the store has, saves incrementally, and goes to and
 * from one file. For a free schedule (the page): worlds are not part of it, so a resumed run starts
 * its episodes anew and the replay's streams are closed at the seam. A watchdog goes with it; what it sees of
 * episodes is handed in.
 */
import { adjusted } from '../rl/adjustable.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Losses } from '../rl/learner.ts';
import { writeCheckpointFile } from '../storage/checkpoint-file.ts';
import type { Store } from '../storage/store.ts';
import {
  blobsOf,
  makeCheckpoint,
  readWatch,
  restoreCheckpoint,
  rowsPerChunk,
} from './checkpoint.ts';
import { joinWeights } from './join-weights.ts';
import { readMoments } from './kept-moments.ts';
import { gammaOf, Learning, type LearningOptions } from './learning.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { type KeptMoment, type Moment, thinned } from './moments.ts';
import { checkNetwork, readRunFile } from './run-file.ts';
import { type Evidence, type Rollback, soundWeights, Watch } from './watch.ts';
import type { Look } from './watchdog.ts';

export interface KeptRunOptions extends LearningOptions {
  /** Without one, nothing is kept. */
  readonly store?: Store;
  /** Name of the run in the store. */
  readonly run: string;
  /** Learning had collapsed and was rolled back. */
  readonly onRollback?: (rollback: Rollback) => void;
  /** A look was the best so far: its weights are kept, to go back to. */
  readonly onBest?: (look: BestLook) => void;
}

/** What is told of the best look. */
export type BestLook = Pick<Look, 'updates' | 'successes' | 'episodes'>;

export interface LearnerMetrics {
  readonly agentSteps: number;
  readonly updates: number;
  /** Agent steps in the replay. */
  readonly replaySize: number;
  readonly warmingUp: boolean;
  readonly criticLoss: number;
  readonly actorLoss: number;
  readonly qMean: number;
}

/** The rows of some world steps, in the order in which they happened. */
export interface RowBlock {
  /** [n, row size] */
  readonly rows: Float32Array;
  /** [n] the world of each row. */
  readonly stream: Uint8Array;
}

/** Losses are read from the device once in so many updates, one reading at a time. */
const updatesPerReading = 10;
const noLosses: Losses = { critic: Number.NaN, actor: Number.NaN, q: Number.NaN };

export class KeptRun {
  /** Set if the run goes on from what was kept. */
  resumed: { readonly agentSteps: number; readonly updates: number } | undefined;
  /** What was set of the scenario when that began, and is not so here: `margin 0.2`. */
  otherSettings: readonly string[] = [];
  /** What was saved with it; unchecked. */
  progress: unknown;
  #learning: Learning;
  #watch: Watch;
  #losses: Losses = noLosses;
  #reading = false;
  /** No update may be made meanwhile. */
  #adjusting = false;
  #moments: readonly KeptMoment[] = [];
  /** Updates of those whose weights are in the store. */
  #savedMoments: ReadonlySet<number> = new Set();
  readonly #options: KeptRunOptions;
  #savedRows: readonly number[] | undefined;

  private constructor(options: KeptRunOptions, learning: Learning, watch: Watch) {
    this.#options = options;
    this.#learning = learning;
    this.#watch = watch;
  }

  static async create(options: KeptRunOptions): Promise<KeptRun> {
    const { hyperparameters, store, run } = options;
    const kept = await store?.read(run);
    if (!kept) {
      const learning = await Learning.create(options);
      return new KeptRun(options, learning, await Watch.begin(learning));
    }
    const where = `The kept run "${run}"`;
    const manifest = readManifest(kept.manifest, where);
    checkNetwork(manifest, hyperparameters, where);
    const learning = await Learning.create(continued(manifest, options));
    try {
      const { watch, moments } = await restored(learning, manifest, kept.blobs, where);
      const keptRun = new KeptRun(options, learning, watch);
      keptRun.#take(manifest, moments);
      keptRun.#savedMoments = new Set(keptRun.moments.map(({ updates }) => updates));
      return keptRun;
    } catch (error) {
      learning.dispose();
      throw error;
    }
  }

  get hyperparameters(): Hyperparameters {
    return this.#learning.hyperparameters;
  }

  /** The same with the discount that is learned with, which may be the scenario's. */
  get settings(): Hyperparameters {
    return {
      ...this.hyperparameters,
      gamma: gammaOf(this.hyperparameters, this.#options.scenario),
    };
  }

  /** Changes what may change under way; an InputError, and nothing is changed, if something may not. */
  async adjust(changes: unknown): Promise<void> {
    const next = adjusted(this.hyperparameters, changes);
    this.#adjusting = true;
    try {
      await this.#learning.adjust(next);
    } finally {
      this.#adjusting = false;
    }
  }

  addRows({ rows, stream }: RowBlock): void {
    const { size } = this.#learning.replay.row;
    for (let i = 0; i < stream.length; i++) {
      this.#learning.addRow(stream[i] as number, rows, i * size);
    }
  }

  ready(): boolean {
    return !this.#adjusting && this.#learning.ready();
  }

  /** Returns as soon as the update is on its way: nothing waits for the device. */
  update(): void {
    const learning = this.#learning;
    learning.update();
    if (this.#reading || learning.updates % updatesPerReading !== 0) return;
    this.#reading = true;
    learning
      .losses()
      .then((losses) => {
        if (learning === this.#learning) this.#losses = losses;
      })
      // A device that is lost says so where weights are read.
      .catch(() => {})
      .finally(() => {
        this.#reading = false;
      });
  }

  /** [actor | shift | scale] flat, with the update they are of as `version`. */
  async weights(): Promise<{ weights: Float32Array; version: number }> {
    const version = this.#learning.updates;
    const sound = await soundWeights(this.#learning, this.#watch);
    if (sound.rollback) this.#tell(sound.rollback);
    const weights = joinWeights(sound.weights);
    return { weights, version };
  }

  /** The target critic, for explanations; undefined where it has become no numbers. */
  async critic(): Promise<Float32Array | undefined> {
    const critic = await this.#learning.learner.criticValues();
    return critic.every(Number.isFinite) ? critic : undefined;
  }

  /**
   * What acts, and how its networks are made: the newest, or at a kept moment, whose critic nobody keeps; undefined if
   * that moment is not kept. `version` is the update it is of.
   */
  async policy(updates: number | undefined) {
    const { hyperparameters } = this;
    if (updates === undefined) {
      const newest = await this.weights();
      return { hyperparameters, ...newest, critic: await this.critic() };
    }
    const weights = this.weightsOf(updates);
    return weights && { hyperparameters, weights, version: updates, critic: undefined };
  }

  /** Whose weights are kept, rising. */
  get moments(): readonly Moment[] {
    return this.#moments.map(({ moment }) => moment);
  }

  /** Keeps the newest weights; `at` says what of the moment the learner does not know. */
  async keepMoment(at: Pick<Moment, 'seconds' | 'success'>): Promise<void> {
    const { agentSteps } = this.#learning;
    const { weights, version: updates } = await this.weights();
    const last = this.#moments.at(-1)?.moment;
    if (last && (updates <= last.updates || at.seconds <= last.seconds)) return;
    const { seconds, success } = at;
    const moment = { updates, agentSteps, seconds, success };
    this.#moments = thinned([...this.#moments, { moment, weights }]);
  }

  /** [actor | shift | scale] flat; undefined if that moment is not kept. */
  weightsOf(updates: number): Float32Array | undefined {
    return this.#moments.find(({ moment }) => moment.updates === updates)?.weights;
  }

  /** Whether learning had collapsed: it was rolled back, and other weights should act. */
  async look(evidence: Evidence): Promise<boolean> {
    // Q is of an update, and after a resume there was none yet.
    if (this.#learning.updates === (this.resumed?.updates ?? 0)) return false;
    const { rollback, verdict, look } = await this.#watch.look(evidence);
    if (rollback) this.#tell(rollback);
    if (verdict === 'best') {
      const { updates, successes, episodes } = look;
      this.#options.onBest?.({ updates, successes, episodes });
    }
    return rollback !== undefined;
  }

  #tell(rollback: Rollback): void {
    this.#losses = noLosses;
    this.#options.onRollback?.(rollback);
  }

  metrics(): LearnerMetrics {
    const learning = this.#learning;
    return {
      agentSteps: learning.agentSteps,
      updates: learning.updates,
      replaySize: learning.replay.size,
      warmingUp: learning.warmingUp,
      criticLoss: this.#losses.critic,
      actorLoss: this.#losses.actor,
      qMean: this.#losses.q,
    };
  }

  /** Commits to the store; only what changed of the replay is written. */
  async save({ progress }: { progress?: unknown } = {}): Promise<void> {
    const { store, run } = this.#options;
    if (!store) return;
    const added = [...this.#learning.replay.added];
    const moments = this.#moments;
    const [savedRows, savedMoments] = [this.#savedRows, this.#savedMoments];
    await store.commit(
      run,
      await makeCheckpoint(this.#learning, {
        ...{ progress, savedRows, savedMoments, moments, watch: this.#watch },
      }),
    );
    this.#savedRows = added;
    this.#savedMoments = new Set(moments.map(({ moment }) => moment.updates));
  }

  /** The run in one file; without its replay it is small, and collects anew where it goes on. */
  async exportFile({
    progress,
    withoutReplay = false,
  }: {
    progress?: unknown;
    withoutReplay?: boolean;
  } = {}): Promise<Uint8Array> {
    const { manifest, blobs } = await makeCheckpoint(this.#learning, {
      ...{ progress, withoutReplay, watch: this.#watch, moments: this.#moments },
    });
    return writeCheckpointFile({ manifest, blobs: blobs as Map<string, Uint8Array> });
  }

  /** Goes on from a file; if it cannot be read, the present run stays as it is. */
  async importFile(bytes: Uint8Array): Promise<void> {
    const where = 'The file';
    const { manifest, blobs } = readRunFile(bytes, this.#options, where);
    const learning = await Learning.create(continued(manifest, this.#options));
    const before = this.#learning;
    try {
      const { watch, moments } = await restored(learning, manifest, blobs, where);
      this.#watch = watch;
      this.#learning = learning;
      this.#take(manifest, moments);
    } catch (error) {
      learning.dispose();
      throw error;
    }
    before.dispose();
    this.#losses = noLosses;
    this.#savedRows = undefined;
    this.#savedMoments = new Set();
  }

  dispose(): void {
    this.#learning.dispose();
  }

  #take(manifest: Manifest, moments: readonly KeptMoment[]): void {
    this.#moments = moments;
    this.resumed = { agentSteps: manifest.agentSteps, updates: manifest.updates };
    const { chosen } = this.#options.scenario;
    this.otherSettings = Object.entries(manifest.settings)
      .filter(([name, value]) => chosen[name] !== value)
      .map(([name, value]) => `${name} ${value}`);
    this.progress = manifest.progress;
    // Chunks of another size (of an older release) cannot stay beside new ones.
    const alike = manifest.replay?.rowsPerChunk === rowsPerChunk(this.#learning.replay);
    this.#savedRows = alike ? manifest.replay?.added : undefined;
  }
}

/** Puts the checkpoint into a fresh `learning`; gives its moments, and its watchdog or one that begins here. */
async function restored(
  learning: Learning,
  manifest: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
  where: string,
): Promise<{ watch: Watch; moments: readonly KeptMoment[] }> {
  const watch = readWatch(learning, manifest, blobs, where);
  const moments = readMoments(learning, manifest.moments, blobsOf(blobs, where), where);
  restoreCheckpoint(learning, manifest, blobs, where);
  learning.countFromHere();
  return { watch: watch ?? (await Watch.begin(learning)), moments };
}

/** The network's shape is the run's; the number of worlds and what learns are this session's. */
function continued(manifest: Manifest, options: LearningOptions): LearningOptions {
  const { worlds } = options.hyperparameters;
  return {
    ...options,
    hyperparameters: { ...manifest.hyperparameters, worlds },
    seed: manifest.seed,
    updates: manifest.updates,
  };
}
