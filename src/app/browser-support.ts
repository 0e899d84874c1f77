/**
 * What this browser lacks for computing, each as one sentence with the remedy. (What it lacks for
 * drawing the stage says, and for keeping runs the store.) What was found is handed in, so that the
 * sentences can be tested; `probeBrowser` asks the real one.
 */

export interface BrowserSupport {
  readonly wasmSimd: boolean;
  readonly webgpu: boolean;
}

export interface Shortcomings {
  /** The page cannot work. */
  readonly fatal: string | undefined;
  /** It works, but not as asked. */
  readonly warnings: readonly string[];
}

export function shortcomings(
  support: BrowserSupport,
  wish: 'auto' | 'webgpu' | 'wasm' | 'tfjs',
): Shortcomings {
  const fatal = !support.wasmSimd
    ? `Heed computes with WebAssembly SIMD, which this browser does not have; open it in a current Chrome, Edge, Firefox or Safari.`
    : undefined;
  const warnings: string[] = [];
  if (wish === 'webgpu' && !support.webgpu) {
    warnings.push(
      'The address asks for WebGPU, which this browser does not offer; learning runs on WebAssembly. ' +
        'Use a current Chrome or Edge for WebGPU.',
    );
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
