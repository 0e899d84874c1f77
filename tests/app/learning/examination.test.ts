import { describe, expect, it } from 'vitest';
import {
  addExamination,
  areExaminations,
  type Examination,
  mostExaminations,
} from '../../../src/app/learning/examination.ts';

const examination = (minute: number): Examination => ({
  ...{ seconds: minute * 60, updates: minute * 1000, cases: 500 },
  ...{
    success: 0.9,
    collision: 0.1,
    time: 10.5,
    return: 0.3,
    figures: { danger: 0.02, gap: null },
  },
});

describe('examinations', () => {
  it('of hours stay bounded, with the first and the newest among them, in their order', () => {
    let all: readonly Examination[] = [];
    for (let minute = 1; minute <= 300; minute++) {
      all = addExamination(all, examination(minute));
      expect(all.at(-1)?.updates).toBe(minute * 1000);
      expect(all.length).toBeLessThanOrEqual(mostExaminations);
    }
    expect(all[0]?.updates).toBe(1000);
    expect(all.length).toBeGreaterThan(mostExaminations / 2);
    const times = all.map(({ seconds }) => seconds);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('are known again after JSON', () => {
    expect(areExaminations(JSON.parse(JSON.stringify([examination(1), examination(2)])))).toBe(
      true,
    );
    expect(areExaminations([{ ...examination(1), time: null }])).toBe(true);
    expect(areExaminations([])).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['more than a run keeps', Array(mostExaminations + 1).fill(examination(1))],
    ['a success above 1', [{ ...examination(1), success: 1.1 }]],
    ['no time', [{ ...examination(1), time: undefined }]],
    ['half an update', [{ ...examination(1), updates: 0.5 }]],
    ['a figure that is a text', [{ ...examination(1), figures: { danger: '0.02' } }]],
    [
      'figures without end',
      [
        {
          ...examination(1),
          figures: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, i])),
        },
      ],
    ],
    ['a null', [null]],
  ])('refuses %s', (_name, value) => {
    expect(areExaminations(value)).toBe(false);
  });
});
