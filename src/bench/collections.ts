/** How long V8 collected garbage while something ran. */
import { PerformanceObserver } from 'node:perf_hooks';

export interface Collections {
  /** Milliseconds of garbage collection since the last call; waits until all of them are known. */
  take(): Promise<number>;
  stop(): void;
}

export function watchCollections(): Collections {
  let milliseconds = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) milliseconds += duration;
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    async take() {
      // Entries arrive by the event loop.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const taken = milliseconds;
      milliseconds = 0;
      return taken;
    },
    stop: () => observer.disconnect(),
  };
}
