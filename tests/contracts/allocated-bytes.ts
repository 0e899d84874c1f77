/**
 * How much a function allocates, to the byte that the collector counts: what is in the heap more than before, and
 * what was collected meanwhile. The difference alone would tell nothing of what is thrown away at once.
 */
import { GCProfiler } from 'node:v8';

const heap = () => process.memoryUsage().heapUsed;

/** Bytes per call of `run`, which is called so many times. What the compiler itself allocates is in it. */
export function allocatedBytes(run: () => void, times: number): number {
  const profiler = new GCProfiler();
  // What these readings allocate themselves is a few kB, the same whatever is run.
  profiler.start();
  const before = heap();
  for (let i = 0; i < times; i++) run();
  const after = heap();
  const collected = profiler
    .stop()
    .statistics.map(
      ({ beforeGC, afterGC }) =>
        beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    );
  return (after - before + collected.reduce((sum, bytes) => sum + bytes, 0)) / times;
}

/**
 * The same of the quietest of some turns, after a warm-up. On a busy machine the compiler, a thread of its own, may
 * need a while until it has seen to a function, and is given it between turns; what the function itself allocates is
 * there in every turn.
 */
export async function leastAllocatedBytes(
  run: () => void,
  enough: number,
  turns = 50,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns && least >= enough; turn++) {
    for (let i = 0; i < 1000; i++) run();
    least = Math.min(least, allocatedBytes(run, 1000));
    if (least >= enough) await new Promise((resolve) => setTimeout(resolve, 5 * turn));
  }
  return least;
}
