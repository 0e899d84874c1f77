/** Where the page's tfjs wasm binaries lie, by the name that the backend asks for. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';

export const wasmPaths: Readonly<Record<string, string>> = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  // Never asked for, as threads are off (nn/tfjs-backend.ts), but tfjs wants every name.
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
};
