import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Ground } from '../../src/scene/layout.ts';
import { createDistanceFields } from '../../src/world/distance-field.ts';
import { loadNavigation, Navigation } from '../../src/world/navigation.ts';
import { box, busySquare, pillar, square } from './fixtures/layouts.ts';
import { aroundWallEnd, createGeodesics } from './geodesics.ts';

/** From the west border to x = 0, 0.2 m thick. */
const wall = box('wall', [-5, 0], [10, 2, 0.2]);

const busy = busySquare(1);

/** Free places of the busy square, and the exact distances between them. */
function pairs(): { from: Ground; to: Ground; metres: number }[] {
  const exact = createGeodesics(busy);
  const random = createRandom(5, 'pairs');
  const draw = (): Ground => {
    const at: Ground = [random.range(-9.5, 9.5), random.range(-9.5, 9.5)];
    return exact.isFree(at) ? at : draw();
  };
  return Array.from({ length: 150 }, () => {
    const [from, to] = [draw(), draw()];
    return { from, to, metres: exact.distance(from, to) };
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] as number;
}

describe('distance field', () => {
  it('distance field: in the open it is the straight distance, and 0 at the goal', () => {
    const fields = createDistanceFields(square());
    const random = createRandom(1, 'goals');
    for (let g = 0; g < 5; g++) {
      const [x, z] = [random.range(-9, 9), random.range(-9, 9)];
      const field = fields.to(x, z);
      expect(field.at(x, z)).toBe(0);
      for (let i = 0; i < 200; i++) {
        const at: Ground = [random.range(-9.6, 9.6), random.range(-9.6, 9.6)];
        const straight = Math.hypot(at[0] - x, at[1] - z);
        expect(field.at(...at)).toBeGreaterThan(straight - 1e-9);
        expect(field.at(...at)).toBeLessThan(1.01 * straight + 0.01);
      }
    }
  });

  it('distance field: solved step by step it tells the same to the bit as solved at once', () => {
    const random = createRandom(2, 'steps');
    for (let g = 0; g < 3; g++) {
      const [x, z] = [random.range(-9, 9), random.range(-9, 9)];
      const whole = createDistanceFields(busy).to(x, z);
      // No cell is near there, so it is looked for to the end.
      expect(whole.at(50, 50)).toBe(Number.POSITIVE_INFINITY);
      const places = Array.from(
        { length: 2000 },
        (): Ground => [random.range(-10.2, 10.2), random.range(-10.2, 10.2)],
      ).sort((a, b) => whole.at(...a) - whole.at(...b));
      const stepwise = createDistanceFields(busy).to(x, z);
      for (const place of places) expect(stepwise.at(...place)).toBe(whole.at(...place));
    }
  });

  it('distance field: around the end of a wall it is tangent, arc and tangent', () => {
    const fields = createDistanceFields(square({ statics: [wall] }));
    for (const [x, z] of [
      [-3, -3],
      [-6, -1],
      [-1, -5],
      [-8, -8],
      [-0.5, -0.8],
    ] as const) {
      const metres = fields.to(x, -z).at(x, z);
      expect(Math.abs(metres / aroundWallEnd(x, z, 0.3, 0.2) - 1)).toBeLessThan(0.02);
    }
  });

  it('distance field: among obstacles 95 % of distances are within 2 % of exact, all within 5 %', async () => {
    await loadNavigation();
    const navigation = new Navigation(busy);
    const errors: number[] = [];
    for (const { from, to, metres } of pairs()) {
      const field = navigation.distanceField(...to);
      errors.push(Math.abs(field.at(...from) - metres) / Math.max(metres, 1));
      // And so they agree with the lengths of ways on the mesh.
      const length = navigation.pathLength(...from, ...to);
      expect(Math.abs(field.at(...from) - length)).toBeLessThan(0.04 * Math.max(length, 1));
      field.release();
    }
    navigation.dispose();
    expect(quantile(errors, 0.95)).toBeLessThan(0.02);
    expect(quantile(errors, 1)).toBeLessThan(0.05);
  });

  it('distance field: walking along a wall towards the goal, every step counts in full', () => {
    const fields = createDistanceFields(square({ statics: [box('wall', [0, 0], [12, 2, 0.2])] }));
    const field = fields.to(5, -3);
    for (const z of [-0.4, -0.41, -0.47]) {
      for (let x = -5; x < 1; x += 0.15) {
        const gained = field.at(x, z) - field.at(x + 0.15, z);
        const along = (5 - x) / Math.hypot(5 - x, 3 + z);
        expect(Math.abs(gained - 0.15 * along)).toBeLessThan(0.02);
      }
    }
  });

  it('distance field: a body pushed into the margin is as far as its own side of the wall', () => {
    const fields = createDistanceFields(square({ statics: [wall] }));
    const field = fields.to(-6, 4);
    for (const depth of [0.35, 0.25, 0.15]) {
      expect(Math.abs(field.at(-6, depth) - (4 - depth))).toBeLessThan(0.2);
      expect(field.at(-6, -depth)).toBeGreaterThan(12);
    }
  });

  it('distance field: a goal in the margin is reached from its own side', () => {
    const fields = createDistanceFields(square({ statics: [wall] }));
    const field = fields.to(-6, 0.25);
    expect(field.at(-6, 3)).toBeCloseTo(2.75, 1);
    expect(field.at(-6, -3)).toBeGreaterThan(12);
  });

  it('distance field: where no way leads the distance is infinite, on both sides', () => {
    const closed = square({ statics: [box('wall', [0, 0], [20, 2, 0.2])] });
    const field = createDistanceFields(closed).to(0, 5);
    expect(field.at(0, 2)).toBeCloseTo(3, 2);
    expect(field.at(0, -2)).toBe(Number.POSITIVE_INFINITY);
    expect(field.at(0, -0.35)).toBe(Number.POSITIVE_INFINITY);
    const solid = createDistanceFields(square({ statics: [box('block', [0, 0], [6, 2, 6])] }));
    expect(solid.to(0, 0).at(5, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(solid.to(5, 5).at(0, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('distance field: a gap narrower than the body is no way', () => {
    for (const gap of [0.3, 0.4, 0.5]) {
      for (const shift of [0, 0.05, 0.1, 0.15]) {
        const half = 10 - gap / 2;
        const statics = [
          box('left', [-10 + half / 2 + shift, shift], [half, 2, 0.2]),
          box('right', [10 - half / 2 + shift, shift], [half, 2, 0.2]),
        ];
        const field = createDistanceFields(square({ statics })).to(0, 5);
        expect(field.at(0, -5)).toBe(Number.POSITIVE_INFINITY);
      }
    }
    const pillars = [-0.55, 0.55].map((x) => pillar(`pillar${x}`, [x, 0], 0.3));
    const statics = [
      ...pillars,
      box('left', [-5.5, 0], [9.5, 2, 0.2]),
      box('right', [5.5, 0], [9.5, 2, 0.2]),
    ];
    expect(createDistanceFields(square({ statics })).to(0, 5).at(0, -5)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('distance field: a ledge is no way up, a ramp is', () => {
    const platform = box('platform', [0, 0], [4, 0.6, 4], { look: 'platform' });
    const ramp = {
      ...box('ramp', [-3.5, 0], [3, 0.6, 2], { look: 'ramp' as const }),
      shape: { type: 'ramp' as const, size: [3, 0.6, 2] as const },
    };
    const bare = createDistanceFields(square({ flat: false, statics: [platform] })).to(0, 0);
    expect(bare.at(1, 1)).toBeCloseTo(Math.SQRT2, 2);
    expect(bare.at(5, 0)).toBe(Number.POSITIVE_INFINITY);
    const ramped = createDistanceFields(square({ flat: false, statics: [platform, ramp] })).to(
      0,
      0,
    );
    expect(ramped.at(-7, 0)).toBeCloseTo(7, 1);
    expect(ramped.at(5, 0)).toBeGreaterThan(10);
    expect(ramped.at(5, 0)).toBeLessThan(14.5);
  });

  it('distance field: asked for the same goal it is the same field, even after a release', () => {
    const fields = createDistanceFields(square());
    const field = fields.to(1, 2);
    expect(fields.to(1, 2)).toBe(field);
    field.release();
    field.release();
    expect(fields.to(1, 2)).toBe(field);
  });

  it('distance field: released space serves new goals, and what is in use is never touched', () => {
    const fields = createDistanceFields(square());
    const mine = fields.to(3, 4);
    const seen = new Set();
    for (let i = 0; i < 40; i++) {
      const field = fields.to(0.05 * i, -5);
      expect(field.at(0, 5)).toBeCloseTo(Math.hypot(0.05 * i, 10), 1);
      seen.add(field);
      field.release();
    }
    expect(seen.size).toBeLessThan(15);
    expect(mine.at(0, 0)).toBeCloseTo(5, 1);
    // Nobody has to release: then fields are simply made anew.
    const held = Array.from({ length: 20 }, (_, i) => fields.to(0.1 * i, 0));
    held.forEach((field, i) => {
      expect(field.at(0.1 * i, 7)).toBeCloseTo(7, 2);
    });
  });
});
