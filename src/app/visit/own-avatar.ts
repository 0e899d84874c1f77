/**
 * The visitor's own avatar: a model from a file that they wear when they walk in, and robots if they like. It is kept
 * in this browser until it is removed; where the browser cannot, a notice says so.
 */
import type { Wearable, Wearers } from '../../view/own-avatar/worn-part.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { words } from '../words/index.ts';
import { failureOf, isMistake } from '../workers/failure.ts';
import { forgetAvatar, keepAvatar, keepWearers, keptAvatar, keptWearers } from './kept-avatar.ts';

export interface OwnAvatar {
  /** Name of the file. */
  readonly file: string;
  readonly model: Wearable;
  readonly wearers: Wearers;
  /** Whether it is there again after a reload. */
  readonly kept: boolean;
}

/** An avatar that was read from a file. */
export interface AvatarFromFile {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: Wearable;
}

/** Throws an InputError if it is none. Check and loader are fetched when there is something to read. */
export async function readAvatar(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Wearable> {
  const where = `The file “${file}”`;
  const [{ sealAvatar }, { loadWearable }] = await Promise.all([
    import('../../view/own-avatar/seal-avatar.ts'),
    import('../../view/own-avatar/wearable.ts'),
  ]);
  return loadWearable(sealAvatar(bytes, where), where);
}

/** What was kept of it, of anyone's making. */
export function wearersOf(text: string | undefined): Wearers {
  if (text === 'everybody') return text;
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 'nobody';
}

export interface AvatarCommands {
  /** Who wears it besides the visitor. */
  setWearers(wearers: Wearers): void;
  /** Everybody is as always. */
  removeAvatar(): void;
}

export interface OwnAvatars extends AvatarCommands {
  take(avatar: AvatarFromFile): Promise<void>;
  /** The one that was kept, if there is one. */
  restore(): Promise<void>;
}

const topic = 'avatar';

export function createOwnAvatars(state: PageState): OwnAvatars {
  /** One after the other: what was dropped last is kept in the end. */
  let keeping: Promise<void> = Promise.resolve();
  const afterwards = (act: () => Promise<void>): Promise<void> => {
    keeping = keeping.then(act);
    return keeping;
  };

  return {
    async take({ file, bytes, model }) {
      removeNotice(state, { topic });
      const wearers = state.avatar.peek()?.wearers ?? 'nobody';
      state.avatar.value = { file, model, wearers, kept: false };
      state.dialog.value = 'avatar';
      state.spoken.value = words.peek().share.avatar.worn(file);
      await afterwards(async () => {
        // Another was dropped meanwhile, or this one removed.
        if (state.avatar.peek()?.model !== model) return;
        try {
          await keepAvatar({ file, bytes }, `${state.avatar.peek()?.wearers}`);
          const now = state.avatar.peek();
          if (now?.model === model) state.avatar.value = { ...now, kept: true };
          state.unreadAvatar.value = undefined;
        } catch (error) {
          const full = (error as Error).name === 'StorageFullError';
          if (!full && isMistake(error)) console.error(error);
          addNotice(state, 'warning', ({ share }) => share.avatar.notKept(full), topic);
        }
      });
    },
    async restore() {
      const wearers = keptWearers();
      if (wearers === undefined) return;
      let file: string | undefined;
      try {
        const kept = await keptAvatar();
        if (!kept) return;
        file = kept.file;
        const model = await readAvatar(kept.bytes, file);
        // Who was quicker than the database has another one by now.
        if (state.avatar.peek()) model.dispose();
        else state.avatar.value = { file, model, wearers: wearersOf(wearers), kept: true };
      } catch (error) {
        if (isMistake(error)) console.error(error);
        if (state.avatar.peek()) return;
        const failure = failureOf(error, 'avatar');
        state.unreadAvatar.value = { file };
        addNotice(
          state,
          'warning',
          ({ run, share }) => `${run.failure(failure)} ${share.avatar.unread}`,
          topic,
        );
      }
    },
    setWearers(wearers) {
      const avatar = state.avatar.peek();
      if (!avatar) return;
      state.avatar.value = { ...avatar, wearers };
      if (avatar.kept) keepWearers(`${wearers}`);
    },
    removeAvatar() {
      if (!state.avatar.peek() && !state.unreadAvatar.peek()) return;
      state.avatar.value = undefined;
      state.unreadAvatar.value = undefined;
      removeNotice(state, { topic });
      if (state.dialog.peek() === 'avatar') state.dialog.value = undefined;
      state.spoken.value = words.peek().share.avatar.removed;
      void afterwards(() =>
        forgetAvatar().catch(() => {
          // Nothing was kept there.
        }),
      );
    },
  };
}
