import { expect } from 'vitest';
import type { Losses } from '../../src/rl/actor-critic.ts';

const tolerance = 1e-4;

/** Equal up to 1e-4 of 1 + |expected|: float32 sums in another order. */
export function expectSameLosses(got: readonly Losses[], expected: readonly Losses[]): void {
  expect(got).toHaveLength(expected.length);
  for (const [i, losses] of expected.entries()) {
    for (const name of ['critic', 'actor', 'q'] as const) {
      const difference = Math.abs((got[i]?.[name] as number) - losses[name]);
      expect(difference, `${name} ${i}`).toBeLessThan(tolerance * (1 + Math.abs(losses[name])));
    }
  }
}
