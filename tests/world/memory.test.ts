import { expect, it } from 'vitest';
import type { Layout } from '../../src/scene/layout.ts';
import { createBodies } from '../../src/world/bodies.ts';
import { createMemory, lookRound, wakeUp } from '../../src/world/memory.ts';
import { busySquare } from './fixtures/layouts.ts';

const base = busySquare(1);

/** One agent that sees 2 m, and one walker; both of radius 0.3. */
function meet(sight?: number) {
  const walker = { id: 'w', radius: 0.3, height: 1.7, speed: 1, yields: false };
  const layout: Layout = {
    ...base,
    ...{ agents: 1, props: [], doors: [] },
    walkers: [{ ...walker, route: [[0, 0] as const, [9, 0] as const] }],
    body: { ...base.body, radius: 0.3, ...(sight === undefined ? {} : { sight }) },
  };
  const bodies = createBodies(layout);
  return { bodies, memory: createMemory(layout, bodies) };
}

it('memory: who was never seen is not known, who is seen is known as it is', () => {
  const { bodies, memory } = meet(2);
  bodies.position.set([2.61, 0, 0], 3);
  wakeUp(memory, bodies, 0);
  expect(memory.age[1]).toBe(Number.POSITIVE_INFINITY);
  // Two metres from surface to surface.
  bodies.position.set([2.59, 0, 0], 3);
  bodies.velocity.set([-1, 0.5], 2);
  lookRound(memory, bodies, 0, 0.25);
  expect(memory.age[1]).toBe(0);
  expect([...memory.position.slice(2)]).toEqual([Math.fround(2.59), 0]);
  expect([...memory.velocity.slice(2)]).toEqual([-1, 0.5]);
});

it('memory: who is out of sight goes on as it was last seen, and is corrected when seen again', () => {
  const { bodies, memory } = meet(2);
  bodies.position.set([1, 0, 0], 3);
  bodies.velocity.set([1, 0], 2);
  wakeUp(memory, bodies, 0);
  bodies.position.set([5, 0, 5], 3);
  bodies.velocity.set([0, 3], 2);
  lookRound(memory, bodies, 0, 0.25);
  lookRound(memory, bodies, 0, 0.25);
  expect(memory.age[1]).toBe(0.5);
  expect([...memory.position.slice(2)]).toEqual([1.5, 0]);
  expect([...memory.velocity.slice(2)]).toEqual([1, 0]);
  bodies.position.set([0, 0, 1], 3);
  lookRound(memory, bodies, 0, 0.25);
  expect(memory.age[1]).toBe(0);
  expect([...memory.position.slice(2)]).toEqual([0, 1]);
  bodies.position.set([0, 0, 9], 3);
  wakeUp(memory, bodies, 0);
  expect(memory.age[1]).toBe(Number.POSITIVE_INFINITY);
});

it('memory: where the scene does not say how far agents see, nothing is remembered', () => {
  const { bodies, memory } = meet();
  wakeUp(memory, bodies, 0);
  lookRound(memory, bodies, 0, 0.25);
  expect([memory.sight, memory.age.length]).toEqual([0, 0]);
});
