/**
 * Another run's curve beside that of the run that is open: of a file, of a run that this browser keeps, or of the run
 * that was open before. Only its curve is read, none of its weights.
 */
import { InputError } from '../../core/input-error.ts';
import { readManifestAlone } from '../../storage/checkpoint-file.ts';
import { readFile } from '../files/read-file.ts';
import { withStore } from '../run/kept-store.ts';
import { addNotice, type PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { titleOf } from '../words/name-known.ts';
import { failureOf } from '../workers/failure.ts';
import type { ComparedRun } from './learning-state.ts';
import { type Point, restoreProgress } from './progress.ts';

/** What a comparison can be made with, beside a file. */
export interface Comparable {
  /** Of the browser's kept runs. */
  readonly run: string;
  readonly title: string;
}

/** A manifest's curve; `where` names it in the sentence that is said if it has none. */
export function curveOf(manifest: unknown, where: string): readonly Point[] {
  const { progress } = (manifest ?? {}) as { readonly progress?: unknown };
  const points = restoreProgress(progress)?.points ?? [];
  if (points.length > 1) return points;
  throw new InputError(
    `${where} has no curve to compare with: it was not trained in the page, or not for long.`,
  );
}

export interface Comparing {
  comparables(): Promise<readonly Comparable[]>;
  compareWithKept(run: Comparable): Promise<void>;
  compareWithFile(file: File): Promise<void>;
  compareWithPrevious(): void;
  stopComparing(): void;
}

export function createComparing(state: PageState): Comparing {
  const { learning } = state;

  async function compare(read: () => Promise<ComparedRun>): Promise<void> {
    try {
      const run = await read();
      learning.compared.value = run;
      state.spoken.value = words.peek().run.spoken.compared(run.name);
    } catch (error) {
      const failure = failureOf(error, 'comparison');
      addNotice(state, 'error', ({ run }) => run.failure(failure), 'compare');
    }
  }

  return {
    async comparables() {
      try {
        const kept = await withStore((store) => store.list());
        return kept
          .filter((run) => run !== state.scene.peek())
          .map((run) => ({
            run,
            title: titleOf(run, state.scenes),
          }));
      } catch {
        // A browser that keeps nothing has kept nothing.
        return [];
      }
    },
    compareWithKept: ({ run, title }) =>
      compare(async () => {
        const manifest = await withStore((store) => store.readManifest(run));
        return { name: title, points: curveOf(manifest, `Your run of “${title}”`) };
      }),
    compareWithFile: (file) =>
      compare(async () => {
        const read = (from: number, to: number) => readFile(file, from, to);
        const where = `The file “${file.name}”`;
        const manifest = await readManifestAlone(read, file.size, where);
        return { name: file.name.replace(/\.heed$/, ''), points: curveOf(manifest, where) };
      }),
    compareWithPrevious() {
      learning.compared.value = learning.previous.value;
    },
    stopComparing() {
      learning.compared.value = undefined;
    },
  };
}
