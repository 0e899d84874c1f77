import { expect, it } from 'vitest';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import { errorAfter, pointed, quick } from './bandit.ts';

it('ddpg: the actor moves to where the reward is highest', async () => {
  const hyperparameters = { ...ddpg, ...quick, hidden: 16, batch: 64 };
  // An action of 0, with which it begins, is 0.6 off.
  expect(await errorAfter(0, pointed, hyperparameters)).toBeGreaterThan(0.55);
  expect(await errorAfter(250, pointed, hyperparameters)).toBeLessThan(0.3);
});
