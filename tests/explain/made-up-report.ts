/** Faithfulness reports whose figures are chosen. */
import type { Estimate } from '../../src/core/bootstrap.ts';
import type { Faithfulness, PartFaithfulness } from '../../src/explain/faithfulness.ts';
import type { MomentReport } from '../../src/explain/moment-reports.ts';
import type { Surgery } from '../../src/explain/surgeries.ts';
import type { Operated } from '../../src/explain/surgery.ts';

export const at = (value: number, half = 0.02): Estimate => ({
  ...{ value, low: value - half, high: value + half },
});

/** `tau` is that with what leaving out changes; all else follows from it. */
export function madeUpPart(part: string, tau: number): PartFaithfulness {
  const values = { valueLeftOut: null, valueMasked: null, valueGradient: null };
  const of = { leftOut: at(tau), masked: at(tau / 2), gradient: at(tau / 4), ...values };
  return {
    ...{ part, decisions: 100, rows: 5, top: at(tau / 2 + 0.3), chance: 0.2 },
    heads: [
      { head: 'mean', entropy: at(1 - tau / 2), tau: of },
      { head: 1, entropy: at(1 - tau), tau: of },
    ],
    ...{ between: { masked: at(0.9), gradient: at(0.3) }, strongest: at(0.4) },
  };
}

function operated(surgery: Surgery, rate: number): Operated {
  const difference = surgery === 'as trained' ? null : { success: at(-0.1), spl: at(-0.1) };
  const success = { rate, low: rate / 2, high: rate };
  return { surgery, success, collision: 0, spl: rate, time: 4, difference };
}

export function madeUpReport(tau: number, parts: readonly string[]): Faithfulness {
  return {
    ...{ episodes: 10, seed: 0, every: 5, decisions: 100, judged: false },
    parts: parts.map((part, i) => madeUpPart(part, tau / (1 + i))),
    surgery: [
      operated('as trained', tau),
      operated('permuted', tau / 2),
      operated('uniform', tau / 4),
    ],
    agreement: [],
    examples: [{ episode: 0, time: 1.5, why: 'It turns away.' }],
  };
}

export function madeUpMomentReport(
  updates: number,
  tau = 0.5,
  parts: readonly string[] = ['nearbyEntities'],
): MomentReport {
  const moment = { updates, agentSteps: updates * 16, seconds: updates / 10, success: tau };
  return { moment, report: madeUpReport(tau, parts) };
}
