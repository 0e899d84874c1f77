/** The visitor's own avatar in this browser's database: the bytes of its file, as they were opened. */
import { InputError } from '../../core/input-error.ts';
import { forget, remember, remembered } from '../remember.ts';
import { withStore } from '../run/kept-store.ts';

const database = 'heed-avatar';
const run = 'avatar';
const blob = 'file';
/**
 * That there is one, so that nobody else pays for a look into the database; its value is who wears it. It is there
 * before the bytes are and until they are gone: bytes without it nobody would find again.
 */
const key = 'heed avatar';

export interface KeptAvatar {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Throws where the browser keeps nothing, or has no room. */
export async function keepAvatar({ file, bytes }: KeptAvatar, wearers: string): Promise<void> {
  const before = keptWearers();
  if (!keepWearers(wearers)) throw new InputError('This browser keeps nothing.');
  try {
    await withStore(async (store) => {
      // Read first: the store lets nobody write over what they have not seen.
      await store.readManifest(run);
      await store.commit(run, { manifest: { file }, blobs: new Map([[blob, bytes]]) });
    }, database);
  } catch (error) {
    if (before === undefined) forget(key);
    else keepWearers(before);
    throw error;
  }
  // Another tab that looked meanwhile found no bytes, and has forgotten it.
  keepWearers(wearers);
}

/** Whether that is kept. */
export function keepWearers(wearers: string): boolean {
  return remember(key, wearers);
}

/** Who wears the one that is kept; undefined: none is. */
export const keptWearers = () => remembered(key);

/** Bytes that the one that is kept takes; undefined: none is. */
export async function keptAvatarSize(): Promise<number | undefined> {
  if (keptWearers() === undefined) return undefined;
  return withStore((store) => store.size(run), database);
}

export async function keptAvatar(): Promise<KeptAvatar | undefined> {
  const kept = await withStore((store) => store.read(run), database);
  const bytes = kept?.blobs.get(blob);
  if (!kept || !bytes) {
    // The page was closed between the two.
    forget(key);
    return undefined;
  }
  const { file } = kept.manifest as { readonly file?: unknown };
  return { file: typeof file === 'string' ? file : 'avatar', bytes: new Uint8Array(bytes) };
}

export async function forgetAvatar(): Promise<void> {
  try {
    await withStore((store) => store.remove(run), database);
  } finally {
    forget(key);
  }
}
