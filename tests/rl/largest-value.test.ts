import { describe, expect, it } from 'vitest';
import { flags } from '../../src/core/transition-row.ts';
import { largestValue } from '../../src/rl/largest-value.ts';
import { Replay } from '../../src/rl/replay.ts';
import { agents, streamRow } from './episode-stream.ts';

type Step = readonly [reward: number, flag: number];
const { continues, terminated, truncated, respawns } = flags;

/** A row of each step, in which the last agent lives it and the others gain nothing. */
function replayOf(steps: readonly Step[], rowsPerStream = 20): Replay {
  const replay = new Replay(streamRow, { streams: 2, rowsPerStream });
  for (const [reward, flag] of steps) {
    const row = new Float32Array(streamRow.size);
    row[streamRow.rewardOffset + agents - 1] = reward;
    row[streamRow.flagOffset + agents - 1] = flag;
    replay.add(1, row, 0);
  }
  return replay;
}

describe('the largest value', () => {
  it('is a reward for ever, and the reward of one end', () => {
    const steps: Step[] = [
      [0.25, continues],
      [-0.5, continues],
      [2, terminated],
      [-1, terminated],
    ];
    expect(largestValue([replayOf(steps)], 0.9)).toBeCloseTo(0.5 / 0.1 + 2, 9);
    expect(largestValue([replayOf(steps)], 0)).toBeCloseTo(2.5, 9);
  });

  it('is of one who stands still for ever, through every time limit', () => {
    const still: Step[] = [
      [-0.0625, continues],
      [-0.0625, truncated],
      [0, respawns],
    ];
    expect(largestValue([replayOf(still)], 0.999)).toBeCloseTo(62.5, 9);
    expect(largestValue([replayOf([[0.5, truncated]])], 0.9)).toBeCloseTo(5, 9);
  });

  it('does not know what is no transition, nor rows that were written over', () => {
    expect(largestValue([replayOf([[9, respawns]])], 0.9)).toBe(1);
    const later = Array<Step>(3).fill([0.5, continues]);
    expect(largestValue([replayOf([[9, continues], ...later], 3)], 0.9)).toBeCloseTo(5, 9);
  });

  it('is of all that is learned from, and at least 1', () => {
    const [small, large] = [replayOf([[0.25, continues]]), replayOf([[0.5, continues]])];
    expect(largestValue([small, large], 0.5)).toBe(1);
    expect(largestValue([small, large], 0.9)).toBeCloseTo(5, 9);
    expect(largestValue([replayOf([])], 0.9999)).toBe(1);
    // Where nothing is discounted, there is no bound.
    expect(largestValue([small], 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
