import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { initialState } from '../../src/nn/optimiser-state.ts';
import { TfjsOptimiser } from '../../src/nn/tfjs-optimiser.ts';
import { expectClose } from './expect-close.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

function makeBlueprint(): Blueprint {
  const blueprint = new Blueprint();
  blueprint.declare('kernel', [3, 2], { kind: 'fanIn', fanIn: 3 });
  blueprint.declare('bias', [2], { kind: 'uniform', bound: 0.1 });
  return blueprint;
}

const adam = { tau: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Kingma and Ba 2015, algorithm 1, with the soft update after it, in double precision. */
function plainAdam(values: ArrayLike<number>, targets: ArrayLike<number>) {
  const online = Float64Array.from(values);
  const target = Float64Array.from(targets);
  const m = new Float64Array(online.length);
  const v = new Float64Array(online.length);
  let t = 0;
  return {
    online,
    target,
    step(gradient: ArrayLike<number>, rate: number) {
      t += 1;
      for (let i = 0; i < online.length; i++) {
        const g = gradient[i] as number;
        m[i] = adam.beta1 * (m[i] as number) + (1 - adam.beta1) * g;
        v[i] = adam.beta2 * (v[i] as number) + (1 - adam.beta2) * g * g;
        const mean = (m[i] as number) / (1 - adam.beta1 ** t);
        const square = (v[i] as number) / (1 - adam.beta2 ** t);
        online[i] = (online[i] as number) - (rate * mean) / (Math.sqrt(square) + adam.epsilon);
        target[i] = adam.tau * (online[i] as number) + (1 - adam.tau) * (target[i] as number);
      }
    },
  };
}

const random = createRandom(2, 'optimiser');
const draw = (size: number, scale = 1) =>
  Float32Array.from({ length: size }, () => scale * random.normal());

/** One tensor per slot, out of one flat gradient. */
function bySlot(blueprint: Blueprint, flat: Float32Array): tf.Tensor[] {
  return blueprint.slots.map(({ offset, size, shape }) =>
    tf.tensor(flat.slice(offset, offset + size), [...shape]),
  );
}

describe('optimiser', () => {
  it('follows Adam in double precision, and its target follows softly, at any gradient scale', async () => {
    const blueprint = makeBlueprint();
    const state = { ...initialState(draw(blueprint.size)), target: draw(blueprint.size) };
    const reference = plainAdam(state.online, state.target);
    const optimiser = new TfjsOptimiser(blueprint, state, adam);
    for (let step = 0; step < 50; step++) {
      // From so small that epsilon counts to large, with the rate changing as it does under decay.
      const gradient = draw(blueprint.size, 10 ** ((step % 10) - 8));
      const tensors = bySlot(blueprint, gradient);
      const rate = 1e-2 / (1 + step);
      optimiser.step(tensors, rate);
      reference.step(gradient, rate);
      tf.dispose(tensors);
      const now = await optimiser.state();
      expectClose(now.online, reference.online, { what: `online after step ${step + 1}` });
      expectClose(now.target, reference.target, { what: `target after step ${step + 1}` });
      expect(now.step).toBe(step + 1);
    }
    // What networks read is what the optimiser holds, slot by slot.
    const now = await optimiser.state();
    expect(await optimiser.online.read()).toEqual(now.online);
    expect(await optimiser.target.read()).toEqual(now.target);
    expect(await optimiser.targetValues()).toEqual(now.target);
    optimiser.dispose();
  });

  it('moves a parameter by the learning rate in its first step, whatever the gradient’s size', async () => {
    const blueprint = makeBlueprint();
    for (const scale of [1e-3, 1, 1e3]) {
      const optimiser = new TfjsOptimiser(blueprint, initialState(new Float32Array(8)), adam);
      const tensors = bySlot(blueprint, new Float32Array(8).fill(scale));
      optimiser.step(tensors, 0.25);
      const { online, target } = await optimiser.state();
      for (const value of online) expect(value).toBeCloseTo(-0.25, 5);
      for (const value of target) expect(value).toBeCloseTo(-0.25 * 0.05, 6);
      tf.dispose(tensors);
      optimiser.dispose();
    }
  });

  it('continues from a saved state as if it had never stopped', async () => {
    const blueprint = makeBlueprint();
    const gradients = Array.from({ length: 6 }, () => draw(blueprint.size));
    const start = initialState(draw(blueprint.size));
    const step = (optimiser: TfjsOptimiser, gradient: Float32Array) => {
      const tensors = bySlot(blueprint, gradient);
      optimiser.step(tensors, 1e-2);
      tf.dispose(tensors);
    };
    const whole = new TfjsOptimiser(blueprint, start, adam);
    for (const gradient of gradients.slice(0, 3)) step(whole, gradient);
    const saved = await whole.state();
    const kept = structuredClone(saved);
    for (const gradient of gradients.slice(3)) step(whole, gradient);
    expect(saved, 'a state is a copy').toEqual(kept);

    const resumed = new TfjsOptimiser(blueprint, initialState(draw(blueprint.size)), adam);
    resumed.restore(saved);
    expect(await resumed.online.read()).toEqual(saved.online);
    for (const gradient of gradients.slice(3)) step(resumed, gradient);
    expect(await resumed.state()).toEqual(await whole.state());
    expect(await resumed.online.read()).toEqual(await whole.online.read());
    expect(saved, 'restoring copies').toEqual(kept);
    whole.dispose();
    resumed.dispose();
  });

  it('leaves the state that it was made from as it was', () => {
    const blueprint = makeBlueprint();
    const state = initialState(draw(blueprint.size));
    const kept = structuredClone(state);
    const optimiser = new TfjsOptimiser(blueprint, state, adam);
    const tensors = bySlot(blueprint, draw(blueprint.size));
    optimiser.step(tensors, 1e-2);
    expect(state).toEqual(kept);
    tf.dispose(tensors);
    optimiser.dispose();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const blueprint = makeBlueprint();
    const optimiser = new TfjsOptimiser(blueprint, initialState(draw(blueprint.size)), adam);
    const tensors = bySlot(blueprint, draw(blueprint.size));
    const burned = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) optimiser.step(tensors, 1e-3);
    expect(tf.memory().numTensors).toBe(burned);
    tf.dispose(tensors);
    optimiser.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
