import { expect, it, vi } from 'vitest';
import { loadPhysics, World } from '../../src/world/world.ts';
import { busySquare } from './fixtures/layouts.ts';

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
