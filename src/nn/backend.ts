/**
 * Starts one tfjs backend in this thread: `webgpu`, `wasm` (SIMD) or `cpu` (plain JavaScript, for
 * tests and as a last resort). The only file that names backends' packages, so that an engine could
 * be swapped. The wasm files' addresses are handed in: a bundler and Node find them differently.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { InputError } from '../core/input-error.ts';

export const backendNames = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface BackendOptions {
  /** Address of each wasm file by its name in the package; without it tfjs looks beside its script. */
  readonly wasmPaths?: Readonly<Record<string, string>>;
}

async function register(name: BackendName, options: BackendOptions): Promise<void> {
  switch (name) {
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      return;
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      if (options.wasmPaths) wasm.setWasmPaths({ ...options.wasmPaths });
      // tfjs starts its threads from the text of a function, which does not survive a bundler.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      const { registerFastMatMul } = await import('./wasm-matmul.ts');
      registerFastMatMul();
      return;
    }
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
  }
}

/** Makes `name` the backend of this thread, or throws an InputError that says what is missing. */
export async function startBackend(name: BackendName, options: BackendOptions = {}): Promise<void> {
  tf.env().set('PROD', true);
  try {
    await register(name, options);
    if (await tf.setBackend(name)) {
      await tf.ready();
      return;
    }
  } catch (error) {
    throw new InputError(`The ${name} backend did not start: ${(error as Error).message}`);
  }
  const remedy =
    name === 'webgpu'
      ? 'this browser or machine offers no WebGPU adapter; use backend=wasm'
      : 'this engine lacks WebAssembly SIMD; update it';
  throw new InputError(`The ${name} backend did not start: ${remedy}.`);
}

/** The backend that runs in this thread. */
export function currentBackend(): BackendName {
  return tf.getBackend() as BackendName;
}
