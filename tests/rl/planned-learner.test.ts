/**
 * The plan against the reference, over whole observations (vectors, sets down to none, graphs with
 * absent nodes) and every part that a network can be made of. Each by itself against plain loops:
 * learners.test.ts, ../nn/networks.test.ts, ../nn/kernels.test.ts; on WebGPU: ../browser/learner.test.ts.
 */
import { it } from 'vitest';
import { wasmPaths } from '../nn/start-backend.ts';
import { expectSameLearning } from './expect-same-learning.ts';
import { learn, variants } from './learner-variants.ts';

it.each(variants)('planned learner: the same losses and gradients, $name', async (variant) => {
  const plan = await learn('wasm', variant);
  expectSameLearning(plan, await learn('tfjs', variant, { wasmPaths }));
});
