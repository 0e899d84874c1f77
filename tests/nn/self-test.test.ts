import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/nn/backend.ts';
import { gradientError } from '../../src/nn/self-test.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

/** Runs with another kernel in the place of one of wasm's own. */
async function withKernel<T>(
  name: string,
  change: (values: Float32Array) => void,
  run: () => Promise<T>,
): Promise<T> {
  const original = tf.getKernel(name, 'wasm');
  const kernelFunc: tf.KernelFunc = (args) => {
    const out = original.kernelFunc(args) as tf.TensorInfo;
    const backend = args.backend as unknown as {
      typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
    };
    change(backend.typedArrayFromHeap(out));
    return out;
  };
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...original, kernelFunc });
  try {
    return await run();
  } finally {
    tf.unregisterKernel(name, 'wasm');
    tf.registerKernel(original);
  }
}

describe('gradient self-test', () => {
  it('finds wasm right', async () => {
    expect(await gradientError()).toBeLessThan(1e-5);
  });

  it('finds a kernel that is wrong', async () => {
    const error = await withKernel('Tanh', (values) => values.fill(0.5, 0, 1), gradientError);
    expect(error).toBeGreaterThan(1e-3);
  });

  it('does not lose a NaN among good numbers', async () => {
    // Of all products only the gradient has 7 × 6 numbers. The other 41 of them are right.
    const spoil = (values: Float32Array) => {
      if (values.length === 42) values[0] = Number.NaN;
    };
    expect(await withKernel('BatchMatMul', spoil, gradientError)).toBeNaN();
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await gradientError();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('finds plain JavaScript right', async () => {
    await startBackend('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(await gradientError()).toBeLessThan(1e-5);
    await startBackend('wasm');
  });
});
