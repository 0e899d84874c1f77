import { beforeAll, expect, it } from 'vitest';
import { ego, loadEngines } from '../../../src/env/index.ts';
import { difference, senseWorld } from './sensed-world.ts';

beforeAll(loadEngines);

it('ego: a goal to the left and behind is read so, in the agent’s frame', () => {
  // Looking along +x (a quarter turn right): +z is to the right, −z to the left.
  const sensed = senseWorld({ poses: [{ at: [2, 1], heading: -Math.PI / 2 }], goal: [-1, -3] });
  const row = sensed.sense(ego(), 0);
  expect(row[2]).toBeCloseTo(-0.6, 5);
  expect(row[3]).toBeCloseTo(0.8, 5);
  expect(row[4]).toBeCloseTo(5 / 20, 5);
  expect(row[5]).toBeCloseTo(5 / 7, 5);
  expect(row[8]).toBe(1);
});

it('ego: standing on the goal gives finite numbers', () => {
  const row = senseWorld({ poses: [{ at: [0, 0], heading: 1 }], goal: [0, 0] }).sense(ego(), 0);
  expect([...row.slice(2, 6)]).toEqual([1, 0, 0, 0]);
});

it('ego: velocity is the agent’s own, forward and left', () => {
  const sensed = senseWorld({ poses: [{ at: [0, 0], heading: 0.4 }], goal: [5, 5] });
  for (let step = 0; step < 10; step++) sensed.step(Float32Array.of(1.2, 0));
  const row = sensed.sense(ego(), 0);
  expect(row[0]).toBeCloseTo(0.8, 2);
  expect(row[1]).toBeCloseTo(0, 2);
});

it('ego: does not change when the whole world is turned and moved', () => {
  const poses = [{ at: [1, 2] as const, heading: 0.3 }];
  const one = senseWorld({ poses, goal: [-3, 4] });
  const two = senseWorld({ poses, goal: [-3, 4], turn: 2.2, shift: [30, -12] });
  for (let step = 0; step < 8; step++) {
    one.step(Float32Array.of(1, 0.5));
    two.step(Float32Array.of(1, 0.5));
  }
  expect(difference(one.sense(ego(), 0), two.sense(ego(), 0))).toBeLessThan(1e-3);
});
