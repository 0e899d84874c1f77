/**
 * The compiled kernels (assembly/) over a given memory: the module with relaxed multiply-add where the
 * engine has it. Compiled once per thread and kind of memory.
 */
import { plain, relaxed } from 'virtual:kernels';
import { InputError } from '../../core/input-error.ts';
import { type Instruction, type KernelName, kernelArguments } from './kernels.ts';

type Kernel = (...values: number[]) => void;

/** Bytes from the beginning of the memory. */
export interface Addresses {
  readonly arena: number;
  readonly scratch: number;
}

/** A list of kernels made ready to be run. */
export type RunList = () => void;

export const pageBytes = 65_536;
/** Where AssemblyScript keeps its own few constants. */
export const reservedBytes = pageBytes;
/** Memory is laid out in whole lines of a cache, so that threads do not share one. */
const line = 64;

export const inLines = (bytes: number) => Math.ceil(bytes / line) * line;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function compile(modules: { readonly plain: string; readonly relaxed: string }) {
  const fast = bytesOf(modules.relaxed);
  const bytes = WebAssembly.validate(fast) ? fast : bytesOf(modules.plain);
  if (!WebAssembly.validate(bytes)) {
    throw new InputError('This engine lacks WebAssembly SIMD, which learning needs: update it.');
  }
  return new WebAssembly.Module(bytes);
}

let own: WebAssembly.Module | undefined;

/** For a memory of one thread. */
export function ownModule(): WebAssembly.Module {
  own ??= compile({ plain, relaxed });
  return own;
}

/** For a memory that threads share; fetched only by those who have threads. */
export async function sharedModule(): Promise<WebAssembly.Module> {
  return compile(await import('virtual:kernels/shared'));
}

/** Bytes of scratch that the largest matrix product needs: its right operand, four rows of the left, a corner. */
export function scratchBytes(lists: readonly (readonly Instruction[])[]): number {
  const names = kernelArguments.gemm;
  const at = (name: (typeof names)[number]) => names.indexOf(name);
  const blockK = 512;
  let most = 0;
  for (const list of lists) {
    for (const { kernel, values } of list) {
      if (kernel !== 'gemm') continue;
      const n = Math.ceil((values[at('n')] as number) / 8) * 8;
      const k = Math.min(blockK, values[at('k')] as number);
      most = Math.max(most, (n + 4) * k);
    }
  }
  return inLines(4 * most) + line;
}

/** Makes lists ready to be run over the memory. */
export function startKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  { arena, scratch }: Addresses,
): (list: readonly Instruction[]) => RunList {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = instance.exports as unknown as Readonly<Record<KernelName, Kernel>> & {
    readonly configure: (arena: number, scratch: number) => void;
  };
  kernels.configure(arena, scratch);
  return (list) => {
    const steps = list.map(({ kernel, values }) => ({
      kernel: kernels[kernel] as Kernel,
      values: values as number[],
    }));
    return () => {
      for (let i = 0; i < steps.length; i++) {
        const { kernel, values } = steps[i] as (typeof steps)[number];
        kernel(...values);
      }
    };
  };
}
