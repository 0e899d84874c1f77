/**
 * The weights of each head by thing, and what each thing has had of the attention during the last seconds: the
 * darker, the more, in each column against the most that a thing of the part gets there.
 */

import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { percent } from '../../format.ts';
import { type AttentionHistory, columns } from '../../mind/attention-history.ts';
import type { InfluenceRow } from '../../mind/influences.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';

export interface HeadsTableProps extends PartProps {
  readonly rows: readonly InfluenceRow[];
  readonly history: AttentionHistory;
}

const stripHeight = 14;

function Strip({
  state,
  history,
  thing,
}: Pick<HeadsTableProps, 'state' | 'history'> & { thing: InfluenceRow }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const report = state.attention.value;
    const drawing = canvas.current?.getContext('2d');
    if (!canvas.current || !drawing || !report) return;
    drawing.clearRect(0, 0, columns, stripHeight);
    drawing.fillStyle = getComputedStyle(canvas.current).color;
    let most = 1e-6;
    history.read(historyKey(thing), (_, weight) => {
      most = Math.max(most, weight);
    });
    history.read(historyKey(thing), (column, weight) => {
      const height = (weight / most) * stripHeight;
      drawing.globalAlpha = 0.25 + 0.75 * (weight / most);
      drawing.fillRect(column, stripHeight - height, 1, height);
    });
  });
  return (
    <canvas
      ref={canvas}
      class="strip"
      width={columns}
      height={stripHeight}
      role="img"
      aria-label={words.value.mind.heads.strip(labelText(thing.label))}
    />
  );
}

/** Reports know what the graph alone has, doors too, by its node. */
const historyKey = ({ key, node, thing, isPlace }: InfluenceRow) =>
  thing?.kind === 'body' && !isPlace ? key : `node ${node}`;

export function HeadsTable(props: HeadsTableProps) {
  const { state, rows } = props;
  const influences = state.answer.value?.explanation.influences ?? [];
  const heads = rows[0]?.heads.length ?? 0;
  const phrases = words.value.mind.heads;
  /** Of all things nearby, or of all places, whether they are shown or not. */
  const most = (isPlace: boolean, head: number) =>
    Math.max(
      1e-6,
      ...influences
        .filter((influence) => influence.rows.every((row) => row < 0) === isPlace)
        .map(({ attention }) => attention[0]?.heads[head] ?? 0),
    );
  return (
    <details class="heads">
      <summary>{phrases.title}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">{phrases.thing}</span>
            </th>
            {Array.from({ length: heads }, (_, head) => (
              <th key={head} scope="col">
                <span class="hidden">{phrases.head}</span>
                {head + 1}
              </th>
            ))}
            <th scope="col">{phrases.seconds}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            return (
              <tr key={row.key}>
                <th scope="row" title={labelText(row.label)}>
                  {labelText(row.label)}
                </th>
                {Array.from({ length: heads }, (_, head) => {
                  const weight = row.heads[head] ?? 0;
                  const against = weight / most(row.isPlace, head);
                  return (
                    <td
                      key={head}
                      class="cell"
                      style={{ '--share': against }}
                      title={percent(weight)}
                    >
                      <span>{Math.round(100 * weight)}</span>
                    </td>
                  );
                })}
                <td>
                  <Strip {...props} thing={row} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="none">{phrases.meaning}</p>
    </details>
  );
}
