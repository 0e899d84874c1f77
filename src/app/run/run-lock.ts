/**
 * One tab keeps a run at a time (Web Locks). Asks a few times, because a page that is being reloaded
 * gives its lock back a little after the new one asks for it.
 */

const tries = 6;
const pauseMilliseconds = 300;

/** The way to give it back, or undefined if another tab holds it. */
export async function takeRunLock(run: string): Promise<(() => void) | undefined> {
  if (!('locks' in navigator)) return () => {};
  for (let attempt = 1; attempt <= tries; attempt++) {
    const release = await ask(`heed run ${run}`);
    if (release) return release;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  return undefined;
}

function ask(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined);
          return undefined;
        }
        // Held until this promise is resolved.
        return new Promise<void>((release) => resolve(release));
      })
      // Refused where a browser keeps nothing for this page: the store will say so, and needs no lock.
      .catch(() => resolve(() => {}));
  });
}
