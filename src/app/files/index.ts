/** The kinds of file that the page opens; what is registered here is taken by the one opener (opening.ts). */
import { avatarFile } from './avatar-file.ts';
import type { FileKind } from './file-kind.ts';
import { policyFile } from './policy-file.ts';
import { recordingFile } from './recording-file.ts';
import { runFile } from './run-file.ts';

export const fileKinds: readonly FileKind[] = [runFile, policyFile, recordingFile, avatarFile];
