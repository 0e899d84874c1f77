import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ground, Layout, Static } from '../../src/scene/layout.ts';
import { loadNavigation } from '../../src/world/navigation.ts';
import { Objects } from '../../src/world/objects.ts';
import { box, square } from './fixtures/layouts.ts';

beforeAll(loadNavigation);

const made: Objects[] = [];
afterEach(() => {
  for (const objects of made.splice(0)) objects.dispose();
});

const found = (look: 'lamp' | 'chair', [x, z]: Ground, radius = 0.4): Static => ({
  ...{ id: `${look} ${x} ${z}`, look, position: [x, 0.5, z], yaw: 0 },
  shape: { type: 'cylinder', radius, height: 1 },
});

/** An open square with these things, the first of which are objects. */
function objectsIn(things: readonly Static[], others: readonly Static[] = []): Objects {
  const layout: Layout = square({
    statics: [...things, ...others],
    landmarks: things.map(({ id, position: [x, , z], shape }, body) => ({
      ...{ id, position: [x, z] as const, body },
      radius: shape.type === 'cylinder' ? shape.radius : 0,
    })),
    categories: ['lamp', 'chair'],
    regions: [
      { id: 'west', label: 'West', min: [-10, -10], max: [0, 10] },
      { id: 'east', label: 'East', min: [0, -10], max: [10, 10] },
    ],
  });
  const objects = new Objects(layout);
  made.push(objects);
  return objects;
}

describe('objects', () => {
  it('a way to one ends where a body touches it, from whichever side', () => {
    const objects = objectsIn([found('lamp', [1, 2])]);
    for (const [x, z] of [
      [1, -6],
      [-5, 2],
      [7, 9],
      [1.9, 2.3],
    ] as const) {
      const straight = Math.hypot(x - 1, z - 2) - 0.7;
      expect(Math.abs(objects.wayTo(0, x, z) - straight)).toBeLessThan(0.01 * straight + 0.02);
    }
    expect(objects.wayTo(1, 0, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(objects.nearest(1, 0, 0)).toBeUndefined();
  });

  it('the nearest is nearest on foot, not in a straight line', () => {
    const wall = box('wall', [-2.5, 0], [15, 2, 0.2]);
    const objects = objectsIn([found('lamp', [-4, 2]), found('lamp', [-4, -8])], [wall]);
    // The first is 4 m away behind the wall, the second 6 m without one.
    expect(objects.nearest(0, -4, -2)).toMatchObject({ x: -4, z: -8, region: 0 });
    expect(objects.nearest(0, 6, 3)).toMatchObject({ x: -4, z: 2, category: 0 });
  });

  it('others of its category stand in no way, things of another do', () => {
    const lamps = objectsIn([found('lamp', [0, 0], 1), found('lamp', [0, 3], 1)]);
    const mixed = objectsIn([found('lamp', [0, 0], 1), found('chair', [0, 3], 1)]);
    const length = (objects: Objects) => objects.navigation(0).pathLength(0, 6, 0, 0);
    expect(length(lamps)).toBeCloseTo(6, 5);
    expect(length(mixed)).toBeGreaterThan(6.3);
    // But no way leads through one: it is the nearest then.
    expect(lamps.nearest(0, 0, 6)).toMatchObject({ x: 0, z: 3 });
  });

  it('is known by its centre in single precision, and by the region that holds it', () => {
    const objects = objectsIn([found('lamp', [1.1, 2.2]), found('chair', [-3.3, 0.7])]);
    expect(objects.count).toBe(2);
    expect(objects.at(Math.fround(-3.3), Math.fround(0.7))).toMatchObject({ category: 1 });
    expect(objects.at(1, 2)).toBeUndefined();
    expect([objects.isIn(1, 0), objects.isIn(0, 0), objects.isIn(0, 1)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('a landmark of no category is none', () => {
    const pillar: Static = { ...found('lamp', [5, 5]), look: 'pillar' };
    expect(objectsIn([pillar]).count).toBe(0);
  });
});
