/**
 * Runs of a study, some of them side by side, whatever the number of cores: the budget of each is its
 * own CPU time. A run that fails is told and left out; the others go on.
 */
import type { PlannedRun } from './plan-runs.ts';

export interface SideBySideOptions<T> {
  /** How many at a time. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Starts one; rejects with an Error whose message is a sentence. */
  readonly start: (run: PlannedRun, onShare: (share: number) => void) => Promise<T>;
  readonly onFinished: (run: PlannedRun, outcome: T) => void;
  readonly onFailed: (run: PlannedRun, sentence: string) => void;
  /** `share` of all runs is done, from 0 to 1; `open` are under way. */
  readonly onProgress: (share: number, ended: number, open: readonly PlannedRun[]) => void;
}

/** Ends when all runs have ended, or the open ones after an abort. Returns how many failed. */
export async function runSideBySide<T>(
  runs: readonly PlannedRun[],
  { jobs, signal, start, onFinished, onFailed, onProgress }: SideBySideOptions<T>,
): Promise<number> {
  const waiting = [...runs];
  const open = new Map<PlannedRun, number>();
  let ended = 0;
  let failed = 0;
  const tell = () => {
    const shares = [...open.values()].reduce((sum, share) => sum + share, ended);
    onProgress(shares / runs.length, ended, [...open.keys()]);
  };
  const work = async () => {
    for (;;) {
      const run = signal.aborted ? undefined : waiting.shift();
      if (!run) return;
      open.set(run, 0);
      tell();
      let outcome: T | undefined;
      try {
        outcome = await start(run, (share) => {
          open.set(run, share);
          tell();
        });
      } catch (error) {
        // Whoever interrupts a study knows why its runs have ended.
        if (!signal.aborted) {
          failed++;
          onFailed(run, (error as Error).message);
        }
      }
      // Outside: a result that cannot be written is no failure of the run.
      if (outcome !== undefined) onFinished(run, outcome);
      open.delete(run);
      ended++;
      tell();
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return failed;
}
