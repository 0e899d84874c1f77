/**
 * What this browser lacks for computing, each to be said as one sentence with the remedy. (What it lacks for
 * drawing the stage says, and for keeping runs the store.) What was found is handed in, so that the
 * sentences can be tested; `probeBrowser` asks the real one.
 */
import type { Said } from './words/index.ts';

export interface BrowserSupport {
  readonly wasmSimd: boolean;
  readonly webgpu: boolean;
}

export interface Shortcomings {
  /** The page cannot work. */
  readonly fatal: Said | undefined;
  /** It works, but not as asked. */
  readonly warnings: readonly Said[];
}

export function shortcomings(
  support: BrowserSupport,
  wish: 'auto' | 'webgpu' | 'wasm' | 'tfjs',
): Shortcomings {
  const fatal: Said | undefined = support.wasmSimd ? undefined : ({ run }) => run.browser.simd;
  const warnings: Said[] = [];
  if (wish === 'webgpu' && !support.webgpu) {
    warnings.push(({ run }) => run.browser.webgpu);
  }
  return { fatal, warnings };
}

/** A module whose one function uses a SIMD instruction (i8x16.splat): valid only with SIMD. */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

export function hasWasmSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(simdModule);
}

export function probeBrowser(): BrowserSupport {
  return {
    wasmSimd: hasWasmSimd(),
    webgpu: 'gpu' in navigator,
  };
}
