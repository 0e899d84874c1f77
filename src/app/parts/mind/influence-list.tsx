/**
 * Things with what each gets of the attention and what leaving it out changes, as bars of one length scale. Every
 * one may be imagined away, and bodies elsewhere or twice. While the pointer or the focus is in the list, rows keep their places: what a person
 * is about to press must not move.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { percent, signedDecimals, speedText } from '../../format.ts';
import { type InfluenceRow, type Influences, inOrder } from '../../mind/influences.ts';
import type { AbsentThing } from '../../state.ts';
import { words } from '../../words/index.ts';
import { labelText } from '../../words/name-known.ts';
import { ClosedEyeIcon, EyeIcon, MoveIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

export interface InfluenceListProps extends PartProps {
  readonly title: string;
  /** Stands beside the title. */
  readonly beside?: ComponentChildren;
  readonly rows: readonly InfluenceRow[];
  /** Those of the kind that are imagined away. */
  readonly absent: readonly AbsentThing[];
  readonly influences: Influences;
  /** m/s that fill a bar. */
  readonly strongest: number;
  readonly judged: boolean;
  /** Rows that are shown unless all are asked for. */
  readonly most: number;
}

const signed = (value: number | null) => (value === null ? '' : signedDecimals(value, 2));

interface BarProps {
  readonly kind: 'weight' | 'left-out' | 'masked';
  /** Before the figure, for who does not see the bar. */
  readonly said: string;
  readonly share: number;
  readonly figure: string;
  readonly value?: string;
}

function Bar({ kind, said, share, figure, value }: BarProps) {
  return (
    <p class={`bar ${kind}`} style={{ '--share': Math.min(1, share) }}>
      <span class="hidden">{said}</span>
      <span class="bar-figure">{figure}</span>
      {value !== undefined && (
        <span class="bar-value">
          <span class="hidden">{words.value.mind.attends.saidValue}</span>
          {value}
        </span>
      )}
    </p>
  );
}

interface RowProps
  extends Pick<InfluenceListProps, 'state' | 'commands' | 'influences' | 'strongest' | 'judged'> {
  readonly thing: AbsentThing;
  /** Undefined: it is imagined away. */
  readonly row: InfluenceRow | undefined;
  /** Share of attention that fills a bar. */
  readonly heaviest: number;
}

function Row({ row, thing, state, commands, influences, strongest, judged, heaviest }: RowProps) {
  const { key } = thing;
  const label = labelText(thing.label);
  const { attends } = words.value.mind;
  const isGone = row === undefined;
  const isElsewhere = state.displaced.value.some((each) => each.key === key);
  return (
    <li class={isGone ? 'influence gone' : 'influence'}>
      <div class="influence-head">
        <span class="influence-name" title={label}>
          {label}
        </span>
        {key === influences.mostAttended && <span class="chip weight">{attends.most}</span>}
        {key === influences.mostInfluential && <span class="chip left-out">{attends.matters}</span>}
        {row?.mayMove && row.copyOf === undefined && (
          <button
            type="button"
            class="quiet toggle-elsewhere"
            aria-pressed={isElsewhere}
            aria-label={attends.whatIfElse(label)}
            title={isElsewhere ? attends.putBackHint : attends.whatIfElseHint}
            onClick={() => commands.takeUp(row)}
          >
            <MoveIcon />
          </button>
        )}
        <button
          type="button"
          class="quiet toggle-absent"
          aria-pressed={isGone}
          aria-label={attends.whatIf(label)}
          title={isGone ? attends.bringBackHint : attends.whatIfHint}
          onClick={() => commands.toggleAbsent(thing)}
        >
          {isGone ? <ClosedEyeIcon /> : <EyeIcon />}
        </button>
      </div>
      {row === undefined ? (
        <p class="none">{attends.gone}</p>
      ) : (
        <>
          <Bar
            kind="weight"
            said={attends.saidAttention}
            share={row.attention / heaviest}
            figure={percent(row.attention)}
          />
          <Bar
            kind="left-out"
            said={attends.saidLeftOut}
            share={row.leftOut / strongest}
            figure={speedText(row.leftOut)}
            {...(judged ? { value: signed(row.leftOutValue) } : {})}
          />
          <Bar
            kind="masked"
            said={attends.saidMasked}
            share={row.masked / strongest}
            figure={speedText(row.masked)}
            {...(judged ? { value: signed(row.maskedValue) } : {})}
          />
        </>
      )}
    </li>
  );
}

export function InfluenceList(props: InfluenceListProps) {
  const { title, beside, rows, absent, influences, most, state } = props;
  const { commands, strongest, judged } = props;
  const all = useSignal(false);
  const held = useSignal(false);
  const places = useRef<readonly string[]>([]);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const things = new Map<string, AbsentThing>([
    ...absent.map((thing) => [thing.key, thing] as const),
    ...byKey,
  ]);
  const sorted = [
    ...absent.filter(({ key }) => !byKey.has(key)),
    ...inOrder(rows, state.order.value),
  ].map(({ key }) => key);
  // What stands out is in view, however far down the other order puts it: in the place of others.
  const standsOut = [influences.mostAttended, influences.mostInfluential];
  const isForemost = (key: string) => standsOut.includes(key) || !byKey.has(key);
  const room = most - sorted.filter(isForemost).length;
  const others = sorted.filter((key) => !isForemost(key)).slice(0, Math.max(0, room));
  const first = sorted.filter((key) => isForemost(key) || others.includes(key));
  const wanted = all.value ? sorted : first;
  const kept = places.current.filter((key) => things.has(key));
  if (!held.value || kept.length === 0) places.current = wanted;
  else {
    const more = wanted.filter((key) => !kept.includes(key));
    places.current = [...kept, ...more.slice(0, Math.max(0, wanted.length - kept.length))];
  }
  const heaviest = Math.max(1e-6, ...rows.map(({ attention }) => attention));
  return (
    <section class="influences">
      <div class="influences-head">
        <h3>{title}</h3>
        {beside}
      </div>
      {places.current.length === 0 && <p class="none">{words.value.mind.inSight}</p>}
      <ol
        onFocusIn={() => {
          held.value = true;
        }}
        onFocusOut={() => {
          held.value = false;
        }}
        onPointerEnter={() => {
          held.value = true;
        }}
        onPointerLeave={(event) => {
          held.value = event.currentTarget.contains(document.activeElement);
        }}
      >
        {places.current.map((key) => (
          <Row
            key={key}
            {...{ state, commands, influences, strongest, judged, heaviest }}
            row={byKey.get(key)}
            thing={things.get(key) as AbsentThing}
          />
        ))}
      </ol>
      {sorted.length > first.length && (
        <button
          type="button"
          class="quiet more"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
            places.current = [];
          }}
        >
          {all.value ? words.value.mind.attends.fewer : words.value.mind.attends.all(sorted.length)}
        </button>
      )}
    </section>
  );
}
