import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { box, busySquare, crate, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const forward = Float32Array.of(1.5, 0);

function steps(world: World, count: number, actions: Float32Array): void {
  for (let i = 0; i < count; i++) world.step(actions);
}

/** Actions that push every agent about, the same for the same seed. */
function wander(world: World, seed: number): () => void {
  const random = createRandom(seed, 'wander');
  const actions = new Float32Array(2 * world.layout.agents);
  return () => {
    for (let i = 0; i < actions.length; i++) actions[i] = random.range(-1, 1.5);
    world.step(actions);
  };
}

describe('world', () => {
  it('world: heading 0 walks along −z, at the speed asked for', () => {
    const world = new World(square(), { seed: 1 });
    world.place(0, 0, 5, 0);
    steps(world, 10, forward);
    expect(world.position[0]).toBeCloseTo(0, 5);
    // A quarter of a second to reach 1.5 m/s: 1.5 m less half of 0.25 s × 1.5 m/s.
    expect(world.position[2]).toBeCloseTo(5 - 1.5 + 0.1875, 1);
    expect(world.velocity[1]).toBeCloseTo(-1.5, 4);
    expect(world.heading[0]).toBeCloseTo(0, 5);
    world.dispose();
  });

  it('world: a positive left action walks to the left and turns left', () => {
    const world = new World(square(), { seed: 1 });
    world.place(0, 0, 0, 0);
    world.step(Float32Array.of(0, 1.5));
    world.step(Float32Array.of(0, 1.5));
    expect(world.position[0]).toBeLessThan(0);
    expect(world.heading[0]).toBeGreaterThan(0.1);
    world.dispose();
  });

  it('world: an agent slides along a wall that it meets at a slant', () => {
    const wall = box('wall', [0, -2], [20, 2, 0.2]);
    const world = new World(square({ statics: [wall] }), { seed: 1 });
    world.place(0, -3, -1.4, -Math.PI / 4);
    // Always to the south-east in the world frame, whatever the heading becomes.
    for (let i = 0; i < 30; i++) {
      const h = world.heading[0] as number;
      const [vx, vz] = [1, -1];
      world.step(
        Float32Array.of(-vx * Math.sin(h) - vz * Math.cos(h), -vx * Math.cos(h) + vz * Math.sin(h)),
      );
    }
    expect(world.touching[0]).toBe(touches.static);
    expect(world.velocity[0]).toBeCloseTo(1, 1);
    expect(world.position[2]).toBeGreaterThan(-1.61);
    world.dispose();
  });

  it('world: two worlds with the same seed and actions agree to the bit', () => {
    const a = new World(busySquare(12), { seed: 3 });
    const b = new World(busySquare(12), { seed: 3 });
    const [stepA, stepB] = [wander(a, 5), wander(b, 5)];
    for (let i = 0; i < 300; i++) {
      stepA();
      stepB();
    }
    expect(b.bodies.position).toEqual(a.bodies.position);
    expect(b.heading).toEqual(a.heading);
    expect(b.touching).toEqual(a.touching);
    expect(b.save()).toEqual(a.save());
    const moved = new World(busySquare(12), { seed: 4 });
    expect(moved.position).not.toEqual(new World(busySquare(12), { seed: 3 }).position);
  });

  it('world: a crate in the way is pushed along, a heavier one more slowly', () => {
    const pushed = [5, 20].map((mass) => {
      const world = new World(square({ props: [crate('crate', [0, 0], mass)] }), { seed: 1 });
      world.place(0, 0, 1, 0);
      steps(world, 20, forward);
      expect(world.touching[0]).toBe(touches.prop);
      return -(world.bodies.position[5] as number);
    });
    expect(pushed[0]).toBeGreaterThan(1);
    expect(pushed[1]).toBeGreaterThan(0.5);
    expect(pushed[1]).toBeLessThan(pushed[0] as number);
  });

  it.each([true, false])(
    'world: props that nobody pushes stay where they are (flat: %s)',
    (flat) => {
      const layout = busySquare(0, flat);
      const world = new World({ ...layout, walkers: [] }, { seed: 1 });
      const before = world.bodies.position.slice(0, 3 * layout.props.length);
      steps(world, 100, new Float32Array(0));
      before.forEach((value, i) => {
        expect(world.bodies.position[i]).toBeCloseTo(value, 2);
      });
      world.dispose();
    },
  );

  it('world: no agent leaves the layout, even where nothing stands at its border', () => {
    const world = new World(square({ agents: 8 }), { seed: 2 });
    const actions = new Float32Array(16).fill(1.5);
    for (let i = 0; i < 300; i++) {
      world.step(actions);
      for (let a = 0; a < 8; a++) {
        expect(Math.abs(world.position[3 * a] as number)).toBeLessThan(9.71);
        expect(Math.abs(world.position[3 * a + 2] as number)).toBeLessThan(9.71);
      }
    }
    world.dispose();
  });

  it('world: actions that are not numbers are refused', () => {
    const world = new World(square(), { seed: 2 });
    expect(() => world.step(Float32Array.of(Number.NaN, 0))).toThrow('finite');
    world.dispose();
  });

  it('world: a snapshot holds what the world holds', () => {
    const world = new World(busySquare(3), { seed: 2 });
    const snapshot = createSnapshot(world.layout);
    for (let i = 0; i < 5; i++) wander(world, 2)();
    world.writeSnapshot(snapshot);
    expect(snapshot.step).toBe(5);
    expect(snapshot.time).toBeCloseTo(0.5, 9);
    // Behind them are rows for copies, of which a snapshot knows nothing.
    const { position, radius } = world.bodies;
    expect(snapshot.position).toEqual(position.subarray(0, snapshot.position.length));
    expect(snapshot.radius).toEqual(radius.subarray(0, snapshot.radius.length));
    const h = world.heading[1] as number;
    expect(snapshot.rotation[5]).toBeCloseTo(Math.sin(h / 2), 6);
    expect(snapshot.rotation[7]).toBeCloseTo(Math.cos(h / 2), 6);
    world.dispose();
  });
});
