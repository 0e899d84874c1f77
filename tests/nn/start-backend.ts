/** Starts tfjs, the reference, in Node. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startTfjs } from '../../src/nn/tfjs-backend.ts';

const require = createRequire(import.meta.url);

/** tfjs wants to be told where its wasm files are when a bundler has moved its script. */
export const wasmPaths: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'tfjs-backend-wasm.wasm',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
  ].map((file) => [file, join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), file)]),
);

export function startWasm(): Promise<void> {
  return startTfjs({ wasmPaths });
}
