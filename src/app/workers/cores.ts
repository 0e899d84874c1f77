/**
 * Who gets the cores. The page, the graphics process and the first simulation worker keep one each; the
 * learner on wasm shares its updates over the next; what is then left steps headless copies.
 */

/** How many of something a person asks for, or 'auto'. */
export type Wish = number | 'auto';

const keptCores = 3;
/** More threads gain nothing: each would have too few world steps of a batch. */
export const mostThreads = 4;
/** More workers gain nothing: one feeds a learner that makes hundreds of updates a second. */
export const mostWorkers = 4;

/** Threads of a learner on wasm. */
export function threadsOn(cores: number, wish: Wish): number {
  return wish === 'auto' ? clamp(cores - keptCores, mostThreads) : wish;
}

/** Simulation workers, the one with the visible world included. */
export function workersOn(cores: number, wish: Wish): number {
  return wish === 'auto' ? clamp(1 + cores - keptCores - mostThreads, mostWorkers) : wish;
}

function clamp(count: number, most: number): number {
  return Math.max(1, Math.min(most, count));
}
