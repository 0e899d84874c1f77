/**
 * Why an agent does what it does, made of its influences alone (explainer.ts), as data that can be said in any
 * language: what it does, the thing without which it would do otherwise, and whether that is also what it attends
 * to. say-why.ts says it in English.
 *
 * A pure function. It claims no more than the leave-one-out test shows: things are looked at one by one, so
 * of two that do the same, neither may seem to matter; and where nothing matters much, it says so.
 */
import type { Change, Explanation, Influence } from './explainer.ts';

/** Share of top speed below which a change of the action is little. */
const little = 0.1;
/** Degrees from ahead beyond which it turns, and turns back. */
const turning = 15;
const turningBack = 100;
/** Weight against an even share from which a thing is attended to much, and up to which hardly. */
const much = 1.5;
const hardly = 0.5;
/** Seconds beyond which nobody is said to be coming, and metres by which they must come nearer. */
const soon = 5;
const nearer = 0.2;
/** Metres between two that touch. It may stand in a region, and touch what it pushes. */
const touching = 0.05;

export type Doing =
  | 'stands'
  | 'stops'
  | 'turns-back'
  | 'turns-left'
  | 'turns-right'
  | 'slows-down'
  | 'speeds-up'
  | 'straight-on';

export type Side = 'ahead' | 'behind' | 'left' | 'right';

/** A thing with where it is, and when it comes, if it does. */
export interface Described {
  readonly influence: Influence;
  readonly isPerson: boolean;
  readonly side: Side;
  /** It comes from that side and is there in so many seconds; else it is so many metres away, or `close`. */
  readonly is: { readonly coming: number } | { readonly metres: number } | { readonly close: true };
}

/** What it would do otherwise: by so many m/s. */
export interface Otherwise {
  readonly by: number;
  readonly way: 'left' | 'right' | 'faster' | 'slower';
}

export type Because =
  /** Nothing that it attends to changes what it does by `least` m/s or more. */
  | { readonly is: 'nothing'; readonly least: number }
  /** It does it for these, one or two; `mostly`: for the one far more than for any other. */
  | { readonly is: 'for'; readonly things: readonly Described[]; readonly mostly: boolean }
  /** This matters most, but is no reason of what it does. */
  | { readonly is: 'despite'; readonly thing: Described; readonly otherwise: Otherwise };

export interface Weighed {
  readonly influence: Influence;
  /** Share of attention, 0 to 1. */
  readonly weight: number;
}

export interface Reason {
  readonly doing: Doing;
  readonly because: Because;
  /** Whether what matters is also what is attended to most. */
  readonly agrees: boolean;
  /** What matters most, if it is hardly attended to. */
  readonly hardly: Weighed | undefined;
  /** What it attends to most, if that changes little, or less than what matters. */
  readonly inVain: (Weighed & { readonly changes: 'little' | 'less' }) | undefined;
}

/** What changes the action most when it is left out, if that is not little. */
export function mostInfluential({ influences, maxSpeed }: Explanation): Influence | undefined {
  let most: Influence | undefined;
  for (const influence of influences) {
    const { length } = influence.leftOut;
    if (length >= Math.max(little * maxSpeed, most?.leftOut.length ?? 0)) most = influence;
  }
  return most;
}

/** Where nothing matters, that is the reason. */
export function reasonOf(explanation: Explanation): Reason {
  const { influences, maxSpeed } = explanation;
  const least = little * maxSpeed;
  const [first, second] = influences
    .filter(({ leftOut }) => leftOut.length >= least)
    .sort((a, b) => b.leftOut.length - a.leftOut.length);
  const doing = doingOf(explanation);
  if (!first) {
    const because = { is: 'nothing', least } as const;
    const inVain = attendedInVain(explanation, []);
    return { doing, because, agrees: false, hardly: undefined, inVain };
  }
  const alone = !second || second.leftOut.length <= first.leftOut.length / 2;
  const together = second && !alone && serves(doing, second.leftOut);
  const named = together ? [first, second] : [first];
  const because: Because = serves(doing, first.leftOut)
    ? { is: 'for', things: named.map(described), mostly: alone }
    : { is: 'despite', thing: described(first), otherwise: otherwise(first.leftOut) };
  return { doing, because, ...attention(explanation, first, named) };
}

