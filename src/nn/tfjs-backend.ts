/**
 * Starts tfjs on its wasm backend (SIMD) in this thread, for the reference learner. The wasm files'
 * addresses are handed in: a bundler and Node find them differently.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { InputError } from '../core/input-error.ts';

export interface TfjsBackendOptions {
  /** Address of each wasm file by its name in the package; without it tfjs looks beside its script. */
  readonly wasmPaths?: Readonly<Record<string, string>>;
}

async function register({ wasmPaths }: TfjsBackendOptions): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (wasmPaths) wasm.setWasmPaths({ ...wasmPaths });
  // tfjs starts its threads from the text of a function, which does not survive a bundler.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}

/** Makes wasm the tfjs backend of this thread, or throws an InputError that says what is missing. */
export async function startTfjs(options: TfjsBackendOptions = {}): Promise<void> {
  tf.env().set('PROD', true);
  let why = 'this engine lacks WebAssembly SIMD; update it';
  try {
    await register(options);
    if (await tf.setBackend('wasm')) {
      await tf.ready();
      return;
    }
  } catch (error) {
    why = (error as Error).message;
  }
  throw new InputError(`TensorFlow.js did not start on wasm: ${why}.`);
}
