/** Sentences of made-up influences: what is said, and what is not. */
import { describe, expect, it } from 'vitest';
import type { Change, Explanation, Influence } from '../../src/explain/explainer.ts';
import { sayWhy } from '../../src/explain/say-why.ts';

const nothing: Change = { forward: 0, left: 0, length: 0, value: null };
/** What leaving it out changes: without less with. */
const without = (forward: number, left: number): Change => ({
  ...{ forward, left, length: Math.hypot(forward, left), value: null },
});

function thing(label: string, weight: number, changes: Partial<Influence> = {}): Influence {
  return {
    ...{ kind: 'agent', label, thing: { kind: 'body', index: 1 }, rows: [0], node: -1 },
    ...{ forward: 3, left: 0, gap: 2.4, closest: null, leftOut: nothing, masked: nothing },
    attention: [{ part: 'nearbyEntities', weight, heads: [weight] }],
    ...changes,
  };
}
const place = (label: string, weight: number, changes: Partial<Influence> = {}) =>
  thing(label, weight, {
    ...{ kind: 'passage', thing: undefined, rows: [-1], node: 4 },
    attention: [{ part: 'sceneGraph', weight, heads: [weight] }],
    ...changes,
  });

const say = (influences: Influence[], action = { forward: 0.8, left: 0.8 }, speed = 1) => {
  const choice = { action, value: null };
  return sayWhy(
    { agent: 0, ...choice, actual: choice, speed, maxSpeed: 1.5, influences } satisfies Explanation,
    { nameOf: ({ label }) => label },
  );
};

/** From the right, and there in 1.2 seconds. */
const comes = { forward: 0.5, left: -2, gap: 1.5, closest: { seconds: 1.2, gap: 0.1 } };
const pushesLeft = { leftOut: without(0.1, -0.9) };

describe('a sentence of why', () => {
  it('names the one that it turns for, and what it attends to in vain', () => {
    expect(
      say([
        thing('Bo', 0.5, { ...comes, ...pushesLeft }),
        thing('Ann', 0.5),
        place('the passage', 0.61),
        ...['a', 'b', 'c'].map((label) => place(label, 0.13)),
      ]),
    ).toBe(
      'Turns left mostly for Bo, who comes from the right, 1.2 s away. It attends most to the passage (0.61), but that changes little.',
    );
  });

  it('says when attention and influence agree', () => {
    const influences = [thing('Bo', 0.8, pushesLeft), thing('Ann', 0.1), thing('Cy', 0.1)];
    expect(say(influences)).toBe(
      'Turns left mostly for Bo, 2.4 m ahead. That is also what it attends to most.',
    );
  });

  it('says when it hardly attends to what matters', () => {
    const influences = [thing('Bo', 0.05, pushesLeft), thing('Ann', 0.95)];
    expect(say(influences)).toBe(
      'Turns left mostly for Bo, 2.4 m ahead. It hardly attends to Bo (0.05). It attends most to Ann (0.95), but that changes little.',
    );
  });

  it('names two that do the same, and one that does most otherwise', () => {
    const both = [
      thing('Bo', 0.5, pushesLeft),
      thing('Ann', 0.5, { leftOut: without(0, -0.7), forward: -2 }),
    ];
    expect(say(both)).toBe('Turns left for Bo, 2.4 m ahead, and for Ann, 2.4 m behind.');
    expect(say([thing('Bo', 0.5, { leftOut: without(0.2, 0.6) }), thing('Ann', 0.5)])).toBe(
      'Turns left; what matters most is Bo, 2.4 m ahead: without it, it would go 0.6 m/s further to the left.',
    );
  });

  it('says when nothing matters much', () => {
    const slight = { leftOut: without(0.1, 0) };
    expect(say([thing('Bo', 0.5, slight), thing('Ann', 0.5)], { forward: 1, left: 0 })).toBe(
      'Goes straight on: nothing that it attends to changes that by 0.15 m/s or more.',
    );
    expect(say([thing('Bo', 0.9, slight), thing('Ann', 0.1)], { forward: 1, left: 0 })).toBe(
      'Goes straight on: nothing that it attends to changes that by 0.15 m/s or more. It attends most to Bo (0.90), but that changes little.',
    );
    expect(say([], { forward: 1, left: 0 })).toMatch(/^Goes straight on: nothing that it attends/);
  });

  it.each<[string, { forward: number; left: number }, number, Change]>([
    ['Turns right mostly for', { forward: 1, left: -0.5 }, 1, without(0, 0.5)],
    ['Turns back mostly for', { forward: -1, left: 0.1 }, 1, without(1, 0)],
    ['Slows down mostly for', { forward: 0.5, left: 0 }, 1.4, without(0.8, 0.1)],
    ['Speeds up mostly for', { forward: 1.4, left: 0 }, 0.5, without(-0.8, 0)],
    ['Stops mostly for', { forward: 0.1, left: 0 }, 1, without(0.5, 0)],
    ['Stands still mostly for', { forward: 0, left: 0.1 }, 0.1, without(0.5, 0)],
    ['Goes straight on; what matters most is', { forward: 1, left: 0 }, 1, without(0, 0.5)],
  ])('%s', (beginning, action, speed, leftOut) => {
    expect(say([thing('Bo', 0.5, { leftOut }), thing('Ann', 0.5)], action, speed)).toMatch(
      new RegExp(`^${beginning} Bo, 2\\.4 m ahead`),
    );
  });

  it('puts an article before what has no name of its own, and is the same every time', () => {
    const choice = { action: { forward: 0.8, left: 0.8 }, value: 1 };
    const explanation: Explanation = {
      ...{ agent: 0, ...choice, actual: choice, speed: 1, maxSpeed: 1.5 },
      influences: [
        thing('crate 1', 0.5, { kind: 'prop', ...pushesLeft, gap: 0.01, left: 2, forward: 0 }),
        place('any chair', 0.9, { kind: 'category' }),
        place('passage A – B', 0.1),
      ],
    };
    const sentence =
      'Turns left mostly for the crate 1, close on the left. It attends most to any chair (0.90), but that changes little.';
    expect(sayWhy(explanation)).toBe(sentence);
    expect(sayWhy(explanation)).toBe(sentence);
  });
});
