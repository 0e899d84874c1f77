/**
 * Opens whatever file a person hands to the page, chosen or dropped: what it is is told by its first bytes, never
 * by its name. What is of no kind that is known, or too large, gets one sentence.
 */
import { InputError } from '../../core/input-error.ts';
import { isCheckpointFile, readManifestAlone } from '../../storage/checkpoint-file.ts';
import { type Beginning, type FileKind, type FileTaker, headBytes } from '../files/file-kind.ts';
import { fileKinds } from '../files/index.ts';
import { readFile } from '../files/read-file.ts';
import { bytesText } from '../format.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { catalogs } from '../words/index.ts';
import { failureOf, isMistake } from '../workers/failure.ts';

/** A run that waits for a yes. */
export interface OpenedFile {
  readonly file: File;
  readonly scene: string;
}

async function manifestOf(file: File, where: string): Promise<Beginning['manifest']> {
  const read = (from: number, to: number) => readFile(file, from, to);
  return ((await readManifestAlone(read, file.size, where)) ?? {}) as Beginning['manifest'];
}

/** Of what kind a file is, with its manifest; throws an InputError if it is of none, or too large. */
export async function kindOf(
  file: File,
): Promise<{ readonly kind: FileKind; readonly manifest: Beginning['manifest'] }> {
  const where = `The file “${file.name}”`;
  const head = await readFile(file, 0, Math.min(headBytes, file.size));
  const manifest = isCheckpointFile(head) ? await manifestOf(file, where) : {};
  const kind = fileKinds.find((each) => each.isOne({ head, manifest }));
  if (!kind) {
    const kinds = catalogs.en.share.kinds(fileKinds);
    throw new InputError(
      file.size === 0
        ? `${where} is empty: expected ${kinds}.`
        : `${where} is none of Heed: expected ${kinds}.`,
    );
  }
  if (file.size <= kind.mostBytes) return { kind, manifest };
  throw new InputError(
    `${where} has ${bytesText(file.size)}: ${/^[aeiou]/.test(kind.name) ? 'an' : 'a'} ${kind.name} has at most ${bytesText(kind.mostBytes)}.`,
  );
}

export async function openFile(state: PageState, file: File, taker: FileTaker): Promise<void> {
  removeNotice(state, { topic: 'file' });
  try {
    const { kind, manifest } = await kindOf(file);
    await kind.open(file, taker, { scenes: state.scenes.map(({ name }) => name), manifest });
  } catch (error) {
    fileRefused(state, error);
  }
}

export function fileRefused(state: PageState, error: unknown): void {
  if (isMistake(error)) console.error(error);
  const failure = failureOf(error, 'file');
  addNotice(state, 'error', ({ run }) => run.failure(failure), 'file');
}
