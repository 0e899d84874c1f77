/** A training's reports as results for other programs (storage/run-results.ts). */

import type { RunResults } from '../storage/run-results.ts';
import type { KeptReport } from './read-metrics.ts';

export function resultsOfReports(reports: readonly KeptReport[]): RunResults {
  return {
    rows: reports.map((report) => {
      const { success, collision, spl, validation, criticLoss, actorLoss, qMean } = report;
      const { agentSteps, wallSeconds, updates, episodes } = report;
      const { agentStepsPerSecond, updatesPerSecond } = report;
      return {
        agentSteps: agentSteps ?? 0,
        seconds: wallSeconds,
        figures: {
          ...{ success, collision: collision ?? null, spl: spl ?? null },
          ...{ return: report.return ?? null, validation: validation ?? null },
          ...{ criticLoss: criticLoss ?? null, actorLoss: actorLoss ?? null, q: qMean ?? null },
          ...{ updates: updates ?? null, episodes },
          agentStepsPerSecond: agentStepsPerSecond ?? null,
          updatesPerSecond: updatesPerSecond ?? null,
        },
      };
    }),
    marks: reports.flatMap(({ wallSeconds: seconds, rolledBack = [] }) =>
      rolledBack.map(({ updates, to, reason }) => ({
        ...{ seconds, kind: 'rollback' },
        text: `collapsed at update ${updates} and rolled back to update ${to}. ${reason}`,
      })),
    ),
  };
}
