/** Runs recorded kernels in WebAssembly, in this thread. */
import { InputError } from '../../core/input-error.ts';
import type { Instruction } from './kernels.ts';
import {
  type Phases,
  type PlanRunner,
  type Program,
  type Region,
  type RunnerOptions,
  singleThread,
} from './runner.ts';
import {
  inLines,
  ownModule,
  pageBytes,
  type RunList,
  reservedBytes,
  scratchBytes,
  startKernels,
} from './wasm-kernels.ts';

export class WasmRunner implements PlanRunner {
  readonly floats: Float32Array;
  readonly #prepare: (list: readonly Instruction[]) => RunList;

  constructor({ arena: arenaFloats, programs }: RunnerOptions) {
    const arena = inLines(reservedBytes + scratchBytes(programs.flatMap(singleThread)));
    const pages = Math.ceil((arena + 4 * arenaFloats) / pageBytes);
    const memory = createMemory({ initial: pages });
    this.#prepare = startKernels(ownModule(), memory, { arena, scratch: reservedBytes });
    this.floats = new Float32Array(memory.buffer, arena, arenaFloats);
  }

  prepare(phases: Phases): Program {
    const lists = singleThread(phases).map(this.#prepare);
    return () => {
      for (let i = 0; i < lists.length; i++) (lists[i] as RunList)();
    };
  }

  write(offset: number, values: Float32Array): void {
    this.floats.set(values, offset);
  }

  read(regions: readonly Region[]): Promise<Float32Array[]> {
    const copies = regions.map(({ offset, length }) => this.floats.slice(offset, offset + length));
    return Promise.resolve(copies);
  }

  /** Memory goes with the last reference. */
  dispose(): void {}
}

/** In pages. */
export interface MemorySize {
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

export function createMemory(size: MemorySize): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory(size);
  } catch {
    const megabytes = Math.ceil((size.initial * pageBytes) / 1e6);
    throw new InputError(
      `A plan of this network needs ${megabytes} MB of memory at once, which this engine does not give: take a smaller network or batch.`,
    );
  }
}
