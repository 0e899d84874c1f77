import { expect, it } from 'vitest';
import {
  type Agent,
  arrival,
  contact,
  crowding,
  geodesicProgress,
  potentialGain,
  standsInTheWay,
  straightProgress,
  touches,
} from '../../src/env/index.ts';

const agent = (readings: Partial<Agent>) => readings as Agent;

it('rewards: progress is the metres gained, and negative when they are lost', () => {
  const gained = agent({
    previousGoalDistance: 5,
    goalDistance: 4.5,
    previousGeodesicDistance: 8,
    geodesicDistance: 8.25,
  });
  expect(straightProgress(gained)).toBe(0.5);
  expect(geodesicProgress(gained)).toBe(-0.25);
});

it('rewards: contact counts only the kinds that are asked for', () => {
  const touching = agent({ touching: touches.agent | touches.prop });
  expect(contact(touching, touches.static | touches.agent)).toBe(1);
  expect(contact(touching, touches.static | touches.walker)).toBe(0);
});

it('rewards: crowding grows from 0 at the comfort distance to 1 at contact, and no further', () => {
  expect([2, 0.5, 0.25, 0, -0.1].map((clearance) => crowding(agent({ clearance }), 0.5))).toEqual([
    0, 0, 0.5, 1, 1,
  ]);
});

it('rewards: arrival is 1 at the goal', () => {
  expect([true, false].map((reachedGoal) => arrival(agent({ reachedGoal })))).toEqual([1, 0]);
});

it('rewards: the gain of a potential is discounted, and ends with the episode but not with its time', () => {
  const moved = agent({ previousGoalDistance: 5, goalDistance: 4 });
  expect(potentialGain(moved, undefined, 0.5)).toBe(3);
  expect(potentialGain(moved, 'timeout', 0.5)).toBe(3);
  expect(potentialGain(moved, 'success', 0.5)).toBe(5);
  expect(potentialGain(moved, 'collision', 0.5)).toBe(5);
});

it('rewards: an agent stands in the way of those in sight who will come to where it stands', () => {
  // Of two agents and two people; the readings are those of agent 1.
  const walks = (to: { x: number; z: number; vx: number; age: number }) =>
    agent({
      index: 1,
      x: 1,
      z: 0,
      world: {
        bodies: { count: 4 },
        memory: {
          age: Float64Array.of(
            0,
            0,
            0,
            0,
            Number.POSITIVE_INFINITY,
            Number.POSITIVE_INFINITY,
            to.age,
            9,
          ),
          position: Float64Array.of(1, 0, 1, 0, 1, 0, 1, 0, 9, 9, 9, 9, to.x, to.z, 1, 0),
          velocity: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, to.vx, 0, 0, 0),
        },
      } as unknown as Agent['world'],
    });
  const stands = (to: Parameters<typeof walks>[0]) => standsInTheWay(walks(to), 0.6, 5, 0.25);
  expect(stands({ x: 2.5, z: 0, vx: -1, age: 0 })).toBe(1);
  // Not within five decisions, not so near, the other way, or out of sight.
  expect(stands({ x: 3, z: 0, vx: -1, age: 0 })).toBe(0);
  expect(stands({ x: 2.5, z: 0.7, vx: -1, age: 0 })).toBe(0);
  expect(stands({ x: 1.7, z: 0, vx: 1, age: 0 })).toBe(0);
  expect(stands({ x: 2.5, z: 0, vx: -1, age: 0.25 })).toBe(0);
});
