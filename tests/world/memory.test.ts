import { expect, it } from 'vitest';
import type { Layout } from '../../src/scene/layout.ts';
import { createBodies } from '../../src/world/bodies.ts';
import { createMemory, lookRound, noticeMoved, wakeUp } from '../../src/world/memory.ts';
import { World } from '../../src/world/world.ts';
import { busySquare, square } from './fixtures/layouts.ts';

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
  expect([...memory.position.slice(2, 4)]).toEqual([Math.fround(2.59), 0]);
  expect([...memory.velocity.slice(2, 4)]).toEqual([-1, 0.5]);
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
  expect([...memory.position.slice(2, 4)]).toEqual([1.5, 0]);
  expect([...memory.velocity.slice(2, 4)]).toEqual([1, 0]);
  bodies.position.set([0, 0, 1], 3);
  lookRound(memory, bodies, 0, 0.25);
  expect(memory.age[1]).toBe(0);
  expect([...memory.position.slice(2, 4)]).toEqual([0, 1]);
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

it('memory: an agent that is put elsewhere is known there by those who see it, and gone to those who saw it', () => {
  const layout: Layout = {
    ...base,
    ...{ agents: 4, props: [], doors: [], walkers: [] },
    body: { ...base.body, radius: 0.3, sight: 2 },
  };
  const bodies = createBodies(layout);
  const memory = createMemory(layout, bodies);
  const put = (a: number, x: number) => bodies.position.set([x, 0, 0], 3 * a);
  const known = (a: number) => [memory.age[4 * a], memory.position[2 * 4 * a]];
  for (const [a, x] of [0, 1, 8, 5.5].entries()) put(a, x);
  bodies.velocity.set([4, 0], 0);
  for (let a = 0; a < 4; a++) wakeUp(memory, bodies, a);
  put(0, 3);
  for (let a = 1; a < 4; a++) lookRound(memory, bodies, a, 0.25);
  put(0, 1);
  put(1, 4);
  for (let a = 1; a < 4; a++) lookRound(memory, bodies, a, 0.25);
  // Agent 1 remembers where it saw the other go, agent 2 never saw it, agent 3 saw it at 3 m and no more.
  expect([1, 2, 3].map(known)).toEqual([
    [0.25, 4],
    [Number.POSITIVE_INFINITY, 0],
    [0.25, 4],
  ]);
  put(3, 1.5);
  lookRound(memory, bodies, 3, 0.25);
  expect(known(3)).toEqual([0, 1]);
  put(0, 9);
  bodies.velocity.fill(0, 0, 2);
  noticeMoved(memory, bodies, layout.agents, 0);
  expect([1, 2].map(known)).toEqual([
    [0.25, 4],
    [0, 9],
  ]);
  expect(known(3)[0]).toBe(Number.POSITIVE_INFINITY);
  expect([...memory.velocity.slice(2 * 4 * 2, 2 * 4 * 2 + 2)]).toEqual([0, 0]);
});

it('memory: of an agent that the world places, others know at once', () => {
  const body = { ...base.body, radius: 0.3, sight: 2 };
  const world = new World(square({ motion: 'points', agents: 2, body }), { seed: 1 });
  const { memory } = world;
  world.place(0, 0, 0, 0);
  world.place(1, 1, 0, 0);
  expect([memory.age[1], memory.position[2]]).toEqual([0, 1]);
  world.step(new Float32Array(4));
  world.place(1, 8, 0, 0);
  expect(memory.age[1]).toBe(Number.POSITIVE_INFINITY);
  world.dispose();
});
