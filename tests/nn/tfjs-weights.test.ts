import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { Weights } from '../../src/nn/tfjs-weights.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

describe('tfjs weights', () => {
  it('read back what was assigned, and copy it', async () => {
    const blueprint = new Blueprint();
    const kernel = blueprint.declare('kernel', [2, 2], { kind: 'constant', value: 0 });
    const weights = new Weights(blueprint, Float32Array.of(1, 2, 3, 4), { trainable: true });
    const values = Float32Array.of(5, 6, 7, 8);
    weights.assign(values);
    values.fill(0);
    expect([...(await weights.read())]).toEqual([5, 6, 7, 8]);
    expect(weights.get(kernel).shape).toEqual([2, 2]);
    weights.dispose();
  });

  it('show in the next matrix product, although wasm keeps its right operand packed', () => {
    const blueprint = new Blueprint();
    const kernel = blueprint.declare('kernel', [2, 1], { kind: 'constant', value: 0 });
    const weights = new Weights(blueprint, Float32Array.of(1, 1), { trainable: true });
    const product = () =>
      tf.tidy(() =>
        tf.matMul(tf.tensor2d([[3, 4]]), weights.get(kernel) as tf.Tensor2D).dataSync(),
      )[0];
    expect(product()).toBe(7);
    weights.assign(Float32Array.of(10, 1));
    expect(product()).toBe(34);
    weights.dispose();
  });

  it('leave no tensor behind', () => {
    const before = tf.memory().numTensors;
    const blueprint = new Blueprint();
    blueprint.declare('a', [2], { kind: 'constant', value: 0 });
    blueprint.declare('b', [3], { kind: 'constant', value: 0 });
    const weights = new Weights(blueprint, new Float32Array(5), { trainable: true });
    expect(tf.memory().numTensors).toBe(before + 2);
    for (let i = 0; i < 3; i++) weights.assign(new Float32Array(5));
    expect(tf.memory().numTensors).toBe(before + 2);
    weights.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
