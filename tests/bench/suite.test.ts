import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/bench/report.ts';
import { rowsAgainstPeers, type Suite, selectGroups } from '../../src/bench/suite.ts';

const spread = (median: number) => ({ median, min: median - 1, max: median + 1, rounds: 3 });
const suite = (...groups: string[]): Suite => ({ title: 'made up', groups, run: async () => [] });

describe('bench suite', () => {
  it("a peer's row holds its own figures, and ours ÷ its median", () => {
    const rows = rowsAgainstPeers('ms', [
      { name: 'update', spread: spread(10) },
      { name: 'update: torch', peer: 'pytorch', spread: spread(40), note: '2 threads' },
    ]);
    expect(rows).toEqual([
      { name: 'update', unit: 'ms', median: 10, min: 9, max: 11, rounds: 3 },
      {
        ...{ name: 'update: torch', unit: 'ms', median: 40, min: 39, max: 41, rounds: 3 },
        ...{ peer: 'pytorch', ratio: 0.25, note: '2 threads' },
      },
    ]);
  });

  it('a report has every field in every row, null where there is none', () => {
    const machine = { cpu: 'abacus', cores: 2, memoryGiB: 1, system: 'desk', node: 'v20' };
    const rows = rowsAgainstPeers('ms', [
      { name: 'update', spread: spread(10) },
      { name: 'update: torch', peer: 'pytorch', spread: spread(40) },
    ]);
    const report = reportOf('learner', machine, rows, ['a peer is missing.']);
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      suite: 'learner',
      machine,
      rows: [
        {
          ...{ name: 'update', unit: 'ms', median: 10, min: 9, max: 11, rounds: 3 },
          ...{ peer: null, ratio: null, note: null },
        },
        {
          ...{ name: 'update: torch', unit: 'ms', median: 40, min: 39, max: 41, rounds: 3 },
          ...{ peer: 'pytorch', ratio: 0.25, note: null },
        },
      ],
      notes: ['a peer is missing.'],
    });
  });

  it('groups are chosen by a text in their name; suites without one are left out', () => {
    const suites = [
      ['a', suite('large, wasm', 'large, webgpu')],
      ['b', suite('plaza')],
    ] as const;
    const names = (text?: string) =>
      selectGroups(suites, text).map(({ name, groups }) => [name, groups]);
    expect(names()).toEqual([
      ['a', ['large, wasm', 'large, webgpu']],
      ['b', ['plaza']],
    ]);
    expect(names('wasm')).toEqual([['a', ['large, wasm']]]);
    expect(() => names('moon')).toThrow(
      'No group\'s name contains "moon". Known: "large, wasm", "large, webgpu", "plaza".',
    );
  });
});
