import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { readResult, writeResult } from '../../src/study/result.ts';
import { appendResult, mendResults, readResults } from '../../src/study/results-file.ts';
import { madeUpResult } from './made-up-study.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-results-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [one, other] = [madeUpResult('base', 1), madeUpResult('plain', 2, { time: null })];
const resultsIn = (file: string) => readResults(file).map(({ result }) => result);

describe('result', () => {
  it('comes back from its line as it was', () => {
    const line = writeResult(one);
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(readResult(line, 'a line')).toEqual(one);
    const hard = { detour: 1.5, episodes: 12, success: 0.25 };
    expect(readResult(writeResult({ ...one, hard }), 'a line')).toEqual({ ...one, hard });
  });

  it.each<[string, unknown, RegExp]>([
    ['success', 1.5, /^a line: expected success to be a number from 0 to 1, but got 1\.5\.$/],
    ['success', 'much', /^a line: expected success to be a number .* got "much"\.$/],
    [
      'figures',
      { intrusion: 'little' },
      /expected figures to be a record of numbers, but got a rec/,
    ],
    ['sceneSettings', undefined, /expected sceneSettings to be a record, but got nothing\.$/],
    ['version', 2, /^a line: expected version to be 1, but got 2\.$/],
    ['seed', undefined, /^a line: expected seed to be a whole number .* got nothing\.$/],
    ['settings', [], /^a line: expected settings to be a record, but got a list of 0\.$/],
    ['curve', [{ seconds: 1 }], /^a line: expected curve to be a list of points, but got a list/],
    ['hard', { detour: 1, episodes: 9, success: 2 }, /expected hard to be a record of hard cases/],
    ['date', 'soon', /^a line: expected date to be a date, but got "soon"\.$/],
  ])('%s that is %j is refused with a sentence', (name, value, sentence) => {
    const read = () => readResult(JSON.stringify({ ...one, [name]: value }), 'a line');
    expect(read).toThrow(InputError);
    expect(read).toThrow(sentence);
  });
});

describe('results file', () => {
  it('that is not there holds nothing, and nothing is there to mend', () => {
    const file = join(folder, 'none.jsonl');
    mendResults(file);
    expect(readResults(file)).toEqual([]);
  });

  it('gives back what was added, with where it stands', () => {
    const file = join(folder, 'two.jsonl');
    appendResult(file, one);
    appendResult(file, other);
    expect(readResults(file)).toEqual([
      { result: one, where: `${file}, line 1` },
      { result: other, where: `${file}, line 2` },
    ]);
  });

  it('a last line that was cut off counts for nothing, and the next result stands on its own', () => {
    const file = join(folder, 'cut.jsonl');
    const cut = writeResult(one) + writeResult(other).slice(0, 300);
    writeFileSync(file, cut);
    expect(resultsIn(file)).toEqual([one]);
    expect(readFileSync(file, 'utf8')).toBe(cut);
    mendResults(file);
    appendResult(file, other);
    expect(readFileSync(file, 'utf8')).toBe(writeResult(one) + writeResult(other));
  });

  it('a last line that only lost its end is kept', () => {
    const file = join(folder, 'edited.jsonl');
    writeFileSync(file, writeResult(one).trim());
    mendResults(file);
    appendResult(file, other);
    expect(resultsIn(file)).toEqual([one, other]);
  });

  it('a line in the middle that is no result is refused, and the file stays as it is', () => {
    const file = join(folder, 'odd.jsonl');
    const text = `${writeResult(one)}{"study\n${writeResult(other)}`;
    writeFileSync(file, text);
    expect(() => readResults(file)).toThrow(`${file}, line 2: expected a finished run as JSON`);
    mendResults(file);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
