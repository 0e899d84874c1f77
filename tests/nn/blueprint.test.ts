import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createActor } from '../../src/nn/actor.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { createCritic } from '../../src/nn/critic.ts';
import { smallLayout } from './small-observations.ts';

function slotsByName(blueprint: Blueprint, values: Float32Array) {
  return new Map(
    blueprint.slots.map(({ name, offset, size }) => [name, values.subarray(offset, offset + size)]),
  );
}

describe('blueprint', () => {
  it('lays parameters side by side in the order of declaration', () => {
    const blueprint = new Blueprint();
    blueprint.declare('a', [2, 3], { kind: 'constant', value: 1 });
    blueprint.declare('b', [4], { kind: 'constant', value: 2 });
    expect(blueprint.slots.map(({ offset, size }) => [offset, size])).toEqual([
      [0, 6],
      [6, 4],
    ]);
    expect([...blueprint.initialValues(createRandom(1))]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(() => blueprint.declare('a', [1], { kind: 'constant', value: 0 })).toThrow(/twice/);
  });

  it('draws uniformly within ± 1/√fanIn or ± bound, and fills that range', () => {
    const blueprint = new Blueprint();
    blueprint.declare('fan', [100, 40], { kind: 'fanIn', fanIn: 100 });
    blueprint.declare('small', [4000], { kind: 'uniform', bound: 3e-3 });
    const values = slotsByName(blueprint, blueprint.initialValues(createRandom(1)));
    for (const [name, bound] of [
      ['fan', 0.1],
      ['small', 3e-3],
    ] as const) {
      const drawn = values.get(name) as Float32Array;
      expect(Math.max(...drawn)).toBeLessThanOrEqual(bound);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-bound);
      expect(Math.max(...drawn)).toBeGreaterThan(0.99 * bound);
      expect(Math.min(...drawn)).toBeLessThan(-0.99 * bound);
      // A uniform draw has mean 0 ± bound/√(3·4000) and variance bound²/3.
      const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
      const variance = drawn.reduce((a, b) => a + b * b, 0) / drawn.length;
      expect(Math.abs(mean)).toBeLessThan(0.04 * bound);
      expect(variance / (bound * bound)).toBeCloseTo(1 / 3, 1);
    }
  });

  it('is repeatable, and another seed gives other values', () => {
    const { blueprint } = createActor(smallLayout, options);
    const draw = (seed: number) => blueprint.initialValues(createRandom(seed, 'actor'));
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4)).not.toEqual(draw(5));
  });
});

const options = {
  attention: 'hadamard',
  channels: 8,
  heads: 2,
  setGraphRounds: 0,
  setBlocks: 1,
  graphRounds: 1,
  goalRounds: 0,
  hidden: [6, 6],
  layerNorm: true,
  quantiles: 1,
};

describe('networks’ initial values', () => {
  it.each([
    ['actor', createActor(smallLayout, options).blueprint, 'action'],
    ['critic', createCritic(smallLayout, options).blueprint, 'value'],
  ])('%s: fan-in of the paper everywhere, last layer within 3e-3', (_, blueprint, last) => {
    const values = slotsByName(blueprint, blueprint.initialValues(createRandom(1)));
    const inputs = (name: string) =>
      blueprint.slots.find((slot) => slot.name === name)?.shape[0] ?? 0;
    // The critic's first layer is one over features ⊕ action, kept in two parts.
    const joined = inputs('head/0/kernel') + inputs('head/0/action/kernel');
    for (const { name, shape } of blueprint.slots) {
      const fanIn = name.startsWith('head/0/') ? joined : (shape[0] as number);
      const most = Math.max(...(values.get(name) as Float32Array).map(Math.abs));
      if (name.startsWith(`${last}/`)) expect(most, name).toBeLessThanOrEqual(3e-3);
      else if (name.endsWith('/kernel')) {
        expect(most, name).toBeLessThanOrEqual(1 / Math.sqrt(fanIn));
        expect(most, name).toBeGreaterThan(0.4 / Math.sqrt(fanIn));
      } else if (name.endsWith('/gain')) expect(most, name).toBe(1);
      else if (name.endsWith('/shift')) expect(most, name).toBe(0);
      // hadamard starts as the scaled dot product: w = 1/√D.
      else if (name.endsWith('/w')) expect(most, name).toBeCloseTo(1 / Math.sqrt(4), 6);
    }
  });
});
