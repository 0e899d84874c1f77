/** What this browser keeps of this page's: runs, changes of worlds, an avatar; asked for, and runs thrown away. */
import { InputError } from '../../core/input-error.ts';
import type { Store } from '../../storage/store.ts';
import { keptEdits } from '../edit/kept-edits.ts';
import { restoreProgress, savedAtOf, summarise } from '../learning/progress.ts';
import { keptAvatarSize } from '../visit/kept-avatar.ts';
import { withStore } from './kept-store.ts';
import { takeRunLock } from './run-lock.ts';

export interface KeptRun {
  readonly scene: string;
  readonly bytes: number;
  /** Epoch milliseconds; undefined: the run does not say. */
  readonly savedAt: number | undefined;
  /** Of its last episodes, 0 to 1; null: it had none. */
  readonly success: number | null;
  readonly trainingSeconds: number;
}

/** All that is kept. */
export interface Kept {
  readonly runs: readonly KeptRun[];
  /** Changes that stand, by the scene's name. */
  readonly changes: ReadonlyMap<string, number>;
  /** Bytes of the visitor's own avatar; undefined: none is kept. */
  readonly avatar: number | undefined;
  /** Bytes of all that the browser keeps for this origin, and may keep; undefined: it does not tell. */
  readonly usage: { readonly used: number; readonly quota: number } | undefined;
  /** Whether the browser has promised not to clear it by itself; undefined: it makes no promises. */
  readonly persistent: boolean | undefined;
}

/** Not everywhere: only where the page comes over HTTPS, or from this machine. */
const storage = () => globalThis.navigator?.storage as StorageManager | undefined;

/** Whether a run of a scene is kept; asked before it is decided what the page opens with. */
export async function isKept(run: string): Promise<boolean> {
  try {
    return (await withStore((store) => store.list())).includes(run);
  } catch {
    // A browser that keeps nothing has kept nothing.
    return false;
  }
}

/** How a run has gone, from its manifest alone. */
function factsOf(manifest: unknown): Pick<KeptRun, 'savedAt' | 'success' | 'trainingSeconds'> {
  const { progress: saved } = (manifest ?? {}) as { readonly progress?: unknown };
  const progress = restoreProgress(saved);
  return {
    savedAt: savedAtOf(saved),
    success: progress ? summarise(progress).success : null,
    trainingSeconds: progress?.trainingSeconds ?? 0,
  };
}

/** The runs in a store, in the order in which it lists them. */
export async function runsIn(store: Pick<Store, 'list' | 'readManifest' | 'size'>) {
  const runs: KeptRun[] = [];
  for (const scene of await store.list()) {
    const facts = factsOf(await store.readManifest(scene));
    runs.push({ scene, bytes: await store.size(scene), ...facts });
  }
  return runs;
}

/** How often the last episodes of each kept run succeeded, by its scene; cheap: sizes are not asked for. */
export async function successOfKept(): Promise<ReadonlyMap<string, number | null>> {
  try {
    return await withStore(async (store) => {
      const runs = new Map<string, number | null>();
      for (const run of await store.list()) {
        runs.set(run, factsOf(await store.readManifest(run)).success);
      }
      return runs;
    });
  } catch {
    return new Map();
  }
}

async function isPersistent(): Promise<boolean | undefined> {
  try {
    return await storage()?.persisted?.();
  } catch {
    // It makes no promises to a page that it keeps nothing for.
    return undefined;
  }
}

/** `scenes` are all whose changes may be kept. A browser that keeps no runs has none. */
export async function lookWhatIsKept(scenes: readonly string[]): Promise<Kept> {
  const counts = scenes.map((scene) => [scene, keptEdits(scene)?.edits.length ?? 0] as const);
  const changes = new Map(counts.filter(([, count]) => count > 0));
  const [persistent, avatar, { runs, usage }] = await Promise.all([
    isPersistent(),
    keptAvatarSize().catch(() => undefined),
    withStore(async (store) => ({ runs: await runsIn(store), usage: await store.usage() })).catch(
      () => ({ runs: [], usage: undefined }),
    ),
  ]);
  return { runs, changes, avatar, usage, persistent };
}

/** Throws an InputError where another tab is at it. */
export async function throwRunAway(run: string): Promise<void> {
  const release = await takeRunLock(run);
  if (!release) {
    throw new InputError(
      `The run of "${run}" is open in another tab: close that tab, then delete it here.`,
    );
  }
  try {
    await withStore((store) => store.remove(run));
  } finally {
    release();
  }
}

/** Asks the browser to clear nothing by itself. Whether it has promised. */
export async function askToKeep(): Promise<boolean> {
  try {
    return (await storage()?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
