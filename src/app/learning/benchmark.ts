/**
 * A scenario's benchmark as the page tells of it: how many cases are published, what others have published on
 * them, and the columns in which results stand: success, collision and time, and of return and the scenario's
 * own metrics those that somebody has published. Pure.
 */
import type { PublishedResult } from '../../env/index.ts';
import type { Scenario } from '../../env/scenario.ts';
import type { CaseFigures } from './examination.ts';

export interface Column {
  readonly name: string;
  readonly title: string;
  /** Digits after the point. */
  readonly digits: number;
  readonly of: (figures: CaseFigures) => number | null;
  readonly ofPublished: (result: PublishedResult) => number | undefined;
}

export interface Benchmark {
  readonly cases: number;
  readonly columns: readonly Column[];
  readonly published: readonly PublishedResult[];
}

const common: readonly Column[] = [
  {
    ...{ name: 'success', title: 'success', digits: 3 },
    ...{ of: ({ success }) => success, ofPublished: ({ success }) => success },
  },
  {
    ...{ name: 'collision', title: 'collision', digits: 3 },
    ...{ of: ({ collision }) => collision, ofPublished: ({ collision }) => collision },
  },
  {
    ...{ name: 'time', title: 'time,\u00a0s', digits: 2 },
    ...{ of: ({ time }) => time, ofPublished: ({ time }) => time },
  },
];

const returnColumn: Column = {
  ...{ name: 'return', title: 'return', digits: 3 },
  ...{ of: (figures) => figures.return, ofPublished: (result) => result.return },
};

/** Undefined where a scenario has no published cases. */
export function benchmarkOf(
  scenario: Pick<Scenario, 'seeds' | 'metrics' | 'published'>,
): Benchmark | undefined {
  const { seeds, metrics, published } = scenario;
  if (seeds.publishedCases === 0) return undefined;
  const own = Object.entries(metrics).map(([name, { title }]): Column => {
    const known = published.flatMap(({ figures }) => figures?.[name] ?? []);
    return {
      ...{ name, title, digits: known.some((value) => Math.abs(value) > 1) ? 2 : 3 },
      of: ({ figures }) => figures[name] ?? null,
      ofPublished: ({ figures }) => figures?.[name],
    };
  });
  const compared = [returnColumn, ...own].filter(({ ofPublished }) =>
    published.some((result) => ofPublished(result) !== undefined),
  );
  return { cases: seeds.publishedCases, columns: [...common, ...compared], published };
}
