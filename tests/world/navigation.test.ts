import { FloatArray, Raw } from 'recast-navigation';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Ground, Layout, Point, Static } from '../../src/scene/layout.ts';
import { loadNavigation, Navigation } from '../../src/world/navigation.ts';
import { box, busySquare, crate, door, pillar, square, walker } from './fixtures/layouts.ts';
import { aroundWallEnd, createGeodesics } from './geodesics.ts';

beforeAll(loadNavigation);

/** The wall z = 0 with an opening of `width` metres at x = 0. */
function wallWithOpening(width: number, more: Partial<Layout> = {}): Layout {
  const half = 10 - width / 2;
  const size: Point = [half, 2, 0.2];
  return square({
    statics: [box('left', [-10 + half / 2, 0], size), box('right', [10 - half / 2, 0], size)],
    ...more,
  });
}

/** A platform 0.6 m high whose west side is a ramp and whose east side has steps. */
function platform(parts: readonly ('ramp' | 'steps')[]): Layout {
  const ramp: Static = {
    ...box('ramp', [-3.5, 0], [3, 0.6, 2], { look: 'ramp' }),
    shape: { type: 'ramp', size: [3, 0.6, 2] },
  };
  const step = (x: number, height: number) =>
    box(`step-${x}`, [x, 0], [0.4, height, 2], { look: 'step' });
  return square({
    flat: false,
    statics: [
      box('platform', [0, 0], [4, 0.6, 4], { look: 'platform' }),
      ...(parts.includes('ramp') ? [ramp] : []),
      ...(parts.includes('steps') ? [step(3, 0.15), step(2.6, 0.3), step(2.2, 0.45)] : []),
    ],
  });
}

function withNavigation<T>(layout: Layout, use: (navigation: Navigation) => T): T {
  const navigation = new Navigation(layout);
  try {
    return use(navigation);
  } finally {
    navigation.dispose();
  }
}

