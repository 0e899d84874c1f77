import { expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { Examiner } from '../../src/agents/examiner.ts';
import { createRandom } from '../../src/core/random.ts';
import { publishedSeeds } from '../../src/env/index.ts';
import { createActor } from '../../src/nn/actor.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { networkOptions } from '../../src/rl/learner.ts';
import { livingArenas } from '../nn/arenas.ts';
import { tiny } from './tiny-run.ts';

const scenario = {
  ...crowdnav,
  seeds: publishedSeeds({
    ...{ validation: [0, 999], test: [1000, 1003], training: [2000, 999_999] },
    fresh: 1_000_000,
  }),
};

function madeUp(hyperparameters: Hyperparameters, seed: number) {
  const { observationLayout } = scenario;
  const { size } = createActor(observationLayout, networkOptions(hyperparameters)).blueprint;
  const random = createRandom(seed, 'weights');
  const weights = new Float32Array(size + 2 * observationLayout.agentSize).fill(1);
  weights.fill(0, size, size + observationLayout.agentSize);
  for (let i = 0; i < size; i++) weights[i] = random.range(-0.5, 0.5);
  return { hyperparameters, weights };
}

it('examiner: runs the published cases with one set of weights after the other, in one arena', async () => {
  const examiner = await Examiner.create(scenario);
  const first = await examiner.examine(madeUp(tiny, 1));
  expect(first.cases.map(({ seed }) => seed)).toEqual([1000, 1001, 1002, 1003]);
  const arenas = await livingArenas();
  const second = await examiner.examine(madeUp(tiny, 2));
  expect(second.returnMean).not.toBe(first.returnMean);
  expect(await examiner.examine(madeUp(tiny, 1))).toEqual(first);
  const wider = { ...tiny, hidden: 24 };
  await examiner.examine(madeUp(wider, 1));
  expect(await livingArenas()).toBe(arenas);
  expect(() => examiner.examine({ ...madeUp(wider, 1), hyperparameters: tiny })).toThrow(
    'the learner has another network',
  );
  examiner.dispose();
  expect(await livingArenas()).toBe(arenas - 1);
});
