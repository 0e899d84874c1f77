/**
 * Moments of a run that stand out on its timeline: what the run did (saved itself, was at its best, was rolled
 * back) and what the person did to it. Kept with the run, at a bounded number. Knows nothing of drawing.
 */

export const markKinds = ['saved', 'best', 'rollback', 'setting', 'training', 'file'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface Mark {
  readonly kind: MarkKind;
  /** Training time. */
  readonly seconds: number;
  /** A sentence, without its time. */
  readonly text: string;
}

/** What a kind is called where all of its marks are named at once. */
export const markNames: Readonly<Record<MarkKind, string>> = {
  saved: 'Saved',
  best: 'Best weights',
  rollback: 'Rolled back',
  setting: 'Setting changed',
  training: 'Training stopped or started',
  file: 'File saved or loaded',
};

const mostMarks = 80;
export const longestText = 500;

/** Of these the newest alone tells something: what a reload goes on from, what a rollback goes back to. */
const single: readonly MarkKind[] = ['saved', 'best'];

/** Training that was off and on again at one moment is one mark, as its time stood still meanwhile. */
function continues(last: Mark | undefined, mark: Mark): boolean {
  return last?.kind === 'training' && mark.kind === 'training' && last.seconds === mark.seconds;
}

/** In the order of time. Of too many the oldest of the most frequent kind goes. */
export function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const text = mark.text.slice(0, longestText);
  const others = marks.filter(
    (other) => !continues(other, mark) && !(other.kind === mark.kind && single.includes(mark.kind)),
  );
  const all = [...others, { ...mark, text }];
  if (all.length <= mostMarks) return all;
  const count = (kind: MarkKind) => all.filter((other) => other.kind === kind).length;
  const frequent = markKinds.reduce((a, b) => (count(b) > count(a) ? b : a));
  const oldest = all.findIndex(({ kind }) => kind === frequent);
  return all.filter((_, i) => i !== oldest);
}

function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, seconds, text } = value as Partial<Mark>;
  return (
    markKinds.some((known) => known === kind) &&
    typeof seconds === 'number' &&
    Number.isFinite(seconds) &&
    typeof text === 'string' &&
    text.length <= longestText
  );
}

export function areMarks(value: unknown): value is readonly Mark[] {
  return Array.isArray(value) && value.length <= mostMarks && value.every(isMark);
}
