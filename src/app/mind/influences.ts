/**
 * An explanation as lists that a person can read: each thing with what it gets of the attention, and what
 * leaving it out changes.
 */
import type { Explanation, Influence } from '../../explain/explainer.ts';
import type { Answer } from '../../explain/mind.ts';
import { mostAttended, mostInfluential } from '../../explain/reason.ts';
import { agentName, visitorName } from '../../view/names.ts';
import type { AbsentThing, InfluenceOrder } from '../state.ts';
import { words } from '../words/index.ts';
import { labelText } from '../words/name-known.ts';

export interface InfluenceRow extends AbsentThing {
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

/** Whether an answer is of a world without these, and these alone. */
export function isWithout(
  { absent }: Pick<Answer, 'absent'>,
  things: readonly AbsentThing[],
): boolean {
  return absent.map(keyOf).join() === things.map(({ key }) => key).join();
}

/** Robots are known to the person by their names, and the person itself is the visitor. To be shown by `labelText`. */
export function labelOf({ kind, label, thing }: Pick<Influence, 'kind' | 'label' | 'thing'>) {
  if (kind === 'visitor') return visitorName;
  return kind === 'agent' && thing ? agentName(thing.index) : label;
}

/** As in a sentence. */
export function nameOf(influence: Influence): string {
  const { kind } = influence;
  const { why } = words.value.mind;
  if (kind === 'visitor') return why.you;
  const label = labelText(labelOf(influence));
  return kind === 'agent' || kind === 'category' ? label : why.thing(label);
}

function rowOf(influence: Influence): InfluenceRow {
  const { thing, node, attention, leftOut, masked } = influence;
  const [share] = attention;
  return {
    ...{ key: keyOf(influence), label: labelOf(influence), thing, node },
    isPlace: influence.rows.every((row) => row < 0),
    ...{ attention: share?.weight ?? 0, heads: share?.heads ?? [] },
    ...{ leftOut: leftOut.length, masked: masked.length },
    ...{ leftOutValue: leftOut.value, maskedValue: masked.value },
  };
}
