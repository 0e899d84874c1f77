/**
 * Why an agent does what it does, in one or two plain sentences made of its influences alone (explainer.ts):
 * what it does, the thing without which it would do otherwise, and whether that is also what it attends to.
 * "Turns left mostly for Bo, who comes from the right, 1.2 s away. It attends most to the passage North –
 * South (0.61), but that changes little."
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

export interface SayWhyOptions {
  /** What a person calls a thing. Default: its label, with an article where it takes one. */
  readonly nameOf?: (influence: Influence) => string;
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

export function sayWhy(
  explanation: Explanation,
  { nameOf = articled }: SayWhyOptions = {},
): string {
  const { influences, maxSpeed } = explanation;
  const least = little * maxSpeed;
  const [first, second] = influences
    .filter(({ leftOut }) => leftOut.length >= least)
    .sort((a, b) => b.leftOut.length - a.leftOut.length);
  const doing = doingOf(explanation);
  if (!first) {
    const reason = `nothing that it attends to changes that by ${least.toFixed(2)} m/s or more`;
    const attended = attendedInVain(explanation, [], nameOf);
    return `${doing.words}: ${reason}.${attended}`;
  }
  const alone = !second || second.leftOut.length <= first.leftOut.length / 2;
  const together = second && !alone && serves(doing, second.leftOut);
  const named = together ? [first, second] : [first];
  const reason = serves(doing, first.leftOut)
    ? `${alone ? ' mostly' : ''} for ${named.map((each) => described(each, nameOf)).join(', and for ')}`
    : `; what matters most is ${described(first, nameOf)}: without it, it would go ${otherwise(first.leftOut)}`;
  return `${doing.words}${reason}.${attention(explanation, first, named, nameOf)}`;
}

/** What it does, and the direction (agent frame) in which a thing has to push to be the reason of it. */
interface Doing {
  readonly words: string;
  readonly forward: number;
  readonly left: number;
}

function doingOf({ action: { forward, left }, speed, maxSpeed }: Explanation): Doing {
  const length = Math.hypot(forward, left);
  const angle = (Math.atan2(left, forward) * 180) / Math.PI;
  if (length < little * maxSpeed) {
    return { words: speed < little * maxSpeed ? 'Stands still' : 'Stops', forward: -1, left: 0 };
  }
  if (Math.abs(angle) > turningBack) return { words: 'Turns back', forward: -1, left: 0 };
  if (angle > turning) return { words: 'Turns left', forward: 0, left: 1 };
  if (angle < -turning) return { words: 'Turns right', forward: 0, left: -1 };
  if (length < speed - little * maxSpeed) return { words: 'Slows down', forward: -1, left: 0 };
  if (length > speed + little * maxSpeed) return { words: 'Speeds up', forward: 1, left: 0 };
  return { words: 'Goes straight on', forward: 1, left: 0 };
}

/** Whether what a thing does to the action, the reverse of what leaving it out does, points mainly that way. */
function serves({ forward, left }: Doing, without: Change): boolean {
  const along = -(forward * without.forward + left * without.left);
  return along >= without.length / Math.SQRT2;
}

function otherwise({ forward, left, length }: Change): string {
  const by = `${length.toFixed(1)} m/s`;
  if (Math.abs(left) > Math.abs(forward))
    return `${by} further to the ${left > 0 ? 'left' : 'right'}`;
  return forward > 0 ? `${by} faster` : `${by} slower`;
}

/** Its name, where it is, and when it comes, if it does. */
function described(influence: Influence, nameOf: (influence: Influence) => string): string {
  const { kind, forward, left, gap, closest } = influence;
  const name = nameOf(influence);
  const isPerson = kind === 'agent' || kind === 'walker' || kind === 'visitor';
  const comes =
    closest && closest.seconds > 0 && closest.seconds < soon && closest.gap < gap - nearer;
  const bearing = (Math.atan2(left, forward) * 180) / Math.PI;
  const side =
    Math.abs(bearing) <= 45
      ? 'ahead'
      : Math.abs(bearing) >= 135
        ? 'behind'
        : bearing > 0
          ? 'left'
          : 'right';
  const isAside = side === 'left' || side === 'right';
  if (comes) {
    return `${name}, ${isPerson ? 'who' : 'which'} comes from ${isAside ? `the ${side}` : side}, ${closest.seconds.toFixed(1)} s away`;
  }
  const where = isAside ? `to the ${side}` : side;
  // It may stand in a region, and touch what it pushes.
  return gap <= 0.05
    ? `${name}, close ${isAside ? `on the ${side}` : side}`
    : `${name}, ${gap.toFixed(1)} m ${where}`;
}

/** Whether what matters is attended to, and whether something else is. */
function attention(
  explanation: Explanation,
  first: Influence,
  named: readonly Influence[],
  nameOf: (influence: Influence) => string,
): string {
  const most = mostAttended(explanation);
  if (most && named.includes(most.influence)) return ' That is also what it attends to most.';
  const share = emphasis(explanation, first);
  const little =
    share.against < hardly
      ? ` It hardly attends to ${nameOf(first)} (${share.weight.toFixed(2)}).`
      : '';
  return little + attendedInVain(explanation, named, nameOf);
}

/** What it attends to most, if that is much and changes little. */
function attendedInVain(
  explanation: Explanation,
  named: readonly Influence[],
  nameOf: (influence: Influence) => string,
): string {
  const most = mostAttended(explanation);
  if (!most || named.includes(most.influence)) return '';
  const { influence, weight } = most;
  const changes = influence.leftOut.length < little * explanation.maxSpeed ? 'little' : 'less';
  return ` It attends most to ${nameOf(influence)} (${weight.toFixed(2)}), but that changes ${changes}.`;
}

/** What it attends to most, if that is more than to anything; undefined where attention is spread. */
export function mostAttended(
  explanation: Explanation,
): { readonly influence: Influence; readonly weight: number } | undefined {
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

function articled({ kind, label }: Influence): string {
  return kind === 'category' ? label : `the ${label}`;
}
