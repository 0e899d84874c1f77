/** What every registered attention kind keeps to. Its numbers are checked in tests/nn/attention.test.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import type { Attend } from '../../src/nn/attention/kind.ts';
import { plainRows } from '../../src/nn/attention/rows.ts';
import { Blueprint, Weights } from '../../src/nn/blueprint.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { ActorCritic } from '../../src/rl/actor-critic.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { smallLayout } from '../nn/small-observations.ts';
import { startWasm } from '../nn/start-backend.ts';
import { filledReplay } from '../rl/filled-replay.ts';

beforeAll(startWasm);

const H = 2;
const D = 4;
const N = 3;

describe.each(attentionKinds.names())('attention kind %s', (name) => {
  const kind = attentionKinds.get(name);
  const blueprint = new Blueprint();
  const attend: Attend = kind.create(blueprint, 'at/kind', { heads: H, depth: D });
  let weights: Weights;
  beforeAll(() => {
    const values = blueprint.initialValues(createRandom(1, name));
    weights = new Weights(blueprint, values, { trainable: true });
  });
  afterAll(() => weights.dispose());

  /** Full, half full, and empty. */
  const maskOf = (k: number) =>
    tf.tensor3d(
      Array.from({ length: N * k }, (_, i) => {
        const sample = Math.floor(i / k);
        return sample === 0 || (sample === 1 && i % 2 === 0) ? 1 : 0;
      }),
      [N, 1, k],
    );
  const draw = (k: number) => ({
    query: tf.randomNormal([N, H, D], 0, 1, 'float32', 1) as tf.Tensor3D,
    keys: tf.randomNormal([N, H, k, D], 0, 1, 'float32', 2) as tf.Tensor4D,
    values: tf.randomNormal([N, H, k, D], 0, 1, 'float32', 3) as tf.Tensor4D,
  });
  const run = (k: number, { query, keys, values }: ReturnType<typeof draw>) =>
    attend(weights, {
      query,
      keys: plainRows(keys),
      values: plainRows(values),
      mask: maskOf(k),
    });

  it('has a title and declares parameters under its own name only', () => {
    expect(kind.title).toMatch(/\w/);
    for (const slot of blueprint.slots) expect(slot.name).toMatch(/^at\/kind\//);
  });

  it.each([1, 2, 7])('gives [N, H, D] and [N, H, K] for %d rows, with the same parameters', (k) => {
    tf.tidy(() => {
      const attended = run(k, draw(k));
      expect(attended.context.shape).toEqual([N, H, D]);
      expect(attended.weights.shape).toEqual([N, H, k]);
    });
  });

  it('gives weights from 0 to 1 that sum to 1, exactly 0 where nothing is', () => {
    tf.tidy(() => {
      const k = 6;
      const { weights: given, context } = run(k, draw(k));
      const mask = maskOf(k).dataSync();
      given.dataSync().forEach((weight, i) => {
        const sample = Math.floor(i / (H * k));
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(weight).toBeLessThanOrEqual(1 + 1e-6);
        if (mask[sample * k + (i % k)] === 0) expect(weight).toBe(0);
      });
      const totals = tf.sum(given, 2).dataSync();
      totals.forEach((total, i) => {
        expect(total).toBeCloseTo(i < 2 * H ? 1 : 0, 5);
      });
      // Sample 2 is empty.
      expect(
        context
          .dataSync()
          .slice(2 * H * D)
          .every((x) => x === 0),
      ).toBe(true);
    });
  });

  it('has finite gradients, through full, half full and empty sets', () => {
    tf.tidy(() => {
      const k = 5;
      const input = draw(k);
      const variables = [input.query, input.keys, input.values].map((x) => tf.variable(x));
      const [query, keys, values] = variables as unknown as [tf.Tensor3D, tf.Tensor4D, tf.Tensor4D];
      const { grads } = tf.variableGrads(
        () => tf.sum(tf.square(run(k, { query, keys, values }).context)) as tf.Scalar,
        [...variables, ...(weights.variables as tf.Variable[])],
      );
      // Whatever it ignores, it must learn through its values.
      expect(Object.keys(grads)).toContain(variables[2]!.name);
      for (const gradient of Object.values(grads)) {
        expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
      }
      for (const variable of variables) variable.dispose();
    });
  });

  it('leaves nothing behind', () => {
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const once = () => {
      tf.tidy(() => {
        run(3, draw(3));
      });
      return [tf.memory().numTensors, backend.numDataIds()];
    };
    const burned = once();
    expect(once()).toEqual(burned);
  });

  it('can be learned with: updates change the actor and the critic and stay finite', async () => {
    const learner = await ActorCritic.create({
      replay: filledReplay(smallLayout),
      normaliser: createNormaliser(smallLayout),
      hyperparameters: {
        ...ddpg,
        ...{ attention: name, channels: 4, heads: 2, hidden: 4, graphRounds: 1, setBlocks: 1 },
        batchWorldSteps: 2,
      },
      gamma: 0.9,
      seed: 1,
    });
    const before = structuredClone(await learner.state());
    for (let i = 0; i < 3; i++) learner.update();
    const after = await learner.state();
    after.networks.forEach((network, i) => {
      expect(network.online).not.toEqual(before.networks[i]!.online);
      expect(network.online.every(Number.isFinite)).toBe(true);
    });
    learner.dispose();
  });
});
