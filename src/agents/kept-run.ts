/**
 * A learner whose run is kept: it resumes what the store has, saves incrementally, and goes to and
 * from one file. For a free schedule (the page): worlds are not part of it, so a resumed run starts
 * its episodes anew and the replay's streams are closed at the seam.
 */
import { InputError } from '../core/input-error.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { type Losses, networkOptions } from '../rl/learner.ts';
import { readCheckpointFile, writeCheckpointFile } from '../storage/checkpoint-file.ts';
import type { Store } from '../storage/store.ts';
import { makeCheckpoint, restoreCheckpoint, rowsPerChunk } from './checkpoint.ts';
import { joinWeights } from './join-weights.ts';
import { Learning, type LearningOptions } from './learning.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface KeptRunOptions extends LearningOptions {
  /** Without one, nothing is kept. */
  readonly store?: Store;
  /** Name of the run in the store. */
  readonly run: string;
}

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
  /** What was saved with it; unchecked. */
  progress: unknown;
  #learning: Learning;
  #losses: Losses = noLosses;
  #reading = false;
  readonly #options: KeptRunOptions;
  #savedRows: readonly number[] | undefined;

  private constructor(options: KeptRunOptions, learning: Learning) {
    this.#options = options;
    this.#learning = learning;
  }

  static async create(options: KeptRunOptions): Promise<KeptRun> {
    const { hyperparameters, store, run } = options;
    const kept = await store?.read(run);
    if (!kept) return new KeptRun(options, await Learning.create(options));
    const where = `The kept run "${run}"`;
    const manifest = readManifest(kept.manifest, where);
    checkNetwork(manifest, hyperparameters, where);
    const learning = await Learning.create(continued(manifest, options));
    const keptRun = new KeptRun(options, learning);
    try {
      keptRun.#take(manifest, kept.blobs, where);
    } catch (error) {
      learning.dispose();
      throw error;
    }
    return keptRun;
  }

  get hyperparameters(): Hyperparameters {
    return this.#learning.hyperparameters;
  }

  addRows({ rows, stream }: RowBlock): void {
    const { size } = this.#learning.replay.row;
    for (let i = 0; i < stream.length; i++) {
      this.#learning.addRow(stream[i] as number, rows, i * size);
    }
  }

  ready(): boolean {
    return this.#learning.ready();
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
    const weights = joinWeights(await this.#learning.weights());
    return { weights, version };
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
    const savedRows = this.#savedRows;
    await store.commit(run, await makeCheckpoint(this.#learning, { progress, savedRows }));
    this.#savedRows = added;
  }

  /** The run in one file. */
  async exportFile({ progress }: { progress?: unknown } = {}): Promise<Uint8Array> {
    const { manifest, blobs } = await makeCheckpoint(this.#learning, { progress });
    return writeCheckpointFile({ manifest, blobs: blobs as Map<string, Uint8Array> });
  }

  /** Goes on from a file; if it cannot be read, the present run stays as it is. */
  async importFile(bytes: Uint8Array): Promise<void> {
    const where = 'The file';
    const { manifest: value, blobs } = readCheckpointFile(bytes, where);
    const manifest = readManifest(value, where);
    const { scenario, hyperparameters } = this.#options;
    if (manifest.scenario !== scenario.name) {
      throw new InputError(
        `${where} is a run of the scene "${manifest.scenario}", and this is "${scenario.name}": open that scene first.`,
      );
    }
    checkNetwork(manifest, hyperparameters, where);
    const learning = await Learning.create(continued(manifest, this.#options));
    const before = this.#learning;
    try {
      this.#learning = learning;
      this.#take(manifest, blobs, where);
    } catch (error) {
      this.#learning = before;
      learning.dispose();
      throw error;
    }
    before.dispose();
    this.#losses = noLosses;
    this.#savedRows = undefined;
  }

  dispose(): void {
    this.#learning.dispose();
  }

  #take(manifest: Manifest, blobs: ReadonlyMap<string, Uint8Array>, where: string): void {
    restoreCheckpoint(this.#learning, manifest, blobs, where);
    this.resumed = { agentSteps: manifest.agentSteps, updates: manifest.updates };
    this.progress = manifest.progress;
    // Chunks of another size (of an older release) cannot stay beside new ones.
    const alike = manifest.replay?.rowsPerChunk === rowsPerChunk(this.#learning.replay);
    this.#savedRows = alike ? manifest.replay?.added : undefined;
  }
}

/** The network's shape is the run's; the number of worlds and what learns are this session's. */
function continued(manifest: Manifest, options: LearningOptions): LearningOptions {
  const { worlds } = options.hyperparameters;
  return {
    ...options,
    hyperparameters: { ...manifest.hyperparameters, worlds },
    seed: manifest.seed,
  };
}

/** The acting side has the session's network: a run with another one cannot act in it. */
function checkNetwork(manifest: Manifest, hyperparameters: Hyperparameters, where: string): void {
  const kept = networkOptions(manifest.hyperparameters);
  const here = networkOptions(hyperparameters);
  if (JSON.stringify(kept) === JSON.stringify(here)) return;
  throw new InputError(
    `${where} has another network than this page: ${JSON.stringify(kept)} there, ${JSON.stringify(here)} here.`,
  );
}
