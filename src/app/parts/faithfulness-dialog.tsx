/**
 * Whether attention explains what the policy in view does: the faithfulness report (explain/faithfulness.ts), made
 * here on the person's asking. docs/explanations.md says how it is measured.
 */
import type {
  Faithfulness,
  HeadFaithfulness,
  PartFaithfulness,
} from '../../explain/faithfulness.ts';
import { decimals, duration, integer, words } from '../format.ts';
import type { PageState, ReportingState } from '../state.ts';
import { CloseButton, Dialog } from './dialog.tsx';
import { unknown } from './figures.tsx';
import { IntervalPlot, type IntervalRow } from './interval-plot.tsx';
import type { PartProps } from './part.ts';

/** Before half a percent is done, what is left is anybody's guess. */
const surelyDone = 0.02;

function leftText({ done, of, since }: Extract<ReportingState, { is: 'running' }>, now: number) {
  const share = done / of;
  if (share < surelyDone) return 'Measuring …';
  const seconds = ((now - since) / 1000) * (1 / share - 1);
  return `Measuring: about ${duration(Math.max(1, seconds))} left`;
}

function tauRows({ heads, between }: PartFaithfulness): IntervalRow[] {
  const tau = (heads[0] as HeadFaithfulness).tau;
  return [
    {
      name: 'left out of the world',
      meaning: 'How the action changes when the thing is left out of everything that is sensed',
      estimate: tau.leftOut,
    },
    {
      name: 'its row masked',
      meaning: 'How the action changes when it may not be attended to, and nothing else changes',
      estimate: tau.masked,
    },
    {
      name: 'gradient',
      meaning: 'Gradient of the action with respect to what is read of it, times that',
      estimate: tau.gradient,
    },
    {
      name: 'gradient with left out',
      meaning: 'How far two measures of what matters agree with each other',
      estimate: between.gradient,
      reference: true,
    },
  ];
}

/** Of the table of heads. */
const columns = ['τ, left out', 'τ, masked', 'τ, gradient', 'entropy'] as const;

function Part({ of }: { of: PartFaithfulness }) {
  const percent = (rate: number) => `${decimals(100 * rate, 0)} %`;
  return (
    <section>
      <h3>Attention over {words(of.part)}</h3>
      <IntervalPlot
        title="Does it rank things as their influence does? Rank correlation τ: 1 the same order, 0 none"
        rows={tauRows(of)}
        {...{ from: -0.2, to: 1, digits: 2 }}
      />
      {of.top && of.chance !== null && (
        <p>
          What is most attended to is what matters most in {percent(of.top.value)} of decisions; by
          chance it would be {percent(of.chance)}.
        </p>
      )}
      <details>
        <summary>Head by head</summary>
        <table class="heads">
          <thead>
            <tr>
              <th scope="col">head</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.heads.map(({ head, tau, entropy }) => (
              <tr key={head}>
                <th scope="row">{head}</th>
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
  const meanings = {
    'as trained': 'Nothing is changed',
    permuted: 'Every head’s weights are exchanged at random among what is present',
    uniform: 'Every head attends to all that is present alike',
  } as const;
  return surgery.map(({ surgery: name, success: { rate, ...interval } }) => ({
    ...{ name, meaning: meanings[name], estimate: { value: rate, ...interval } },
    reference: name === 'as trained',
  }));
}

function Report({ state }: { state: PageState }) {
  const reporting = state.reporting.value;
  if (reporting.is !== 'done') return null;
  const { report, words: sentences, updates } = reporting;
  const now = state.updates.value;
  return (
    <>
      <p class="reason">
        {integer(report.decisions)} decisions of {report.episodes} tries that training never saw,
        after {integer(updates)} updates
        {now !== updates && ` (now ${integer(now)})`}. Lines are 95&nbsp;% intervals.
      </p>
      <ul class="words">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {report.parts
        .filter(({ decisions }) => decisions > 0)
        .map((part) => (
          <Part key={part.part} of={part} />
        ))}
      <section>
        <h3>Does the policy need to look where it looks?</h3>
        <IntervalPlot
          title="Success with its own attention, and with attention spoilt"
          rows={surgeryRows(report)}
          {...{ from: 0, to: 1, digits: 2 }}
        />
      </section>
    </>
  );
}

export function FaithfulnessDialog({ state, commands }: PartProps) {
  const reporting = state.reporting.value;
  const asks = reporting.is === 'done' ? 'Measure again' : 'Measure';
  return (
    <Dialog
      title="Does attention explain what they do?"
      name="faithfulness-dialog"
      onClose={commands.closeDialog}
    >
      <CloseButton name="the report" onClick={commands.closeDialog} />
      <p>
        Rays and shares show where a policy looks. That may be a picture and no reason. So things
        are left out one by one, to see what the robots would do otherwise, and their attention is
        spoilt, to see what they lose.
      </p>
      {reporting.is === 'failed' && <p role="alert">{reporting.sentence}</p>}
      <Report state={state} />
      {reporting.is === 'running' ? (
        <div class="measuring">
          <p>{leftText(reporting, state.now.value)}</p>
          <progress value={reporting.done} max={reporting.of} aria-label="Measured" />
          <button type="button" class="plain" onClick={commands.stopReport}>
            Stop
          </button>
        </div>
      ) : (
        <div class="dialog-buttons">
          {reporting.is === 'done' && (
            <button type="button" class="plain" onClick={commands.saveReport}>
              Save as JSON
            </button>
          )}
          <span class="space" />
          <button
            type="button"
            class="plain"
            disabled={state.updates.value === 0}
            onClick={commands.report}
          >
            {state.updates.value === 0 ? 'Nothing is learned yet' : asks}
          </button>
        </div>
      )}
    </Dialog>
  );
}
