/** Threads for a learner on wasm, in Node. */
import { Worker } from 'node:worker_threads';
import type { PlanThread } from '../nn/plan/plan-thread.ts';
import type { Threads } from '../rl/create-learner.ts';

/** `program` is the bundle of plan-thread-worker.ts. */
export function nodeThreads(count: number, program: URL): Threads {
  return { count, spawn: () => spawn(program) };
}

function spawn(program: URL): PlanThread {
  const worker = new Worker(program);
  const started = new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      // It waits for ever: that keeps no command from ending.
      worker.unref();
      resolve();
    });
    worker.once('error', reject);
  });
  return {
    started,
    postMessage: (start) => worker.postMessage(start),
    terminate: () => void worker.terminate(),
  };
}
