/** Two learners that were given the same have the same losses, gradients and targets, but for rounding. */
import { expect } from 'vitest';
import { expectClose } from '../nn/expect-close.ts';
import type { Learned } from './learner-variants.ts';

export function expectSameLearning(actual: Learned, expected: Learned): void {
  actual.losses.forEach((losses, i) => {
    // Of a gradient that is 0 but for rounding, Adam may make a step either way.
    const tolerance = i === 0 ? 1e-5 : 1e-3;
    const others = Object.values(expected.losses[i] as typeof losses);
    expectClose(Object.values(losses), others, { what: `losses[${i}]`, tolerance });
  });
  actual.networks.forEach(({ first, second, target }, n) => {
    const slots = actual.slots[n] as (typeof actual.slots)[number];
    const other = expected.networks[n] as (typeof expected.networks)[number];
    const largest = other.first.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (const { name, offset, size } of slots) {
      const part = (values: Float32Array) => values.subarray(offset, offset + size);
      const what = `network ${n}, ${name}`;
      const close = { tolerance: 1e-3, leastScale: 0.01 * largest, what };
      expectClose(part(first), part(other.first), close);
      expectClose(part(second), part(other.second), { ...close, leastScale: 1e-4 * largest ** 2 });
    }
    const apart = target.filter((value, i) => Math.abs(value - (other.target[i] as number)) > 1e-5);
    expect(apart.length).toBeLessThan(0.02 * target.length + 2);
  });
}
