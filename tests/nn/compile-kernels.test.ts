/** What the build makes of assembly/: two modules, each with every kernel that plans are written in. */
import { setFlagsFromString } from 'node:v8';
import { plain, relaxed } from 'virtual:kernels';
import { describe, expect, it } from 'vitest';
import { kernelArguments } from '../../src/nn/plan/kernels.ts';

// The V8 of Node 20 has relaxed SIMD behind a flag.
if (Number.parseInt(process.versions.node, 10) < 21) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

const open = (base64: string) => {
  const module = new WebAssembly.Module(Buffer.from(base64, 'base64'));
  const memory = new WebAssembly.Memory({ initial: 2 });
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
};

describe.each([
  ['without relaxed multiply-add', plain],
  ['with relaxed multiply-add', relaxed],
])('the kernels %s', (_, base64) => {
  it('are those of kernels.ts, with as many arguments each', () => {
    const { configure, ...kernels } = open(base64) as Record<string, (...values: number[]) => void>;
    expect(configure).toHaveLength(2);
    const counts = (entries: [string, { readonly length: number }][]) =>
      Object.fromEntries(entries.map(([name, { length }]) => [name, length]));
    // `memory` is imported, and nothing else is let out.
    expect(counts(Object.entries(kernels))).toEqual(counts(Object.entries(kernelArguments)));
  });
});

it('the two modules differ: one has instructions that the other must do without', () => {
  expect(relaxed).not.toBe(plain);
  // f32x4.relaxed_madd: the prefix 0xfd and the opcode 0x105 in LEB128.
  const madd = (base64: string) => Buffer.from(base64, 'base64').includes(Buffer.of(0xfd, 0x85, 2));
  expect([madd(plain), madd(relaxed)]).toEqual([false, true]);
});
