/** What generators make of scenes that nobody ships: things put by hand beside what is drawn. */
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { circle, type Footprint, footprintOf, gapBetween } from '../../src/scene/footprint.ts';
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

function objectsOf(objects: object) {
  const doorway = { thickness: 0.2, doorway: 1, furniture: { ...rooms.furniture, perRoom: 0 } };
  return {
    ground: { min: [-4, -1.5], max: [4, 1.5] },
    ...{ categories: ['lamp'], generate: [{ ...rooms, ...doorway, objects }] },
  };
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

describe('objects to be found', () => {
  const kinds = [{ look: 'lamp', copies: [3, 3], radius: 0.3, height: 1.6 }];
  const lamps = ({ statics }: Layout) => statics.filter(({ look }) => look === 'lamp').length;

  test('that are required stand in another room where the one drawn has no room', () => {
    // Three of them do not always fit into one room, and do into both.
    const objects = { gap: 0.55, attempts: 300, kinds };
    expect(Math.min(...layoutsOf(objectsOf(objects)).map(lamps))).toBeLessThan(3);
    for (const layout of layoutsOf(objectsOf({ ...objects, required: true }))) {
      expect(lamps(layout), `seed ${layout.seed}`).toBe(3);
    }
  });

  test('that are required and find no room at all are refused with the place and the remedy', () => {
    const objects = { gap: 1.3, attempts: 20, required: true, kinds };
    expect(() => layoutsOf(objectsOf(objects))).toThrow(
      new InputError(
        'yard: generate[0].objects: expected room for 3 "lamp" in layout 0, found none in 20 places of every room: lower gap, or have fewer things.',
      ),
    );
  });
});

describe.each(['scatter', 'strew'])('%s', (kind) => {
  const bar = {
    ...{ form: 'bar', look: 'hedge', count: 20 },
    ...{ length: [1, 2], thickness: 0.4, height: 1 },
  };
  const crates = {
    ...{ look: 'crate', count: 60, mass: 10 },
    shape: { type: 'box', size: [0.6, 0.6, 0.6] },
  };
  const generate = [
    {
      ...{ kind, gap: 0.4, attempts: 200 },
      ...(kind === 'scatter' ? { obstacles: [bar] } : { props: [crates] }),
    },
  ];
  const gapTo = (outline: Footprint, { statics, props }: Layout) =>
    Math.min(
      ...[...statics.filter(({ look }) => look === 'hedge'), ...props].map((body) =>
        gapBetween(outline, footprintOf(body)),
      ),
    );

  test.each([0, 0.7, -1.5])('leaves a door by hand free on its whole way, turned by %d', (yaw) => {
    const door = {
      ...{ id: 'leaf', position: [1, -1], yaw, size: [1.2, 1.5, 0.1] },
      ...{ slide: 2.5, period: 8, openShare: 0.5 },
    };
    for (const layout of layoutsOf({ doors: [door], generate })) {
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const [x, z] = [1 + Math.cos(yaw) * 2.5 * share, -1 - Math.sin(yaw) * 2.5 * share];
        const leaf = footprintOf({
          ...{ position: [x, 0.75, z], yaw },
          shape: { type: 'box', size: [1.2, 1.5, 0.1] },
        });
        expect(gapTo(leaf, layout), `seed ${layout.seed}`).toBeGreaterThanOrEqual(0.4 - 1e-9);
      }
    }
  });

  test('leaves the routes of walkers by hand free, the way back to their first point too', () => {
    const route = [
      [-7, -5],
      [7, -4],
      [0, 5],
    ] as const;
    const walkers = [{ id: 'postman', speed: 1, radius: 0.35, route }];
    for (const layout of layoutsOf({ walkers, generate })) {
      for (const [i, from] of route.entries()) {
        const to = route[(i + 1) % 3] as (typeof route)[0];
        for (let share = 0; share < 1; share += 0.05) {
          const [x, z] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
          const gap = gapTo(circle(x, z, 0.35), layout);
          expect(gap, `seed ${layout.seed}`).toBeGreaterThanOrEqual(0.4 - 1e-9);
        }
      }
    }
  });
});

