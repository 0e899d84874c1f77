/**
 * Why an agent does what it does (reason.ts), in one or two plain English sentences: "Turns left mostly for Bo, who
 * comes from the right, 1.2 s away. It attends most to the passage North – South (0.61), but that changes little."
 */
import type { Explanation, Influence } from './explainer.ts';
import { type Described, type Doing, type Otherwise, type Reason, reasonOf } from './reason.ts';

type Naming = (influence: Influence) => string;

export interface SayWhyOptions {
  /** What a person calls a thing. Default: its label, with an article where it takes one. */
  readonly nameOf?: Naming;
}

export function sayWhy(explanation: Explanation, options: SayWhyOptions = {}): string {
  return sayReason(reasonOf(explanation), options);
}

export function sayReason(reason: Reason, { nameOf = articled }: SayWhyOptions = {}): string {
  const { doing, because } = reason;
  return `${doings[doing]}${because.is === 'nothing' ? ':' : ''}${sayBecause(because, nameOf)}.${sayAttention(reason, nameOf)}`;
}

const doings: Readonly<Record<Doing, string>> = {
  stands: 'Stands still',
  stops: 'Stops',
  'turns-back': 'Turns back',
  'turns-left': 'Turns left',
  'turns-right': 'Turns right',
  'slows-down': 'Slows down',
  'speeds-up': 'Speeds up',
  'straight-on': 'Goes straight on',
};

function sayBecause(because: Reason['because'], nameOf: Naming): string {
  switch (because.is) {
    case 'nothing':
      return ` nothing that it attends to changes that by ${because.least.toFixed(2)} m/s or more`;
    case 'for': {
      const things = because.things.map((each) => sayDescribed(each, nameOf));
      return `${because.mostly ? ' mostly' : ''} for ${things.join(', and for ')}`;
    }
    case 'despite': {
      const thing = sayDescribed(because.thing, nameOf);
      return `; what matters most is ${thing}: without it, it would go ${sayOtherwise(because.otherwise)}`;
    }
  }
}

/** How it would go: “0.4 m/s slower”. */
export function sayOtherwise({ by, way }: Otherwise): string {
  const much = `${by.toFixed(1)} m/s`;
  return way === 'left' || way === 'right' ? `${much} further to the ${way}` : `${much} ${way}`;
}

/** Its name, where it is, and when it comes, if it does. */
function sayDescribed({ influence, isPerson, side, is }: Described, nameOf: Naming): string {
  const name = nameOf(influence);
  const isAside = side === 'left' || side === 'right';
  if ('coming' in is) {
    return `${name}, ${isPerson ? 'who' : 'which'} comes from ${isAside ? `the ${side}` : side}, ${is.coming.toFixed(1)} s away`;
  }
  if ('close' in is) return `${name}, close ${isAside ? `on the ${side}` : side}`;
  return `${name}, ${is.metres.toFixed(1)} m ${isAside ? `to the ${side}` : side}`;
}

function sayAttention({ agrees, hardly, inVain }: Reason, nameOf: Naming): string {
  if (agrees) return ' That is also what it attends to most.';
  const little = hardly
    ? ` It hardly attends to ${nameOf(hardly.influence)} (${hardly.weight.toFixed(2)}).`
    : '';
  const most = inVain
    ? ` It attends most to ${nameOf(inVain.influence)} (${inVain.weight.toFixed(2)}), but that changes ${inVain.changes}.`
    : '';
  return little + most;
}

function articled({ kind, label }: Influence): string {
  return kind === 'category' ? label : `the ${label}`;
}
