/**
 * An explanation as lists that a person can read: each thing with what it gets of the attention, and what
 * leaving it out changes.
 */
import type { Explanation, Influence } from '../../explain/explainer.ts';
import type { Answer } from '../../explain/mind.ts';
import { mostAttended, mostInfluential } from '../../explain/reason.ts';
import { agentName, visitorName } from '../../view/names.ts';
import type { Displacement } from '../../world/world.ts';
import type { AbsentThing, DisplacedThing, InfluenceOrder, PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { labelText } from '../words/name-known.ts';

export interface InfluenceRow extends AbsentThing {
  /** Row of the body that it is a copy of. */
  readonly copyOf?: number;
  /** Whether it may be imagined elsewhere, or twice. */
  readonly mayMove: boolean;
  /** Share of the attention over its part, 0 to 1: mean over the heads, and each. */
  readonly attention: number;
  readonly heads: readonly number[];
  /** m/s by which the action changes: left out of every sensor, and its rows masked alone. */
  readonly leftOut: number;
  readonly masked: number;
  /** The same of the value, in units of return; null where no critic is known. */
  readonly leftOutValue: number | null;
  readonly maskedValue: number | null;
}

export interface Influences {
  /** What has a row in a set, and what is a place: attention is shared out among each of the two. */
  readonly things: readonly InfluenceRow[];
  readonly places: readonly InfluenceRow[];
  /** Keys of what is attended to most, and of what matters most; undefined where nothing stands out. */
  readonly mostAttended: string | undefined;
  readonly mostInfluential: string | undefined;
}

export function influencesOf(explanation: Explanation): Influences {
  const rows = explanation.influences.map(rowOf);
  const attended = mostAttended(explanation)?.influence;
  const influential = mostInfluential(explanation);
  return {
    things: rows.filter(({ isPlace }) => !isPlace),
    places: rows.filter(({ isPlace }) => isPlace),
    mostAttended: attended && keyOf(attended),
    mostInfluential: influential && keyOf(influential),
  };
}

/** Largest first. */
export function inOrder(
  rows: readonly InfluenceRow[],
  order: InfluenceOrder,
): readonly InfluenceRow[] {
  const of = (row: InfluenceRow) => (order === 'attention' ? row.attention : row.leftOut);
  return rows.toSorted((a, b) => of(b) - of(a) || a.key.localeCompare(b.key));
}

/** The same thing has the same key as long as its layout stands: of a body its row, else its node. */
export function keyOf({ thing, node }: Pick<Influence, 'thing' | 'node'>): string {
  if (thing?.kind === 'body') return `body ${thing.index}`;
  return node >= 0 ? `node ${node}` : `static ${thing?.index}`;
}

/**
 * Whether an answer is of the world as it is imagined: without these, and with these elsewhere or twice. Where they are
 * changes while they are moved, and an answer is of a moment before.
 */
export function isAsImagined(
  answer: Pick<Answer, 'absent' | 'displaced'>,
  { absent, displaced }: Imaginings,
): boolean {
  const who = (of: readonly Displacement[]) => of.map(({ body, copy }) => `${body} ${copy}`).join();
  return (
    answer.absent.map(keyOf).join() === absent.map(({ key }) => key).join() &&
    who(answer.displaced) === who(displaced)
  );
}

/** What a person imagines. */
export interface Imaginings {
  readonly absent: readonly AbsentThing[];
  readonly displaced: readonly DisplacedThing[];
}

/** Read where it is shown. */
export function imaginingsOf({ absent, displaced }: Pick<PageState, 'absent' | 'displaced'>) {
  return { absent: absent.value, displaced: displaced.value } satisfies Imaginings;
}

export function isImagining({ absent, displaced }: Imaginings): boolean {
  return absent.length + displaced.length > 0;
}

/** Robots are known to the person by their names, and the person itself is the visitor. To be shown by `labelText`. */
export function labelOf({
  kind,
  label,
  thing,
  copyOf,
}: Pick<Influence, 'kind' | 'label' | 'thing' | 'copyOf'>) {
  if (kind === 'visitor') return visitorName;
  if (copyOf !== undefined) {
    // Of the visitor it is of whatever the visitor is taken for.
    const original = label.replace(/^copy of /, '');
    if (original.startsWith('visitor')) return `copy of ${visitorName}`;
    return kind === 'agent' ? `copy of ${agentName(copyOf)}` : label;
  }
  return kind === 'agent' && thing ? agentName(thing.index) : label;
}

/** As in a sentence. */
export function nameOf(influence: Influence): string {
  const { kind } = influence;
  const { why } = words.value.mind;
  if (kind === 'visitor') return why.you;
  const label = labelText(labelOf(influence));
  if (influence.copyOf !== undefined) return why.thing(label);
  return kind === 'agent' || kind === 'category' ? label : why.thing(label);
}

function rowOf(influence: Influence): InfluenceRow {
  const { thing, node, attention, leftOut, masked } = influence;
  const [share] = attention;
  return {
    ...{ key: keyOf(influence), label: labelOf(influence), thing, node },
    isPlace: influence.rows.every((row) => row < 0),
    ...(influence.copyOf === undefined ? {} : { copyOf: influence.copyOf }),
    mayMove: thing?.kind === 'body' && influence.kind !== 'door',
    ...{ attention: share?.weight ?? 0, heads: share?.heads ?? [] },
    ...{ leftOut: leftOut.length, masked: masked.length },
    ...{ leftOutValue: leftOut.value, maskedValue: masked.value },
  };
}
