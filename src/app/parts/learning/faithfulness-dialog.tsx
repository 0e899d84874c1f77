/**
 * Whether attention explains what the policy in view does: the faithfulness report (explain/faithfulness.ts), made
 * here on the person's asking, of the weights of now or of moments of the run. docs/explanations.md says how it is
 * measured.
 */
import type {
  Faithfulness,
  HeadFaithfulness,
  PartFaithfulness,
} from '../../../explain/faithfulness.ts';
import { findingsOf } from '../../../explain/findings.ts';
import type { ComparedPolicy, MomentReport } from '../../../explain/moment-reports.ts';
import { decimals, duration, integer, percent } from '../../format.ts';
import { comparedName } from '../../learning/other-policies.ts';
import { momentsWithoutReport } from '../../run/reporting.ts';
import type { ReportingState } from '../../run/run-state.ts';
import type { PageState } from '../../state.ts';
import { words } from '../../words/index.ts';
import { partName } from '../../words/name-known.ts';
import { CloseButton, Dialog } from '../dialog.tsx';
import type { PartProps } from '../part.ts';
import { unknown } from './figures.tsx';
import { IntervalPlot, type IntervalRow } from './interval-plot.tsx';
import { OverTraining } from './over-training.tsx';

/** Before half a percent is done, what is left is anybody's guess. */
const surelyDone = 0.02;

function measuringText(reporting: Extract<ReportingState, { is: 'running' }>, now: number) {
  const { done, of, since, moment } = reporting;
  const share = done / of;
  const seconds = ((now - since) / 1000) * (1 / share - 1);
  return words.value.report.measuring(
    {
      when: moment && duration(moment.seconds),
      number: Math.min(of, Math.floor(done) + 1),
      of,
    },
    share < surelyDone ? undefined : duration(Math.max(1, seconds)),
  );
}

function tauRows({ heads, between }: PartFaithfulness): IntervalRow[] {
  const tau = (heads[0] as HeadFaithfulness).tau;
  const { report } = words.value;
  return [
    { name: report.leftOut, meaning: report.leftOutMeaning, estimate: tau.leftOut },
    { name: report.masked, meaning: report.maskedMeaning, estimate: tau.masked },
    { name: report.gradient, meaning: report.gradientMeaning, estimate: tau.gradient },
    {
      ...{ name: report.between, meaning: report.betweenMeaning, estimate: between.gradient },
      reference: true,
    },
  ];
}

/** Of the table of heads. */
const columns = ['leftOut', 'masked', 'gradient', 'entropy'] as const;

