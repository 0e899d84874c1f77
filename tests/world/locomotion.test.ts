import { beforeAll, describe, expect, it } from 'vitest';
import type { Static } from '../../src/scene/layout.ts';
import { turnTowards, wrap } from '../../src/world/heading.ts';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { box, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const forward = Float32Array.of(1.5, 0);

/** Feet above the ground of agent 0. */
const feet = (world: World) => (world.position[1] as number) - 0.85;

describe('locomotion', () => {
  it('locomotion: the velocity changes by at most the acceleration, also when braking', () => {
    const world = new World(square(), { seed: 1 });
    world.place(0, 0, 5, 0);
    let last = 0;
    for (let i = 0; i < 20; i++) {
      world.step(i < 10 ? forward : Float32Array.of(0, 0));
      const speed = -(world.velocity[1] as number);
      expect(Math.abs(speed - last)).toBeLessThan(0.61);
      last = speed;
    }
    expect(last).toBeCloseTo(0, 6);
    world.dispose();
  });

  it('locomotion: a longer action than maxSpeed is shortened, not turned', () => {
    const world = new World(square(), { seed: 1 });
    world.place(0, 0, 0, 0);
    for (let i = 0; i < 4; i++) {
      const h = world.heading[0] as number;
      world.step(Float32Array.of(30 * Math.cos(h) + 30 * Math.sin(h), 0));
    }
    expect(Math.hypot(...world.velocity)).toBeLessThan(1.5001);
    expect(Math.hypot(...world.velocity)).toBeGreaterThan(1.4);
    world.dispose();
  });

  it('locomotion: headings turn the short way round, at a limited rate', () => {
    expect(turnTowards(3, 0, 1.5, 1)).toBeCloseTo(Math.PI, 9);
    expect(turnTowards(-3, 0, 1.5, 1)).toBeCloseTo(Math.PI, 9);
    expect(turnTowards(0, -1.5, 0, 0.1)).toBeCloseTo(0.1, 9);
    expect(turnTowards(0, 1.5, 0, 0.1)).toBeCloseTo(-0.1, 9);
    expect(turnTowards(0.3, 0, 0, 1)).toBe(0.3);
    expect(wrap(2.5 * Math.PI)).toBeCloseTo(Math.PI / 2, 9);
    expect(wrap(-Math.PI)).toBeCloseTo(Math.PI, 9);
  });

  it('locomotion: of two agents that walk into one another the stronger will pushes', () => {
    const world = new World(square({ agents: 2 }), { seed: 1 });
    world.place(0, 0, 1.5, 0);
    world.place(1, 0, -0.5, Math.PI);
    for (let i = 0; i < 20; i++) world.step(Float32Array.of(1.5, 0, 0.4, 0));
    const apart = (world.position[2] as number) - (world.position[5] as number);
    expect(apart).toBeGreaterThan(0.57);
    expect(apart).toBeLessThan(0.63);
    expect([...world.touching]).toEqual([touches.agent, touches.agent]);
    expect(world.velocity[3]).toBeCloseTo(-0.55, 1);
    // Pushed back, it still faces the one it walks against.
    expect(Math.abs(world.heading[1] as number)).toBeCloseTo(Math.PI, 2);
    world.dispose();
  });

  it('locomotion: walks up a ramp on to a platform, and drops from its edge', () => {
    const ramp: Static = {
      ...box('ramp', [0, 0], [4, 1, 2], { look: 'ramp', yaw: Math.PI / 2 }),
      shape: { type: 'ramp', size: [4, 1, 2] },
    };
    const platform = box('platform', [0, -3], [2, 1, 2], { look: 'platform' });
    const world = new World(square({ flat: false, statics: [ramp, platform] }), { seed: 1 });
    world.place(0, 0, 3, 0);
    const heights: number[] = [];
    for (let i = 0; i < 60; i++) {
      world.step(forward);
      heights.push(feet(world));
      const z = world.position[2] as number;
      if (z < 1.8 && z > -1.8) expect(feet(world)).toBeCloseTo((2 - z) / 4, 1);
    }
    expect(Math.max(...heights)).toBeCloseTo(1, 3);
    expect(world.position[2]).toBeLessThan(-5);
    expect(feet(world)).toBeCloseTo(0, 6);
    world.dispose();
  });

  it('locomotion: steps are climbed, a wall of half a metre is not', () => {
    const reached = [0.3, 0.5].map((height) => {
      const step = box('step', [0, 0], [4, height, 2], { look: 'step' });
      const world = new World(square({ flat: false, statics: [step] }), { seed: 1 });
      world.place(0, 0, 2.5, 0);
      for (let i = 0; i < 20; i++) world.step(forward);
      return [world.position[2] as number, feet(world)];
    });
    expect(reached[0]?.[0]).toBeLessThan(0.5);
    expect(reached[0]?.[1]).toBeCloseTo(0.3, 3);
    expect(reached[1]?.[0]).toBeGreaterThan(1.2);
    expect(reached[1]?.[1]).toBeCloseTo(0, 6);
  });
});
