/**
 * What a run came to, for other programs: its curves over agent steps and training time, with what stands out on
 * the way, as CSV, as JSON lines, or as an event file of TensorBoard. Does not know who learned, nor where.
 */
import { type ScalarEvent, writeEventFile } from './event-file.ts';

/** Every figure that a curve may be of, and its tag in TensorBoard, whose first word groups the charts. */
export const figureTags = {
  success: 'episodes/success',
  collision: 'episodes/collision',
  return: 'episodes/return',
  spl: 'episodes/spl',
  validation: 'validation/success',
  criticLoss: 'losses/critic',
  actorLoss: 'losses/actor',
  q: 'losses/q',
  updates: 'progress/updates',
  episodes: 'progress/episodes',
  agentStepsPerSecond: 'speed/agent-steps-per-second',
  updatesPerSecond: 'speed/updates-per-second',
} as const;

export type ResultFigure = keyof typeof figureTags;
const figures = Object.keys(figureTags) as ResultFigure[];

/** A moment of the run. A figure that is not known then is null. */
export interface ResultRow {
  readonly agentSteps: number;
  /** Of training. */
  readonly seconds: number;
  readonly figures: Readonly<Partial<Record<ResultFigure, number | null>>>;
}

/** Something that happened: a rollback, best weights, a changed setting. */
export interface ResultMark {
  readonly seconds: number;
  readonly kind: string;
  readonly text: string;
}

export interface RunResults {
  /** Rising in time. */
  readonly rows: readonly ResultRow[];
  readonly marks: readonly ResultMark[];
}

export const resultKinds = ['csv', 'jsonl', 'tensorboard'] as const;
export type ResultKind = (typeof resultKinds)[number];

export interface ResultsFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * `name` is what the file is called, without its ending; `now` when it is written, in epoch milliseconds: the end of
 * the run on TensorBoard's axis of wall time.
 */
export function writeResults(
  kind: ResultKind,
  results: RunResults,
  { name, now }: { readonly name: string; readonly now: number },
): ResultsFile {
  const text = (ending: string, value: string) => ({
    name: `${name}.${ending}`,
    bytes: new TextEncoder().encode(value),
  });
  switch (kind) {
    case 'csv':
      return text('csv', csvOf(results));
    case 'jsonl':
      return text('jsonl', jsonLinesOf(results));
    case 'tensorboard':
      return {
        name: eventFileName(now),
        bytes: writeEventFile(now / 1000, eventsOf(results, now / 1000)),
      };
  }
}

/** TensorBoard knows event files by the middle of their names. `now` in epoch milliseconds. */
function eventFileName(now: number): string {
  return `events.out.tfevents.${Math.floor(now / 1000)}.heed`;
}

/** Marks are put beside the first row that is not before them, or the last one. */
function marksOfRows({ rows, marks }: RunResults): readonly (readonly ResultMark[])[] {
  const of: ResultMark[][] = rows.map(() => []);
  for (const mark of marks) {
    const after = rows.findIndex(({ seconds }) => seconds >= mark.seconds);
    of.at(after)?.push(mark);
  }
  return of;
}

/** Without the figures that no row knows. */
function knownFigures({ rows }: RunResults): ResultFigure[] {
  return figures.filter((figure) => rows.some((row) => typeof row.figures[figure] === 'number'));
}

/** As RFC 4180 has it. A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : `${value}`;
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvOf(results: RunResults): string {
  const known = knownFigures(results);
  const marks = marksOfRows(results);
  const lines = [
    ['agentSteps', 'seconds', ...known, 'marks'],
    ...results.rows.map(({ agentSteps, seconds, figures: of }, i) => [
      ...[agentSteps, seconds, ...known.map((figure) => of[figure] ?? null)],
      (marks[i] ?? []).map(({ kind, text }) => `${kind}: ${text}`).join(' | '),
    ]),
  ];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function jsonLinesOf(results: RunResults): string {
  const known = knownFigures(results);
  const marks = marksOfRows(results);
  return results.rows
    .map(({ agentSteps, seconds, figures: of }, i) => {
      const values = Object.fromEntries(known.map((figure) => [figure, of[figure] ?? null]));
      return `${JSON.stringify({ agentSteps, seconds, ...values, marks: marks[i] })}\n`;
    })
    .join('');
}

function eventsOf(results: RunResults, endedAt: number): ScalarEvent[] {
  const { rows } = results;
  const end = rows.at(-1)?.seconds ?? 0;
  const marks = marksOfRows(results);
  return rows.map(({ agentSteps, seconds, figures: of }, i) => ({
    wallTime: endedAt - (end - seconds),
    step: Math.round(agentSteps),
    scalars: figures.flatMap((figure) => {
      const value = of[figure];
      return typeof value === 'number' ? [{ tag: figureTags[figure], value }] : [];
    }),
    texts: textsOf(marks[i] ?? []),
  }));
}

/** One text a kind: of two values under one tag and step TensorBoard shows one. */
function textsOf(marks: readonly ResultMark[]): { tag: string; text: string }[] {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    tag: `marks/${kind}`,
    text: marks.flatMap((mark) => (mark.kind === kind ? mark.text : [])).join('\n\n'),
  }));
}
