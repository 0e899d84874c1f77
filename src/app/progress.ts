/**
 * How a run has gone so far, as the page shows it: the last hundred episodes, and a history for the
 * curves that keeps its whole length at a bounded size. Saved with the run (version 4; 3, which had rollbacks
 * for marks, is read too). Knows nothing of workers or drawing.
 */
import { areExaminations, type Examination } from './examination.ts';
import { addMark, areMarks, type Mark } from './marks.ts';

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
  readonly success: number | null;
  readonly return: number | null;
  readonly spl: number | null;
  readonly criticLoss: number | null;
  readonly actorLoss: number | null;
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
export function markNow(progress: Progress, { kind, text }: Omit<Mark, 'seconds'>): Progress {
  const marks = addMark(progress.marks, { kind, seconds: progress.trainingSeconds, text });
  return { ...progress, marks };
}

export interface SavedProgress extends Progress {
  readonly version: 4;
}

export function saveProgress(progress: Progress): SavedProgress {
  return { version: 4, ...progress };
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

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
  const figures = [value.success, value.return, value.spl, value.criticLoss, value.actorLoss];
  return figures.every((figure) => figure === null || isNumber(figure));
}

/** Version 3 had nothing but rollbacks: `{ seconds, reason }`. */
function marksOfRollbacks(value: unknown): unknown {
  if (!Array.isArray(value)) return undefined;
  return value.map((mark) =>
    isRecord(mark) ? { kind: 'rollback', seconds: mark.seconds, text: mark.reason } : mark,
  );
}

/** Undefined if it is not a progress of a known version: the run then goes on with empty curves. */
export function restoreProgress(saved: unknown): Progress | undefined {
  if (!isRecord(saved) || (saved.version !== 4 && saved.version !== 3)) return undefined;
  const { window, episodes, points, examinations, spacing, trainingSeconds } = saved;
  const marks = saved.version === 3 ? marksOfRollbacks(saved.rollbacks) : saved.marks;
  if (!Array.isArray(window) || !window.every(isEpisode)) return undefined;
  if (!Array.isArray(points) || !points.every(isPoint)) return undefined;
  if (!areMarks(marks) || !areExaminations(examinations)) return undefined;
  if (!isNumber(episodes) || !isNumber(spacing) || !isNumber(trainingSeconds)) return undefined;
  return { window, episodes, points, marks, examinations, spacing, trainingSeconds };
}
