/** Whether what was kept, or comes in a file, is a list of faithfulness reports as a run has them. */
import type { Estimate } from '../core/bootstrap.ts';
import { isCount, isList, isNumber, isRecord, isShare, isText } from '../core/is.ts';
import type { Example, Faithfulness, HeadFaithfulness, PartFaithfulness } from './faithfulness.ts';
import { measures } from './measure-decision.ts';
import { type MomentReport, mostReports } from './moment-reports.ts';
import { surgeries } from './surgeries.ts';
import type { Operated } from './surgery.ts';

/** No policy has more of them. */
const most = { parts: 16, heads: 65, examples: 8, name: 100, text: 2000 };

function isEstimate(value: unknown): boolean {
  if (!isRecord<Estimate>(value)) return false;
  return isNumber(value.value) && isNumber(value.low) && isNumber(value.high);
}
const mayBeEstimate = (value: unknown) => value === null || isEstimate(value);

function isHead(value: unknown): boolean {
  if (!isRecord<HeadFaithfulness>(value)) return false;
  const { head, entropy, tau } = value;
  if (!isRecord<HeadFaithfulness['tau']>(tau)) return false;
  return (
    (head === 'mean' || isCount(head)) &&
    mayBeEstimate(entropy) &&
    measures.every((measure) => mayBeEstimate(tau[measure]))
  );
}

function isPart(value: unknown): boolean {
  if (!isRecord<PartFaithfulness>(value)) return false;
  const { part, decisions, rows, heads, between, top, chance, strongest } = value;
  if (!isRecord<PartFaithfulness['between']>(between)) return false;
  return (
    isText(part, most.name) &&
    isCount(decisions) &&
    isNumber(rows) &&
    isList(heads, most.heads, isHead) &&
    (heads as readonly HeadFaithfulness[])[0]?.head === 'mean' &&
    [between.masked, between.gradient, top, strongest].every(mayBeEstimate) &&
    (chance === null || isNumber(chance))
  );
}

function isOperated(value: unknown): boolean {
  if (!isRecord<Operated>(value)) return false;
  const { surgery, success, collision, spl, time, difference } = value;
  if (!isRecord<Operated['success']>(success)) return false;
  if (!surgeries.some((known) => known === surgery)) return false;
  if (!isShare(success.rate) || !isNumber(success.low) || !isNumber(success.high)) return false;
  if (!isShare(collision) || !isNumber(spl) || !(time === null || isNumber(time))) return false;
  if (difference === null) return true;
  return (
    isRecord<NonNullable<Operated['difference']>>(difference) &&
    isEstimate(difference.success) &&
    isEstimate(difference.spl)
  );
}

function isExample(value: unknown): boolean {
  if (!isRecord<Example>(value)) return false;
  return isCount(value.episode) && isNumber(value.time) && isText(value.why, most.text);
}

function isReport(value: unknown): boolean {
  if (!isRecord<Faithfulness>(value)) return false;
  const { episodes, seed, every, decisions, judged, parts, surgery, agreement, examples } = value;
  return (
    [episodes, seed, every, decisions].every(isCount) &&
    typeof judged === 'boolean' &&
    isList(parts, most.parts, isPart) &&
    isList(surgery, surgeries.length, isOperated) &&
    // One run's own policies are not compared.
    isList(agreement, 0, () => false) &&
    isList(examples, most.examples, isExample)
  );
}

function isMomentReport(value: unknown): value is MomentReport {
  if (!isRecord<MomentReport>(value) || !isRecord<MomentReport['moment']>(value.moment)) {
    return false;
  }
  const { updates, agentSteps, seconds, success } = value.moment;
  return (
    isCount(updates) &&
    isCount(agentSteps) &&
    isNumber(seconds) &&
    seconds >= 0 &&
    (success === null || isShare(success)) &&
    isReport(value.report)
  );
}

export function areMomentReports(value: unknown): value is readonly MomentReport[] {
  return (
    isList(value, mostReports, isMomentReport) &&
    (value as readonly MomentReport[]).every(
      ({ moment }, i, all) =>
        i === 0 || (all[i - 1] as MomentReport).moment.updates < moment.updates,
    )
  );
}
