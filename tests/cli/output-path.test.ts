import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { appendOutput, replaceOutput } from '../../src/cli/output-path.ts';
import { InputError } from '../../src/core/input-error.ts';
import { StorageFullError } from '../../src/storage/store.ts';
import { notWritten } from '../../src/storage/write-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'heed-output-'));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (name: string) => join(directory, name);

it('an output: is written, added to and replaced', async () => {
  appendOutput(at('lines'), 'a\n');
  appendOutput(at('lines'), 'b\n');
  expect(readFileSync(at('lines'), 'utf8')).toBe('a\nb\n');
  await replaceOutput(at('lines'), 'c\n');
  expect(readFileSync(at('lines'), 'utf8')).toBe('c\n');
  expect(readdirSync(directory)).toEqual(['lines']);
});

it('an output: what stands in its way is a sentence', async () => {
  mkdirSync(at('folder'));
  const sentence = new InputError(
    `Cannot write to ${at('folder')} (EISDIR): name a folder that may be written.`,
  );
  expect(() => appendOutput(at('folder'), 'x')).toThrow(sentence);
  await expect(replaceOutput(at('folder'), 'x')).rejects.toThrow(sentence);
  await expect(replaceOutput(at('nowhere/x'), 'x')).rejects.toThrow(/ \(ENOENT\): name a folder/);
});

it.runIf(existsSync('/dev/full'))('an output: a full disk is a sentence', async () => {
  const sentence = 'There is no room left to write /dev/full: make room on its disk.';
  expect(() => appendOutput('/dev/full', 'x')).toThrow(new StorageFullError(sentence));
  // No file, which is written to and not replaced.
  await expect(replaceOutput('/dev/full', 'x')).rejects.toThrow(new StorageFullError(sentence));
  expect(existsSync('/dev/full')).toBe(true);
});

it('an output: a quota is a full disk, and a mistake of ours stays what it is', () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  expect(notWritten('x', failure('EDQUOT'))).toBeInstanceOf(StorageFullError);
  expect(notWritten('x', failure('EACCES'))).toBeInstanceOf(InputError);
  const mistake = new TypeError('ours');
  expect(notWritten('x', mistake)).toBe(mistake);
});
