import { expect, it, vi } from 'vitest';
import { Physics } from '../../src/world/physics.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { busySquare, square, walker } from './fixtures/layouts.ts';

it('physics: the thread keeps its clock, and Rapier does not read it', async () => {
  const { performance: clock } = globalThis;
  await loadPhysics();
  expect(globalThis.performance).toBe(clock);
  const read = vi.spyOn(clock, 'now');
  const world = new World(busySquare(4), { seed: 1 });
  world.step(new Float32Array(8));
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  world.dispose();
});

it('physics: a walker that is put elsewhere in another size is met there, at its new surface', async () => {
  await loadPhysics();
  const physics = new Physics(square({ walkers: [walker('w', [[0, -3]])] }), 1 / 60);
  const at = new Float32Array(3);
  const forward = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      physics.setVelocity(0, 0, -1);
      physics.step();
    }
    physics.readPosition(0, at);
    return at[2] as number;
  };
  // Both have a radius of 0.3 m.
  expect(forward(300)).toBeCloseTo(-2.4, 2);
  physics.setPosition(1, 0, 0.85, -6);
  physics.setSize(1, 0.5, 1.7);
  expect(forward(30)).toBeCloseTo(-2.9, 2);
  expect(forward(300)).toBeCloseTo(-5.2, 2);
  // In the same place it grows and is smaller again: it pushes away, and lets nearer.
  physics.setSize(1, 0.7, 1.7);
  expect(forward(60)).toBeCloseTo(-5, 2);
  physics.setSize(1, 0.3, 1.7);
  expect(forward(60)).toBeCloseTo(-5.4, 2);
  physics.dispose();
});
