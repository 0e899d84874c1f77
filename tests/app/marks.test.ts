import { describe, expect, it } from 'vitest';
import { addMark, areMarks, longestText, type Mark, type MarkKind } from '../../src/app/marks.ts';
import { markAfterKey, marksText } from '../../src/app/parts/timeline-marks.tsx';

const mark = (kind: MarkKind, seconds: number, text: string = kind): Mark => ({
  kind,
  seconds,
  text,
});
const all = (marks: readonly Mark[]) =>
  marks.reduce<readonly Mark[]>((before, each) => addMark(before, each), []);

describe('marks', () => {
  it('of saves and of best weights only the newest is there', () => {
    expect(
      all([mark('saved', 1), mark('best', 2), mark('saved', 3), mark('best', 4), mark('file', 5)]),
    ).toEqual([mark('saved', 3), mark('best', 4), mark('file', 5)]);
  });

  it('training that stops and starts at one moment is one mark', () => {
    const stopped = mark('training', 7, 'stopped');
    expect(all([stopped, mark('training', 7, 'started')])).toEqual([
      mark('training', 7, 'started'),
    ]);
    expect(all([stopped, mark('training', 8, 'stopped')])).toHaveLength(2);
  });

  it('are bounded, and what happens often does not drive out what is rare', () => {
    let marks = all([mark('rollback', 1), mark('file', 2)]);
    for (let second = 3; second < 300; second++) marks = addMark(marks, mark('setting', second));
    expect(marks).toHaveLength(80);
    expect(marks.slice(0, 2)).toEqual([mark('rollback', 1), mark('file', 2)]);
    expect(marks.at(-1)?.seconds).toBe(299);
    expect(areMarks(marks)).toBe(true);
    expect(areMarks([...marks, mark('file', 300)])).toBe(false);
  });

  it('long texts are cut, so that what is added can be read again', () => {
    const marks = addMark([], mark('setting', 1, 'x'.repeat(9999)));
    expect(marks[0]?.text).toHaveLength(longestText);
    expect(areMarks(marks)).toBe(true);
  });

  it.each([
    [{ kind: 'feast', seconds: 1, text: 'x' }],
    [{ kind: 'file', seconds: Number.NaN, text: 'x' }],
    [{ kind: 'file', seconds: 1, text: 'x'.repeat(longestText + 1) }],
    ['file'],
    [null],
  ])('refuses %j', (broken) => {
    expect(areMarks([broken])).toBe(false);
  });

  it('the arrows go from one to the next and stay at the ends', () => {
    expect(markAfterKey('ArrowRight', 0, 3)).toBe(1);
    expect(markAfterKey('ArrowRight', 2, 3)).toBe(2);
    expect(markAfterKey('ArrowLeft', 0, 3)).toBe(0);
    expect(markAfterKey('Home', 2, 3)).toBe(0);
    expect(markAfterKey('End', 0, 3)).toBe(2);
    expect(markAfterKey('t', 0, 3)).toBeUndefined();
  });

  it('are named for those who do not see them', () => {
    expect(marksText([mark('rollback', 62), mark('saved', 90)])).toBe(
      '; rolled back at 1 min 2 s; saved at 1 min 30 s',
    );
  });
});
