/**
 * Where a command writes: looked at before its work begins, which may take an hour. What stands in the way
 * then all the same, such as a full disk, is a sentence too.
 */
import { accessSync, appendFileSync, constants, mkdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../core/input-error.ts';
import { notWritten, replaceFile } from '../storage/write-file.ts';

export function checkOutputFile(path: string): void {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new InputError(
      `Cannot write ${path}: the folder "${folder}" is missing or may not be written.`,
    );
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`Cannot write ${path}: there is a folder of this name.`);
  }
}

/**
 * In one step: who reads it, and who is killed meanwhile, has the old file or the whole new one. What is no file, such as
 * /dev/stdout, is written to.
 */
export async function replaceOutput(path: string, bytes: Uint8Array | string): Promise<void> {
  const isOther = statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  await (isOther ? writeFile(path, bytes) : replaceFile(path, bytes)).catch((error) => {
    throw notWritten(path, error);
  });
}

export function appendOutput(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw notWritten(path, error);
  }
}

export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `Cannot make the folder "${path}" (${code}): name one that can be written.`,
    );
  }
}
