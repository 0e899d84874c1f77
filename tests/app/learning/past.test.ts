import { describe, expect, it } from 'vitest';
import { createLearningState } from '../../../src/app/learning/learning-state.ts';
import {
  nearestStop,
  shownStop,
  stopAfterKey,
  stopsOf,
  stopText,
} from '../../../src/app/learning/past.ts';

const moment = (seconds: number) => ({
  ...{ updates: seconds * 10, agentSteps: seconds, seconds, success: 0.426 },
});
const moments = [moment(2), moment(30), moment(123)];

function learningAt(shown: number | undefined) {
  const learning = createLearningState();
  learning.moments.value = moments;
  learning.shown.value = shown === undefined ? undefined : moment(shown);
  return learning;
}

describe('past', () => {
  it('stops are the moments and now; one that is shown stays, though it is kept no more', () => {
    expect(stopsOf(learningAt(undefined))).toEqual([...moments, undefined]);
    expect(shownStop(learningAt(undefined))).toBe(3);
    expect(shownStop(learningAt(30))).toBe(1);
    const thinned = learningAt(60);
    expect(stopsOf(thinned).map((stop) => stop?.seconds)).toEqual([2, 30, 60, 123, undefined]);
    expect(shownStop(thinned)).toBe(2);
  });

  it('a place on the way leads to the nearest, the end to now', () => {
    const stops = stopsOf(learningAt(undefined));
    const at = (seconds: number) => nearestStop(stops, seconds, 150)?.seconds;
    expect([0, 15, 17, 100, 130, 137, 150, 999].map(at)).toEqual([
      ...[2, 2, 30, 123, 123, undefined, undefined, undefined],
    ]);
    // Of two as near the later, so that now is reached where both are at one place.
    expect(nearestStop(stops, 123, 123)).toBeUndefined();
  });

  it('keys go as on every slider, and stay within it', () => {
    expect(stopAfterKey('ArrowLeft', 3, 4)).toBe(2);
    expect(stopAfterKey('ArrowDown', 0, 4)).toBe(0);
    expect(stopAfterKey('ArrowUp', 3, 4)).toBe(3);
    expect(stopAfterKey('PageDown', 20, 25)).toBe(15);
    expect(stopAfterKey('PageUp', 20, 22)).toBe(21);
    expect([stopAfterKey('Home', 2, 4), stopAfterKey('End', 2, 4)]).toEqual([0, 3]);
    expect(stopAfterKey('t', 2, 4)).toBeUndefined();
    expect(stopAfterKey('constructor', 2, 4)).toBeUndefined();
  });

  it('say what they are', () => {
    expect(stopText(moment(123), 0.9)).toBe('after 2 min 3 s, success 0.43');
    expect(stopText({ ...moment(4), success: null }, 0.9)).toBe('after 4 s');
    expect(stopText(undefined, 0.9)).toBe('now, success 0.90');
    expect(stopText(undefined, null)).toBe('now');
  });
});
