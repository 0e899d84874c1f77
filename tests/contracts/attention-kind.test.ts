/** What every registered attention kind keeps to. Its numbers are checked in tests/nn/attention.test.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { plainRows } from '../../src/nn/attention/rows.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { createLearner } from '../../src/rl/create-learner.ts';
import { livingArenas } from '../nn/arenas.ts';
import { engines } from '../nn/engines.ts';
import { smallLayout } from '../nn/small-observations.ts';
import { startWasm, wasmPaths } from '../nn/start-backend.ts';
import { filledReplay } from '../rl/filled-replay.ts';

beforeAll(startWasm);

const H = 2;
const D = 4;
const N = 3;

const onEngines = engines.flatMap((engine) =>
  attentionKinds.names().map((name) => ({ name, on: engine.name, engine })),
);

describe.each(onEngines)('attention kind $name on $on', ({ name, engine }) => {
  const kind = attentionKinds.get(name);
  const blueprint = new Blueprint();
  const attend = kind.create(blueprint, 'at/kind', { heads: H, depth: D });
  const values = blueprint.initialValues(createRandom(1, name));

  /** Full, half full, and empty. */
  const maskOf = (k: number) =>
    Array.from({ length: N * k }, (_, i) => {
      const sample = Math.floor(i / k);
      return sample === 0 || (sample === 1 && i % 2 === 0) ? 1 : 0;
    });
  const draw = (rows: number, seed: number) => {
    const random = createRandom(seed, 'attention kind');
    const drawn = Float32Array.from({ length: rows * H * D }, () => random.normal());
    return { rows, columns: H * D, values: drawn };
  };
  const run = (k: number, seeds?: { context: ArrayLike<number> }) =>
    engine.run({
      ...{ blueprint, values },
      learned: { query: draw(N, 1), keys: draw(N * k, 2), values: draw(N * k, 3) },
      constant: { mask: { rows: N, columns: k, values: maskOf(k) } },
      compute: (on, { learned, constant }) => ({
        ...attend(on, {
          query: learned.query!,
          keys: plainRows(on, learned.keys!, { heads: H, rows: k }),
          values: plainRows(on, learned.values!, { heads: H, rows: k }),
          mask: constant.mask!,
        }),
      }),
      ...(seeds ? { seeds } : {}),
    });

  it('has a title and declares parameters under its own name only', () => {
    expect(kind.title).toMatch(/\w/);
    for (const slot of blueprint.slots) expect(slot.name).toMatch(/^at\/kind\//);
  });

  it.each([1, 2, 7])('gives [N, H·D] and [N, H·K] for %d rows, with the same parameters', (k) => {
    const { context, weights } = run(k).outputs;
    expect([context!.rows, context!.columns]).toEqual([N, H * D]);
    expect([weights!.rows, weights!.columns]).toEqual([N, H * k]);
  });

  it('gives weights from 0 to 1 that sum to 1, exactly 0 where nothing is', () => {
    const k = 6;
    const { weights, context } = run(k).outputs;
    const mask = maskOf(k);
    weights!.values.forEach((weight, i) => {
      const sample = Math.floor(i / (H * k));
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(1 + 1e-6);
      if (mask[sample * k + (i % k)] === 0) expect(weight).toBe(0);
    });
    for (let i = 0; i < N * H; i++) {
      const total = weights!.values.subarray(i * k, (i + 1) * k).reduce((a, b) => a + b, 0);
      expect(total).toBeCloseTo(i < 2 * H ? 1 : 0, 5);
    }
    // Sample 2 is empty.
    expect(context!.values.slice(2 * H * D).every((x) => x === 0)).toBe(true);
  });

  it('has finite gradients, through full, half full and empty sets', () => {
    const k = 5;
    const { context } = run(k).outputs;
    // Of Σ context².
    const { gradient, byInput } = run(k, { context: context!.values.map((x) => 2 * x) });
    // Whatever it ignores, it must learn through its values.
    expect(byInput.values!.some((x) => x !== 0)).toBe(true);
    for (const part of [gradient, ...Object.values(byInput)]) {
      expect(part.every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves nothing behind', async () => {
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const once = async () => {
      run(3, { context: new Float32Array(N * H * D).fill(1) });
      return [tf.memory().numTensors, backend.numDataIds(), await livingArenas()];
    };
    const burned = await once();
    expect(await once()).toEqual(burned);
  });
});

describe.each(attentionKinds.names())('attention kind %s', (name) => {
  it.each(['wasm', 'tfjs'] as const)(
    'can be learned with: updates change the actor and the critic and stay finite, on %s',
    async (backend) => {
      const hyperparameters = {
        ...ddpg,
        ...{ attention: name, channels: 4, heads: 2, hidden: 4, graphRounds: 1, setBlocks: 1 },
        batch: 4,
      };
      const parts = {
        replay: filledReplay(smallLayout),
        normaliser: createNormaliser(smallLayout),
      };
      const learner = await createLearner(
        { ...parts, hyperparameters, gamma: 0.9, seed: 1 },
        backend,
        { wasmPaths },
      );
      const before = structuredClone(await learner.state());
      for (let i = 0; i < 3; i++) learner.update();
      const after = await learner.state();
      after.networks.forEach((network, i) => {
        expect(network.online).not.toEqual(before.networks[i]!.online);
        expect(network.online.every(Number.isFinite)).toBe(true);
      });
      learner.dispose();
    },
  );
});
