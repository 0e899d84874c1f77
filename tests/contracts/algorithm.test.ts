/** What every registered algorithm keeps to. Its numbers are checked in tests/rl/learners.test.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { algorithms } from '../../src/rl/algorithms/index.ts';
import { createLearner } from '../../src/rl/create-learner.ts';
import { checkHyperparameters } from '../../src/rl/hyperparameters.ts';
import type { Learner } from '../../src/rl/learner.ts';
import { livingArenas } from '../nn/arenas.ts';
import { smallLayout } from '../nn/small-observations.ts';
import { startWasm, wasmPaths } from '../nn/start-backend.ts';
import { filledReplay } from '../rl/filled-replay.ts';

beforeAll(startWasm);

const onBackends = (['wasm', 'tfjs'] as const).flatMap((backend) =>
  algorithms.entries().map(([name, preset]) => ({ name, preset, backend })),
);

describe.each(onBackends)('algorithm $name on $backend', ({ preset, backend }) => {
  const hyperparameters = { ...preset, channels: 8, heads: 2, hidden: 8, batch: 8 };
  let learner: Learner;
  beforeAll(async () => {
    const replay = filledReplay(smallLayout, { rows: 60 });
    const parts = { replay, normaliser: createNormaliser(smallLayout), gamma: 0.95, seed: 1 };
    learner = await createLearner({ ...parts, hyperparameters }, backend, { wasmPaths });
  });
  afterAll(() => learner.dispose());

  it('sets every hyperparameter, to a value that fits the others', () => {
    expect(Object.keys(preset).sort()).toEqual(Object.keys(ddpg).sort());
    checkHyperparameters(preset);
    expect(attentionKinds.names()).toContain(preset.attention);
  });

  it('can take its n-step window out of its replay, and fill its batch after its warm-up', () => {
    expect(preset.warmup).toBeLessThan(preset.replaySize);
    expect(preset.warmup).toBeGreaterThanOrEqual(preset.worlds * (preset.nStep + 1));
  });

  it('changes online weights by updates, and lets the targets follow slowly', async () => {
    const before = structuredClone(await learner.state());
    // As often as a delayed actor needs to step twice.
    const updates = 2 * preset.actorDelay;
    for (let i = 0; i < updates; i++) learner.update();
    const after = await learner.state();
    expect(after.updates).toBe(before.updates + updates);
    const moved = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, x, i) => sum + Math.abs(x - (b[i] as number)), 0);
    after.networks.forEach((network, i) => {
      const was = before.networks[i]!;
      const online = moved(network.online, was.online);
      const target = moved(network.target, was.target);
      expect(online).toBeGreaterThan(0);
      expect(target).toBeGreaterThan(0);
      expect(target).toBeLessThan(online);
      // Every parameter tensor takes part: none is cut off from the loss.
      const { blueprint } = i === 0 ? learner.actor : learner.critic;
      const still = blueprint.slots.filter(({ offset, size }) => {
        const of = (x: Float32Array) => x.subarray(offset, offset + size);
        return moved(of(network.online), of(was.online)) === 0;
      });
      // A bias of keys adds the same to every score of a query: the softmax does not see it.
      const taking = still.filter(({ name }) => !name.endsWith('/key/bias'));
      expect(taking.map(({ name }) => name)).toEqual([]);
    });
  });

  it('reports finite losses', async () => {
    const { critic, actor, q } = await learner.losses();
    for (const loss of [critic, actor, q]) expect(loss).toSatisfy(Number.isFinite);
    expect(critic).toBeGreaterThan(0);
  });

  it('needs no more memory from update to update', async () => {
    const tfjs = tf.backend() as unknown as { numDataIds(): number };
    const count = async () => ({
      tensors: tf.memory().numTensors,
      held: tfjs.numDataIds(),
      arenas: await livingArenas(),
    });
    for (let i = 0; i < preset.actorDelay; i++) learner.update();
    const burned = await count();
    for (let i = 0; i < 3 * preset.actorDelay; i++) learner.update();
    expect(await count()).toEqual(burned);
  });
});
