/**
 * Runs recorded kernels in WebAssembly, in this thread. Its memory is the arena; the module is the one
 * with relaxed multiply-add where the engine has it.
 */
import { plain, relaxed } from 'virtual:kernels';
import { InputError } from '../../core/input-error.ts';
import { type Instruction, type KernelName, kernelArguments } from './kernels.ts';
import type { PlanRunner, Program, Region, RunnerOptions } from './runner.ts';

type Kernel = (...values: number[]) => void;
type Exports = Readonly<Record<KernelName, Kernel>> & {
  readonly configure: (arena: number, scratch: number) => void;
};

const page = 65_536;
/** Where AssemblyScript keeps its own few constants. */
const reserved = page;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

let compiled: WebAssembly.Module | undefined;

/** Compiled once per thread. */
function moduleOf(): WebAssembly.Module {
  if (compiled) return compiled;
  const fast = bytesOf(relaxed);
  const bytes = WebAssembly.validate(fast) ? fast : bytesOf(plain);
  if (!WebAssembly.validate(bytes)) {
    throw new InputError('This engine lacks WebAssembly SIMD, which learning needs: update it.');
  }
  compiled = new WebAssembly.Module(bytes);
  return compiled;
}

/** Floats of scratch that the largest matrix product needs: its right operand and four rows of the left. */
function scratchOf(instructions: readonly Instruction[]): number {
  const names = kernelArguments.gemm;
  const at = (name: (typeof names)[number]) => names.indexOf(name);
  return instructions
    .filter(({ kernel }) => kernel === 'gemm')
    .reduce((most, { values }) => {
      const n = Math.ceil((values[at('n')] as number) / 8) * 8;
      const k = values[at('k')] as number;
      return Math.max(most, (n + 4) * k);
    }, 64);
}

export class WasmRunner implements PlanRunner {
  readonly floats: Float32Array;
  readonly #exports: Exports;

  constructor({ arena: arenaFloats, programs }: RunnerOptions) {
    const scratch = 4 * Math.max(...programs.map(scratchOf));
    const arena = Math.ceil((reserved + scratch) / 64) * 64;
    const pages = Math.ceil((arena + 4 * arenaFloats) / page) + 1;
    const memory = new WebAssembly.Memory({ initial: pages });
    const instance = new WebAssembly.Instance(moduleOf(), { env: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    this.#exports.configure(arena, reserved);
    this.floats = new Float32Array(memory.buffer, arena, arenaFloats);
  }

  prepare(instructions: readonly Instruction[]): Program {
    const steps = instructions.map(({ kernel, values }) => ({
      kernel: this.#exports[kernel] as Kernel,
      values: values as number[],
    }));
    return () => {
      for (let i = 0; i < steps.length; i++) {
        const { kernel, values } = steps[i] as (typeof steps)[number];
        kernel(...values);
      }
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
