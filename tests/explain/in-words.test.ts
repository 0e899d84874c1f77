/** What is said of figures whose meaning is known: good, bad, and nothing to say. */
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/core/bootstrap.ts';
import type { Faithfulness, PartFaithfulness } from '../../src/explain/faithfulness.ts';
import { inWords } from '../../src/explain/in-words.ts';
import type { Operated } from '../../src/explain/surgery.ts';

const at = (value: number, half = 0.02): Estimate => ({
  ...{ value, low: value - half, high: value + half },
});

function part(tau: Estimate | null, changes: Partial<PartFaithfulness> = {}): PartFaithfulness {
  const nothing = { masked: null, gradient: null, valueLeftOut: null };
  const of = { ...nothing, valueMasked: null, valueGradient: null };
  return {
    ...{ part: 'nearbyEntities', decisions: 100, rows: 5, top: at(0.6), chance: 0.2 },
    heads: [{ head: 'mean', entropy: at(0.8), tau: { leftOut: tau, ...of } }],
    ...{ between: { masked: at(1, 0), gradient: at(0.3) }, strongest: at(0.4) },
    ...changes,
  };
}

const report = (changes: Partial<Faithfulness>): Faithfulness => ({
  ...{ episodes: 10, seed: 0, every: 5, decisions: 100, judged: true },
  ...{ parts: [], surgery: [], agreement: [], examples: [], ...changes },
});
const say = (changes: Partial<Faithfulness>) => inWords(report(changes)).join('\n');

const operated = (success: Estimate, spl: Estimate): Operated => ({
  ...{ surgery: 'permuted', success: { rate: 0.5, low: 0.4, high: 0.6 }, collision: 0 },
  ...{ spl: 0.4, time: null, difference: { success, spl } },
});

describe('a report in words', () => {
  it.each<[Estimate | null, RegExp]>([
    [
      at(0.8),
      /attention ranks things nearly like what leaving them out of the world changes \(τ 0\.80, 0\.78 to 0\.82\)/,
    ],
    [at(0.5), /ranks things much like what/],
    [at(0.2), /ranks things only weakly like what/],
    [at(0.01), /ranks things in no relation to what/],
    [at(-0.4), /ranks things rather opposite to what/],
    [null, /ranks things in no way that can be compared with what/],
  ])('says how attention ranks, %j', (tau, pattern) => {
    expect(say({ parts: [part(tau)] })).toMatch(pattern);
  });

  it('compares with what the gradient tells, and only where a difference is shown', () => {
    const of = (tau: number) => say({ parts: [part(at(tau))] });
    expect(of(0.5)).toContain('attention tells more of what matters than the gradient does');
    expect(of(0.1)).toContain('attention tells less of what matters than the gradient does');
    expect(of(0.31)).toContain('attention tells about as much of what matters');
  });

  it('says whether what is most attended matters most, against chance', () => {
    const of = (top: Estimate) => say({ parts: [part(at(0.5), { top })] });
    expect(of(at(0.6))).toContain('in 60.0 % of decisions, more often than by chance (20.0 %)');
    expect(of(at(0.21))).toContain('no more often than by chance');
    expect(of(at(0.1))).toContain('less often than by chance');
  });

  it('says what is lost without it, and what is not', () => {
    const of = (success: Estimate, spl = at(0)) => say({ surgery: [operated(success, spl)] });
    expect(of(at(-0.3))).toBe(
      'With attention permuted among what is there it succeeds in 50.0 % (−30.0 points, −32.0 to −28.0): the policy needs to look where it looks.',
    );
    expect(of(at(0.3))).toContain('does better without looking where it looks');
    expect(of(at(0.01), at(-0.2))).toContain(
      'no loss of arrivals is shown, but success weighted by the length of the way',
    );
    expect(of(at(0.01))).toContain('these cases do not need it to look where it looks');
  });

  it('says nothing of a part that was never there, and what is missing', () => {
    expect(say({ parts: [part(at(0.5), { decisions: 0 })] })).toBe('');
    expect(say({ judged: false })).toMatch(/^No critic was kept/);
  });

  it('says how policies of other seeds compare', () => {
    const agreement = [
      { policies: [0, 1] as const, attention: { a: at(0.1), b: null }, action: at(0.3) },
    ];
    expect(say({ agreement })).toBe(
      'Policies 1 and 2 attend over a in weakly related orders (τ 0.10, 0.08 to 0.12), over b to what cannot be compared (τ –); what they do differs by 0.30, 0.28 to 0.32 m/s on average: they look at different things, so if both do well, where one looks is not the only way to do this.',
    );
    const means = (a: Estimate | null, b: Estimate | null) =>
      say({ agreement: [{ policies: [0, 1], attention: { a, b }, action: at(0.3) }] });
    expect(means(at(0.8), null)).toContain('they look at the same, so where they look comes of');
    expect(means(at(0.8), at(0.2))).toContain('over some of it they look at the same, over the');
    expect(means(null, null)).toMatch(/m\/s on average\.$/);
  });
});