function doingOf({ action: { forward, left }, speed, maxSpeed }: Explanation): Doing {
  const length = Math.hypot(forward, left);
  const angle = (Math.atan2(left, forward) * 180) / Math.PI;
  if (length < little * maxSpeed) return speed < little * maxSpeed ? 'stands' : 'stops';
  if (Math.abs(angle) > turningBack) return 'turns-back';
  if (angle > turning) return 'turns-left';
  if (angle < -turning) return 'turns-right';
  if (length < speed - little * maxSpeed) return 'slows-down';
  return length > speed + little * maxSpeed ? 'speeds-up' : 'straight-on';
}

/** The direction (agent frame) in which a thing has to push to be the reason of what it does. */
const pushes: Readonly<Record<Doing, readonly [forward: number, left: number]>> = {
  stands: [-1, 0],
  stops: [-1, 0],
  'turns-back': [-1, 0],
  'turns-left': [0, 1],
  'turns-right': [0, -1],
  'slows-down': [-1, 0],
  'speeds-up': [1, 0],
  'straight-on': [1, 0],
};

/** Whether what a thing does to the action, the reverse of what leaving it out does, points mainly that way. */
function serves(doing: Doing, without: Change): boolean {
  const [forward, left] = pushes[doing];
  const along = -(forward * without.forward + left * without.left);
  return along >= without.length / Math.SQRT2;
}

/** How a change of the action is said: by how much it goes otherwise, and in which way. */
export function otherwise({ forward, left, length }: Omit<Change, 'value'>): Otherwise {
  const way =
    Math.abs(left) > Math.abs(forward)
      ? left > 0
        ? 'left'
        : 'right'
      : forward > 0
        ? 'faster'
        : 'slower';
  return { by: length, way };
}

function described(influence: Influence): Described {
  const { kind, forward, left, gap, closest } = influence;
  const isPerson = kind === 'agent' || kind === 'walker' || kind === 'visitor';
  const comes =
    closest && closest.seconds > 0 && closest.seconds < soon && closest.gap < gap - nearer;
  const bearing = (Math.atan2(left, forward) * 180) / Math.PI;
  const side: Side =
    Math.abs(bearing) <= 45
      ? 'ahead'
      : Math.abs(bearing) >= 135
        ? 'behind'
        : bearing > 0
          ? 'left'
          : 'right';
  const is = comes
    ? { coming: closest.seconds }
    : gap <= touching
      ? ({ close: true } as const)
      : { metres: gap };
  return { influence, isPerson, side, is };
}

/** Whether what matters is attended to, and whether something else is. */
function attention(
  explanation: Explanation,
  first: Influence,
  named: readonly Influence[],
): Pick<Reason, 'agrees' | 'hardly' | 'inVain'> {
  const most = mostAttended(explanation);
  if (most && named.includes(most.influence)) {
    return { agrees: true, hardly: undefined, inVain: undefined };
  }
  const { weight, against } = emphasis(explanation, first);
  return {
    agrees: false,
    hardly: against < hardly ? { influence: first, weight } : undefined,
    inVain: attendedInVain(explanation, named),
  };
}

/** What it attends to most, if that is much and changes little. */
function attendedInVain(explanation: Explanation, named: readonly Influence[]): Reason['inVain'] {
  const most = mostAttended(explanation);
  if (!most || named.includes(most.influence)) return undefined;
  const { influence, weight } = most;
  const changes = influence.leftOut.length < little * explanation.maxSpeed ? 'little' : 'less';
  return { influence, weight, changes };
}

/** What it attends to most, if that is more than to anything; undefined where attention is spread. */
export function mostAttended(explanation: Explanation): Weighed | undefined {
  let most: { influence: Influence; weight: number; against: number } | undefined;
  for (const influence of explanation.influences) {
    const share = emphasis(explanation, influence);
    if (share.against >= Math.max(much, most?.against ?? 0)) most = { influence, ...share };
  }
  return most;
}

/** Of the parts that it stands in, where it gets most: its weight, and that against an even share. */
function emphasis({ influences }: Explanation, { attention }: Influence) {
  let most = { weight: 0, against: 0 };
  for (const { part, weight } of attention) {
    const rows = influences.filter((each) => each.attention.some((share) => share.part === part));
    const against = weight * rows.length;
    if (against > most.against) most = { weight, against };
  }
  return most;
}