describe('names', () => {
  const box = { type: 'box', size: [0.5, 1, 0.5] };
  const walker = {
    speed: 1,
    route: [
      [0, 5],
      [1, 5],
    ],
  };

  test('that a file gives to its own things are given to nothing that is generated', () => {
    const walkers = [1, 2].map((number) => ({ id: `walker-${number}`, ...walker }));
    const props = [2, 3].map((number) => ({
      ...{ id: `crate-${number}`, look: 'crate', mass: 10, shape: box, position: [number, 0] },
    }));
    // A border of four walls and these two: the first that is generated is the 6th.
    const statics = [6, 8].map((number) => ({
      ...{ id: `pillar-${number}`, look: 'pillar', shape: box, position: [-number, 0] },
    }));
    const pillar = { form: 'round', look: 'pillar', count: 4, radius: [0.2, 0.3], height: 1 };
    const generate = [
      {
        ...{ kind: 'stream', count: 6, radius: 0.3, height: 1.7, speed: [1, 1.2] },
        ...{ turn: [-7, 7], lanes: [1, 4], yields: true },
      },
      { kind: 'scatter', gap: 0.3, attempts: 100, obstacles: [pillar] },
      {
        ...{ kind: 'strew', gap: 0.2, attempts: 100 },
        props: [{ look: 'crate', count: 4, shape: box, mass: 10 }],
      },
    ];
    for (const layout of layoutsOf({ walkers, props, statics, generate })) {
      const ids = (['walkers', 'props', 'statics'] as const).map((list) =>
        layout[list].map(({ id }) => id),
      );
      expect(ids.map(({ length }) => length)).toEqual([8, 6, 10]);
      expect(ids.map((list) => new Set(list).size)).toEqual([8, 6, 10]);
      const nodes = layout.landmarks.map(({ id, body }) => [id, layout.statics[body]?.id]);
      for (const [id, body] of nodes) expect(id).toBe(body);
    }
  });

  test('of the border, of blocks and of doors of rooms make way too', () => {
    const at = { look: 'pillar', shape: box, position: [-7, 0] };
    const statics = ['border-north', 'block-north'].map((id) => ({ id, ...at }));
    const passage = { kind: 'corridor', width: [1, 1.2], length: [2, 3], beside: 1, height: 1.6 };
    const doors = [
      {
        ...{ id: 'door-1-2', position: [-7, -5], size: [1, 1, 0.1] },
        ...{ slide: 1, period: 9, openShare: 0.5 },
      },
    ];
    const hung = { ...rooms, doors: { ...rooms.doors, count: 1 } };
    for (const generate of [[passage], [hung]]) {
      for (const layout of layoutsOf({ statics, doors, generate })) {
        for (const list of [layout.statics, layout.doors]) {
          expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
        }
      }
    }
  });

  const thirds = (['west', 'middle', 'east'] as const).map((id, i) => ({
    ...{ id, label: id, min: [-8 + (i * 16) / 3, -6], max: [-8 + ((i + 1) * 16) / 3, 6] },
  }));
  const portalsOf = (portal: object) =>
    layoutsOf({
      regions: thirds,
      portals: [{ position: [-8 / 3, 2], width: 2, ...portal }],
      generate: [{ kind: 'openings', width: 1 }],
    })[0]?.portals.map(({ id, regions }) => `${id} ${regions}`);

  test('regions that have a portal of the file get no other from openings', () => {
    const own = { id: 'west-middle', between: ['middle', 'west'] };
    expect(portalsOf(own)).toEqual(['west-middle 1,0', 'middle-east 1,2']);
  });

  test('a portal of the file keeps its name to itself, whatever it joins', () => {
    const own = { id: 'west-middle', between: ['middle', 'east'] };
    expect(portalsOf(own)).toEqual(['west-middle 1,2', 'west-middle-2 0,1']);
  });
});
