/** Whether what was kept, or comes in a file, is a list of faithfulness reports as a run has them. */
import type { Estimate } from '../core/bootstrap.ts';
import { isCount, isList, isNumber, isRecord, isShare, isText } from '../core/is.ts';
import type { Agreement } from './agreement.ts';
import type { Example, Faithfulness, HeadFaithfulness, PartFaithfulness } from './faithfulness.ts';
import { measures } from './measure-decision.ts';
import {
  type ComparedPolicy,
  type MomentReport,
  mostCompared,
  mostReports,
} from './moment-reports.ts';
import { surgeries } from './surgeries.ts';
import type { Operated } from './surgery.ts';

/** No policy has more of them. */
const most = { parts: 16, heads: 65, examples: 8, name: 100, text: 2000 };
/** Of the reported policy and those that it is compared with. */
const mostPairs = ((mostCompared + 1) * mostCompared) / 2;

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

/** `policies`: how many there are. */
const isAgreement = (policies: number) => (value: unknown) => {
  if (!isRecord<Agreement>(value)) return false;
  const { policies: pair, attention, action } = value;
  if (!isList(pair, 2, isCount) || !isRecord(attention)) return false;
  const [first, second, ...more] = pair as readonly number[];
  return (
    more.length === 0 &&
    (first as number) < (second ?? 0) &&
    (second ?? 0) < policies &&
    Object.keys(attention).length <= most.parts &&
    Object.entries(attention).every(
      ([part, tau]) => isText(part, most.name) && mayBeEstimate(tau),
    ) &&
    mayBeEstimate(action)
  );
};

function isCompared(value: unknown): boolean {
  if (!isRecord<ComparedPolicy>(value)) return false;
  const { from, file, seed, updates } = value;
  const known = from === 'file' || from === 'shipped' || from === 'own';
  return known && isText(file, most.text) && isCount(seed) && isCount(updates);
}

function isReport(value: unknown, policies: number): boolean {
  if (!isRecord<Faithfulness>(value)) return false;
  const { episodes, seed, every, decisions, judged, parts, surgery, agreement, examples } = value;
  return (
    [episodes, seed, every, decisions].every(isCount) &&
    typeof judged === 'boolean' &&
    isList(parts, most.parts, isPart) &&
    isList(surgery, surgeries.length, isOperated) &&
    isList(agreement, mostPairs, isAgreement(policies)) &&
    isList(examples, most.examples, isExample)
  );
}

function isMomentReport(value: unknown): value is MomentReport {
  if (!isRecord<MomentReport>(value) || !isRecord<MomentReport['moment']>(value.moment)) {
    return false;
  }
  const { updates, agentSteps, seconds, success } = value.moment;
  const { compared = [] } = value;
  if (!isList(compared, mostCompared, isCompared)) return false;
  return (
    isCount(updates) &&
    isCount(agentSteps) &&
    isNumber(seconds) &&
    seconds >= 0 &&
    (success === null || isShare(success)) &&
    isReport(value.report, 1 + compared.length)
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
