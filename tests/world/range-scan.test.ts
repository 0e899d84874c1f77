import RAPIER from '@dimforge/rapier3d-compat';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { loadPhysics, World } from '../../src/world/world.ts';
import { box, door, pillar, square } from './fixtures/layouts.ts';

beforeAll(loadPhysics);

function strewn(random: Random, count: number): Static[] {
  return Array.from({ length: count }, (_, i) => {
    const at = [random.range(-9, 9), random.range(-9, 9)] as const;
    if (random.uniform() < 0.4) return pillar(`pillar-${i}`, at, random.range(0.2, 1));
    const size = [random.range(0.2, 6), 2, random.range(0.2, 2)] as const;
    return box(`box-${i}`, at, size, { yaw: random.range(-3, 3) });
  });
}

/** The same things as colliders, with the border as four slabs. */
function colliders(layout: Layout): RAPIER.World {
  const world = new RAPIER.World({ x: 0, y: 0, z: 0 });
  for (const { shape, position, yaw } of layout.statics) {
    const desc =
      shape.type === 'box'
        ? RAPIER.ColliderDesc.cuboid(shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2)
        : RAPIER.ColliderDesc.cylinder(1, shape.type === 'cylinder' ? shape.radius : 0);
    const rotation = { x: 0, y: Math.sin(yaw / 2), z: 0, w: Math.cos(yaw / 2) };
    world.createCollider(desc.setTranslation(...position).setRotation(rotation));
  }
  for (const side of [-1, 1]) {
    world.createCollider(RAPIER.ColliderDesc.cuboid(0.5, 2, 12).setTranslation(10.5 * side, 0, 0));
    world.createCollider(RAPIER.ColliderDesc.cuboid(12, 2, 0.5).setTranslation(0, 0, 10.5 * side));
  }
  world.step();
  return world;
}

describe('range scan', () => {
  it('range scan: agrees with ray casts of Rapier on random layouts', () => {
    const random = createRandom(1, 'scan');
    const rays = 24;
    const out = new Float32Array(rays);
    for (let i = 0; i < 20; i++) {
      const layout = square({ statics: strewn(random, 15) });
      const world = new World(layout, { seed: i });
      const reference = colliders(layout);
      for (let k = 0; k < 20; k++) {
        const [x, z] = [random.range(-9.9, 9.9), random.range(-9.9, 9.9)];
        const heading = random.range(-3.14, 3.14);
        world.place(0, x, z, heading);
        world.castScan(0, rays, 8, out, 0);
        for (let r = 0; r < rays; r++) {
          const angle = heading + (2 * Math.PI * r) / rays;
          const dir = { x: -Math.sin(angle), y: 0, z: -Math.cos(angle) };
          const hit = reference.castRay(new RAPIER.Ray({ x, y: 0.9, z }, dir), 8, true);
          // Rapier meets cylinders by an iteration that stops a fraction of a millimetre away.
          expect(Math.abs((out[r] as number) - (hit?.timeOfImpact ?? 8))).toBeLessThan(1e-3);
        }
      }
      world.dispose();
      reference.free();
    }
  });

  it('range scan: ray 0 looks ahead, the next ones to the left', () => {
    const world = new World(
      square({ statics: [box('ahead', [0, -3], [1, 2, 1]), box('left', [-5, 0], [1, 2, 1])] }),
      { seed: 1 },
    );
    const out = new Float32Array(5).fill(-1);
    world.place(0, 0, 0, 0);
    world.castScan(0, 4, 6, out, 1);
    expect([...out]).toEqual([-1, 2.5, 4.5, 6, 6]);
    world.place(0, 0, 0, Math.PI / 2);
    world.castScan(0, 4, 6, out, 1);
    expect([...out].slice(1).map((d) => Math.round(d * 1e4) / 1e4)).toEqual([4.5, 6, 6, 2.5]);
    world.dispose();
  });

  it('range scan: the border is seen, and reach where there is nothing', () => {
    const world = new World(square(), { seed: 1 });
    const out = new Float32Array(4);
    world.place(0, 7, 0, 0);
    world.castScan(0, 4, 5, out, 0);
    expect([...out]).toEqual([5, 5, 5, 3]);
    world.dispose();
  });

  it('range scan: a door is seen where it stands now, agents and props are not', () => {
    const layout = square({ agents: 2, doors: [door('door', [0, -3], { phase: 0.35 })] });
    const world = new World(layout, { seed: 1 });
    world.place(0, 0, 0, 0);
    world.place(1, 0, -1, 0);
    const out = new Float32Array(1);
    const seen = Array.from({ length: 80 }, () => {
      world.castScan(0, 1, 9, out, 0);
      world.step(new Float32Array(4));
      return out[0] as number;
    });
    expect(seen[0]).toBe(9);
    expect(Math.min(...seen)).toBeCloseTo(2.94, 4);
    // Period 8 s, open for 0.4 of it and halfway while it slides: shut for less than 0.6 of it.
    const shut = seen.filter((distance) => distance < 9).length / seen.length;
    expect(shut).toBeGreaterThan(0.35);
    expect(shut).toBeLessThan(0.6);
    world.dispose();
  });

  it('range scan: on uneven ground a step is not in the way, a ramp is where it gets too high', () => {
    const step = box('step', [0, -3], [2, 0.2, 1], { look: 'step' });
    const ramp: Static = {
      ...box('ramp', [-4, 0], [4, 1, 2], { look: 'ramp', yaw: Math.PI }),
      shape: { type: 'ramp', size: [4, 1, 2] },
    };
    const world = new World(square({ flat: false, statics: [step, ramp] }), { seed: 1 });
    world.place(0, 0, 0, 0);
    const out = new Float32Array(4);
    world.castScan(0, 4, 9, out, 0);
    // The ramp rises to the west from x = −2, a quarter as steep as it is long: 0.34 m at x = −3.36.
    expect(out[0]).toBe(9);
    expect(out[1]).toBeCloseTo(3.36, 4);
    world.dispose();
  });
});
