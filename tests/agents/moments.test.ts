import { describe, expect, it } from 'vitest';
import { isMomentDue, type Moment, mostMoments, thinned } from '../../src/agents/moments.ts';

const moment = (seconds: number): Moment => ({
  ...{ updates: seconds * 10, agentSteps: seconds, seconds, success: null },
});

/** Those of a run of so many seconds, kept whenever one is due. */
function kept(length: number): readonly Moment[] {
  let moments: readonly { moment: Moment }[] = [];
  for (let second = 1; second <= length; second++) {
    const list = moments.map((each) => each.moment);
    if (isMomentDue(list, second)) moments = thinned([...moments, { moment: moment(second) }]);
  }
  return moments.map((each) => each.moment);
}

describe('moments', () => {
  it('the first is due at once, the next after a while that grows with the run', () => {
    expect(isMomentDue([], 0)).toBe(true);
    expect(isMomentDue([moment(1)], 2)).toBe(false);
    expect(isMomentDue([moment(1)], 3)).toBe(true);
    expect(isMomentDue([moment(1000)], 1079)).toBe(false);
    expect(isMomentDue([moment(1000)], 1081)).toBe(true);
  });

  it.each([120, 600, 3600, 36_000])(
    'of a run of %d s there are so many, spread by the logarithm',
    (length) => {
      const moments = kept(length);
      expect(moments).toHaveLength(mostMoments);
      expect(moments[0]?.seconds).toBe(1);
      expect(moments.at(-1)?.seconds).toBeGreaterThan(0.92 * length - 2);
      const at = moments.map(({ seconds }) => Math.log(5 + seconds));
      const even = ((at.at(-1) as number) - (at[0] as number)) / (mostMoments - 1);
      const gaps = at.slice(1).map((x, i) => x - (at[i] as number));
      // No gap is much wider than if all were even; at the end there are newer ones close by.
      expect(Math.max(...gaps)).toBeLessThan(2.3 * even);
    },
  );

  it('which stay is the same whenever it is asked, and nothing goes while there is room', () => {
    expect(kept(500)).toEqual(kept(500));
    const few = Array.from({ length: mostMoments }, (_, i) => ({ moment: moment(i) }));
    expect(thinned(few)).toBe(few);
    const many = thinned([...few, { moment: moment(99) }]);
    expect(many).toHaveLength(mostMoments);
    expect(many[0]?.moment.seconds).toBe(0);
    expect(many.at(-1)?.moment.seconds).toBe(99);
  });

  it('fewer may be asked for, one spared that would go, and another scale taken', () => {
    const all = [0, 10, 11, 12, 40].map((seconds) => ({ moment: moment(seconds) }));
    const seconds = (of: readonly { moment: Moment }[]) => of.map((each) => each.moment.seconds);
    expect(seconds(thinned(all, { most: 4 }))).toEqual([0, 10, 12, 40]);
    expect(seconds(thinned(all, { most: 4, spared: all[2] as (typeof all)[0] }))).toEqual([
      ...[0, 10, 11, 40],
    ]);
    // Evenly, the one at the beginning stands no farther from the others than those at the end.
    const at = (of: Moment) => of.seconds;
    expect(
      seconds(
        thinned(
          [0, 2, 4, 40, 43].map((s) => ({ moment: moment(s) })),
          { most: 4, at },
        ),
      ),
    ).toEqual([0, 4, 40, 43]);
  });
});