function Part({ of }: { of: PartFaithfulness }) {
  const { report } = words.value;
  return (
    <section>
      <h3>{report.part(partName(of.part))}</h3>
      <IntervalPlot title={report.ranks} rows={tauRows(of)} {...{ from: -0.2, to: 1, digits: 2 }} />
      {of.top && of.chance !== null && (
        <p>{report.top(percent(of.top.value), percent(of.chance))}</p>
      )}
      <details>
        <summary>{report.heads}</summary>
        <table class="head-figures">
          <thead>
            <tr>
              <th scope="col">{report.head}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {report.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.heads.map(({ head, tau, entropy }) => (
              <tr key={head}>
                <th scope="row">{head === 'mean' ? report.mean : head}</th>
                {[tau.leftOut, tau.masked, tau.gradient, entropy].map((estimate, column) => (
                  <td key={columns[column]}>{estimate ? decimals(estimate.value, 2) : unknown}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function surgeryRows({ surgery }: Faithfulness): IntervalRow[] {
  const { report } = words.value;
  return surgery.map(({ surgery: of, success: { rate, ...interval } }) => ({
    ...{ name: report.surgery[of], meaning: report.surgeryMeaning[of] },
    ...{ estimate: { value: rate, ...interval }, reference: of === 'as trained' },
  }));
}

function Report({ state, of }: { state: PageState; of: MomentReport }) {
  const { report, moment } = of;
  const phrases = words.value.report;
  const now = state.updates.value;
  return (
    <>
      <p class="reason">
        {phrases.of({
          when: duration(moment.seconds),
          updates: integer(moment.updates),
          now: now === moment.updates ? undefined : integer(now),
          decisions: integer(report.decisions),
          tries: report.episodes,
        })}
      </p>
      <ul class="words">
        {findingsOf(report)
          .map(phrases.finding)
          .map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
      </ul>
      {report.parts
        .filter(({ decisions }) => decisions > 0)
        .map((part) => (
          <Part key={part.part} of={part} />
        ))}
      <section>
        <h3>{phrases.needs}</h3>
        <IntervalPlot
          title={phrases.success}
          rows={surgeryRows(report)}
          {...{ from: 0, to: 1, digits: 2 }}
        />
      </section>
      <Seeds of={of} />
    </>
  );
}

/** How alike policies of several trainings attend, and act. */
function Seeds({ of: { report, compared = [] } }: { of: MomentReport }) {
  const { seeds, others } = words.value.report;
  if (report.agreement.length === 0) return null;
  const attention = report.agreement.flatMap(({ policies: [a, b], attention: of }) =>
    Object.entries(of).map(([part, estimate]) => ({
      name: seeds.pair(a + 1, b + 1, partName(part)),
      ...{ meaning: seeds.pairMeaning(a + 1, b + 1), estimate },
    })),
  );
  const action = report.agreement.map(({ policies: [a, b], action: estimate }) => ({
    name: seeds.actionPair(a + 1, b + 1),
    ...{ meaning: seeds.actionMeaning, estimate },
  }));
  const farthest = Math.max(...action.map(({ estimate }) => estimate?.high ?? 0));
  return (
    <section>
      <h3>{seeds.title}</h3>
      <ol class="policies" aria-label={seeds.who}>
        <li>{seeds.first}</li>
        {compared.map((policy) => (
          <li key={policy}>
            {others.named(comparedName(policy), policy.seed, integer(policy.updates))}
          </li>
        ))}
      </ol>
      <IntervalPlot
        title={seeds.attention}
        rows={attention}
        {...{ from: -0.2, to: 1, digits: 2 }}
      />
      <IntervalPlot
        title={seeds.action}
        rows={action}
        {...{ from: 0, to: farthest > 1 ? Math.ceil(farthest) : 1, digits: 2 }}
      />
    </section>
  );
}

/** Whom the next report compares with: chosen here. */
function Others({ state, commands }: PartProps) {
  const { others } = words.value.report;
  const chosen = state.otherPolicies.value;
  const watching = state.watching.value;
  const isAdded = (from: ComparedPolicy['from']) => chosen.some((policy) => policy.from === from);
  const comes = state.scenes.some(({ name, shipped }) => shipped && name === state.scene.value);
  const watchesShipped = watching !== undefined && watching.file === undefined;
  const refused = state.otherRefused.value;
  return (
    <section class="others">
      <h3>{others.title}</h3>
      <p>{others.line}</p>
      {chosen.length > 0 && (
        <ul class="policies" aria-label={others.title}>
          {chosen.map((policy) => {
            const name = comparedName(policy);
            return (
              <li key={policy}>
                {others.named(name, policy.seed, integer(policy.updates))}
                <button
                  type="button"
                  class="plain"
                  aria-label={others.removeNamed(name)}
                  onClick={() => commands.removePolicy(policy)}
                >
                  {others.remove}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {refused && <p role="alert">{refused(words.value)}</p>}
      <div class="others-ways">
        <button type="button" class="plain" onClick={() => commands.chooseFile('other-policy')}>
          {others.fromFile}
        </button>
        {comes && !watchesShipped && !isAdded('shipped') && (
          <button type="button" class="plain" onClick={() => void commands.addShippedPolicy()}>
            {others.shipped}
          </button>
        )}
        {watching?.ownRun && !isAdded('own') && (
          <button type="button" class="plain" onClick={() => void commands.addOwnPolicy()}>
            {others.own}
          </button>
        )}
      </div>
    </section>
  );
}

/** The one that was chosen, or else that of the weights in view, or the newest. */
function chosenReport({ progress, learning, reportShown, updates }: PageState) {
  const { reports } = progress.value;
  const of = (count: number) => reports.find(({ moment }) => moment.updates === count);
  const inView = learning.shown.value?.updates ?? updates.value;
  const asked = reportShown.value;
  return (asked === undefined ? undefined : of(asked)) ?? of(inView) ?? reports.at(-1);
}

function Buttons({ state, commands }: PartProps) {
  const { report } = words.value;
  const { reports } = state.progress.value;
  const shown = state.learning.shown.value;
  const updates = shown?.updates ?? state.updates.value;
  const again = reports.some(({ moment }) => moment.updates === updates);
  const missing = momentsWithoutReport(state).length;
  return (
    <div class="dialog-buttons">
      {reports.length > 0 && (
        <button type="button" class="plain" onClick={commands.saveReport}>
          {report.save}
        </button>
      )}
      <span class="space" />
      {missing > 1 && (
        <button type="button" class="plain" onClick={commands.reportAll}>
          {report.all(missing)}
        </button>
      )}
      <button type="button" class="plain" disabled={updates === 0} onClick={commands.report}>
        {updates === 0
          ? report.nothingLearned
          : again
            ? report.again
            : shown
              ? report.measurePast(duration(shown.seconds))
              : report.measure}
      </button>
    </div>
  );
}

export function FaithfulnessDialog({ state, commands }: PartProps) {
  const reporting = state.reporting.value;
  const { reports } = state.progress.value;
  const chosen = chosenReport(state);
  const { report } = words.value;
  return (
    <Dialog title={report.title} name="faithfulness-dialog" onClose={commands.closeDialog}>
      <CloseButton name={report.closes} onClick={commands.closeDialog} />
      <p>{report.intro}</p>
      {reporting.is === 'failed' && <p role="alert">{reporting.said(words.value)}</p>}
      {chosen && reports.length > 1 && (
        <OverTraining {...{ reports, chosen }} onChoose={commands.showReport} />
      )}
      {chosen && <Report {...{ state, of: chosen }} />}
      <Others {...{ state, commands }} />
      {reporting.is === 'running' ? (
        <div class="measuring">
          <p>{measuringText(reporting, state.now.value)}</p>
          <progress value={reporting.done} max={reporting.of} aria-label={report.measured} />
          <button type="button" class="plain" onClick={commands.stopReport}>
            {report.stop}
          </button>
        </div>
      ) : (
        <Buttons {...{ state, commands }} />
      )}
    </Dialog>
  );
}
