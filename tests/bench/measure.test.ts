import { describe, expect, it } from 'vitest';
import { candidateOf, measure, spreadOf, timed } from '../../src/bench/measure.ts';

/** A clock that moves only when work is done. */
function fakeClock() {
  let time = 0;
  return {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

describe('measure', () => {
  it('the median of an odd count is the middle one, of an even count the mean of the two', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5, rounds: 3 });
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9, rounds: 4 });
    expect(spreadOf([7])).toEqual({ median: 7, min: 7, max: 7, rounds: 1 });
  });

  it('candidates take turns, every other round backwards', async () => {
    const order: string[] = [];
    const candidate = (name: string) => ({
      round() {
        order.push(name);
        return order.length;
      },
    });
    const done: number[] = [];
    const spreads = await measure([candidate('a'), candidate('b')], {
      rounds: 3,
      now: () => 0,
      onRound: (round) => done.push(round),
    });
    expect(order.join('')).toBe('abbaab');
    expect(done).toEqual([1, 2, 3]);
    // a came 1st, 4th and 5th; b 2nd, 3rd and 6th.
    expect(spreads).toEqual([
      { median: 4, min: 1, max: 5, rounds: 3 },
      { median: 3, min: 2, max: 6, rounds: 3 },
    ]);
  });

  it('a round does as many units as fill its time, after a warm-up', async () => {
    const clock = fakeClock();
    const counts: number[] = [];
    const work = timed(clock.now, (count) => {
      counts.push(count);
      clock.pass(count * 4);
    });
    const candidate = await candidateOf(work, { milliseconds: 100, figure: 'each' });
    expect(await candidate.round()).toBe(4);
    // 1 to warm up, 1 timed, tenfold at most, then what is left to 100 ms.
    expect(counts).toEqual([1, 1, 10, 25, 25]);
  });

  it('patience ends after the round that used it up; the others go on', async () => {
    const clock = fakeClock();
    const candidate = (milliseconds: number) => ({
      round() {
        clock.pass(milliseconds);
        return milliseconds;
      },
    });
    const spreads = await measure([candidate(60), candidate(1)], {
      ...{ rounds: 5, now: clock.now, patience: 100 },
    });
    expect(spreads.map(({ rounds }) => rounds)).toEqual([2, 5]);
  });

  it('slow work is not repeated within a round', async () => {
    const clock = fakeClock();
    const counts: number[] = [];
    const work = timed(clock.now, (count) => {
      counts.push(count);
      clock.pass(count * 5000);
    });
    const candidate = await candidateOf(work, { milliseconds: 100, figure: 'each' });
    expect(await candidate.round()).toBe(5000);
    // It was slow from the first: that was the warm-up.
    expect(counts).toEqual([1, 1]);
  });

  it('a rate is units a second', async () => {
    const clock = fakeClock();
    const work = timed(clock.now, (count) => clock.pass(count * 4));
    const candidate = await candidateOf(work, { milliseconds: 100, figure: 'rate' });
    expect(await candidate.round()).toBe(250);
  });
});
