import { describe, expect, it } from 'vitest';
import { followAnswer } from '../../../src/app/mind/follow-answer.ts';
import { influencesOf, inOrder } from '../../../src/app/mind/influences.ts';
import type { Answer } from '../../../src/explain/mind.ts';
import { answerOf, change, explanationOf, thing } from './made-up-explanation.ts';

const one = answerOf(explanationOf([thing(1, 0.7, change(0, 0)), thing(2, 0.3, change(0, 0.9))]));
const swapped = answerOf(
  explanationOf([thing(1, 0.3, change(0, 0.9)), thing(2, 0.7, change(0, 0))]),
);
const first = ({ explanation }: Answer) =>
  inOrder(influencesOf(explanation).things, 'influence')[0]?.key;

describe('answers that follow', () => {
  it('a single one does not yet change the order; many do, and get there', () => {
    let shown = followAnswer(followAnswer(undefined, one), swapped);
    expect(first(shown)).toBe('body 2');
    for (let i = 0; i < 30; i++) shown = followAnswer(shown, swapped);
    expect(first(shown)).toBe('body 1');
    const [milo] = shown.explanation.influences;
    expect(milo?.leftOut.left).toBeCloseTo(0.9, 5);
    expect(milo?.attention[0]).toMatchObject({
      ...{
        weight: expect.closeTo(0.3, 5),
        heads: [expect.closeTo(0.3, 5), expect.closeTo(0.3, 5)],
      },
    });
  });

  it('changes to and fro cancel out: their directions follow, not their lengths', () => {
    const turns = (left: number) => answerOf(explanationOf([thing(1, 1, change(0, left))]));
    let shown = turns(1);
    for (let i = 0; i < 40; i++) shown = followAnswer(shown, turns(i % 2 === 0 ? -1 : 1));
    expect(shown.explanation.influences[0]?.leftOut.length).toBeLessThan(0.3);
  });

  it('what is chosen is of the moment, and values are none where no critic is known', () => {
    const judged = (value: number | null, forward: number) => {
      const made = explanationOf([thing(1, 1, change(0, 1, value))]);
      return answerOf({ ...made, action: { forward, left: 0 } });
    };
    const shown = followAnswer(judged(1, 1), judged(0, 0.2));
    expect(shown.explanation.action.forward).toBe(0.2);
    expect(shown.explanation.influences[0]?.leftOut.value).toBeCloseTo(0.6, 6);
    expect(
      followAnswer(shown, judged(null, 1)).explanation.influences[0]?.leftOut.value,
    ).toBeNull();
    expect(
      followAnswer(judged(null, 1), judged(2, 1)).explanation.influences[0]?.leftOut.value,
    ).toBe(2);
  });

  it.each<[string, Partial<Answer>]>([
    ['of another layout', { layoutSeed: 2 }],
    ['without some thing', { absent: [{ thing: { kind: 'body', index: 1 }, node: -1 }] }],
    ['of another agent', { explanation: explanationOf(swapped.explanation.influences, 3) }],
  ])('one %s begins afresh', (_name, change) => {
    const answer = { ...swapped, ...change };
    expect(followAnswer(one, answer)).toBe(answer);
  });
});
