import { expect, it } from 'vitest';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { algorithms } from '../../src/rl/algorithms/index.ts';
import { errorAfter, matched, pointed, quick } from './bandit.ts';

it.each(algorithms.entries())(
  '%s: the actor settles where the reward is highest',
  async (_, preset) => {
    // A delayed actor gets as many steps of its own as any.
    const updates = 400 * preset.actorDelay;
    const hyperparameters = { ...preset, ...quick, hidden: 16, batch: 64 };
    // From 0.6, where it does nothing.
    expect(await errorAfter(updates, pointed, hyperparameters)).toBeLessThan(0.25);
  },
);

it('attention finds the thing that a query asks for, which mean pooling cannot', async () => {
  const learn = (attention: string) =>
    errorAfter(700, matched, { ...heed, ...quick, attention, batch: 128 });
  // Doing nothing is 0.53 off.
  const [dot, mean] = [await learn('dot'), await learn('mean')];
  expect(dot).toBeLessThan(0.3);
  expect(mean).toBeGreaterThan(0.4);
});
