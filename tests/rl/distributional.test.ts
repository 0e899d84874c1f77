/** What quantiles are worth: returns of two kinds, where a mean lies between them and tells neither. */
import { expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { layoutOf } from '../../src/core/spec.ts';
import { flags, rowLayoutOf } from '../../src/core/transition-row.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { distributional } from '../../src/rl/algorithms/distributional.ts';
import { createLearner } from '../../src/rl/create-learner.ts';
import { networkOptions } from '../../src/rl/learner.ts';
import { Replay } from '../../src/rl/replay.ts';
import { Parameters, plainQuantiles } from '../nn/plain-network.ts';

/** Episodes of one decision: in three of ten, at random, the return is −1, else 1. */
const failures = 0.3;
const layout = layoutOf({
  version: 1,
  agent: [{ kind: 'vector', name: 'ego', features: ['x'] }],
  world: [],
});
const agents = 10;
const row = rowLayoutOf(layout, agents);

function twoOutcomes(): Replay {
  const random = createRandom(1, 'two outcomes');
  const replay = new Replay(row, { streams: 1, rowsPerStream: 400 });
  const values = new Float32Array(row.size);
  for (let time = 0; time < replay.rowsPerStream; time++) {
    for (let agent = 0; agent < agents; agent++) {
      values[row.agentOffset + agent] = 1;
      values[row.rewardOffset + agent] = random.uniform() < failures ? -1 : 1;
      values[row.flagOffset + agent] = flags.terminated;
    }
    replay.add(0, values, 0);
  }
  return replay;
}

it('quantiles lie where returns are, as many of them as are like that; Q is their mean', async () => {
  const hyperparameters = {
    ...distributional,
    ...{ quantiles: 10, channels: 4, heads: 1, hidden: 8, nStep: 1, batch: 200 },
    ...{ criticRate: 0.01, decayUpdates: 600 },
  };
  const normaliser = createNormaliser(layout);
  const parts = { replay: twoOutcomes(), normaliser, hyperparameters, gamma: 0.9, seed: 1 };
  const learner = await createLearner(parts, 'wasm');
  for (let i = 0; i < 800; i++) learner.update();
  const { q } = await learner.losses();
  const { networks } = await learner.state();
  const p = new Parameters(learner.critic.blueprint, networks[1]!.online);
  learner.dispose();
  const observation = { agentRow: [1], worldRow: [] };
  const found = plainQuantiles(p, layout, networkOptions(hyperparameters), observation, [0, 0]);
  found.forEach((quantile, m) => {
    const outcome = (m + 0.5) / found.length < failures ? -1 : 1;
    expect(Math.abs(quantile - outcome), `quantile ${m}: ${quantile}`).toBeLessThan(0.1);
  });
  expect(q).toBeCloseTo(1 - 2 * failures, 1);
});
