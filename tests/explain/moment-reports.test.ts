import { describe, expect, it } from 'vitest';
import { areMomentReports } from '../../src/explain/check-reports.ts';
import {
  addReport,
  figuresOfParts,
  type MomentReport,
  mostReports,
  nextToReport,
  successOf,
} from '../../src/explain/moment-reports.ts';
import { at, madeUpMomentReport, madeUpReport } from './made-up-report.ts';

const updatesOf = (reports: readonly MomentReport[]) => reports.map(({ moment }) => moment.updates);
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => madeUpMomentReport(100 * (i + 1)));

describe('reports of moments', () => {
  it('stand in the order of their moments, and one of the same weights is replaced', () => {
    const [a, b, c] = [300, 100, 200].map((updates) => madeUpMomentReport(updates));
    let reports: readonly MomentReport[] = [];
    for (const report of [a, b, c]) reports = addReport(reports, report as MomentReport);
    expect(updatesOf(reports)).toEqual([100, 200, 300]);
    const again = madeUpMomentReport(200, 0.9);
    expect(addReport(reports, again)).toEqual([b, again, a]);
  });

  it('are so many at most, and the one that was just made stays', () => {
    const full = many(mostReports);
    // By itself it is the nearest to its neighbours.
    const added = madeUpMomentReport(100 * mostReports - 1);
    const reports = addReport(full, added);
    expect(reports).toHaveLength(mostReports);
    expect(reports).toContain(added);
    expect(updatesOf(reports)).toEqual(expect.arrayContaining([100, 100 * mostReports]));
  });

  it('are made of the last moment, the first, and then of the farthest from all that are made', () => {
    const moments = [10, 20, 100, 1000, 1100].map((updates) => madeUpMomentReport(updates).moment);
    let reports: readonly MomentReport[] = [];
    const order: number[] = [];
    for (;;) {
      const next = nextToReport(moments, reports);
      if (!next) break;
      order.push(next.updates);
      reports = addReport(reports, madeUpMomentReport(next.updates));
    }
    expect(order).toEqual([1100, 10, 100, 20, 1000]);
    expect(nextToReport([], [])).toBeUndefined();
  });

  it('give figures of every part that any of them knows of, and nothing where one does not', () => {
    const reports = [madeUpReport(0.4, ['sceneGraph']), madeUpReport(0.8, ['a', 'sceneGraph'])];
    const figures = figuresOfParts(reports);
    expect(figures.map(({ part }) => part)).toEqual(['sceneGraph', 'a']);
    const [graph, a] = figures;
    expect(reports.map((report) => graph?.leftOut(report))).toEqual([0.4, 0.4]);
    expect(reports.map((report) => a?.leftOut(report))).toEqual([null, 0.8]);
    const [, report] = reports as [unknown, (typeof reports)[0]];
    expect([a?.masked(report), a?.gradient(report), a?.between(report)]).toEqual([0.4, 0.2, 0.3]);
    expect([a?.top(report), a?.chance(report), a?.entropy(report)]).toEqual([0.7, 0.2, 0.6]);
    expect([successOf('as trained'), successOf('uniform')].map((of) => of(report))).toEqual([
      ...[0.8, 0.2],
    ]);
  });

  it('come back through JSON as they were', () => {
    const reports = [madeUpMomentReport(1, 0.2, ['a', 'b']), ...many(3)];
    const kept = JSON.parse(JSON.stringify(reports));
    expect(areMomentReports(kept)).toBe(true);
    expect(kept).toEqual(reports);
    expect(areMomentReports([])).toBe(true);
  });

  const [one] = many(1) as [MomentReport];
  const { report, moment } = one;
  const [part] = report.parts;
  const [head] = part?.heads ?? [];
  const withReport = (changes: object) => [{ moment, report: { ...report, ...changes } }];
  const withPart = (changes: object) => withReport({ parts: [{ ...part, ...changes }] });
  const withHead = (changes: object) => withPart({ heads: [{ ...head, ...changes }] });
  const withMoment = (changes: object) => [{ report, moment: { ...moment, ...changes } }];
  const withSurgery = (changes: object) =>
    withReport({ surgery: [{ ...report.surgery[1], ...changes }] });
  const other = { from: 'file', file: 'a.safetensors', seed: 2, updates: 9 };
  const pair = { policies: [0, 1], attention: { nearbyEntities: at(0.5), a: null }, action: at(1) };
  const withCompared = (changes: object) => [{ ...withReport(changes)[0], compared: [other] }];
  it('with others that were compared they are taken', () => {
    expect(areMomentReports(withCompared({ agreement: [pair] }))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no list', { 0: one }],
    ['too many', many(mostReports + 1)],
    ['not in order', [...many(2)].reverse()],
    ['two of one moment', [one, one]],
    ['no moment', [{ report }]],
    ['no whole updates', withMoment({ updates: 1.5 })],
    ['a time below 0', withMoment({ seconds: -1 })],
    ['a success of 2', withMoment({ success: 2 })],
    ['no report', [{ moment }]],
    ['no count of decisions', withReport({ decisions: 'many' })],
    ['17 parts', withReport({ parts: Array(17).fill(part) })],
    ['a part without heads', withPart({ heads: [] })],
    ['a part of a long name', withPart({ part: 'a'.repeat(101) })],
    ['a part without measures between', withPart({ between: null })],
    ['a top that is a text', withPart({ top: '0.5' })],
    ['no entropy', withHead({ entropy: undefined })],
    ['no tau', withHead({ tau: undefined })],
    ['a tau without end', withHead({ tau: { ...head?.tau, masked: { value: 0, low: 0 } } })],
    ['unknown surgery', withSurgery({ surgery: 'removed' })],
    ['a rate of 2', withSurgery({ success: { rate: 2, low: 0, high: 1 } })],
    ['no difference', withSurgery({ difference: {} })],
    ['agreement of nobody', withReport({ agreement: [pair] })],
    ['agreement that is none', withCompared({ agreement: [{}] })],
    ['agreement with itself', withCompared({ agreement: [{ ...pair, policies: [1, 1] }] })],
    ['agreement of one', withCompared({ agreement: [{ ...pair, policies: [0] }] })],
    ['agreement of three', withCompared({ agreement: [{ ...pair, policies: [0, 1, 2] }] })],
    ['agreement with a stranger', withCompared({ agreement: [{ ...pair, policies: [0, 2] }] })],
    ['agreement without tau', withCompared({ agreement: [{ ...pair, attention: [0.5] }] })],
    ['agreement in a text', withCompared({ agreement: [{ ...pair, action: '0.5' }] })],
    ['five others', [{ ...withCompared({})[0], compared: Array(5).fill(other) }]],
    ['others from nowhere', [{ ...one, compared: [{ ...other, from: 'nowhere' }] }]],
    ['a long example', withReport({ examples: [{ episode: 0, time: 1, why: 'a'.repeat(2001) }] })],
  ])('with %s they are refused', (_, value) => {
    expect(areMomentReports(value)).toBe(false);
  });
});
