/**
 * How a run has gone so far, as the page shows it: the last hundred episodes, and a history for the
 * curves that keeps its whole length at a bounded size. Saved with the run. Knows nothing of workers or
 * drawing.
 */
import { isNumber, isRecord } from '../../core/is.ts';
import { areMomentReports } from '../../explain/check-reports.ts';
import { addReport, type MomentReport } from '../../explain/moment-reports.ts';
import { areExaminations, type Examination } from './examination.ts';
import { addMark, areMarks, type Happening, type Mark } from './marks.ts';

/** What of a finished episode counts here. */
export interface Episode {
  readonly outcome: 'success' | 'collision' | 'timeout';
  /** Discounted. */
  readonly return: number;
  /** Success weighted by path length, 0 to 1. */
  readonly spl: number;
  /** Seconds. */
  readonly time: number;
}

/** One point of the curves. A figure that is not known yet is null. */
export interface Point {
  /** Training time when it was taken. */
  readonly seconds: number;
  readonly agentSteps: number;
  readonly updates: number | null;
  readonly success: number | null;
  readonly return: number | null;
  readonly spl: number | null;
  readonly criticLoss: number | null;
  readonly actorLoss: number | null;
  /** What the critic expects of the actor, mean of a batch. */
  readonly q: number | null;
}

export interface Progress {
  /** The last episodes, oldest first, at most `windowSize`. */
  readonly window: readonly Episode[];
  readonly episodes: number;
  readonly points: readonly Point[];
  /** What stands out on the timeline, oldest first (marks.ts). */
  readonly marks: readonly Mark[];
  /** How published cases went, oldest first (examination.ts); none where a scene has no such. */
  readonly examinations: readonly Examination[];
  /** Whether attention explains what is done, at moments of the run, oldest first. */
  readonly reports: readonly MomentReport[];
  /** Seconds between two points; doubles whenever the history is full. */
  readonly spacing: number;
  readonly trainingSeconds: number;
}

export const windowSize = 100;
const mostPoints = 480;
const firstSpacing = 1;

export const emptyProgress: Progress = {
  window: [],
  episodes: 0,
  points: [],
  marks: [],
  examinations: [],
  reports: [],
  spacing: firstSpacing,
  trainingSeconds: 0,
};

export function addEpisodes(progress: Progress, episodes: readonly Episode[]): Progress {
  if (episodes.length === 0) return progress;
  return {
    ...progress,
    window: [...progress.window, ...episodes].slice(-windowSize),
    episodes: progress.episodes + episodes.length,
  };
}

export interface Summary {
  /** Episodes that the rates are made of: at most `windowSize`. */
  readonly episodes: number;
  /** 0 to 1. */
  readonly success: number | null;
  readonly collision: number | null;
  readonly timeout: number | null;
  readonly return: number | null;
  readonly spl: number | null;
  /** Mean over successes, in seconds. */
  readonly time: number | null;
}

export function summarise({ window }: Progress): Summary {
  const mean = (episodes: readonly Episode[], value: (episode: Episode) => number) =>
    episodes.length === 0
      ? null
      : episodes.reduce((sum, episode) => sum + value(episode), 0) / episodes.length;
  const share = (outcome: Episode['outcome']) =>
    mean(window, (episode) => (episode.outcome === outcome ? 1 : 0));
  return {
    episodes: window.length,
    success: share('success'),
    collision: share('collision'),
    timeout: share('timeout'),
    return: mean(window, (episode) => episode.return),
    spl: mean(window, (episode) => episode.spl),
    time: mean(
      window.filter((episode) => episode.outcome === 'success'),
      (episode) => episode.time,
    ),
  };
}

/** Adds a point if it is time for one. A full history keeps every other point. */
export function addPoint(progress: Progress, point: Point): Progress {
  const last = progress.points.at(-1);
  const trainingSeconds = point.seconds;
  if (last && point.seconds - last.seconds < progress.spacing) {
    return { ...progress, trainingSeconds };
  }
  const points = [...progress.points, point];
  if (points.length < mostPoints) return { ...progress, points, trainingSeconds };
  return {
    ...progress,
    points: points.filter((_, index) => index % 2 === 0),
    spacing: progress.spacing * 2,
    trainingSeconds,
  };
}

/** A mark at the present moment. */
export function markNow(progress: Progress, happening: Happening): Progress {
  const marks = addMark(progress.marks, { ...happening, seconds: progress.trainingSeconds });
  return { ...progress, marks };
}

/** In place of one of the same moment. */
export function withReport(progress: Progress, report: MomentReport): Progress {
  return { ...progress, reports: addReport(progress.reports, report) };
}

const progressVersion = 7;

export interface SavedProgress extends Progress {
  readonly version: typeof progressVersion;
  /** Epoch milliseconds; nothing is made of it but a line for the person. */
  readonly savedAt: number;
}

export function saveProgress(progress: Progress, savedAt: number): SavedProgress {
  return { version: progressVersion, savedAt, ...progress };
}

/** When a progress was saved, if it says so. */
export function savedAtOf(saved: unknown): number | undefined {
  return isRecord(saved) && isNumber(saved.savedAt) ? saved.savedAt : undefined;
}

function isEpisode(value: unknown): value is Episode {
  return (
    isRecord(value) &&
    (value.outcome === 'success' || value.outcome === 'collision' || value.outcome === 'timeout') &&
    isNumber(value.return) &&
    isNumber(value.spl) &&
    isNumber(value.time)
  );
}

function isPoint(value: unknown): value is Point {
  if (!isRecord(value) || !isNumber(value.seconds) || !isNumber(value.agentSteps)) return false;
  const { updates, success, return: mean, spl, criticLoss, actorLoss, q } = value;
  const figures = [updates, success, mean, spl, criticLoss, actorLoss, q];
  return figures.every((figure) => figure === null || isNumber(figure));
}

/** Undefined if it is not a progress of this version: the run then goes on with empty curves. */
export function restoreProgress(saved: unknown): Progress | undefined {
  if (!isRecord<SavedProgress>(saved) || saved.version !== progressVersion) return undefined;
  const { window, episodes, points, marks, examinations, reports, spacing, trainingSeconds } =
    saved;
  if (!Array.isArray(window) || !window.every(isEpisode)) return undefined;
  if (!Array.isArray(points) || !points.every(isPoint)) return undefined;
  if (!areMarks(marks) || !areExaminations(examinations)) return undefined;
  if (!areMomentReports(reports)) return undefined;
  if (!isNumber(episodes) || !isNumber(spacing) || !isNumber(trainingSeconds)) return undefined;
  return { window, episodes, points, marks, examinations, reports, spacing, trainingSeconds };
}
