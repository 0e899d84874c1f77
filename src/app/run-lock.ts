/**
 * One tab keeps a run at a time (Web Locks). Waits a moment, because a page that is being reloaded
 * gives its lock back a little after the new one asks for it.
 */

const patienceMilliseconds = 1500;

/** The way to give it back, or undefined if another tab holds it. */
export function takeRunLock(run: string): Promise<(() => void) | undefined> {
  if (!('locks' in navigator)) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    navigator.locks
      .request(
        `heed run ${run}`,
        { signal: AbortSignal.timeout(patienceMilliseconds) },
        () => new Promise<void>((release) => resolve(() => release())),
      )
      .catch(() => resolve(undefined));
  });
}
