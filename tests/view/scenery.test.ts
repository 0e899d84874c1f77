import { describe, expect, it } from 'vitest';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { cutHeight } from '../../src/view/cut-away.ts';
import { sceneryMeshes } from '../../src/view/scenery.ts';
import { coarseSolids, fineSolids } from '../../src/view/shapes.ts';
import { smallLayout } from './small-layout.ts';

const looks: readonly Static['look'][] = [
  'wall',
  'hedge',
  'planter',
  'bench',
  'pillar',
  'step',
  'platform',
  'chair',
  'lamp',
  'plant',
  'clock',
];
const size = [2, 1, 0.8] as const;
const shapes = {
  box: { type: 'box', size },
  cylinder: { type: 'cylinder', radius: 0.5, height: 1 },
} as const;
const detailed = (leafage: number) => ({ leafage, solids: fineSolids });
const coarse = { leafage: 0, solids: coarseSolids };
const alone = (look: Static['look'], shape: Static['shape']): Layout => ({
  ...smallLayout,
  statics: [{ id: look, look, position: [0, 0.5, 0], yaw: 0, shape }],
});

/** Least and greatest of every third number, from `axis` on. */
function range(position: readonly number[], axis: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = axis; i < position.length; i += 3) {
    low = Math.min(low, position[i] as number);
    high = Math.max(high, position[i] as number);
  }
  return [low, high];
}

describe('scenery', () => {
  const cases = [
    ...looks.flatMap((look) =>
      Object.values(shapes).map((shape) => [`${look} as a ${shape.type}`, look, shape] as const),
    ),
    ['ramp as a ramp', 'ramp', { type: 'ramp', size }] as const,
  ];

  it.each(cases)('a %s is drawn where it stands, at the size it has', (_, look, shape) => {
    for (const detail of [detailed(0), coarse]) {
      const { solid } = sceneryMeshes(alone(look, shape), detail);
      const width = shape.type === 'cylinder' ? 1 : 2;
      const [low, high] = range(solid.position, 0);
      // A coping or a leaf may stand out by a few centimetres, a rounded edge may fall short.
      expect(Math.abs(high - low - width)).toBeLessThan(0.16);
      expect(range(solid.position, 1)[1]).toBeGreaterThan(0.75);
      expect(range(solid.position, 1)[1]).toBeLessThan(1.12);
      expect(solid.position.every(Number.isFinite)).toBe(true);
      expect(solid.normal.every(Number.isFinite)).toBe(true);
    }
  });

  it('one of many statics has at most half the triangles of one among few', () => {
    for (const [, look, shape] of cases) {
      const triangles = (detail: typeof coarse) =>
        sceneryMeshes(alone(look, shape), detail).solid.index.length / 3;
      expect(triangles(coarse), look).toBeLessThan(triangles(detailed(0)) / 2);
    }
  });

  it('a wall sinks to the height at which agents are seen over it, and its foot stays', () => {
    const { solid } = sceneryMeshes(smallLayout, detailed(0));
    const sunk = solid.position
      .filter((_, i) => i % 3 === 1)
      .map((y, vertex) => y - (solid.extra[vertex] as number));
    expect(Math.max(...sunk)).toBeCloseTo(cutHeight, 2);
    expect(Math.min(...sunk)).toBeCloseTo(0, 2);
  });

  it('a low wall does not sink', () => {
    const low: Static = {
      ...(smallLayout.statics[0] as Static),
      position: [0, 0.4, 0],
      shape: { type: 'box', size: [4, 0.8, 0.2] },
    };
    const { solid } = sceneryMeshes({ ...smallLayout, statics: [low] }, detailed(0));
    expect(solid.extra.every((drop) => drop === 0)).toBe(true);
  });

  it('leaves grow on hedges as densely as asked for, the same at every start', () => {
    const layout = alone('hedge', shapes.box);
    const count = (leafage: number) => sceneryMeshes(layout, detailed(leafage)).leaves.index.length;
    expect(count(0)).toBe(0);
    expect(count(1)).toBeGreaterThan(count(0.3) * 2);
    expect(sceneryMeshes(layout, detailed(1)).leaves.position).toEqual(
      sceneryMeshes(layout, detailed(1)).leaves.position,
    );
  });
});