describe('navigation', () => {
  it('navigation: across an empty square the way is the straight line', () => {
    withNavigation(square(), (navigation) => {
      expect(navigation.pathLength(-6, -7, 6, 2)).toBeCloseTo(15, 4);
      expect(navigation.path(-6, -7, 6, 2)).toEqual([
        [-6, -7],
        [expect.closeTo(6, 5), expect.closeTo(2, 5)],
      ]);
      expect(navigation.distanceField(6, 2).at(-6, -7)).toBeCloseTo(15, 9);
      expect(navigation.nearestFree(12, 3)).toEqual([9.7, 3]);
      expect(navigation.nearestFree(15, 3)).toBeUndefined();
    });
  });

  it('navigation: around the end of a wall it keeps the body’s radius, and is as short as that allows', () => {
    const wall = box('wall', [-5, 0], [10, 2, 0.2]);
    withNavigation(square({ statics: [wall] }), (navigation) => {
      for (const [x, z] of [
        [-3, -3],
        [-6, -1],
        [-1, -5],
      ] as const) {
        const shortest = aroundWallEnd(x, z, 0.3, 0.2);
        expect(navigation.pathLength(x, z, x, -z) / shortest).toBeGreaterThan(0.99);
        expect(navigation.pathLength(x, z, x, -z) / shortest).toBeLessThan(1.02);
        for (const [wayX, wayZ] of navigation.path(x, z, x, -z)) {
          const off = Math.hypot(Math.max(0, wayX), Math.max(0, Math.abs(wayZ) - 0.1));
          expect(off).toBeGreaterThan(0.3 - 0.1);
        }
      }
    });
  });

  it('navigation: an opening that the body just fits is a way, a narrower one is none', () => {
    withNavigation(wallWithOpening(0.9), (navigation) => {
      expect(navigation.pathLength(0, -3, 0, 3)).toBeCloseTo(6, 0);
    });
    withNavigation(wallWithOpening(0.5), (navigation) => {
      expect(navigation.pathLength(0, -3, 0, 3)).toBe(Number.POSITIVE_INFINITY);
      // Detour comes as near as it can and reports success; that is no way.
      expect(navigation.path(0, -3, 0, 3)).toEqual([]);
    });
  });

  it('navigation: doors count as open, props and walkers as not there', () => {
    const layout = wallWithOpening(1.4, {
      doors: [door('door', [0, 0])],
      props: [crate('crate', [0, 0.6], 10)],
      walkers: [walker('walker', [[0, -1]])],
    });
    withNavigation(layout, (navigation) => {
      expect(navigation.pathLength(0, -3, 0, 3)).toBeCloseTo(6, 4);
    });
  });

  it('navigation: on flat ground even a low thing is walked around', () => {
    const layout = square({ statics: [box('kerb', [0, 0], [4, 0.1, 0.2])] });
    withNavigation(layout, (navigation) => {
      expect(navigation.pathLength(0, -2, 0, 2)).toBeGreaterThan(5.5);
    });
  });

  it('navigation: a body that is pressed against a wall still finds its way', () => {
    withNavigation(wallWithOpening(2), (navigation) => {
      const way = navigation.path(-3, -0.25, 0, 2);
      expect(way[0]).toEqual([-3, -0.25]);
      expect(way.at(-1)).toEqual([expect.closeTo(0, 5), expect.closeTo(2, 5)]);
      expect(navigation.pathLength(-3, 0, 0, 2)).toBeGreaterThan(3);
    });
  });

  it('navigation: there is no way to a place far inside a solid', () => {
    const layout = square({ statics: [box('block', [0, 0], [4, 2, 4])] });
    withNavigation(layout, (navigation) => {
      expect(navigation.path(-5, 0, 0, 0)).toEqual([]);
      expect(navigation.nearestFree(0.5, 0)?.[0]).toBeCloseTo(2.3, 0);
    });
  });

  it('navigation: the nearest free place is the place itself, or just outside the wall', () => {
    withNavigation(wallWithOpening(2), (navigation) => {
      expect(navigation.nearestFree(3, 2)).toEqual([expect.closeTo(3, 5), expect.closeTo(2, 5)]);
      const [x, z] = navigation.nearestFree(5, 0.05) as Ground;
      expect(x).toBeCloseTo(5, 0);
      expect(z).toBeGreaterThan(0.3);
      expect(z).toBeLessThan(0.55);
      expect(navigation.nearestFree(20, 0)).toBeUndefined();
    });
  });

  it('navigation: a platform is reached by its ramp or its steps, never up its side', () => {
    const up = (layout: Layout, x: number, z: number) =>
      withNavigation(layout, (navigation) => navigation.pathLength(x, z, 0, 0));
    expect(up(platform(['ramp']), -7, 0)).toBeCloseTo(7, 1);
    expect(up(platform(['steps']), 7, 0)).toBeCloseTo(7, 1);
    // From the side without an ascent, round the platform's corner.
    expect(up(platform(['ramp']), 7, 0)).toBeGreaterThan(13);
    expect(up(platform([]), 7, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('navigation: lengths are within 4 % of the shortest, and no shorter but for the outlines’ error', () => {
    const layout = busySquare(1);
    const statics = [...layout.statics, box('hedge-c', [0, -1], [4, 1, 0.5], { yaw: 0.9 })];
    const exact = createGeodesics({ ...layout, statics });
    withNavigation({ ...layout, statics }, (navigation) => {
      const random = createRandom(3, 'places');
      const draw = (): Ground => {
        const at: Ground = [random.range(-9, 9), random.range(-9, 9)];
        return exact.isFree(at) ? at : draw();
      };
      const ratios = Array.from({ length: 100 }, () => {
        const [from, to] = [draw(), draw()];
        const shortest = exact.distance(from, to);
        return (navigation.pathLength(...from, ...to) + 0.01) / (shortest + 0.01);
      });
      expect(Math.min(...ratios)).toBeGreaterThan(0.985);
      expect(Math.max(...ratios)).toBeLessThan(1.04);
    });
  });

  it('navigation: a layout without a place to stand has no ways', () => {
    const layout = square({ statics: [box('block', [0, 0], [20, 2, 20])] });
    withNavigation(layout, (navigation) => {
      expect(navigation.path(-5, 0, 5, 0)).toEqual([]);
      expect(navigation.nearestFree(0, 0)).toBeUndefined();
    });
  });

  it('navigation: hundreds of layouts one after another leave nothing in wasm memory', () => {
    const layout = square({
      min: [-3, -3],
      max: [3, 3],
      statics: [box('box', [0, 0], [1, 1, 1]), pillar('pillar', [2, 1], 0.3)],
    });
    const use = (times: number) => {
      for (let i = 0; i < times; i++) {
        withNavigation(layout, (navigation) => navigation.pathLength(-2, -2, 2, 2));
      }
    };
    // Where a large block finds room tells how much is taken before it.
    const place = () => {
      const block = new FloatArray();
      block.resize(1_000_000);
      const at = block.raw.getDataPointer() as unknown as number;
      block.destroy();
      return at;
    };
    use(150);
    const before = [place(), Raw.Module.HEAPU8.length];
    use(200);
    expect([place(), Raw.Module.HEAPU8.length]).toEqual(before);
  });
});
