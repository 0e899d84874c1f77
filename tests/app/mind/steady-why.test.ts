import { expect, it } from 'vitest';
import { steadyWhy } from '../../../src/app/mind/steady-why.ts';

const first = 'Turns left for Bo, 1.2 s away.';
const later = 'Turns left for Bo, 0.9 s away.';
const other = 'Goes straight on.';

it('why: a sentence stands for a while, then the newest takes its place', () => {
  let why = steadyWhy(undefined, first, 1000);
  expect([why.sentence, why.spoken]).toEqual([first, first]);
  why = steadyWhy(why, other, 1500);
  expect(why.sentence).toBe(first);
  why = steadyWhy(why, later, 3000);
  expect(why).toMatchObject({ sentence: later, since: 3000 });
});

it('why: what is read out changes seldom, and only when the reason is another', () => {
  let why = steadyWhy(undefined, first, 0);
  const spoken: string[] = [why.spoken];
  for (let now = 100; now <= 60_000; now += 100) {
    // For half a minute the same reason with other figures, then another.
    const seconds = (9 - (now % 9000) / 1000).toFixed(1);
    const sentence = now < 30_000 ? `Turns left for Bo, ${seconds} s away.` : other;
    why = steadyWhy(why, sentence, now);
    if (why.spoken !== spoken.at(-1)) spoken.push(why.spoken);
  }
  expect(spoken).toEqual([first, other]);
});

it('why: reasons that come and go in turn are not all read out', () => {
  let why = steadyWhy(undefined, first, 0);
  const spoken = new Set<number>();
  for (let now = 100; now <= 30_000; now += 100) {
    why = steadyWhy(why, Math.floor(now / 2500) % 2 === 0 ? first : other, now);
    spoken.add(why.spokenSince);
  }
  expect(spoken.size).toBeLessThanOrEqual(3);
});
