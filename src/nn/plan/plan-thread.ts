/**
 * A helper thread of threaded-runner.ts: it waits for a turn, runs its list of that turn, says that it is
 * done. How threads are made, a Worker of the page or of Node, it does not know.
 */
import type { Instruction } from './kernels.ts';
import { type Addresses, startKernels } from './wasm-kernels.ts';

/** A thread as those who made it see it. */
export interface PlanThread {
  postMessage(start: ThreadStart): void;
  /** When it has answered that it waits for its first turn. */
  readonly started: Promise<void>;
  terminate(): void;
}

/** Its one message. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly addresses: Addresses;
  readonly control: Int32Array<SharedArrayBuffer>;
  /** This thread's instructions, by number. */
  readonly lists: readonly (readonly Instruction[])[];
}

/** Places in the shared counters. */
export const control = {
  /** Goes up with every turn. */
  turn: 0,
  /** Number of the turn's list, or `end`. */
  list: 1,
  /** Helpers that have done it. */
  done: 2,
  length: 3,
  end: -1,
} as const;

/** Works until the end; this thread does nothing else. `ready` is called before it waits. */
export function serve(start: ThreadStart, ready: () => void): void {
  const { module, memory, addresses, control: counters, lists } = start;
  const prepared = lists.map(startKernels(module, memory, addresses));
  let turn = 0;
  ready();
  for (;;) {
    Atomics.wait(counters, control.turn, turn);
    const now = Atomics.load(counters, control.turn);
    // Woken without a turn.
    if (now === turn) continue;
    turn = now;
    const list = Atomics.load(counters, control.list);
    if (list === control.end) return;
    prepared[list]?.();
    Atomics.add(counters, control.done, 1);
    Atomics.notify(counters, control.done);
  }
}
