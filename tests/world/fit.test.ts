/** What fits where, and what somebody has in reach, at a moment as a snapshot has it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layout } from '../../src/scene/layout.ts';
import {
  hindranceInWords,
  type Movable,
  solidsOf,
  whyNoGoal,
  whyNotThere,
} from '../../src/world/fit.ts';
import { inReach } from '../../src/world/reach.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { box, crate, door, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const layout: Layout = square({
  agents: 2,
  statics: [
    box('wall', [0, -8], [10, 2, 0.2]),
    box('hedge', [-6, 0], [2, 1, 0.5], { look: 'hedge' }),
    box('hedge-lip-1', [-6.75, 0.7], [0.5, 1, 0.9], { look: 'hedge' }),
  ],
  props: [crate('crate', [6, 0], 10)],
  doors: [door('door', [0, -5])],
  walkers: [
    walker('w', [
      [8, 8],
      [-8, 8],
    ]),
  ],
});

function momentOf(change?: (world: World) => void) {
  const world = new World(layout, { seed: 1 });
  world.place(0, 0, 0, 0);
  world.setGoal(0, 0, 4);
  world.place(1, 3, 3, 0);
  world.setGoal(1, -3, -3);
  change?.(world);
  const snapshot = createSnapshot(layout);
  world.writeSnapshot(snapshot);
  world.dispose();
  return snapshot;
}

const why = (movable: Movable, x: number, z: number, yaw = 0, now = momentOf()) =>
  whyNotThere(
    layout,
    now,
    solidsOf(layout, movable, { x, z, yaw }),
    'thing' in movable ? movable.thing : undefined,
  );

describe('what fits', () => {
  const hedge = { thing: 'statics/hedge' };
  const pillar = { look: 'pillar' } as const;

  it('stands on free ground, also where it stood and a little beside', () => {
    expect(why(hedge, -6, 0)).toBeUndefined();
    expect(why(hedge, -5.8, 0.1)).toBeUndefined();
    expect(why({ thing: 'props/crate' }, 6.1, 0)).toBeUndefined();
    expect(why(pillar, 4, -2)).toBeUndefined();
  });

  it.each([
    ['the border', 9.8, 0, 'end of the world'],
    ['a wall', 2, -7.9, 'wall'],
    ['part of another obstacle', -6.75, 1, 'hedge'],
    ['a crate', 6.4, 0.2, 'crate'],
    ['a robot', 0.5, 0, 'robot'],
    ['a pedestrian', 8, 8, 'pedestrian'],
    ['a robot’s goal', 0.3, 4, 'goal'],
    ['the ground that a door slides over', 1.8, -5, 'sliding door'],
  ])('%s is in the way', (_, x, z, hindrance) => {
    expect(why(pillar, x as number, z as number)).toBe(hindrance);
  });

  it('all parts of a thing must fit, as it is turned', () => {
    // Alone the hedge would fit, its lip would reach into the robot at (0, 0).
    expect(why(hedge, 0.75, -0.7)).toBe('robot');
    expect(why(hedge, 0, -6.2)).toBeDefined();
    expect(why({ look: 'hedge' }, 0.9, 0.9, Math.PI / 4)).toBeUndefined();
    expect(why({ look: 'hedge' }, 0.9, 0.9, -Math.PI / 4 - Math.PI / 2)).toBeUndefined();
    expect(why({ look: 'hedge' }, 0.9, 0.9, -Math.PI / 4)).toBe('robot');
  });

  it('what can be pushed may lie where a door slides, but not in the door', () => {
    const shut = momentOf((world) => {
      for (let i = 0; i < 60; i++) world.step(new Float32Array(4));
    });
    expect(why({ look: 'barrel' }, 1.8, -5, 0, shut)).toBeUndefined();
    expect(why({ look: 'barrel' }, 0, -5, 0, shut)).toBe('door');
  });

  it('the visitor is in the way while it is in', () => {
    const visited = momentOf((world) => world.enterVisitor(4, -2, 0));
    expect(why(pillar, 4, -2, 0, visited)).toBe('visitor');
  });

  it('a goal is where a robot can stand', () => {
    expect(whyNoGoal(layout, 5, 5)).toBeUndefined();
    expect(whyNoGoal(layout, -6, 0.4)).toBe('hedge');
    expect(whyNoGoal(layout, 0, -7.7)).toBe('wall');
    expect(whyNoGoal(layout, 9.9, 0)).toBe('end of the world');
    expect(whyNoGoal(layout, 0.8, -5)).toBe('sliding door');
  });
});

it('what hinders is said in a sentence', () => {
  expect((['hedge', 'door', 'goal'] as const).map(hindranceInWords)).toEqual([
    'The hedge stands there.',
    'The door stands there.',
    'A robot is on its way there.',
  ]);
});

describe('what is in reach', () => {
  const from = (x: number, z: number, heading: number) =>
    inReach(layout, momentOf(), { x, z, heading });

  it('is what is ahead and near; what is behind, far or part of the building is not', () => {
    expect(from(5, 0, -Math.PI / 2)).toBe('props/crate');
    expect(from(5, 0, Math.PI / 2)).toBeUndefined();
    expect(from(3.5, 0, -Math.PI / 2)).toBeUndefined();
    expect(from(3, -7, 0)).toBeUndefined();
    expect(from(-6.75, 2, 0)).toBe('statics/hedge');
    // The door has begun open, 1.4 m to the side.
    expect(from(1.4, -4, 0)).toBe('doors/door');
  });

  it('is a goal where nothing nearer is', () => {
    expect(from(0, 5.2, 0)).toBe('goals/0');
    expect(from(0, 3, 0)).toBeUndefined();
  });
});
