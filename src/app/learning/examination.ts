/**
 * One run of all published cases with the weights of one moment, and the run's list of them: kept with its
 * progress, bounded, and checked where it comes back in. Knows nothing of workers.
 */
import type { Evaluation } from '../../agents/evaluate.ts';
import { isCount, isList, isNumber, isRecord, isShare } from '../../core/is.ts';

/** What the cases gave. */
export interface CaseFigures {
  readonly cases: number;
  /** Shares of the cases, 0 to 1. */
  readonly success: number;
  readonly collision: number;
  /** Mean seconds of the successful ones. */
  readonly time: number | null;
  /** Mean discounted return. */
  readonly return: number;
  /** The scenario's own, by name. */
  readonly figures: Readonly<Record<string, number | null>>;
}

export interface Examination extends CaseFigures {
  /** Training time of the weights. */
  readonly seconds: number;
  /** Updates that they had seen. */
  readonly updates: number;
}

/** At one a minute, an hour. A fuller list keeps every other. */
export const mostExaminations = 60;
const mostFigures = 64;
const longestName = 100;

export function caseFigures(evaluation: Evaluation): CaseFigures {
  const { episodes, success, collision, time, returnMean, figures } = evaluation;
  return { cases: episodes, success, collision, time, return: returnMean, figures };
}

/** Oldest first. What is left of a full list are the first, the newest, and every other between them. */
export function addExamination(
  examinations: readonly Examination[],
  examination: Examination,
): readonly Examination[] {
  const all = [...examinations, examination];
  if (all.length <= mostExaminations) return all;
  return all.filter((_, index) => index % 2 === 0);
}

function isExamination(value: unknown): boolean {
  if (!isRecord<Examination>(value)) return false;
  const { cases, success, collision, time, figures, seconds, updates, ...rest } = value;
  if (!isCount(cases) || !isCount(updates) || !isNumber(seconds)) return false;
  if (!isShare(success) || !isShare(collision) || !isNumber(rest.return)) return false;
  if (time !== null && !isNumber(time)) return false;
  if (!isRecord(figures)) return false;
  const named = Object.entries(figures);
  return (
    named.length <= mostFigures &&
    named.every(
      ([name, figure]) => name.length <= longestName && (figure === null || isNumber(figure)),
    )
  );
}

export function areExaminations(value: unknown): value is readonly Examination[] {
  return isList(value, mostExaminations, isExamination);
}
