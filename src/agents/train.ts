/**
 * A whole training run under the lockstep schedule: until a number of agent steps or minutes, with
 * reports, checkpoints and a way to stop. The clock is handed in; it decides only where the run stops,
 * never what it learns.
 */
import type { FinishedEpisode } from '../env/episode.ts';
import type { LearnerBackend } from '../rl/create-learner.ts';
import type { Store } from '../storage/store.ts';
import { readManifest } from './manifest.ts';
import { Training, type TrainingOptions } from './training.ts';
import type { Rollback } from './watch.ts';

/** One line of metrics.jsonl. Success and return are means over the training episodes (with exploration noise) that ended since the line before; null if none did. */
export interface TrainingReport {
  readonly agentSteps: number;
  readonly updates: number;
  /** Of training alone, evaluation and saving left out. */
  readonly wallSeconds: number;
  readonly episodes: number;
  readonly success: number | null;
  readonly collision: number | null;
  readonly spl: number | null;
  readonly return: number | null;
  readonly criticLoss: number;
  readonly actorLoss: number;
  readonly qMean: number;
  readonly agentStepsPerSecond: number;
  readonly updatesPerSecond: number;
  readonly backend: LearnerBackend;
  /** Memory that the process holds, where it can tell. */
  readonly residentBytes: number | null;
  /** Success on validation cases at the watchdog's newest look since the line before; null if it did not look. */
  readonly validation: number | null;
  /** Collapses that were noticed since the line before, each with the update that learning went back to. */
  readonly rolledBack: readonly Rollback[];
}

export interface BeginOptions extends TrainingOptions {
  /** Milliseconds. */
  readonly clock: () => number;
}

export interface TrainOptions extends BeginOptions {
  /** Agent steps after which it ends. Default: no limit. */
  readonly steps?: number;
  /** Training minutes after which it ends. Default: no limit. */
  readonly minutes?: number;
  /** Memory that the process holds. */
  readonly residentBytes?: () => number;
  /** Where the run is kept. Default: nowhere. */
  readonly store?: Store;
  /** Name of the checkpoint in the store. */
  readonly run?: string;
  /** Training seconds of an earlier session that this one goes on from, or of demonstrations. Default: 0. */
  readonly secondsBefore?: number;
  /** May throw, as when a disk is full: the run is saved, and ends by that. */
  readonly onReport?: (report: TrainingReport) => void;
  readonly onRollback?: (rollback: Rollback) => void;
  /** After every decision, of training and of looks: how far it is, from 0 to 1. May return a promise to let others work. */
  readonly onProgress?: (share: number, agentSteps: number) => void | Promise<void>;
  /** Ends the run early (an AbortSignal will do). */
  readonly signal?: { readonly aborted: boolean };
}

const reportSeconds = 10;
const saveSeconds = 120;

/** A training at its beginning, and the seconds that its demonstrations took, which are training time. */
export async function beginTraining(
  options: BeginOptions,
): Promise<{ training: Training; secondsBefore: number }> {
  const { clock, onDemonstration } = options;
  let start: number | undefined;
  let end = 0;
  const training = await Training.create({
    ...options,
    onDemonstration(done, episodes) {
      end = clock();
      start ??= end;
      return onDemonstration?.(done, episodes);
    },
  });
  return { training, secondsBefore: (end - (start ?? end)) / 1000 };
}

/** Makes a training, at its beginning or, if the store has the run, where that one stood. */
export async function openTraining(
  options: BeginOptions,
  store: Store,
  run: string,
): Promise<{ training: Training; secondsBefore: number }> {
  const kept = await store.read(run);
  if (!kept) return beginTraining(options);
  const where = `The checkpoint "${run}"`;
  const manifest = readManifest(kept.manifest, where);
  const training = await Training.create({ ...options, updates: manifest.updates });
  try {
    training.restore(manifest, kept.blobs, where);
  } catch (error) {
    training.dispose();
    throw error;
  }
  const { trainingSeconds } = (manifest.progress ?? {}) as { trainingSeconds?: number };
  const known = Number.isFinite(trainingSeconds) && (trainingSeconds as number) >= 0;
  return { training, secondsBefore: known ? (trainingSeconds as number) : 0 };
}

