import { describe, expect, it } from 'vitest';
import { boundCurve, meanOverTime, successLine } from '../../src/study/learning-curve.ts';
import { learningPanels } from '../../src/study/learning-panels.ts';
import { madeUpResult, madeUpStudy } from './made-up-study.ts';

const report = (i: number, episodes: number, success: number | null) => ({
  ...{ wallSeconds: 10.001 * i, agentSteps: 100 * i, updates: 3 * i, episodes, success },
});

describe('learning curve', () => {
  it('is what was reported, where that is few points', () => {
    expect(boundCurve([report(1, 4, 0.25), report(2, 0, null)])).toEqual([
      { seconds: 10, agentSteps: 100, updates: 3, episodes: 4, success: 0.25 },
      { seconds: 20, agentSteps: 200, updates: 6, episodes: 0, success: null },
    ]);
    expect(boundCurve([])).toEqual([]);
  });

  it('takes neighbours together where they are many, by their episodes', () => {
    const reports = [report(1, 10, 1), report(2, 30, 0), report(3, 0, null), report(4, 5, 0.6)];
    expect(boundCurve([...reports, report(5, 1, 1)], 3)).toEqual([
      { seconds: 20, agentSteps: 200, updates: 6, episodes: 40, success: 0.25 },
      { seconds: 40, agentSteps: 400, updates: 12, episodes: 5, success: 0.6 },
      { seconds: 50, agentSteps: 500, updates: 15, episodes: 1, success: 1 },
    ]);
    const many = Array.from({ length: 1000 }, (_, i) => report(i + 1, 1, 1));
    expect(boundCurve(many).length).toBeLessThanOrEqual(60);
  });

  it('has a mean over its time, not over its points', () => {
    const points = [
      { seconds: 10, success: null },
      { seconds: 40, success: 0.5 },
      { seconds: 50, success: null },
      { seconds: 100, success: 1 },
    ];
    expect(meanOverTime(points)).toBeCloseTo((40 * 0.5 + 50) / 100, 12);
    expect(meanOverTime([])).toBe(0);
  });

  it('as a line has a point wherever enough episodes are together, and begins at nothing', () => {
    const points = [
      { seconds: 60, episodes: 40, success: 0 },
      { seconds: 120, episodes: 0, success: null },
      { seconds: 180, episodes: 40, success: 1 },
      { seconds: 240, episodes: 79, success: 1 },
    ];
    expect(successLine(points)).toEqual([
      { x: 0, y: 0 },
      { x: 3, y: 0.5 },
    ]);
  });

  it('stands in the panel of its arm, with the baseline behind it', () => {
    const results = [madeUpResult('plain', 1), madeUpResult('base', 1), madeUpResult('plain', 2)];
    const panels = learningPanels(madeUpStudy, results);
    expect(panels.map(({ title, curves, reference }) => [title, curves.length, reference.length]))
      // one-step has no run, and the baseline is not compared with itself.
      .toEqual([
        ['base', 1, 0],
        ['plain', 2, 1],
      ]);
    expect(panels[0]?.curves[0]?.points).toEqual([
      { x: 0, y: 0 },
      { x: 2, y: 0.2 },
      { x: 240.02 / 60, y: 0.6 },
    ]);
  });
});
