/** What a critic thinks of places, of networks whose answers are known; and a world that does not notice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import { ValueMap } from '../../src/explain/value-map.ts';
import { aheadByRay, hallHyperparameters, hallWith, weightsByHand } from './small-explained.ts';

beforeAll(loadEngines);
const made: Environment[] = [];
afterAll(() => {
  for (const environment of made) environment.dispose();
});

const scenario = hallWith(4);
/** A critic whose value is 10 times what the policy goes ahead, which is as far as its ray ahead sees. */
const likesAhead = {
  'head/0/action/kernel': [[0, 0, 1]],
  'head/rest/0/kernel': [[0, 0, 1]],
  'value/kernel': [[0, 0, 10]],
} as const;

function open(seed = 3) {
  const environment = createEnvironment(scenario, { seed });
  made.push(environment);
  const map = new ValueMap(scenario, hallHyperparameters);
  map.setWeights(weightsByHand(scenario, hallHyperparameters, aheadByRay, likesAhead));
  return { environment, map };
}

function finish({ environment, map }: ReturnType<typeof open>, agent = 0): number {
  let slices = 1;
  while (!map.step(environment, agent)) slices++;
  return slices;
}

/** Of the cell that holds (x, z). */
function at({ grid, values }: ValueMap, x: number, z: number): number {
  const column = Math.floor((x - grid.x) / grid.cell);
  const row = Math.floor((z - grid.z) / grid.cell);
  return values[row * grid.columns + column] as number;
}

describe('value map', () => {
  it('is the critic’s value of what is sensed there, in every free cell, and of none that is not', () => {
    const opened = open();
    finish(opened);
    const { map } = opened;
    expect(map.known).toBe(1);
    // Looking along −z, the ray ahead ends at the border, which is at z = −5.
    const middle = (z: number) => Math.floor((z + 5) / 0.25) * 0.25 - 5 + 0.125;
    const seen = (metres: number) => Math.tanh(metres / 6);
    const ratio = at(map, -4, -2) / at(map, -4, -4);
    expect(ratio).toBeCloseTo(seen(middle(-2) + 5) / seen(middle(-4) + 5), 2);
    // The pillar at (3, 2), the crate at (1.5, 2), the border, and the other agent at (−1, 2).
    for (const [x, z] of [
      [3, 2],
      [1.5, 2],
      [-4.9, 0],
      [-1, 2],
    ] as const) {
      expect([x, z, at(map, x, z)]).toEqual([x, z, Number.NaN]);
    }
    expect(at(map, 0, 2)).toBeGreaterThan(0);
  });

  it('has a value in a doorway while the door is open, and none while it is shut', () => {
    const opened = open();
    const { map, environment } = opened;
    const standing = new Float32Array(2 * scenario.agents);
    /** Its door is open from second 50 to second 60. */
    const until = (seconds: number) => {
      while (environment.world.time < seconds) environment.world.step(standing);
      finish(opened);
      return at(map, 0.1, 0.1);
    };
    expect(until(0)).toBeNaN();
    expect(until(55)).toBeGreaterThan(0);
    expect(until(70)).toBeNaN();
  });

  it('has a coarse value everywhere after a few slices, which are refined', () => {
    const opened = open();
    const { map, environment } = opened;
    let slices = 0;
    do {
      map.step(environment, 0);
      slices++;
    } while (!map.isCoarse);
    expect(slices).toBeLessThanOrEqual(2);
    expect(map.known).toBeLessThan(0.1);
    const coarse = map.values.slice();
    const all = slices + finish(opened);
    expect(all).toBeGreaterThan(10);
    const known = (values: Float32Array) => values.filter((value) => !Number.isNaN(value)).length;
    // All but blocks in whose middle somebody stands.
    expect(known(coarse)).toBeGreaterThan(0.9 * known(map.values));
    expect(new Set(map.values).size).toBeGreaterThan(3 * new Set(coarse).size);
    // Round again nothing is forgotten.
    map.step(environment, 0);
    expect([map.known, map.isCoarse]).toEqual([1, true]);
  });

  it('begins anew for another agent and another goal', () => {
    const opened = open();
    finish(opened);
    const { map, environment } = opened;
    expect(map.agent).toBe(0);
    map.step(environment, 1);
    expect([map.agent, map.known < 0.2]).toEqual([1, true]);
    finish(opened, 1);
    environment.world.setGoal(1, 3, -3);
    map.step(environment, 1);
    expect(map.known).toBeLessThan(0.2);
  });

  it('leaves the world as it was, to the bit', () => {
    const [asked, left] = [open(), open()];
    const actions = new Float32Array(2 * scenario.agents).fill(0.4);
    for (let i = 0; i < 30; i++) {
      for (let slice = 0; slice < 3; slice++) asked.map.step(asked.environment, i % 2);
      for (const { environment } of [asked, left]) environment.step(actions);
      expect(asked.environment.agentRows).toEqual(left.environment.agentRows);
    }
    expect(asked.environment.save()).toEqual(left.environment.save());
  });
});
