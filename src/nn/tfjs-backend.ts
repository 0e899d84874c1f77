/**
 * Starts a tfjs backend in this thread for the reference learner: `wasm` (SIMD) or `cpu` (plain
 * JavaScript, for tests). The wasm files' addresses are handed in: a bundler and Node find them
 * differently.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { InputError } from '../core/input-error.ts';

export type TfjsBackend = 'wasm' | 'cpu';

export interface TfjsBackendOptions {
  /** Address of each wasm file by its name in the package; without it tfjs looks beside its script. */
  readonly wasmPaths?: Readonly<Record<string, string>>;
}

async function register(name: TfjsBackend, options: TfjsBackendOptions): Promise<void> {
  if (name === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    return;
  }
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (options.wasmPaths) wasm.setWasmPaths({ ...options.wasmPaths });
  // tfjs starts its threads from the text of a function, which does not survive a bundler.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}

/** Makes `name` the tfjs backend of this thread, or throws an InputError that says what is missing. */
export async function startTfjs(
  name: TfjsBackend = 'wasm',
  options: TfjsBackendOptions = {},
): Promise<void> {
  tf.env().set('PROD', true);
  let why = 'this engine lacks WebAssembly SIMD; update it';
  try {
    await register(name, options);
    if (await tf.setBackend(name)) {
      await tf.ready();
      return;
    }
  } catch (error) {
    why = (error as Error).message;
  }
  throw new InputError(`TensorFlow.js did not start on ${name}: ${why}.`);
}
