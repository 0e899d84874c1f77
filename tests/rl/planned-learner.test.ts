/**
 * The plan against the reference, over whole observations (vectors, sets down to none, graphs with
 * absent nodes) and every part that a network can be made of. Each by itself against plain loops:
 * learners.test.ts, ../nn/networks.test.ts, ../nn/kernels.test.ts.
 */
import { expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { createLearner, type LearnerBackend } from '../../src/rl/create-learner.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { expectClose } from '../nn/expect-close.ts';
import { barelyLayouts, smallLayout } from '../nn/small-observations.ts';
import { wasmPaths } from '../nn/start-backend.ts';
import { filledReplay } from './filled-replay.ts';

const base: Hyperparameters = {
  ...heed,
  ...{ channels: 8, heads: 2, hidden: 6, graphRounds: 2, setBlocks: 0, batchWorldSteps: 3 },
  ...{ reachPenalty: 0.1, actorRate: 1e-3 },
};

interface Variant {
  readonly name: string;
  readonly changes?: Partial<Hyperparameters>;
  readonly layout?: ObservationLayout;
}
const variants: readonly Variant[] = [
  ...attentionKinds.names().map((attention) => ({ name: attention, changes: { attention } })),
  { name: 'odd widths', changes: { channels: 6, heads: 2, hidden: 7 } },
  { name: 'one head', changes: { heads: 1 } },
  { name: 'four heads of sixteen channels', changes: { channels: 64, heads: 4 } },
  { name: 'two transformer blocks', changes: { setBlocks: 2 } },
  { name: 'no graph', changes: { graphRounds: 0 } },
  { name: 'no layer norm', changes: { layerNorm: false } },
  { name: 'twin critics', changes: { twin: true, actorDelay: 2, targetSmoothing: 0.1 } },
  ...Object.entries(barelyLayouts).map(([name, layout]) => ({ name, layout })),
];

async function learn(backend: LearnerBackend, variant: Variant) {
  const { layout = smallLayout, changes = {} } = variant;
  const normaliser = createNormaliser(layout);
  normaliser.shift.fill(0.1);
  normaliser.scale.fill(0.7);
  const parts = { replay: filledReplay(layout, { agents: 3 }), normaliser, gamma: 0.9, seed: 3 };
  const hyperparameters = { ...base, ...changes };
  const learner = await createLearner({ ...parts, hyperparameters }, backend, { wasmPaths });
  // Weights of ordinary size, so that no part hides behind a small one.
  const random = createRandom(4, 'values');
  const fresh = await learner.state();
  const draw = (values: Float32Array) => values.map(() => random.range(-0.6, 0.6));
  learner.restore({
    ...fresh,
    networks: fresh.networks.map((network) => ({
      ...network,
      ...{ online: draw(network.online), target: draw(network.target) },
    })),
  });
  learner.update();
  const state = structuredClone(await learner.state());
  const losses = [await learner.losses()];
  learner.update();
  losses.push(await learner.losses());
  learner.dispose();
  return { losses, state, blueprints: [learner.actor.blueprint, learner.critic.blueprint] };
}

it.each(variants)('planned learner: the same losses and gradients, $name', async (variant) => {
  const plan = await learn('wasm', variant);
  const reference = await learn('tfjs', variant);
  plan.losses.forEach((losses, i) => {
    const expected = reference.losses[i] as typeof losses;
    // Of a gradient that is 0 but for rounding, Adam may make a step either way.
    const tolerance = i === 0 ? 1e-5 : 1e-3;
    expectClose(Object.values(losses), Object.values(expected), { what: 'losses', tolerance });
  });
  plan.state.networks.forEach(({ first, second, target }, n) => {
    const { slots } = plan.blueprints[Math.min(n, 1)] as (typeof plan.blueprints)[number];
    const expected = reference.state.networks[n] as (typeof plan.state.networks)[number];
    const largest = expected.first.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (const { name, offset, size } of slots) {
      const part = (values: Float32Array) => values.subarray(offset, offset + size);
      const what = `network ${n}, ${name}`;
      const close = { tolerance: 1e-3, leastScale: 0.01 * largest, what };
      expectClose(part(first), part(expected.first), close);
      expectClose(part(second), part(expected.second), {
        ...close,
        leastScale: 1e-4 * largest ** 2,
      });
    }
    const apart = target.filter(
      (value, i) => Math.abs(value - (expected.target[i] as number)) > 1e-5,
    );
    expect(apart.length).toBeLessThan(0.02 * target.length + 2);
  });
});
