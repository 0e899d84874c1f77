import { describe, expect, it } from 'vitest';
import type { Examination } from '../../../src/app/learning/examination.ts';
import {
  addEpisodes,
  addPoint,
  type Episode,
  emptyProgress,
  markNow,
  type Point,
  restoreProgress,
  saveProgress,
  summarise,
  withReport,
} from '../../../src/app/learning/progress.ts';
import { madeUpMomentReport } from '../../explain/made-up-report.ts';

const success: Episode = { outcome: 'success', return: 2, spl: 0.5, time: 8 };
const timeout: Episode = { outcome: 'timeout', return: -1, spl: 0, time: 30 };

const examination: Examination = {
  ...{ seconds: 62, updates: 3120, cases: 500, success: 0.984, collision: 0.016 },
  ...{ time: 10.2, return: 0.33, figures: { danger: 0.02, gap: null } },
};

const point = (seconds: number): Point => ({
  seconds,
  agentSteps: seconds * 100,
  updates: seconds * 2,
  success: 0.5,
  return: 1,
  spl: 0.4,
  criticLoss: null,
  actorLoss: null,
  q: 0.7,
});

describe('progress', () => {
  it('rates are those of the last hundred episodes', () => {
    let progress = addEpisodes(emptyProgress, Array(150).fill(timeout));
    progress = addEpisodes(progress, Array(25).fill(success));
    const summary = summarise(progress);
    expect(progress.episodes).toBe(175);
    expect(summary.episodes).toBe(100);
    expect(summary.success).toBeCloseTo(0.25);
    expect(summary.timeout).toBeCloseTo(0.75);
    expect(summary.collision).toBe(0);
    expect(summary.return).toBeCloseTo(0.25 * 2 - 0.75);
    expect(summary.spl).toBeCloseTo(0.125);
  });

  it('time to goal is the mean over successes only', () => {
    expect(summarise(addEpisodes(emptyProgress, [success, timeout])).time).toBe(8);
    expect(summarise(addEpisodes(emptyProgress, [timeout])).time).toBeNull();
  });

  it('before the first episode nothing is claimed', () => {
    expect(summarise(emptyProgress)).toMatchObject({ episodes: 0, success: null, spl: null });
  });

  it('a history of hours stays bounded, whole and evenly spaced', () => {
    let progress = emptyProgress;
    for (let second = 0; second <= 20_000; second++) progress = addPoint(progress, point(second));
    expect(progress.points.length).toBeLessThan(480);
    expect(progress.points.length).toBeGreaterThan(200);
    expect(progress.points[0]?.seconds).toBe(0);
    expect(20_000 - (progress.points.at(-1)?.seconds ?? 0)).toBeLessThanOrEqual(progress.spacing);
    const gaps = new Set(
      progress.points.slice(1).map((p, i) => p.seconds - (progress.points[i]?.seconds ?? 0)),
    );
    expect([...gaps]).toEqual([progress.spacing]);
    expect(progress.trainingSeconds).toBe(20_000);
  });

  it('saved and restored it is the same, through JSON', () => {
    let progress = addEpisodes(emptyProgress, [success, timeout]);
    for (let second = 0; second < 5; second++) progress = addPoint(progress, point(second));
    progress = markNow(progress, { kind: 'rollback', collapse: { is: 'no-number', of: 'q' } });
    expect(progress.marks[0]?.seconds).toBe(4);
    progress = { ...progress, examinations: [examination] };
    for (const updates of [90, 30]) {
      progress = withReport(progress, madeUpMomentReport(updates));
    }
    expect(progress.reports.map(({ moment }) => moment.updates)).toEqual([30, 90]);
    expect(restoreProgress(JSON.parse(JSON.stringify(saveProgress(progress, 1))))).toEqual(
      progress,
    );
  });

  it.each([
    ['nothing', undefined],
    ['another version', { ...saveProgress(emptyProgress, 1), version: 6 }],
    ['a later version', { ...saveProgress(emptyProgress, 1), version: 8 }],
    ['broken reports', { ...saveProgress(emptyProgress, 1), reports: [{ moment: {} }] }],
    ['no marks', { ...saveProgress(emptyProgress, 1), marks: undefined }],
    ['a broken mark', { ...saveProgress(emptyProgress, 1), marks: [{ kind: 'best', seconds: 1 }] }],
    ['a broken examination', { ...saveProgress(emptyProgress, 1), examinations: [{ cases: 500 }] }],
    ['a broken episode', { ...saveProgress(emptyProgress, 1), window: [{ outcome: 'won' }] }],
    [
      'a broken point',
      { ...saveProgress(emptyProgress, 1), points: [{ ...point(1), spl: 'NaN' }] },
    ],
    ['a missing count', { ...saveProgress(emptyProgress, 1), episodes: undefined }],
  ])('refuses %s', (_name, saved) => {
    expect(restoreProgress(saved)).toBeUndefined();
  });
});
