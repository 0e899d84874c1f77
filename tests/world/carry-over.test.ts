/** A world whose layout is changed goes on: who moves moves on, what was changed is sensed, and nothing else is. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { createSnapshot } from '../../src/world/snapshot.ts';
import { loadPhysics, touches, World } from '../../src/world/world.ts';
import { box, busySquare, crate, door, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

const noPoses = new Map<string, readonly number[]>();

function wander(world: World, decisions: number, seed = 1): void {
  const random = createRandom(seed, 'wander');
  const actions = new Float32Array(2 * world.layout.agents);
  for (let i = 0; i < decisions; i++) {
    for (let k = 0; k < actions.length; k++) actions[k] = random.range(-1.5, 1.5);
    world.step(actions);
  }
}

function snapshotOf(world: World) {
  const snapshot = createSnapshot(world.layout);
  world.writeSnapshot(snapshot);
  return snapshot;
}

const without = (layout: Layout, id: string): Layout => ({
  ...layout,
  statics: layout.statics.filter((body) => body.id !== id),
  props: layout.props.filter((body) => body.id !== id),
});

describe('a changed world', () => {
  it.each([true, false])(
    'looks as it did to the bit where nothing was changed (flat: %s)',
    (flat) => {
      const world = new World(busySquare(6, flat), { seed: 3 });
      world.enterVisitor(-7, 0, 1);
      world.driveVisitor(1, 0.3);
      wander(world, 30);
      const changed = world.changed({ ...world.layout }, noPoses);
      expect(snapshotOf(changed)).toEqual(snapshotOf(world));
      expect(changed.time).toBe(world.time);
      expect([...changed.touching]).toEqual([...world.touching]);
      // And goes on as it would have: contacts are found anew, which the solver feels a little.
      wander(world, 1, 9);
      wander(changed, 1, 9);
      const [one, other] = [snapshotOf(world), snapshotOf(changed)];
      one.position.forEach((value, i) => {
        expect(Math.abs(value - (other.position[i] as number))).toBeLessThan(0.02);
      });
      expect(changed.visitor?.x).toBeCloseTo(world.visitor?.x as number, 2);
      world.dispose();
      changed.dispose();
    },
  );

  it('without one of its things everything else stands and moves as before, in other rows', () => {
    const world = new World(busySquare(6), { seed: 3 });
    world.enterVisitor(-7, 0, 1);
    wander(world, 30);
    const changed = world.changed(without(world.layout, 'crate-b'), noPoses);
    const [before, after] = [snapshotOf(world), snapshotOf(changed)];
    expect(changed.bodies.count).toBe(world.bodies.count - 1);
    const gone = world.bodies.props + 1;
    for (const name of ['position', 'velocity'] as const) {
      const kept = [...before[name]];
      kept.splice(3 * gone, 3);
      expect([...after[name]]).toEqual(kept);
    }
    const turned = [...before.rotation];
    turned.splice(4 * gone, 4);
    expect([...after.rotation]).toEqual(turned);
    wander(changed, 20);
    expect(snapshotOf(changed).position.every(Number.isFinite)).toBe(true);
    world.dispose();
    changed.dispose();
  });

  it('an obstacle that was moved is met by rays and bodies where it is, and no more where it was', () => {
    const wall = box('wall', [0, -3], [4, 2, 0.5]);
    const world = new World(square({ statics: [wall] }), { seed: 1 });
    world.place(0, 0, 0, 0);
    const ray = (from: World) => {
      const out = new Float32Array(4);
      from.castScan(0, 4, 8, out, 0);
      return out[0];
    };
    expect(ray(world)).toBeCloseTo(2.75, 5);
    const nearer: Static = { ...wall, position: [0, 1, -1.2] };
    const changed = world.changed({ ...world.layout, statics: [nearer] }, noPoses);
    expect(ray(changed)).toBeCloseTo(0.95, 5);
    expect(changed.isFree(0, -3, 0.3)).toBe(true);
    expect(world.isFree(0, -3, 0.3)).toBe(false);
    for (let i = 0; i < 15; i++) changed.step(Float32Array.of(1.5, 0));
    expect(changed.touching[0]).toBe(touches.static);
    expect(changed.position[2]).toBeCloseTo(-0.65, 2);
    world.dispose();
    changed.dispose();
  });

  it('puts a prop where the new layout has it, or where it is told to, and pushes nothing by that', () => {
    const layout = square({ props: [crate('a', [2, 0], 10), crate('b', [4, 0], 10)] });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, -Math.PI / 2);
    for (let i = 0; i < 40; i++) world.step(Float32Array.of(1.5, 0));
    const [a, b] = [world.poseOf(1), world.poseOf(2)];
    expect(a[0]).toBeGreaterThan(2.3);
    const moved = { ...layout, props: [crate('a', [-5, 5], 10, 0.4), layout.props[1]!] };
    const changed = world.changed(moved, noPoses);
    expect(changed.poseOf(1).slice(0, 3)).toEqual([-5, Math.fround(0.3), 5]);
    expect(changed.poseOf(2)).toEqual(b);
    // Back to where it had been pushed to the last bit, though the layout says otherwise.
    const back = changed.changed(layout, new Map([['a', a]]));
    expect(back.poseOf(1)).toEqual(a);
    expect(snapshotOf(back).velocity.slice(3, 6)).toEqual(new Float32Array(3));
    for (const each of [world, changed, back]) each.dispose();
  });

  it('is restored to the bit like any other', () => {
    const world = new World(busySquare(6), { seed: 3 });
    wander(world, 30);
    const layout = without(without(world.layout, 'hedge-a'), 'barrel-a');
    const changed = world.changed(layout, noPoses);
    wander(changed, 5);
    const saved = changed.save();
    wander(changed, 20, 7);
    const other = new World(layout, { seed: 3 });
    other.restore(saved);
    wander(other, 20, 7);
    expect(snapshotOf(other)).toEqual(snapshotOf(changed));
    expect(() => world.restore(saved)).toThrow('saved from this layout');
    for (const each of [world, changed, other]) each.dispose();
  });

  it('agents know whom they knew, also in other rows', () => {
    const body = { radius: 0.3, height: 1.7, maxSpeed: 1.5, faces: 'way', sight: 3 } as const;
    const layout = square({ agents: 2, body, props: [crate('a', [8, 8], 10)] });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, 2, 0, 0);
    world.enterVisitor(-2, 0, 0);
    world.step(new Float32Array(4));
    const ages = ({ memory, bodies }: World) => [
      ...[1, bodies.visitor].map((row) => memory.age[row]),
      memory.age[bodies.count],
    ];
    expect(ages(world)).toEqual([0, 0, 0]);
    const changed = world.changed({ ...layout, props: [] }, noPoses);
    expect(ages(changed)).toEqual([0, 0, 0]);
    expect(changed.memory.position[2 * changed.bodies.visitor]).toBeCloseTo(-2, 5);
    world.dispose();
    changed.dispose();
  });

  it('among points there is nothing that could be changed', () => {
    const world = new World(square({ motion: 'points' }), { seed: 1 });
    expect(() => world.changed(world.layout, noPoses)).toThrow();
    world.dispose();
  });
});

describe('a door that is held', () => {
  const timed = door('d', [0, 0], { period: 8, openShare: 0.5, phase: 0 });
  const make = (more: Partial<Layout['doors'][number]>) =>
    new World(square({ doors: [{ ...timed, ...more }] }), { seed: 1 });
  const stand = new Float32Array(2);

  it('stays as it is held, whatever its timetable says', () => {
    for (const [held, opening] of [
      ['open', 1],
      ['shut', 0],
    ] as const) {
      const world = make({ held });
      for (let i = 0; i < 100; i++) {
        world.step(stand);
        expect(world.openingOf(0)).toBe(opening);
      }
      expect(world.bodies.position[3 * world.bodies.doors]).toBeCloseTo(1.4 * opening, 5);
      world.dispose();
    }
  });

  it('slides there at a door’s pace and never jumps, nor on its way back to the timetable', () => {
    const world = make({});
    for (let i = 0; i < 10; i++) world.step(stand);
    const shut = world.changed(
      {
        ...world.layout,
        doors: [{ ...timed, held: 'shut', swing: { from: 1, since: world.time } }],
      },
      noPoses,
    );
    const openings: number[] = [shut.openingOf(0)];
    for (let i = 0; i < 30; i++) {
      shut.step(stand);
      openings.push(shut.openingOf(0));
    }
    // 0.8 m/s over 1.4 m.
    expect(openings[0]).toBe(1);
    expect(openings[5]).toBeCloseTo(1 - (0.8 * 0.5) / 1.4, 6);
    expect(openings[20]).toBe(0);
    const { held: _, ...free } = shut.layout.doors[0]!;
    const back = shut.changed(
      { ...shut.layout, doors: [{ ...free, swing: { from: 0, since: shut.time } }] },
      noPoses,
    );
    for (let i = 0; i < 200; i++) {
      const before = back.openingOf(0);
      back.step(stand);
      expect(Math.abs(back.openingOf(0) - before)).toBeLessThan(0.06);
    }
    // After 20 s and more it keeps to its timetable again.
    const timetable = make({});
    while (timetable.steps < back.steps) timetable.step(stand);
    expect(back.openingOf(0)).toBe(timetable.openingOf(0));
    for (const each of [world, shut, back, timetable]) each.dispose();
  });
});
