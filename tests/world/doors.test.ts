import { beforeAll, describe, expect, it } from 'vitest';
import { doorOpening } from '../../src/world/doors.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { box, crate, door, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const doorway = square({
  statics: [box('left', [-5.7, 0], [8.6, 2.2, 0.2]), box('right', [5.7, 0], [8.6, 2.2, 0.2])],
  doors: [door('door', [0, 0], { size: [2.8, 2.2, 0.12], slide: 2.8 })],
});

describe('doors', () => {
  it('doors: open for their share, then slide shut and open again', () => {
    const timetable = door('door', [0, 0], { period: 10, openShare: 0.5, slide: 1.6 });
    expect(doorOpening(timetable, 0)).toBe(1);
    expect(doorOpening(timetable, 4.99)).toBe(1);
    expect(doorOpening(timetable, 6)).toBeCloseTo(0.5, 6);
    expect(doorOpening(timetable, 7.5)).toBe(0);
    expect(doorOpening(timetable, 9)).toBeCloseTo(0.5, 6);
    expect(doorOpening(timetable, 10)).toBe(1);
    expect(doorOpening({ ...timetable, phase: 0.75 }, 0)).toBe(0);
    expect(doorOpening({ ...timetable, openShare: 0 }, 3)).toBe(0);
    expect(doorOpening({ ...timetable, openShare: 1 }, 9.9)).toBe(1);
  });

  it('doors: let an agent through while open and stop it while shut', () => {
    const through = [0, 0.6].map((phase) => {
      const layout = { ...doorway, doors: doorway.doors.map((d) => ({ ...d, phase })) };
      const world = new World(layout, { seed: 1 });
      world.place(0, 0, 1.2, 0);
      for (let i = 0; i < 15; i++) world.step(Float32Array.of(1.5, 0));
      return world.position[2] as number;
    });
    expect(through[0]).toBeLessThan(-0.4);
    expect(through[1]).toBeGreaterThan(0.3);
  });

  it.each([-1, -0.5, 0, 0.5, 1.05])(
    'doors: one that shuts on an agent at x = %s pushes it aside, not through a wall',
    (x) => {
      const world = new World(doorway, { seed: 1 });
      world.place(0, x, 0, 0);
      let fastest = 0;
      for (let i = 0; i < 160; i++) {
        world.step(Float32Array.of(0, 0));
        fastest = Math.max(fastest, Math.hypot(...world.velocity));
        const inWall = Math.abs(world.position[0] as number) > 1.5;
        expect(inWall && Math.abs(world.position[2] as number) < 0.3).toBe(false);
      }
      expect(fastest).toBeGreaterThan(0.2);
      expect(fastest).toBeLessThan(3);
      world.dispose();
    },
  );

  it('doors: push a crate that stands in the way', () => {
    const layout = { ...doorway, props: [crate('crate', [0.5, 0], 10)] };
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 8, 0);
    for (let i = 0; i < 60; i++) world.step(Float32Array.of(0, 0));
    const crateX = world.bodies.position[3] as number;
    const crateZ = world.bodies.position[5] as number;
    expect(Math.hypot(crateX - 0.5, crateZ)).toBeGreaterThan(0.2);
    expect(Math.abs(crateZ)).toBeLessThan(2);
    world.dispose();
  });
});
