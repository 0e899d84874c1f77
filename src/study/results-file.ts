/**
 * The finished runs of a study, one line each. A line is added by one write, so that a reader sees it
 * whole or not at all; only a machine that stops can leave half of one, which is the last.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { InputError } from '../core/input-error.ts';
import { type Result, readResult, writeResult } from './result.ts';

export interface KeptResult {
  readonly result: Result;
  /** For errors: 'docs/results/a.jsonl, line 3'. */
  readonly where: string;
}

/** Every whole line; what is cut off at the end is left out. No file is no result. */
export function readResults(file: string): KeptResult[] {
  return wholeLines(readText(file)).flatMap((line, index) => {
    const where = `${file}, line ${index + 1}`;
    return line === '' ? [] : [{ result: readResult(line, where), where }];
  });
}

/** Takes away a line that was cut off, and ends one that lost its end, so that the next has a line of its own. */
export function mendResults(file: string): void {
  const text = readText(file);
  const mended = wholeLines(text)
    .map((line) => `${line}\n`)
    .join('');
  if (mended !== text) writeFileSync(file, mended);
}

export function appendResult(file: string, result: Result): void {
  appendFileSync(file, writeResult(result));
}

/** An editor may have taken the end of the last line: it is whole if it is JSON. */
function wholeLines(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.at(-1) as string;
  if (!isJson(last)) lines.pop();
  return lines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string {
  if (!existsSync(file)) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`Cannot read the results in "${file}" (${code}).`);
  }
}
