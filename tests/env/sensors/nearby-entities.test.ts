import { beforeAll, expect, it } from 'vitest';
import { loadEngines, nearbyEntities } from '../../../src/env/index.ts';
import { entityFeatures } from '../../../src/env/sensors/nearby-entities.ts';
import { difference, senseWorld } from './sensed-world.ts';

beforeAll(loadEngines);

const F = entityFeatures.length;
const rows = 4;
const sensor = nearbyEntities({ rows, reach: 6 });
function read(row: Float32Array, k: number) {
  return Object.fromEntries(entityFeatures.map((name, f) => [name, row[k * F + f] as number]));
}
const masks = (row: Float32Array) => [...row.slice(rows * F)];

it('nearbyEntities: rows come nearest first, in the agent’s frame, and absent rows are 0', () => {
  // Looking along −z from the origin.
  const row = senseWorld({
    poses: [
      { at: [0, 0], heading: 0 },
      { at: [-3, 0], heading: 1 },
      { at: [0, -20], heading: 1 },
    ],
    crates: [[0, -2]],
  }).sense(sensor, 0);
  expect(masks(row)).toEqual([1, 1, 0, 0]);
  expect(read(row, 0)).toMatchObject({ prop: 1, agent: 0, forward: expect.closeTo(2 / 6, 5) });
  expect(read(row, 1)).toMatchObject({ prop: 0, agent: 1, left: expect.closeTo(3 / 6, 5) });
  expect(read(row, 1)).toMatchObject({ gap: expect.closeTo(2.4 / 6, 5), radius: Math.fround(0.3) });
  expect([...row.slice(2 * F, rows * F)]).toEqual(Array(2 * F).fill(0));
});

it('nearbyEntities: foretells the time and the gap of the closest approach', () => {
  // A walker from 4 m ahead, 1 m to the right, comes straight towards −forward at 1 m/s.
  const sensed = senseWorld({
    poses: [{ at: [0, 0], heading: 0 }],
    walkers: [{ at: [1, -5], to: [1, 40] }],
  });
  for (let step = 0; step < 5; step++) sensed.step();
  const entity = read(sensed.sense(sensor, 0), 0) as Record<string, number>;
  const { position, velocity } = sensed.world.bodies;
  const [vx, vz] = [velocity[2] as number, velocity[3] as number];
  const [dx, dz] = [position[3] as number, position[5] as number];
  const time = -(dx * vx + dz * vz) / (vx * vx + vz * vz);
  expect(entity.walker).toBe(1);
  expect(time).toBeGreaterThan(2);
  expect(entity.timeToClosest).toBeCloseTo(Math.min(5, time) / 5, 4);
  const gap = Math.hypot(dx + vx * time, dz + vz * time) - 0.65;
  if (time < 5) expect(entity.closestGap).toBeCloseTo(gap / 6, 4);
  expect(entity.velocityForward).toBeCloseTo(-vz / 1.5, 4);
});

it('nearbyEntities: never shows doors or walls', () => {
  const row = senseWorld({
    poses: [{ at: [0, 0], heading: 0 }],
    walls: [{ at: [0, -2], size: [1, 1], yaw: 0 }],
    doors: [{ at: [2, 0], width: 1, yaw: 0 }],
  }).sense(sensor, 0);
  expect(row.every((value) => value === 0)).toBe(true);
});

it('nearbyEntities: does not depend on who of two equals is who', () => {
  const self = { at: [0, 0] as const, heading: 0.5 };
  const a = { at: [2, 1] as const, heading: 0 };
  const b = { at: [-1, 3] as const, heading: 2 };
  const one = senseWorld({ poses: [self, a, b] }).sense(sensor, 0);
  const two = senseWorld({ poses: [self, b, a] }).sense(sensor, 0);
  expect(two).toEqual(one);
  expect(masks(one)).toEqual([1, 1, 0, 0]);
});

it('nearbyEntities: does not change when the whole world is turned and moved', () => {
  const wanted = {
    poses: [
      { at: [1, 2] as const, heading: 0.3 },
      { at: [-2, 1] as const, heading: 2 },
    ],
    crates: [[3, 3] as const],
    walkers: [{ at: [2, -2] as const, to: [2, 30] as const }],
  };
  const one = senseWorld(wanted);
  const two = senseWorld({ ...wanted, turn: 1.7, shift: [12, 40] });
  for (let step = 0; step < 4; step++) {
    one.step(Float32Array.of(1, 0.3, -0.5, 0.8));
    two.step(Float32Array.of(1, 0.3, -0.5, 0.8));
  }
  const row = one.sense(sensor, 0);
  expect(masks(row)).toEqual([1, 1, 1, 0]);
  expect(difference(row, two.sense(sensor, 0))).toBeLessThan(3e-3);
});

it.each([
  ['agents', 'agent', 2, 1],
  ['an agent alone', 'agent', 1, 0],
  ['an agent among walkers', 'walker', 1, 1],
] as const)('nearbyEntities: to %s a visitor is of the kind %s', (_, shown, agents, walkers) => {
  const sensed = senseWorld({
    poses: Array.from({ length: agents }, (_unused, a) => ({
      at: [3 * a, 0] as const,
      heading: 0,
    })),
    walkers: Array.from({ length: walkers }, () => ({ at: [9, 9], to: [9, 9] }) as const),
  });
  sensed.world.enterVisitor(0, -2, 0);
  sensed.world.driveVisitor(0, 1.5);
  const kinds = { agent: 0, prop: 0, walker: 0, visitor: 0 };
  const entity = read(sensed.sense(sensor, 0), 0);
  expect(entity).toMatchObject({ ...kinds, [shown]: 1, forward: expect.closeTo(2 / 6, 5) });
  sensed.step();
  expect(read(sensed.sense(sensor, 0), 0).velocityForward).toBeLessThan(0);
  sensed.world.leaveVisitor();
  expect(masks(sensed.sense(sensor, 0))[agents - 1]).toBe(0);
});
