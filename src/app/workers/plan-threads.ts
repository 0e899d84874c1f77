/**
 * Threads for a learner on wasm. Memory can be shared, and so threads are there, only where the page is
 * cross-origin isolated.
 */
import type { PlanThread } from '../../nn/plan/plan-thread.ts';
import type { Threads } from '../../rl/create-learner.ts';
import { threadsOn, type Wish } from './cores.ts';

export function pageThreads(wish: Wish): Threads | undefined {
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
