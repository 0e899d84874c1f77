/** When the first picture of a scene is there. */
import type { ReadonlySignal } from '@preact/signals';

/** It is taken as shown after this even if nothing has been drawn (a page in the background). */
const pictureMilliseconds = 10_000;

/** The picture comes first: where the GPU is software, testing it for learning would hold it up. */
export function pictureShown(world: ReadonlySignal<'loading' | 'shown' | 'failed'>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, pictureMilliseconds);
    const stop = world.subscribe((now) => {
      if (now === 'loading') return;
      clearTimeout(timer);
      // The first call comes before `subscribe` returns.
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
