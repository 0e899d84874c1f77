import { describe, expect, it } from 'vitest';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { createLearner } from '../../src/rl/create-learner.ts';
import { GroupedLearner, partsOfGroup } from '../../src/rl/grouped-learner.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import {
  joined,
  type Learner,
  type LearnerParts,
  type Losses,
  networksPerGroup,
} from '../../src/rl/learner.ts';
import { smallLayout as layout } from '../nn/small-observations.ts';
import { wasmPaths } from '../nn/start-backend.ts';
import { aloneIn } from './alone.ts';
import { filledReplay } from './filled-replay.ts';

const groups = 2;
const hyperparameters: Hyperparameters = {
  ...heed,
  ...{ channels: 8, heads: 2, hidden: 6, batch: 8, twin: true, actorDelay: 2, groups },
  ...{ demonstrations: 1, demonstrationShare: 0.5, demonstrationUpdates: 3 },
};

function createParts(seed = 1): LearnerParts {
  const replay = filledReplay(layout, { agents: 4 });
  const demonstrations = filledReplay(layout, { agents: 4, seed: 2 });
  const normaliser = createNormaliser(layout, groups);
  normaliser.shift.forEach((_, i) => {
    normaliser.shift[i] = i < layout.agentSize ? 0.1 : 0.2;
  });
  return { replay, demonstrations, normaliser, hyperparameters, gamma: 0.9, seed };
}

describe.each(['wasm', 'tfjs'] as const)('grouped learner on %s', (backend) => {
  const open = (parts: LearnerParts) => createLearner(parts, backend, { wasmPaths });

  it('is for each group what a learner of its agents alone would be', async () => {
    const parts = createParts();
    const together = await open(parts);
    for (let i = 0; i < 4; i++) together.update();
    const { updates, random, networks } = await together.state();
    expect(updates).toBe(4);
    const each = networksPerGroup(hyperparameters);
    const actors: Float32Array[] = [];
    const critics: Float32Array[] = [];
    const losses: Losses[] = [];
    for (let group = 0; group < groups; group++) {
      const { replay, demonstrations } = parts;
      const alone = await open({
        ...partsOfGroup(parts, group),
        replay: aloneIn(replay, groups, group),
        demonstrations: demonstrations && aloneIn(demonstrations, groups, group),
        hyperparameters: { ...hyperparameters, groups: 1 },
      });
      for (let i = 0; i < 4; i++) alone.update();
      const state = await alone.state();
      expect(networks.slice(group * each, (group + 1) * each)).toEqual(state.networks);
      expect([random[group]]).toEqual(state.random);
      actors.push(await alone.actorValues());
      critics.push(await alone.criticValues());
      losses.push(await alone.losses());
      alone.dispose();
    }
    expect(await together.actorValues()).toEqual(joined(actors));
    expect(await together.criticValues()).toEqual(joined(critics));
    expect(actors[0]).not.toEqual(actors[1]);
    expect(random[0]).not.toEqual(random[1]);
    const { critic, actor } = await together.losses();
    const [one, other] = losses as [Losses, Losses];
    expect(critic).toBeCloseTo((one.critic + other.critic) / 2, 12);
    expect(actor).toBeCloseTo((one.actor + other.actor) / 2, 12);
    together.dispose();
  });

  it('goes on from a saved state exactly as if it had never stopped', async () => {
    const whole = await open(createParts());
    for (let i = 0; i < 3; i++) whole.update();
    const saved = structuredClone(await whole.state());
    const resumed = await open(createParts(2));
    resumed.restore(saved);
    for (let i = 0; i < 3; i++) {
      whole.update();
      resumed.update();
    }
    expect(await resumed.state()).toEqual(await whole.state());
    // Networks alone: the streams go on.
    whole.restoreNetworks(saved.networks);
    const { random, networks } = await whole.state();
    expect(networks).toEqual(saved.networks);
    expect(random).toEqual((await resumed.state()).random);
    whole.dispose();
    resumed.dispose();
  });
});

describe('grouped learner: Q', () => {
  const withQ = (q: number) =>
    ({ losses: async () => ({ critic: 1, actor: 1, q }) }) as unknown as Learner;

  it.each([
    [[1, -3, 2], -3],
    [[Number.NaN, 5], Number.NaN],
    [[5, Number.NaN, 7], Number.NaN],
  ])('of %s is %d, as of the group that is furthest off', async (all, expected) => {
    const [first, ...rest] = all.map(withQ) as [Learner, ...Learner[]];
    expect((await new GroupedLearner([first, ...rest]).losses()).q).toBe(expected);
  });
});
