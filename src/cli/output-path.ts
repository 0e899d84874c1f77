/** Where a command writes: looked at before its work begins, which may take an hour. */
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../core/input-error.ts';

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
