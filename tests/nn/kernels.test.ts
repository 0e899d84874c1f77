/** Every kernel on wasm, with and without relaxed multiply-add, against plain loops in double precision. */
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it, vi } from 'vitest';
import { type KernelName, kernelArguments } from '../../src/nn/plan/kernels.ts';
import { casesOf, errorOf, kernelMakers } from './kernel-cases.ts';

const names = Object.keys(kernelArguments) as KernelName[];

it('every kernel has cases', () => {
  expect(Object.keys(kernelMakers).sort()).toEqual([...names].sort());
});

describe.each(['plain', 'relaxed'] as const)('%s module', (which) => {
  const load = async () => {
    setFlagsFromString(`--${which === 'plain' ? 'no-' : ''}experimental-wasm-relaxed-simd`);
    vi.resetModules();
    return import('../../src/nn/plan/wasm-runner.ts');
  };

  it.each(names)('%s leaves what plain loops leave, and touches nothing else', async (kernel) => {
    const { WasmRunner } = await load();
    for (const made of casesOf(kernel)) {
      const program = [[[made.instruction]]];
      const runner = new WasmRunner({ arena: made.arena.length, programs: [program] });
      runner.write(0, made.arena);
      runner.prepare(program)();
      expect(errorOf(made, runner.floats), made.name).toBeUndefined();
    }
  });
});
