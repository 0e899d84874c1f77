/** What generators make of scenes that nobody ships: things put by hand beside what is drawn. */
import { describe, expect, test } from 'vitest';
import { type Footprint, footprintOf, gapBetween } from '../../src/scene/footprint.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { parseScene } from '../../src/scene/scene-file.ts';

const yard = {
  ...{ version: 1, name: 'yard', title: 'Yard', scenario: 'yard', flat: true },
  ground: { min: [-8, -6], max: [8, 6] },
  border: { height: 1.6, thickness: 0.2 },
  agents: { count: 2, radius: 0.3, height: 1.2, maxSpeed: 1.5 },
};

const rooms = {
  ...{ kind: 'rooms', columns: 2, rows: 1, thickness: 0.2, height: 1.6 },
  ...{ doorway: 1.4, extraDoorways: 0, doors: { count: 0, period: [9, 12], openShare: 0.5 } },
  furniture: {
    ...{ perRoom: 2, gap: 0.6, attempts: 100 },
    ...{ length: [1, 1.5], thickness: 0.6, height: 0.9 },
  },
};

function layoutsOf(change: object): readonly Layout[] {
  const scene = parseScene({ ...yard, ...change }, 'scenes/yard.json');
  return Array.from({ length: 50 }, (_, seed) => layOut(scene, seed));
}

/** The least gap between outlines and all statics of a look, in metres. */
function leastGap(outlines: readonly Footprint[], { statics }: Layout, looks: Static['look'][]) {
  const placed = statics.filter(({ look }) => looks.includes(look)).map(footprintOf);
  return Math.min(...placed.flatMap((one) => outlines.map((other) => gapBetween(one, other))));
}

describe('rooms', () => {
  test('furniture and objects keep clear of what the file itself puts there', () => {
    const own = {
      statics: [
        {
          ...{ id: 'stage', look: 'platform', position: [-4, 0] },
          shape: { type: 'box', size: [3, 0.2, 3] },
        },
      ],
      props: [
        {
          ...{ id: 'crate', look: 'crate', position: [4, 0], mass: 20 },
          shape: { type: 'box', size: [2, 1, 2] },
        },
      ],
    };
    const kinds = [{ look: 'lamp', copies: [2, 2], radius: 0.3, height: 1.6 }];
    const objects = { gap: 0.6, attempts: 100, kinds };
    for (const layout of layoutsOf({
      ...own,
      ...{ categories: ['lamp'], generate: [{ ...rooms, objects }] },
    })) {
      const outlines = [layout.statics[0] as Static, ...layout.props].map(footprintOf);
      const gap = leastGap(outlines, layout, ['bench', 'planter', 'lamp']);
      expect(gap, `seed ${layout.seed}`).toBeGreaterThanOrEqual(0.6);
    }
  });
});
