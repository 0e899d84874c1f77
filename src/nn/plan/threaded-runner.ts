/**
 * Runs recorded kernels in WebAssembly in several threads over one shared memory: this one and helpers
 * that are handed in. Each helper has instructions of its own (plan-thread.ts); between phases they wait
 * for one another by two counters. Where there is no SharedArrayBuffer there are no threads.
 */
import type { Instruction } from './kernels.ts';
import { control, type PlanThread, type ThreadStart } from './plan-thread.ts';
import type { Phases, PlanRunner, Program, Region, RunnerOptions } from './runner.ts';
import {
  inLines,
  pageBytes,
  type RunList,
  reservedBytes,
  scratchBytes,
  sharedModule,
  startKernels,
} from './wasm-kernels.ts';
import { createMemory } from './wasm-runner.ts';

/** Looks at the counter before this thread lies down to wait: a phase ends almost together. */
const patience = 20_000;
/** Milliseconds after which a helper that has not answered is taken for lost. */
const longestPhase = 60_000;

export class ThreadedRunner implements PlanRunner {
  readonly floats: Float32Array;
  readonly #helpers: readonly PlanThread[];
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #programs: readonly Phases[];
  readonly #own: readonly RunList[];

  private constructor(
    { arena: arenaFloats, programs }: RunnerOptions,
    module: WebAssembly.Module,
    helpers: readonly PlanThread[],
  ) {
    const phases = programs.flat();
    const threads = helpers.length + 1;
    const listsOf = (thread: number) =>
      phases.map((lists) => lists[thread] as readonly Instruction[]);
    const scratch = scratchBytes(phases.flat());
    const arena = inLines(reservedBytes + threads * scratch);
    const pages = Math.ceil((arena + 4 * arenaFloats) / pageBytes);
    const memory = createMemory({ initial: pages, maximum: pages, shared: true });
    this.floats = new Float32Array(memory.buffer, arena, arenaFloats);
    this.#programs = programs;
    this.#helpers = helpers;
    this.#control = new Int32Array(new SharedArrayBuffer(4 * control.length));
    const addresses = (thread: number) => ({ arena, scratch: reservedBytes + thread * scratch });
    helpers.forEach((helper, i) => {
      const start: ThreadStart = {
        ...{ module, memory, control: this.#control },
        ...{ addresses: addresses(i + 1), lists: listsOf(i + 1) },
      };
      helper.postMessage(start);
    });
    this.#own = listsOf(0).map(startKernels(module, memory, addresses(0)));
  }

  static async start(options: RunnerOptions, spawn: () => PlanThread): Promise<ThreadedRunner> {
    const threads = options.programs[0]?.[0]?.length ?? 1;
    const module = await sharedModule();
    const helpers = Array.from({ length: threads - 1 }, spawn);
    const runner = new ThreadedRunner(options, module, helpers);
    // Helpers start while this thread goes on; the first phase would only wait for them.
    await Promise.all(helpers.map((helper) => helper.started));
    return runner;
  }

  prepare(phases: Phases): Program {
    // Lists are numbered through all programs.
    let first = 0;
    for (const program of this.#programs) {
      if (program === phases) break;
      first += program.length;
    }
    return () => {
      for (let i = 0; i < phases.length; i++) this.#run(first + i);
    };
  }

  #run(list: number): void {
    const counters = this.#control;
    Atomics.store(counters, control.done, 0);
    Atomics.store(counters, control.list, list);
    Atomics.add(counters, control.turn, 1);
    Atomics.notify(counters, control.turn);
    (this.#own[list] as RunList)();
    const helpers = this.#helpers.length;
    for (let looks = 0; Atomics.load(counters, control.done) < helpers; looks++) {
      if (looks < patience) continue;
      const done = Atomics.load(counters, control.done);
      if (done === helpers) break;
      if (Atomics.wait(counters, control.done, done, longestPhase) === 'timed-out') {
        throw new Error('A thread that helps to learn has stopped.');
      }
    }
  }

  write(offset: number, values: Float32Array): void {
    this.floats.set(values, offset);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    // `slice` of a shared array is shared: what leaves must be the caller's own.
    const copies = regions.map(({ offset, length }) =>
      Float32Array.from(this.floats.subarray(offset, offset + length)),
    );
    return Promise.resolve(copies);
  }

  dispose(): void {
    Atomics.store(this.#control, control.list, control.end);
    Atomics.add(this.#control, control.turn, 1);
    Atomics.notify(this.#control, control.turn);
    for (const helper of this.#helpers) helper.terminate();
  }
}