/** Runs until a limit or the signal, saves, and returns the training seconds, earlier sessions' included. */
export async function train(training: Training, options: TrainOptions): Promise<number> {
  const { clock, store, run, onReport, onRollback, onProgress, signal } = options;
  const limitSteps = options.steps ?? Number.POSITIVE_INFINITY;
  const limitSeconds = (options.minutes ?? Number.POSITIVE_INFINITY) * 60;
  let seconds = options.secondsBefore ?? 0;
  let reportedAt = seconds;
  let savedAt = seconds;
  let before = { agentSteps: training.agentSteps, updates: training.updates };
  let episodes: FinishedEpisode[] = [];
  let validation: number | null = null;
  let rolledBack: Rollback[] = [];

  const save = async () => {
    if (!store || run === undefined) return;
    await store.commit(run, await training.checkpoint({ trainingSeconds: seconds }));
    savedAt = seconds;
  };
  const report = async () => {
    const { critic, actor, q } = await training.learning.losses();
    const elapsed = Math.max(1e-9, seconds - reportedAt);
    const { agentSteps, updates } = training;
    const mean = (read: (episode: FinishedEpisode) => number) =>
      episodes.length === 0
        ? null
        : episodes.reduce((sum, episode) => sum + read(episode), 0) / episodes.length;
    const written: TrainingReport = {
      agentSteps,
      updates,
      wallSeconds: seconds,
      episodes: episodes.length,
      success: mean(({ outcome }) => (outcome === 'success' ? 1 : 0)),
      collision: mean(({ outcome }) => (outcome === 'collision' ? 1 : 0)),
      spl: mean(({ spl }) => spl),
      return: mean((episode) => episode.return),
      criticLoss: critic,
      actorLoss: actor,
      qMean: q,
      agentStepsPerSecond: (agentSteps - before.agentSteps) / elapsed,
      updatesPerSecond: (updates - before.updates) / elapsed,
      backend: training.learning.backend,
      residentBytes: options.residentBytes?.() ?? null,
      validation,
      rolledBack,
    };
    try {
      onReport?.(written);
    } catch (error) {
      // Whoever cannot take it ends the run, which is up to two minutes ahead of what is kept.
      await save();
      throw error;
    }
    before = { agentSteps, updates };
    reportedAt = seconds;
    episodes = [];
    validation = null;
    rolledBack = [];
  };

  while (training.agentSteps < limitSteps && seconds < limitSeconds && !signal?.aborted) {
    const start = clock();
    for (const episode of await training.step()) episodes.push(episode);
    seconds += (clock() - start) / 1000;
    const share = Math.max(training.agentSteps / limitSteps, seconds / limitSeconds);
    const pause = () => onProgress?.(share, training.agentSteps);
    const waiting = pause();
    if (waiting) await waiting;
    if (training.lookDue) {
      const outcome = await training.look(pause);
      if (outcome) validation = outcome.look.successes / outcome.look.episodes;
      // What a collapse left behind is gone; what it went back to is kept already.
      if (outcome && !outcome.rollback) await training.keepMoment({ seconds, success: validation });
    }
    for (const rollback of training.takeRollbacks()) {
      rolledBack.push(rollback);
      onRollback?.(rollback);
    }
    if (seconds - reportedAt >= reportSeconds) await report();
    if (seconds - savedAt >= saveSeconds) await save();
  }
  if (training.agentSteps > before.agentSteps) await report();
  await save();
  if (options.validation && !signal?.aborted) {
    // After a save: whoever has no patience for it loses nothing.
    await training.close(() => onProgress?.(1, training.agentSteps));
    await save();
  }
  return seconds;
}
