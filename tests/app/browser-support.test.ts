import { describe, expect, it } from 'vitest';
import { hasWasmSimd, shortcomings } from '../../src/app/browser-support.ts';
import { inEnglish } from './in-english.ts';

const all = { wasmSimd: true, webgpu: true };

describe('browser support', () => {
  it('a complete browser gets no word', () => {
    expect(shortcomings(all, 'webgpu')).toEqual({ fatal: undefined, warnings: [] });
  });

  it('no SIMD stops the page with one sentence and the remedy', () => {
    expect(inEnglish(shortcomings({ ...all, wasmSimd: false }, 'auto').fatal)).toMatch(
      /SIMD.*open it in/,
    );
  });

  it('no WebGPU is worth a notice only if it was asked for', () => {
    const without = { ...all, webgpu: false };
    expect(shortcomings(without, 'auto').warnings).toEqual([]);
    expect(shortcomings(without, 'webgpu').warnings).toHaveLength(1);
  });

  it('finds SIMD where it is', () => {
    expect(hasWasmSimd()).toBe(true);
  });
});
