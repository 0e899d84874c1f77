import { describe, expect, it } from 'vitest';
import { createPacer, type Pace } from '../../../src/app/workers/pacing.ts';

const decisionSeconds = 0.1;

/** Decisions in `milliseconds` of a machine on which each costs `cost` ms and a turn comes every ms. */
function decisionsIn(milliseconds: number, pace: Pace, cost = 0): number {
  const pacer = createPacer(decisionSeconds, pace, 0);
  let decisions = 0;
  for (let now = 1; now <= milliseconds; now++) {
    if (!pacer.isDue(now)) continue;
    decisions++;
    pacer.took(now);
    now += cost;
  }
  return decisions;
}

describe('pacing', () => {
  it.each([
    [0.125, 12.5],
    [0.25, 25],
    [0.5, 50],
    [1, 100],
    [4, 400],
    [8, 800],
  ])('at speed %s ten seconds hold %s decisions of 0.1 s', (speed, expected) => {
    const decisions = decisionsIn(10_000, { playing: true, speed });
    expect(Math.abs(decisions - expected)).toBeLessThanOrEqual(1);
  });

  it('at max a decision is always due, and nothing waits', () => {
    const pacer = createPacer(decisionSeconds, { playing: true, speed: 'max' }, 0);
    for (let now = 0; now < 5; now++) {
      expect(pacer.isDue(now)).toBe(true);
      expect(pacer.wait(now)).toBe(0);
      pacer.took(now);
    }
  });

  it('paused, none is due and the wait has no end', () => {
    const pacer = createPacer(decisionSeconds, { playing: false, speed: 'max' }, 0);
    expect(pacer.isDue(10_000)).toBe(false);
    expect(pacer.wait(10_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('in turbo the world in view stands still, and goes on at once afterwards', () => {
    const pacer = createPacer(decisionSeconds, { playing: true, speed: 'turbo' }, 0);
    expect(pacer.isDue(10_000)).toBe(false);
    expect(pacer.wait(10_000)).toBe(Number.POSITIVE_INFINITY);
    pacer.set({ playing: true, speed: 2 }, 10_000);
    expect(pacer.isDue(10_000)).toBe(true);
    pacer.took(10_000);
    expect(pacer.wait(10_000)).toBeCloseTo(50);
  });

  it('goes on at once after a pause, without making up for it', () => {
    const pacer = createPacer(decisionSeconds, { playing: true, speed: 1 }, 0);
    pacer.set({ playing: false, speed: 1 }, 50);
    pacer.set({ playing: true, speed: 1 }, 60_000);
    expect(pacer.isDue(60_000)).toBe(true);
    pacer.took(60_000);
    expect(pacer.isDue(60_001)).toBe(false);
    expect(pacer.wait(60_001)).toBeCloseTo(99);
  });

  it('a machine too slow for the speed runs slower instead of ever later', () => {
    expect(decisionsIn(10_000, { playing: true, speed: 8 }, 49)).toBe(200);
    const pacer = createPacer(decisionSeconds, { playing: true, speed: 8 }, 0);
    for (let now = 0; now < 10_000; now += 50) pacer.took(now);
    pacer.set({ playing: true, speed: 1 }, 10_000);
    let burst = 0;
    for (; pacer.isDue(10_000); burst++) pacer.took(10_000);
    expect(burst).toBeLessThanOrEqual(2);
  });

  it('a change of speed keeps the beat: half an interval left stays half an interval', () => {
    const pacer = createPacer(decisionSeconds, { playing: true, speed: 1 }, 0);
    pacer.took(0);
    pacer.set({ playing: true, speed: 2 }, 50);
    expect(pacer.wait(50)).toBeCloseTo(25);
  });
});
