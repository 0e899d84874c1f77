/**
 * How a benchmark's published cases go, training minute by training minute, above what others have published on
 * them. They are test cases: the table tells of learning, and nothing in the page is chosen by it.
 */
import { useState } from 'preact/hooks';
import { wilsonInterval } from '../../../agents/wilson.ts';
import type { PublishedResult } from '../../../env/index.ts';
import { decimals, integer, publishedDecimals } from '../../format.ts';
import type { Benchmark, Column } from '../../learning/benchmark.ts';
import type { Examination } from '../../learning/examination.ts';
import type { PageState } from '../../state.ts';
import { words } from '../../words/index.ts';
import { columnTitle } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';
import { unknown } from './figures.tsx';

/** Rows of the run's own that are shown unasked: the newest. */
const newest = 5;

function OwnFigure({ column, of }: { column: Column; of: Examination }) {
  const { cases } = words.value.learning;
  const value = column.of(of);
  if (value === null) return <td>{unknown}</td>;
  if (column.name !== 'success') return <td>{decimals(value, column.digits)}</td>;
  const { low, high } = wilsonInterval(Math.round(value * of.cases), of.cases);
  const [from, to] = [decimals(low, 3), decimals(high, 3)];
  return (
    <td title={cases.interval(from, to)}>
      <strong class="cases-success" style={{ '--success': value }}>
        {decimals(value, column.digits)}
      </strong>
      <small class="cases-interval">
        <span class="hidden">{cases.intervalSpoken}</span>
        {from}–{to}
      </small>
    </td>
  );
}

function OwnRow({ columns, of }: { columns: readonly Column[]; of: Examination }) {
  return (
    <tr>
      <th scope="row">
        {words.value.learning.cases.minutes(decimals(of.seconds / 60, 1))}
        <small>{integer(of.updates)}</small>
      </th>
      {columns.map((column) => (
        <OwnFigure key={column.name} column={column} of={of} />
      ))}
    </tr>
  );
}

function PublishedRow({ columns, of }: { columns: readonly Column[]; of: PublishedResult }) {
  return (
    <tr>
      <th scope="row" title={of.source}>
        {of.method}
      </th>
      {columns.map(({ name, digits, ofPublished }) => {
        const value = ofPublished(of);
        return (
          <td key={name}>{value === undefined ? unknown : publishedDecimals(value, digits)}</td>
        );
      })}
    </tr>
  );
}

/** When the next row comes, in words; undefined if none will. */
function nextText(state: PageState): string | undefined {
  const examining = state.examining.value;
  const { cases } = words.value.learning;
  if (examining.is === 'failed') return examining.said(words.value);
  if (state.watching.value || state.learner.value.is === 'failed') return undefined;
  if (!state.training.value) return cases.resumes;
  const { examinations } = state.progress.value;
  return examinations.length === 0 ? cases.firstMinute : cases.later;
}

/** Where the next row comes, and how far it is. */
function NextRow({ state, commands, benchmark }: PartProps & { benchmark: Benchmark }) {
  const examining = state.examining.value;
  const columns = benchmark.columns.length;
  const phrases = words.value.learning.cases;
  if (examining.is === 'running') {
    const { done, cases } = examining;
    return (
      <tr class="cases-next">
        <th scope="row">{phrases.now}</th>
        <td colSpan={columns}>
          <progress value={done} max={cases} aria-label={phrases.run} />
          <span>{phrases.of(done, cases)}</span>
        </td>
      </tr>
    );
  }
  const asks = state.watching.value && state.progress.value.examinations.length === 0;
  if (asks && examining.is === 'waiting') {
    return (
      <tr class="cases-next">
        <td colSpan={columns + 1}>
          <button type="button" class="plain" onClick={commands.examine}>
            {phrases.ask(benchmark.cases)}
          </button>
        </td>
      </tr>
    );
  }
  const text = nextText(state);
  if (text === undefined) return null;
  return (
    <tr class="cases-next">
      <th scope="row">{phrases.next}</th>
      <td colSpan={columns}>{text}</td>
    </tr>
  );
}

/** "SARL: public weights of …; LM-SARL, ORCA: …": every source once. */
function sourcesText(published: readonly PublishedResult[]): string {
  if (published.length === 0) return '';
  const sources = new Set(published.map(({ source }) => source));
  return words.value.learning.cases.sources(
    [...sources].map((source) => {
      const methods = published.filter((result) => result.source === source);
      return { methods: methods.map(({ method }) => method), of: source };
    }),
  );
}

function Table(props: PartProps & { benchmark: Benchmark }) {
  const { state, benchmark } = props;
  const [all, setAll] = useState(false);
  const { cases, columns, published } = benchmark;
  const phrases = words.value.learning.cases;
  const own = state.progress.value.examinations.toReversed();
  const shown = all ? own : own.slice(0, newest);
  return (
    <section class="cases" aria-label={phrases.label}>
      <table>
        <caption>{phrases.title(cases)}</caption>
        <thead>
          <tr>
            <th scope="col">
              {phrases.trained}
              <small>{phrases.updates}</small>
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {columnTitle(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <NextRow {...props} />
          {shown.map((examination) => (
            <OwnRow key={examination.seconds} columns={columns} of={examination} />
          ))}
          {own.length > newest && (
            <tr class="cases-more">
              <td colSpan={columns.length + 1}>
                <button
                  type="button"
                  class="quiet"
                  aria-expanded={all}
                  onClick={() => setAll(!all)}
                >
                  {all ? phrases.newest : phrases.all(own.length)}
                </button>
              </td>
            </tr>
          )}
        </tbody>
        {published.length > 0 && (
          <tbody class="cases-published">
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 1}>
                {phrases.published}
              </th>
            </tr>
            {published.map((result) => (
              <PublishedRow key={result.method} columns={columns} of={result} />
            ))}
          </tbody>
        )}
      </table>
      <p class="reason" title={phrases.honest}>
        {phrases.unseen}
        {sourcesText(published)}
      </p>
    </section>
  );
}

/** Nothing where the scene has no published cases. */
export function CasesTable(props: PartProps) {
  const benchmark = props.state.benchmark.value;
  return benchmark ? <Table {...props} benchmark={benchmark} /> : null;
}
