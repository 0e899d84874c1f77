import { describe, expect, it } from 'vitest';
import { type RunResults, writeResults } from '../../src/storage/run-results.ts';
import { readEventFile } from './read-event-file.ts';

const results: RunResults = {
  rows: [
    { agentSteps: 100, seconds: 1, figures: { success: null, criticLoss: 0.5 } },
    { agentSteps: 200, seconds: 2, figures: { success: 0.25, criticLoss: null } },
    { agentSteps: 400, seconds: 4, figures: { success: 1, criticLoss: 0.125 } },
  ],
  marks: [
    { seconds: 1.5, kind: 'best', text: 'the best so far, 25 % of 100 tries' },
    { seconds: 1.6, kind: 'setting', text: 'Noise 0.2 → 0.3, "Batch" 64 → 96' },
    { seconds: 9, kind: 'rollback', text: '=1+1' },
  ],
};
const written = (kind: Parameters<typeof writeResults>[0], of = results) =>
  writeResults(kind, of, { name: 'heed-plaza', now: 1_700_000_000_500 });
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('run results', () => {
  it('as CSV have a column for every figure that is known, and what happened in the last', () => {
    const { name, bytes } = written('csv');
    expect(name).toBe('heed-plaza.csv');
    expect(textOf(bytes).split('\r\n')).toEqual([
      'agentSteps,seconds,success,criticLoss,marks',
      '100,1,,0.5,',
      '200,2,0.25,,"best: the best so far, 25 % of 100 tries | setting: Noise 0.2 → 0.3, ""Batch"" 64 → 96"',
      '400,4,1,0.125,rollback: =1+1',
      '',
    ]);
  });

  it('as JSON lines say the same, line by line', () => {
    const { name, bytes } = written('jsonl');
    expect(name).toBe('heed-plaza.jsonl');
    const lines = textOf(bytes).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { agentSteps: 100, seconds: 1, success: null, criticLoss: 0.5, marks: [] },
      {
        agentSteps: 200,
        seconds: 2,
        success: 0.25,
        criticLoss: null,
        marks: results.marks.slice(0, 2),
      },
      { agentSteps: 400, seconds: 4, success: 1, criticLoss: 0.125, marks: results.marks.slice(2) },
    ]);
  });

  it('for TensorBoard stand over agent steps, and over a wall time that ends when the file is written', () => {
    const { name, bytes } = written('tensorboard');
    expect(name).toBe('events.out.tfevents.1700000000.heed');
    const [, ...events] = readEventFile(bytes);
    expect(events.map(({ step, wallTime }) => [step, wallTime])).toEqual([
      [100n, 1_699_999_997.5],
      [200n, 1_699_999_998.5],
      [400n, 1_700_000_000.5],
    ]);
    expect(events[0]?.values).toMatchObject([{ tag: 'losses/critic', scalar: 0.5 }]);
    expect(events[1]?.values.map(({ tag, scalar, text }) => [tag, scalar ?? text])).toEqual([
      ['episodes/success', 0.25],
      ['marks/best', 'the best so far, 25 % of 100 tries'],
      ['marks/setting', 'Noise 0.2 → 0.3, "Batch" 64 → 96'],
    ]);
  });

  it('of a run that has not begun are a heading, or nothing', () => {
    const none = { rows: [], marks: results.marks };
    expect(textOf(written('csv', none).bytes)).toBe('agentSteps,seconds,marks\r\n');
    expect(textOf(written('jsonl', none).bytes)).toBe('');
    expect(readEventFile(written('tensorboard', none).bytes)).toHaveLength(1);
  });

  it('a text that a spreadsheet would calculate is kept from it', () => {
    const marks = [{ seconds: 0, kind: '=cmd', text: 'x' }];
    expect(textOf(written('csv', { ...results, marks }).bytes)).toContain("100,1,,0.5,'=cmd: x");
  });
});
