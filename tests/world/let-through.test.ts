/** Who walks into a thing that lets everybody through goes on as if it were not there; others, and walls, stay solid. */
import { beforeAll, expect, it } from 'vitest';
import type { Layout } from '../../src/scene/layout.ts';
import { loadPhysics, type Thing, World } from '../../src/world/world.ts';
import { box, crate, door, pillar, square, walker } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

/** Metres before the first agent: where a thing is that is in its way. */
const distance = 2;

const slowWay = [
  [0, 0],
  [5, 0],
] as const;

const cases: readonly [string, Partial<Layout>, (world: World) => Thing][] = [
  [
    'a static',
    { statics: [pillar('other', [5, 5], 0.5), box('hedge', [0, 0], [2, 1, 0.5])] },
    () => ({ kind: 'static', index: 1 }),
  ],
  [
    'a prop',
    { props: [crate('crate', [0, 0], 15)] },
    ({ bodies }) => ({ kind: 'body', index: bodies.props }),
  ],
  [
    'a prop where gravity acts',
    { flat: false, props: [crate('crate', [0, 0], 15)] },
    ({ bodies }) => ({ kind: 'body', index: bodies.props }),
  ],
  [
    'a door',
    { doors: [door('door', [0, 0], { openShare: 0 })] },
    ({ bodies }) => ({ kind: 'body', index: bodies.doors }),
  ],
  [
    'a walker',
    { walkers: [{ ...walker('ann', slowWay, 0.01), yields: false }] },
    ({ bodies }) => ({ kind: 'body', index: bodies.walkers }),
  ],
  ['another robot', { agents: 2 }, () => ({ kind: 'body', index: 1 })],
];

it.each(cases)('%s', (_, parts, thingOf) => {
  const layout = square(parts);
  const world = new World(layout, { seed: 1 });
  const thing = thingOf(world);
  world.place(0, 0, distance, 0);
  if (layout.agents === 2) world.place(1, 0, 0, 0);
  const saved = world.save();
  const actions = new Float32Array(2 * layout.agents);
  actions[0] = layout.body.maxSpeed;
  /** Where the robot comes to, and how far what is in its way is moved by it. */
  const goOn = () => {
    const seconds = 4;
    const end = world.time + seconds;
    while (world.time < end) world.step(actions);
    const at = (row: number) => world.bodies.position.subarray(3 * row, 3 * row + 3);
    const moved =
      thing.kind === 'body' ? Math.hypot(...at(thing.index).filter((_, i) => i !== 1)) : 0;
    return { z: at(0)[2] as number, y: thing.kind === 'body' ? at(thing.index)[1] : 0, moved };
  };
  const free = distance - 4 * layout.body.maxSpeed;
  const solid = goOn();
  expect(solid.z > free + 0.5 || solid.moved > 0.5).toBe(true);

  world.restore(saved);
  const height = world.bodies.position[3 * thing.index + 1];
  world.letThrough([thing]);
  const through = goOn();
  // It takes a moment to get going.
  expect(through.z).toBeLessThan(free + 0.5);
  expect(through.moved).toBeLessThan(0.05);
  if (thing.kind === 'body') expect(through.y).toBeCloseTo(height as number, 2);
  // As far as the border, which stays.
  while (world.time < 12) world.step(actions);
  expect(world.bodies.position[2]).toBeCloseTo(-10 + layout.body.radius, 1);

  world.restore(saved);
  expect(goOn()).toEqual(solid);
  world.dispose();
});
