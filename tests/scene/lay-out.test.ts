import { describe, expect, test } from 'vitest';
import { distanceTo, footprintOf, gapBetween, halfExtents } from '../../src/scene/footprint.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import { isWalkable, type Layout, regionAt } from '../../src/scene/layout.ts';
import { occupancyOf, pieces } from './occupancy.ts';
import { readScene, sceneNames } from './scenes.ts';

const seeds = Array.from({ length: 51 }, (_, seed) => seed);
const layouts = new Map(
  sceneNames.map((name) => {
    const scene = readScene(name);
    return [name, seeds.map((seed) => layOut(scene, seed))] as const;
  }),
);

/** What layouts may differ in, without the seed that they carry. */
const content = (layout: Layout | undefined) => JSON.stringify({ ...layout, seed: 0 });

describe.each(sceneNames)('layouts of %s', (name) => {
  const all = layouts.get(name) as readonly Layout[];

  test('the same seed gives the same layout', () => {
    expect(layOut(readScene(name), 7)).toEqual(all[7]);
  });

  test('different seeds give different layouts', () => {
    expect(new Set(all.map(content)).size).toBe(seeds.length);
  });

  test('the free ground is one piece for an agent, with 5 cm to spare', () => {
    for (const layout of all) {
      const occupancy = occupancyOf(layout, layout.body.radius + 0.05);
      expect(pieces(occupancy), `seed ${layout.seed}`).toBe(1);
    }
  });

  test('obstacles and props do not overlap', () => {
    for (const layout of all) {
      const bodies = [...layout.statics, ...layout.props].filter(
        // What stands on or leans against the platform, and the arms of one hedge, touch by design.
        (body) => !(isWalkable(body as never) || body.id.includes('-lip-')),
      );
      const outlines = bodies.map((body) => ({ id: body.id, footprint: footprintOf(body) }));
      const overlapping: string[] = [];
      for (const [i, one] of outlines.entries()) {
        for (const other of outlines.slice(i + 1)) {
          if (farApart(one.footprint, other.footprint)) continue;
          if (shrunk(one.footprint, other.footprint) > 0) continue;
          overlapping.push(`${one.id}, ${other.id}`);
        }
      }
      expect(overlapping, `seed ${layout.seed}`).toEqual([]);
    }
  });

  test('ids are unique among all bodies', () => {
    for (const { statics, props, doors, walkers } of all) {
      const ids = [...statics, ...props, ...doors, ...walkers].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('regions cover the ground but for solid blocks, and portals join them all', () => {
    for (const { regions, portals, statics, min, max, seed } of all) {
      const blocks = statics.filter(({ id }) => id.startsWith('block-')).map(footprintOf);
      for (const { x, z } of blocks) expect(regionAt(regions, x, z)).toBe(-1);
      const area =
        regions.reduce(
          (sum, region) => sum + (region.max[0] - region.min[0]) * (region.max[1] - region.min[1]),
          0,
        ) + blocks.reduce((sum, { halfX, halfZ }) => sum + 4 * halfX * halfZ, 0);
      expect(area).toBeCloseTo((max[0] - min[0]) * (max[1] - min[1]));
      const joined = new Set([0]);
      for (let round = 0; round < regions.length; round++) {
        for (const { regions: pair } of portals) {
          if (pair.some((region) => joined.has(region)))
            for (const region of pair) joined.add(region);
        }
      }
      expect(joined.size, `seed ${seed}`).toBe(regions.length);
    }
  });

  test('a portal lies on the border of its two regions', () => {
    for (const { regions, portals } of all) {
      for (const { position, regions: pair } of portals) {
        for (const index of pair) {
          const { min, max } = regions[index] as (typeof regions)[number];
          for (const axis of [0, 1] as const) {
            expect(position[axis]).toBeGreaterThanOrEqual(min[axis] - 1e-9);
            expect(position[axis]).toBeLessThanOrEqual(max[axis] + 1e-9);
          }
        }
      }
    }
  });
});

/** Whether the boxes round two outlines keep apart, which spares the exact gap. */
function farApart(a: ReturnType<typeof footprintOf>, b: ReturnType<typeof footprintOf>): boolean {
  const [ax, az] = halfExtents(a);
  const [bx, bz] = halfExtents(b);
  return Math.abs(a.x - b.x) > ax + bx || Math.abs(a.z - b.z) > az + bz;
}

/** The gap between two outlines that may touch: each drawn in by a millimetre. */
function shrunk(a: ReturnType<typeof footprintOf>, b: ReturnType<typeof footprintOf>): number {
  const draw = (f: typeof a) => ({
    ...f,
    halfX: Math.max(0, f.halfX - 1e-3),
    halfZ: Math.max(0, f.halfZ - 1e-3),
    radius: Math.max(0, f.radius - 1e-3),
  });
  return gapBetween(draw(a), draw(b));
}

describe('the plaza', () => {
  test('every passage between obstacles, and along the border, is 1.3 m wide', () => {
    for (const { statics, seed } of layouts.get('plaza') as readonly Layout[]) {
      for (const [i, one] of statics.entries()) {
        for (const other of statics.slice(i + 1)) {
          if (family(one.id) === family(other.id)) continue;
          const gap = gapBetween(footprintOf(one), footprintOf(other));
          expect(gap, `seed ${seed}: ${one.id}, ${other.id}`).toBeGreaterThanOrEqual(1.3 - 1e-9);
        }
      }
    }
  });

  test('bars lie along x and along z about equally', () => {
    let along = [0, 0];
    for (const { statics } of layouts.get('plaza') as readonly Layout[]) {
      for (const body of statics) {
        if (body.look !== 'hedge' || body.id.includes('lip')) continue;
        const [halfX, halfZ] = halfExtents(footprintOf(body));
        along = halfX > halfZ ? [along[0]! + 1, along[1]!] : [along[0]!, along[1]! + 1];
      }
    }
    const share = along[0]! / (along[0]! + along[1]!);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  /** The arms of a hedge belong to it; the four border walls to each other. */
  function family(id: string): string {
    return id.startsWith('border') ? 'border' : id.replace(/-lip-\d$/, '');
  }
});

describe('rooms', () => {
  const all = layouts.get('rooms') as readonly Layout[];

  test('a door fills its doorway when closed, and leaves it whole when open', () => {
    for (const { doors, portals, statics, seed } of all) {
      for (const { position, width, door } of portals) {
        if (door === undefined) continue;
        const leaf = doors[door] as (typeof doors)[number];
        expect([leaf.position[0], leaf.position[2]]).toEqual([...position]);
        expect(leaf.size[0]).toBe(width);
        expect(Math.abs(leaf.slide)).toBe(width);
        // Open, the whole of it is inside the wall, but for a millimetre at its ends.
        for (let i = 0; i <= 10; i++) {
          const along = leaf.slide + (i / 10 - 0.5) * (width - 2e-3);
          const x = leaf.position[0] + Math.cos(leaf.yaw) * along;
          const z = leaf.position[2] - Math.sin(leaf.yaw) * along;
          const inWall = statics.some((wall) => distanceTo(footprintOf(wall), x, z) < 1e-6);
          expect(inWall, `seed ${seed}: ${leaf.id}`).toBe(true);
        }
      }
    }
  });

  test('which walls have a doorway varies', () => {
    const plans = all.map(({ portals }) => portals.map(({ id }) => id).join(' '));
    expect(new Set(plans).size).toBeGreaterThan(3);
  });
});

describe('rooms with objects to be found', () => {
  const scene = readScene('rooms-objects');
  const all = layouts.get('rooms-objects') as readonly Layout[];
  const lookOf = (layout: Layout, body: number) => layout.statics[body]?.look as 'chair';
  const counts = all.map((layout) =>
    scene.categories.map(
      (category) => layout.landmarks.filter(({ body }) => lookOf(layout, body) === category).length,
    ),
  );

  test('one or two of every category stand in every layout, all with a node', () => {
    expect(new Set(counts.flat())).toEqual(new Set([1, 2]));
    for (const [i, layout] of all.entries()) {
      const standing = scene.categories.map(
        (category) => layout.statics.filter(({ look }) => look === category).length,
      );
      expect(standing).toEqual(counts[i]);
    }
  });

  test('they stand in all rooms alike', () => {
    const inRoom = Array<number>(6).fill(0);
    for (const layout of all) {
      for (const { body, position } of layout.landmarks) {
        if (!scene.categories.includes(lookOf(layout, body))) continue;
        const room = regionAt(layout.regions, ...position);
        inRoom[room] = (inRoom[room] as number) + 1;
      }
    }
    const total = inRoom.reduce((sum, one) => sum + one, 0);
    for (const one of inRoom) expect(Math.abs(one / total - 1 / 6)).toBeLessThan(0.07);
  });
});

describe('the corridor', () => {
  const all = layouts.get('corridor') as readonly Layout[];

  test('the passage is for one and a half to two, and its width, length and place vary', () => {
    const drawn = all.map(({ portals, regions, body }) => {
      const [west, east] = portals as [Layout['portals'][number], Layout['portals'][number]];
      expect(west.width / (2 * body.radius)).toBeGreaterThanOrEqual(1.5);
      expect(west.width / (2 * body.radius)).toBeLessThanOrEqual(2);
      const passage = regions[1] as Layout['regions'][number];
      expect(passage.max[1] - passage.min[1]).toBeCloseTo(west.width, 9);
      expect([passage.min[0], passage.max[0]]).toEqual([west.position[0], east.position[0]]);
      return [west.width, passage.max[0] - passage.min[0], west.position[1]];
    });
    for (const [i, least] of [0.2, 1, 3].entries()) {
      const values = drawn.map((one) => one[i] as number);
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(least);
    }
  });

  test('whoever walks from hall to hall goes through the passage', () => {
    for (const layout of all) {
      const { position, width } = layout.portals[0] as Layout['portals'][number];
      const plugged: Layout = {
        ...layout,
        statics: [
          ...layout.statics,
          {
            ...{ id: 'plug', look: 'wall', position: [0, 0.8, position[1]], yaw: 0 },
            shape: { type: 'cylinder', radius: width / 2, height: 1.6 },
          },
        ],
      };
      expect(pieces(occupancyOf(plugged, layout.body.radius))).toBe(2);
    }
  });
});

describe('the crossing', () => {
  test('half of the walkers start eastward and half westward, all apart from each other', () => {
    for (const { walkers, seed } of layouts.get('crossing') as readonly Layout[]) {
      const eastward = walkers.filter(({ route }) => route[1]![0] > route[0]![0]);
      expect(eastward.length).toBe(walkers.length / 2);
      for (const [i, one] of walkers.entries()) {
        for (const other of walkers.slice(i + 1)) {
          const apart = Math.hypot(
            one.route[0]![0] - other.route[0]![0],
            one.route[0]![1] - other.route[0]![1],
          );
          expect(apart, `seed ${seed}`).toBeGreaterThan(one.radius + other.radius);
        }
      }
    }
  });
});
