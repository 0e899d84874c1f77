import { beforeAll, expect, it } from 'vitest';
import { loadEngines, rangeScan } from '../../../src/env/index.ts';
import { difference, senseWorld } from './sensed-world.ts';

beforeAll(loadEngines);

const four = rangeScan({ rays: 4, reach: 8 });

it('rangeScan: ray 0 looks forward, the rest follow counter-clockwise, in reaches', () => {
  // Looking along −z: ahead 2 m, left (−x) 4 m, behind nothing, right (+x) 6 m.
  const sensed = senseWorld({
    poses: [{ at: [0, 0], heading: 0 }],
    walls: [
      { at: [0, -2.5], size: [1, 1], yaw: 0 },
      { at: [-4.5, 0], size: [1, 1], yaw: 0 },
      { at: [6.5, 0], size: [1, 1], yaw: 0 },
    ],
  });
  const row = [...sensed.sense(four, 0)];
  for (const [ray, metres] of [2, 4, 8, 6].entries()) expect(row[ray]).toBeCloseTo(metres / 8, 5);
});

it('rangeScan: sees doors but nothing that walks or is pushed', () => {
  const poses = [
    { at: [0, 0] as const, heading: 0 },
    { at: [2, 0] as const, heading: 0 },
  ];
  const empty = senseWorld({ poses: poses.slice(0, 1) }).sense(four, 0);
  const busy = senseWorld({ poses, crates: [[-2, 0]], walkers: [{ at: [0, 2], to: [9, 2] }] });
  expect(busy.sense(four, 0)).toEqual(empty);
  expect([...empty]).toEqual([1, 1, 1, 1]);
  const closed = senseWorld({ poses, doors: [{ at: [0, -3], width: 2, yaw: 0 }] });
  expect(closed.sense(four, 0)[0]).toBeCloseTo(2.95 / 8, 5);
});

it('rangeScan: does not change when the whole world is turned and moved', () => {
  const wanted = {
    poses: [{ at: [1, 2] as const, heading: 0.3 }],
    walls: [{ at: [3, 3] as const, size: [2, 0.5] as const, yaw: 0.4 }],
    pillars: [{ at: [-1, 0] as const, radius: 0.7 }],
  };
  const scan = rangeScan({ rays: 32, reach: 6 });
  const one = senseWorld(wanted).sense(scan, 0);
  const two = senseWorld({ ...wanted, turn: -1.1, shift: [-20, 15] }).sense(scan, 0);
  expect(new Set(one).size).toBeGreaterThan(5);
  expect(difference(one, two)).toBeLessThan(1e-4);
});
