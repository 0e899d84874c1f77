import { describe, expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { publishedDecimals } from '../../../src/app/format.ts';
import { benchmarkOf } from '../../../src/app/learning/benchmark.ts';

/** The published rows as the page writes them. */
function table(name: string): string[] {
  const benchmark = benchmarkOf(scenarios.get(name));
  if (!benchmark) return [];
  const { cases, columns, published } = benchmark;
  return [
    `${cases}: ${columns.map(({ title }) => title).join(' | ')}`,
    ...published.map((result) => {
      const figures = columns.map(({ digits, ofPublished }) => {
        const value = ofPublished(result);
        return value === undefined ? '–' : publishedDecimals(value, digits).trim();
      });
      return [result.method, ...figures].join(' | ');
    }),
  ];
}

describe('benchmark', () => {
  it('has the columns that somebody has published, and the figures as published', () => {
    expect(table('crowdnav')).toEqual([
      '500: success | collision | time,\u00a0s | return | danger frequency',
      'SARL | 0.998 | 0.002 | 10.49 | 0.339 | 0.017',
      'LM-SARL | 1.00 | 0.00 | 10.46 | – | –',
      'ORCA | 0.43 | 0.57 | 10.86 | – | –',
    ]);
    expect(table('crowdnav-plusplus')).toEqual([
      '250: success | collision | time,\u00a0s | intrusion ratio, %',
      'Attention graph | 0.92 | 0.07 | 15.42 | 4.23',
      'ORCA | 0.78 | 0.22 | 15.87 | 26.04',
    ]);
  });

  it('is none where no cases are published', () => {
    expect(benchmarkOf(scenarios.get('plaza'))).toBeUndefined();
  });

  it('compares with nothing that was published of other settings', () => {
    const crowdnav = scenarios.get('crowdnav');
    for (const [name, value] of [
      ['people', '10'],
      ['visible', 'true'],
      ['crossing', 'square'],
    ]) {
      expect(crowdnav.vary(new Map([[name as string, value as string]])).published).toEqual([]);
    }
    const randomised = scenarios.get('crowdnav-plusplus').vary(new Map([['randomised', 'true']]));
    expect(randomised.published.map(({ success }) => success)).toEqual([0.88]);
    for (const name of ['crowdnav', 'crowdnav-plusplus']) {
      expect(scenarios.get(name).vary(new Map([['bodies', 'true']])).published).toEqual([]);
    }
  });

  it('gives a column every figure of an evaluation, its own metrics by their names', () => {
    const columns = benchmarkOf(scenarios.get('crowdnav'))?.columns ?? [];
    const figures = {
      ...{ cases: 500, success: 0.9, collision: 0.1, time: null, return: 0.3 },
      figures: { danger: 0.05, minimumGap: 0.2 },
    };
    expect(columns.map(({ of }) => of(figures))).toEqual([0.9, 0.1, null, 0.3, 0.05]);
  });
});
