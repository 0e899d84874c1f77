/** Files of Node, written so that a crash leaves the old file or the new one. Never in the page. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '../core/input-error.ts';
import { StorageFullError } from './store.ts';

/** Writes and waits until the bytes are on the disk. Not atomic by itself. */
export async function writeThrough(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * The name of a file is on the disk only when its folder is. Not every system has this call, and
 * what was written stands without it unless the power fails: a refusal is no error.
 */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {}
}

/** Replaces `path` in one step: a reader sees the old file or the whole new one. */
export async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    await writeThrough(draft, bytes);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}

export const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? `${error.code}` : '';

/** The disk, or this user's share of it, is full. */
export const isDiskFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes(codeOf(error));

const refusals = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST'];

/** Why `path` could not be written, as a sentence; a mistake of ours comes back as it is. */
export function notWritten(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (isDiskFull(error)) {
    return new StorageFullError(`There is no room left to write ${path}: make room on its disk.`);
  }
  if (!refusals.includes(code)) return error;
  return new InputError(`Cannot write to ${path} (${code}): name a folder that may be written.`);
}
