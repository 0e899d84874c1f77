import { describe, expect, it } from 'vitest';
import {
  addMark,
  areMarks,
  type Happening,
  type Mark,
  type MarkKind,
} from '../../../src/app/learning/marks.ts';
import { markAfterKey } from '../../../src/app/parts/learning/timeline-marks.tsx';
import { language } from '../../../src/app/words/language.ts';
import { happeningText, marksText } from '../../../src/app/words/say-mark.ts';

const happenings: { readonly [K in MarkKind]: Extract<Happening, { kind: K }> } = {
  saved: { kind: 'saved' },
  best: { kind: 'best', share: 0.5, tries: 100, updates: 400 },
  rollback: { kind: 'rollback', collapse: { is: 'no-number', of: 'q' } },
  setting: { kind: 'setting', changes: [{ name: 'tau', from: 0.005, to: 0.01 }] },
  training: { kind: 'training', again: false },
  file: { kind: 'file' },
  world: { kind: 'world', changes: 1 },
  visit: { kind: 'visit', entered: true },
};
const mark = (kind: MarkKind, seconds: number): Mark => ({ ...happenings[kind], seconds });
const all = (marks: readonly Mark[]) =>
  marks.reduce<readonly Mark[]>((before, each) => addMark(before, each), []);

describe('marks', () => {
  it('of saves and of best weights only the newest is there', () => {
    expect(
      all([mark('saved', 1), mark('best', 2), mark('saved', 3), mark('best', 4), mark('file', 5)]),
    ).toEqual([mark('saved', 3), mark('best', 4), mark('file', 5)]);
  });

  it('training that stops and starts at one moment is one mark', () => {
    const stopped = mark('training', 7);
    const again: Mark = { kind: 'training', again: true, seconds: 7 };
    expect(all([stopped, again])).toEqual([again]);
    expect(all([stopped, mark('training', 8)])).toHaveLength(2);
  });

  it('changes of the world one after the other are one mark, where the first was made', () => {
    const row = all([mark('world', 10), mark('world', 12), mark('world', 15)]);
    expect(row).toEqual([{ kind: 'world', seconds: 10, changes: 3 }]);
    expect(addMark(row, mark('world', 15.1))).toHaveLength(2);
    expect(all([mark('world', 1), mark('visit', 2), mark('world', 3)])).toHaveLength(3);
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

  it.each<Mark>([
    { kind: 'saved', seconds: 1 },
    { kind: 'best', seconds: 1, share: 0.31, tries: 100, updates: 400 },
    { kind: 'rollback', seconds: 1, collapse: { is: 'no-number', of: 'q' } },
    { kind: 'rollback', seconds: 1, collapse: { is: 'far', qMean: 12, largest: 1 } },
    {
      kind: 'rollback',
      seconds: 1,
      collapse: { is: 'fell', success: 0.2, best: 0.9, updates: 3 },
    },
    { kind: 'setting', seconds: 1, changes: [{ name: 'tau', from: 0.005, to: 0.01 }] },
    { kind: 'training', seconds: 1, again: true },
    { kind: 'file', seconds: 1 },
    { kind: 'file', seconds: 1, loaded: 1234 },
    { kind: 'world', seconds: 1, changes: 1 },
    { kind: 'world', seconds: 1, changes: 12 },
    { kind: 'visit', seconds: 1, entered: true },
    { kind: 'visit', seconds: 1, entered: false },
  ])('%j can be read again, and is said in both languages', (made) => {
    expect(areMarks(JSON.parse(JSON.stringify([made])))).toBe(true);
    const english = happeningText(made);
    language.value = 'zh';
    const chinese = happeningText(made);
    language.value = 'en';
    expect(english).toMatch(/^[\x20-\x7eτ→±’\u00a0−]+$/);
    expect(chinese).toMatch(/\p{Script=Han}/u);
  });

  it.each([
    [{ kind: 'feast', seconds: 1 }],
    [{ kind: 'file', seconds: Number.NaN }],
    [{ kind: 'best', seconds: 1, share: '1' }],
    [{ kind: 'rollback', seconds: 1, collapse: { is: 'tired' } }],
    [{ kind: 'setting', seconds: 1, changes: [{ name: 'tau' }] }],
    [{ kind: 'setting', seconds: 1, changes: [{ name: 'x'.repeat(101), from: 0, to: 1 }] }],
    [{ kind: 'setting', seconds: 1, changes: Array(41).fill({ name: 'tau', from: 0, to: 1 }) }],
    [{ kind: 'training', seconds: 1 }],
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
