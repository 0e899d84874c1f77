/** A run's progress as results for other programs (storage/run-results.ts). */
import type { RunResults } from '../../storage/run-results.ts';
import { happeningText } from '../words/say-mark.ts';
import type { Progress } from './progress.ts';

export function resultsOf({ points, marks }: Pick<Progress, 'points' | 'marks'>): RunResults {
  return {
    rows: points.map(({ seconds, agentSteps, ...figures }) => ({ agentSteps, seconds, figures })),
    marks: marks.map((mark) => ({
      ...{ seconds: mark.seconds, kind: mark.kind, text: happeningText(mark) },
    })),
  };
}
