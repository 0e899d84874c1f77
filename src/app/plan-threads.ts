/**
 * Threads for a learner on wasm: one for each core that neither the page, the simulation nor the drawing
 * needs. Memory can be shared, and so threads are there, only where the page is cross-origin isolated.
 */
import type { PlanThread } from '../nn/plan/plan-thread.ts';
import type { Threads } from '../rl/create-learner.ts';

/** How many threads somebody asks for, or 'auto'. */
export type ThreadWish = number | 'auto';

/** Cores that the page, the simulation and the graphics process keep. */
const keptCores = 3;
/** More than these gain nothing: each would have too few world steps of a batch. */
export const mostThreads = 4;

export function threadsOn(cores: number, wish: ThreadWish): number {
  return wish === 'auto' ? Math.max(1, Math.min(mostThreads, cores - keptCores)) : wish;
}

export function pageThreads(wish: ThreadWish): Threads | undefined {
  if (!crossOriginIsolated) return undefined;
  return { count: threadsOn(navigator.hardwareConcurrency, wish), spawn };
}

function spawn(): PlanThread {
  // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
  const worker = new Worker(new URL('./plan-thread.worker.ts', import.meta.url), {
    type: 'module',
    name: 'learner thread',
  });
  const started = new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = ({ message }) => reject(new Error(`A learner thread: ${message}`));
  });
  return {
    started,
    postMessage: (start) => worker.postMessage(start),
    terminate: () => worker.terminate(),
  };
}
