import { describe, expect, it } from 'vitest';
import {
  beginWatchdog,
  type Judgement,
  judge,
  type Look,
  type WatchdogState,
} from '../../src/agents/watchdog.ts';
import { createRandom } from '../../src/core/random.ts';

const begun = beginWatchdog({ updates: 7, agentSteps: 70 });
const look = (change: Partial<Look> = {}): Look => ({
  ...{ updates: 1000, agentSteps: 32_000, successes: 90, episodes: 100 },
  ...{ returnMean: 0.8, qMean: 0.5 },
  ...change,
});

/** Every verdict, and the state after all of them. */
function watch(looks: readonly Look[], from: WatchdogState = begun, largest = 4) {
  const judgements: Judgement[] = [];
  let state = from;
  for (const each of looks) {
    const judgement = judge(state, each, largest);
    judgements.push(judgement);
    state = judgement.state;
  }
  return { verdicts: judgements.map(({ verdict }) => verdict), judgements, state };
}

const withSuccesses = (...successes: number[]) =>
  successes.map((count, i) => look({ successes: count, updates: 1000 * (i + 1) }));

/** The successes of 100 episodes of which each succeeds with this probability. */
function draw(random: ReturnType<typeof createRandom>, rate: number): number {
  let successes = 0;
  for (let i = 0; i < 100; i++) if (random.uniform() < rate) successes++;
  return successes;
}

describe('watchdog: the best look', () => {
  it('is the first one, whatever it is, then any with more success', () => {
    const { verdicts, state } = watch(withSuccesses(0, 10, 5, 40, 39));
    expect(verdicts).toEqual(['best', 'best', 'fine', 'best', 'fine']);
    expect(state.best).toMatchObject({ successes: 40, updates: 4000 });
  });

  it('of equal successes, is the latest, whatever its return', () => {
    const looks = [0.5, 0.4, 0.6].map((returnMean, i) => look({ returnMean, updates: 1000 * i }));
    const { verdicts, state } = watch(looks);
    expect(verdicts).toEqual(['best', 'best', 'best']);
    expect(state.best.updates).toBe(2000);
  });

  it('compares shares, not counts', () => {
    const looks = [look({ successes: 9, episodes: 10 }), look({ successes: 80 })];
    expect(watch(looks).verdicts).toEqual(['best', 'fine']);
  });
});

describe('watchdog: a collapse', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is noticed at once where Q is %d, and names no best',
    (qMean) => {
      const { verdicts, judgements, state } = watch([look(), look({ qMean, successes: 100 })]);
      expect(verdicts).toEqual(['best', 'collapsed']);
      expect(judgements[1]?.reason).toBe('Q is no number any more.');
      expect(state.best.successes).toBe(90);
      expect(watch([look({ qMean })]).verdicts).toEqual(['collapsed']);
    },
  );

  it('is noticed at once where Q is three times what rewards allow, on either side', () => {
    for (const [largest, fine, far] of [
      [1, 3, 3.1],
      [70, -210, -210.1],
    ] as const) {
      expect(watch([look(), look({ qMean: fine })], begun, largest).verdicts[1]).toBe('best');
      const { verdicts, judgements, state } = watch([look(), look({ qMean: far })], begun, largest);
      expect(verdicts).toEqual(['best', 'collapsed']);
      expect(judgements[1]?.reason).toMatch(/^Q is -?\d.* on average, but rewards add up to ±\d/);
      expect(state.best.qMean).toBe(0.5);
    }
  });

  it('is none where Q is far before any look, or was at the best: going back would not help', () => {
    // From where watching began, learning would lead there again, and again.
    const { verdicts, state } = watch([look({ qMean: 1e6 }), look({ qMean: 1e6 })]);
    expect(verdicts).toEqual(['best', 'best']);
    const less = { successes: 85, qMean: 1e6 };
    expect(watch([look(less)], state).verdicts).toEqual(['fine']);
    // Once a best look had a Q that can be, there is where to go.
    expect(watch([look(), look(less)], state).verdicts).toEqual(['best', 'collapsed']);
  });

  it('is noticed at the second look in a row of far less success', () => {
    const { verdicts, judgements, state } = watch(withSuccesses(95, 67, 67, 67, 67));
    expect(verdicts).toEqual(['best', 'fine', 'collapsed', 'fine', 'collapsed']);
    expect(judgements[2]?.reason).toBe(
      'Success was 0.67, after 0.95 at update 1000, and so at the look before.',
    );
    expect(state).toMatchObject({ falls: 0, best: { successes: 95 } });
  });

  it('is not one look, nor two with another between them, nor a fall that luck explains', () => {
    expect(watch(withSuccesses(95, 20, 90, 20, 80, 20)).verdicts).not.toContain('collapsed');
    expect(watch(withSuccesses(95, 68, 68, 68, 68)).verdicts).not.toContain('collapsed');
    expect(watch(withSuccesses(20, 0, 0, 0)).verdicts).not.toContain('collapsed');
  });

  it.each([0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98])(
    'is never announced over 10,000 looks at an unchanging success rate of %d',
    (rate) => {
      const random = createRandom(11, 'looks', rate);
      const looks = Array.from({ length: 10_000 }, () => look({ successes: draw(random, rate) }));
      expect(watch(looks).verdicts.filter((verdict) => verdict === 'collapsed')).toEqual([]);
    },
  );

  it.each([
    [0.95, 0.5],
    [0.8, 0.3],
    [0.5, 0.02],
  ])('is noticed within two looks where success falls from %d to %d', (before, after) => {
    for (let run = 0; run < 50; run++) {
      const random = createRandom(run, 'fall', before);
      const looks = [...Array(20).fill(before), after, after].map((rate) =>
        look({ successes: draw(random, rate) }),
      );
      expect(watch(looks).verdicts.indexOf('collapsed'), `run ${run}`).toBe(21);
    }
  });
});

it('watchdog: goes on from its state as JSON as if it had never stopped', () => {
  const looks = withSuccesses(50, 95, 30, 20, 96, 10, 10);
  const whole = watch(looks);
  for (let stop = 0; stop <= looks.length; stop++) {
    const first = watch(looks.slice(0, stop));
    const state = JSON.parse(JSON.stringify(first.state)) as WatchdogState;
    const rest = watch(looks.slice(stop), state);
    expect([...first.verdicts, ...rest.verdicts]).toEqual(whole.verdicts);
    expect(rest.state).toEqual(whole.state);
  }
});
