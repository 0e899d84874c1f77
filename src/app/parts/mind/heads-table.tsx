/**
 * The weights of each head by thing, and what each thing has had of the attention during the last seconds: the
 * darker, the more, in each column against the most that a thing of the part gets there. Of the foremost things, or
 * of all that there are, which then keep their places, however their weights change. The head that is chosen
 * (head-select.tsx) is marked, and the last seconds are its own.
 */

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { percent } from '../../format.ts';
import { type AttentionHistory, columns } from '../../mind/attention-history.ts';
import { headOf } from '../../mind/head-choice.ts';
import type { InfluenceRow } from '../../mind/influences.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';
import { ShowAllButton } from './show-all-button.tsx';

export interface HeadsTableProps extends PartProps {
  readonly foremost: readonly InfluenceRow[];
  readonly all: readonly InfluenceRow[];
  readonly history: AttentionHistory;
}

const stripHeight = 14;

function Strip({
  state,
  history,
  thing,
}: Pick<HeadsTableProps, 'state' | 'history'> & { thing: InfluenceRow }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isSeen = useSignal(false);
  useEffect(() => {
    // Of a hundred strips most are scrolled away, and all of them while the table is folded.
    const watch = new IntersectionObserver(([entry]) => {
      isSeen.value = entry?.isIntersecting ?? false;
    });
    if (canvas.current) watch.observe(canvas.current);
    return () => watch.disconnect();
  }, [isSeen]);
  useSignalEffect(() => {
    if (!isSeen.value) return;
    const report = state.attention.value;
    const head = chosenFor(state, thing);
    const drawing = canvas.current?.getContext('2d');
    if (!canvas.current || !drawing || !report) return;
    history.add(report);
    drawing.clearRect(0, 0, columns, stripHeight);
    drawing.fillStyle = getComputedStyle(canvas.current).color;
    let most = 1e-6;
    history.read(historyKey(thing), head, (_, weight) => {
      most = Math.max(most, weight);
    });
    history.read(historyKey(thing), head, (column, weight) => {
      const height = (weight / most) * stripHeight;
      drawing.globalAlpha = 0.25 + 0.75 * (weight / most);
      drawing.fillRect(column, stripHeight - height, 1, height);
    });
  });
  const { strip } = words.value.mind.heads;
  const head = chosenFor(state, thing);
  return (
    <canvas
      ref={canvas}
      class="strip"
      width={columns}
      height={stripHeight}
      role="img"
      aria-label={strip(labelText(thing.label), head === undefined ? undefined : head + 1)}
    />
  );
}

/** Which head of those that attend to the thing is chosen. */
const chosenFor = ({ headChoice }: PartProps['state'], { isPlace, heads }: InfluenceRow) =>
  headOf(headChoice.value[isPlace ? 'places' : 'things'], heads.length);

/** Reports know what the graph alone has, doors too, by its node. */
const historyKey = ({ key, node, thing, isPlace }: InfluenceRow) =>
  thing?.kind === 'body' && !isPlace ? key : `node ${node}`;

/** `body 2` before `body 10`, things before places: an order that no weight changes. */
const inPlace = (rows: readonly InfluenceRow[]) =>
  rows.toSorted(
    (a, b) =>
      Number(a.isPlace) - Number(b.isPlace) || a.key.localeCompare(b.key, 'en', { numeric: true }),
  );

export function HeadsTable(props: HeadsTableProps) {
  const { foremost, all } = props;
  const showsAll = useSignal(false);
  const rows = showsAll.value ? inPlace(all) : foremost;
  const phrases = words.value.mind.heads;
  const region = showsAll.value ? 'heads-rows all' : 'heads-rows';
  return (
    <details class="heads">
      <summary>{phrases.title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key. */}
      <section class={region} tabIndex={0} aria-label={phrases.weights}>
        <Weights {...props} rows={rows} />
      </section>
      {all.length > foremost.length && <ShowAllButton showsAll={showsAll} count={all.length} />}
      <p class="none">{phrases.meaning}</p>
    </details>
  );
}

function Weights({
  state,
  history,
  all,
  rows,
}: Pick<HeadsTableProps, 'state' | 'history' | 'all'> & { rows: readonly InfluenceRow[] }) {
  const heads = Math.max(...rows.map((row) => row.heads.length));
  const phrases = words.value.mind.heads;
  const chosen = rows.map((row) => chosenFor(state, row));
  /** [isPlace][head]: of all things nearby, or of all places, whether they are shown or not. */
  const most = [false, true].map((isPlace) => {
    const alike = all.filter((row) => row.isPlace === isPlace);
    return Array.from({ length: heads }, (_, head) =>
      Math.max(1e-6, ...alike.map((row) => row.heads[head] ?? 0)),
    );
  });
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">{phrases.thing}</span>
          </th>
          {Array.from({ length: heads }, (_, head) => (
            <th key={head} scope="col" class={chosen.includes(head) ? 'chosen' : undefined}>
              <span class="hidden">{phrases.head}</span>
              {head + 1}
            </th>
          ))}
          <th scope="col">{phrases.seconds}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={row.key} data-thing={row.key}>
            <th scope="row" title={labelText(row.label)}>
              {labelText(row.label)}
            </th>
            {Array.from({ length: heads }, (_, head) => {
              const weight = row.heads[head] ?? 0;
              return (
                <td
                  key={head}
                  class={head === chosen[i] ? 'cell chosen' : 'cell'}
                  style={{ '--share': weight / (most[Number(row.isPlace)]?.[head] ?? 1) }}
                  title={percent(weight)}
                >
                  <span>{Math.round(100 * weight)}</span>
                </td>
              );
            })}
            <td>
              <Strip state={state} history={history} thing={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
