/** Networks and switches of every kind, small, and what a learner does with each in two updates. */
import { createRandom } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import type { Slot } from '../../src/nn/blueprint.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import type { OptimiserState } from '../../src/nn/optimiser-state.ts';
import type { TfjsBackendOptions } from '../../src/nn/tfjs-backend.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { createLearner, type LearnerBackend } from '../../src/rl/create-learner.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { type Losses, networksPerGroup } from '../../src/rl/learner.ts';
import { barelyLayouts, smallLayout } from '../nn/small-observations.ts';
import { filledReplay } from './filled-replay.ts';

const base: Hyperparameters = {
  ...heed,
  ...{ channels: 8, heads: 2, hidden: 6, graphRounds: 2, setBlocks: 0, batch: 9 },
  ...{ reachPenalty: 0.1, actorRate: 1e-3 },
};

export interface Variant {
  readonly name: string;
  readonly changes?: Partial<Hyperparameters>;
  readonly layout?: ObservationLayout;
}
export const variants: readonly Variant[] = [
  ...attentionKinds.names().map((attention) => ({ name: attention, changes: { attention } })),
  { name: 'odd widths', changes: { channels: 6, heads: 2, hidden: 7 } },
  { name: 'one head', changes: { heads: 1 } },
  { name: 'four heads of sixteen channels', changes: { channels: 64, heads: 4 } },
  { name: 'two rounds over the set', changes: { setGraphRounds: 2 } },
  { name: 'two transformer blocks', changes: { setBlocks: 2 } },
  { name: 'distances to the goal', changes: { goalRounds: 2 } },
  { name: 'nodes that hear nothing', changes: { graphRounds: 0 } },
  { name: 'no layer norm', changes: { layerNorm: false } },
  { name: 'twin critics', changes: { twin: true, actorDelay: 2, targetSmoothing: 0.1 } },
  { name: 'quantiles', changes: { quantiles: 7 } },
  { name: 'quantiles of twin critics', changes: { quantiles: 6, twin: true, actorDelay: 2 } },
  {
    name: 'demonstrations',
    changes: { demonstrations: 1, demonstrationShare: 0.5, demonstrationUpdates: 2 },
  },
  { name: 'groups of one agent', changes: { groups: 3, twin: true } },
  ...Object.entries(barelyLayouts).map(([name, layout]) => ({ name, layout })),
];

export interface Learned {
  /** After each update. */
  readonly losses: readonly Losses[];
  /** Actor first; after the first update. */
  readonly networks: readonly Pick<OptimiserState, 'first' | 'second' | 'target'>[];
  /** Of each of the networks. */
  readonly slots: readonly (readonly Slot[])[];
}

export async function learn(
  backend: LearnerBackend,
  variant: Variant,
  options?: TfjsBackendOptions,
): Promise<Learned> {
  const { layout = smallLayout, changes = {} } = variant;
  const hyperparameters = { ...base, ...changes };
  const normaliser = createNormaliser(layout, hyperparameters.groups);
  normaliser.shift.fill(0.1);
  normaliser.scale.fill(0.7);
  const replay = filledReplay(layout, { agents: 3 });
  const demonstrations =
    hyperparameters.demonstrations > 0 ? filledReplay(layout, { agents: 3, seed: 2 }) : undefined;
  const parts = { replay, demonstrations, normaliser, gamma: 0.9, seed: 3 };
  const learner = await createLearner({ ...parts, hyperparameters }, backend, options);
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
  const { networks } = structuredClone(await learner.state());
  const losses = [await learner.losses()];
  learner.update();
  losses.push(await learner.losses());
  learner.dispose();
  const each = networksPerGroup(hyperparameters);
  return {
    losses,
    networks,
    slots: networks.map(
      (_, i) => (i % each === 0 ? learner.actor : learner.critic).blueprint.slots,
    ),
  };
}
