/**
 * Moments of a run that stand out on its timeline: what the run did (saved itself, was at its best, was rolled
 * back) and what the person did to it. Kept with the run, at a bounded number. Knows nothing of drawing.
 */
import type { Collapse } from '../../agents/watchdog.ts';
import { isList, isNumber, isRecord, isText } from '../../core/is.ts';

export const markKinds = [
  'saved',
  'best',
  'rollback',
  'setting',
  'training',
  'file',
  'world',
  'visit',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** What happened, as data that can be said in any language. */
export type Happening =
  | { readonly kind: 'saved' }
  /** The best look so far: successes of so many tries, 0 to 1. */
  | {
      readonly kind: 'best';
      readonly share: number;
      readonly tries: number;
      readonly updates: number;
    }
  | { readonly kind: 'rollback'; readonly collapse: Collapse }
  | { readonly kind: 'setting'; readonly changes: readonly SettingChange[] }
  /** It stopped; `again`: and went on at the same moment. */
  | { readonly kind: 'training'; readonly again: boolean }
  /** Saved to a file, or, with the steps that it had, gone on from one. */
  | { readonly kind: 'file'; readonly loaded?: number }
  /** The world was changed by hand, so many times in a row. */
  | { readonly kind: 'world'; readonly changes: number }
  /** The person walked in, or left. */
  | { readonly kind: 'visit'; readonly entered: boolean };

export interface SettingChange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export type Mark = Happening & {
  /** Training time. */
  readonly seconds: number;
};

const mostMarks = 80;
const longestName = 100;
const mostChanges = 40;
/** Seconds of training within which changes of the world are one mark. */
const inARow = 5;

/** Of these the newest alone tells something: what a reload goes on from, what a rollback goes back to. */
const single: readonly MarkKind[] = ['saved', 'best'];

/** Training that was off and on again at one moment is one mark, as its time stood still meanwhile. */
function continues(last: Mark | undefined, mark: Mark): boolean {
  return last?.kind === 'training' && mark.kind === 'training' && last.seconds === mark.seconds;
}

/** Changes of the world that follow each other closely are one mark, where the first was made. */
function joined(last: Mark | undefined, mark: Mark): Mark | undefined {
  if (last?.kind !== 'world' || mark.kind !== 'world') return undefined;
  if (mark.seconds - last.seconds > inARow) return undefined;
  return { ...last, changes: last.changes + mark.changes };
}

/** In the order of time. Of too many the oldest of the most frequent kind goes. */
export function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const one = joined(marks.at(-1), mark);
  if (one) return [...marks.slice(0, -1), one];
  const others = marks.filter(
    (other) => !continues(other, mark) && !(other.kind === mark.kind && single.includes(mark.kind)),
  );
  const all = [...others, mark];
  if (all.length <= mostMarks) return all;
  const count = (kind: MarkKind) => all.filter((other) => other.kind === kind).length;
  const frequent = markKinds.reduce((a, b) => (count(b) > count(a) ? b : a));
  const oldest = all.findIndex(({ kind }) => kind === frequent);
  return all.filter((_, i) => i !== oldest);
}

function isCollapse(value: unknown): value is Collapse {
  if (!isRecord(value)) return false;
  switch (value.is) {
    case 'no-number':
      return value.of === 'q' || value.of === 'actor';
    case 'far':
      return isNumber(value.qMean) && isNumber(value.largest);
    case 'fell':
      return isNumber(value.success) && isNumber(value.best) && isNumber(value.updates);
    default:
      return false;
  }
}

function isChange(value: unknown): value is SettingChange {
  return (
    isRecord(value) && isText(value.name, longestName) && isNumber(value.from) && isNumber(value.to)
  );
}

function isMark(value: unknown): value is Mark {
  if (!isRecord(value) || !isNumber(value.seconds)) return false;
  switch (value.kind) {
    case 'saved':
      return true;
    case 'best':
      return isNumber(value.share) && isNumber(value.tries) && isNumber(value.updates);
    case 'rollback':
      return isCollapse(value.collapse);
    case 'setting':
      return isList(value.changes, mostChanges, isChange);
    case 'training':
      return typeof value.again === 'boolean';
    case 'file':
      return value.loaded === undefined || isNumber(value.loaded);
    case 'world':
      return isNumber(value.changes);
    case 'visit':
      return typeof value.entered === 'boolean';
    default:
      return false;
  }
}

export function areMarks(value: unknown): value is readonly Mark[] {
  return Array.isArray(value) && value.length <= mostMarks && value.every(isMark);
}
