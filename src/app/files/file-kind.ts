/** A kind of file that the page opens: how it is told from others, and what becomes of it. */

import type { PolicyCard } from '../../agents/policy-card.ts';
import type { AvatarFromFile } from '../visit/own-avatar.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

/** A policy that was read from a file. */
export interface PolicyFromFile {
  readonly card: PolicyCard;
  readonly acting: ActingPolicy;
  readonly file: string;
}

/** What a file may ask of the page. */
export interface FileTaker {
  /** Goes on from the run in the file, in its scene, in place of the person's own. */
  takeRun(file: File, scene: string): Promise<void>;
  /** Shows the policy in its scene. */
  takePolicy(policy: PolicyFromFile): Promise<void>;
  /** Plays the recording in its scene. */
  takeRecording(file: File, scene: string): Promise<void>;
  /** Wears the model. */
  takeAvatar(avatar: AvatarFromFile): Promise<void>;
}

export interface Beginning {
  /** The first bytes: as many as `headBytes`, or the whole file. */
  readonly head: Uint8Array;
  /** Of a container (storage/checkpoint-file.ts), unchecked; empty if it is none. */
  readonly manifest: { readonly format?: unknown; readonly scenario?: unknown };
}

export interface FileKind {
  /** After "a" or "an": `run`. */
  readonly name: string;
  /** Of a file's name: one, or several with commas between. */
  readonly ending: string;
  /** More is no file of this kind: it is not even read. */
  readonly mostBytes: number;
  /** By what its beginning tells, whatever it is called. */
  isOne(beginning: Beginning): boolean;
  /** Throws an InputError if it cannot be; then nothing has changed. `scenes` are the names of those that there are. */
  open(
    file: File,
    taker: FileTaker,
    known: { readonly scenes: readonly string[]; readonly manifest: Beginning['manifest'] },
  ): Promise<void>;
}

export const headBytes = 16;
