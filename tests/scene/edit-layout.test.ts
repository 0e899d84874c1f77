/** What a person changes of a layout: read from outside, and made into the changed layout. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { addable, type Edit, mostAdded, readEdits, thingsOf } from '../../src/scene/edit.ts';
import { editLayout, editLayoutBy, partsOf } from '../../src/scene/edit-layout.ts';
import { graphCapacity } from '../../src/scene/graph-capacity.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Layout, Static } from '../../src/scene/layout.ts';
import { sceneGraphOf } from '../../src/scene/scene-graph.ts';
import { readScene, sceneNames } from './scenes.ts';

const plaza = readScene('plaza');
const square = layOut(plaza, 3);
/** A hedge with lips. */
const lipped = (square.statics.find(({ id }) => id.endsWith('-lip-1')) as Static).id.replace(
  '-lip-1',
  '',
);
const hedge = `statics/${lipped}`;

const distances = (parts: readonly Static[]) =>
  parts.map(({ position: [x, , z] }) =>
    Math.hypot(x - (parts[0] as Static).position[0], z - (parts[0] as Static).position[2]),
  );

describe('editing a layout', () => {
  it('moves an obstacle with all its parts, and the landmark that it is', () => {
    const moved = editLayout(plaza, square, { kind: 'move', thing: hedge, x: 1, z: 2, yaw: 0.5 });
    const before = partsOf(square, hedge);
    const parts = partsOf(moved, hedge);
    expect(before.length).toBeGreaterThan(1);
    expect(parts.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(parts[0]?.position).toEqual([1, before[0]?.position[1], 2]);
    distances(parts).forEach((apart, i) => {
      expect(apart).toBeCloseTo(distances(before)[i] as number, 9);
    });
    // It is turned to the left by half a radian: so is the way to its lip.
    const angle = ([a, b]: readonly Static[]) =>
      Math.atan2(-(b!.position[2] - a!.position[2]), b!.position[0] - a!.position[0]);
    expect(Math.sin(angle(parts) - angle(before) - 0.5)).toBeCloseTo(0, 9);
    const landmark = moved.landmarks.find(({ id }) => id === lipped);
    expect(landmark?.position).toEqual([1, 2]);
    expect(moved.statics[landmark?.body as number]?.id).toBe(lipped);
    // All else is what it was.
    const others = ({ statics }: Layout) => statics.filter(({ id }) => !id.startsWith(lipped));
    expect(others(moved)).toEqual(others(square));
  });

  it('what is removed is gone with its landmark, and what is added becomes one while there is room', () => {
    const gone = editLayout(plaza, square, { kind: 'remove', thing: hedge });
    expect(partsOf(gone, hedge)).toEqual([]);
    expect(gone.landmarks).toHaveLength(square.landmarks.length - 1);
    for (const { id, body } of gone.landmarks) expect(gone.statics[body]?.id).toBe(id);
    const wall: Edit = {
      ...{ kind: 'add', thing: 'statics/added-1', look: 'wall', x: 0, z: 0, yaw: 0 },
    };
    const again = editLayout(plaza, gone, wall);
    expect(again.landmarks.at(-1)).toMatchObject({ id: 'added-1', position: [0, 0] });
    expect(again.landmarks.length).toBeLessThanOrEqual(graphCapacity(plaza).landmarks);
    const crate: Edit = {
      ...{ kind: 'add', thing: 'props/added-2', look: 'crate', x: 1, z: 1, yaw: 0.1 },
    };
    expect(editLayout(plaza, gone, crate).props.at(-1)).toMatchObject({
      ...{ id: 'added-2', position: [1, 0.3, 1], mass: 15 },
    });
  });

  it('finds the portals anew that the scene finds by itself, as its generator would', () => {
    expect(editLayoutBy(plaza, square, []).portals).toEqual(square.portals);
    const [portal] = square.portals;
    const [x, z] = portal!.position;
    const barred = editLayout(plaza, square, {
      ...{ kind: 'add', thing: 'statics/added-1', look: 'pillar', x, z, yaw: 0 },
    });
    const same = barred.portals.find(({ id }) => id === portal!.id);
    expect(same?.position).not.toEqual(portal!.position);
    expect(same?.width ?? 0).toBeLessThan(portal!.width);
  });

  it.each(sceneNames)(
    'of %s: nothing is changed but what is said, and the graph has room for it',
    (name) => {
      const scene = readScene(name);
      const layout = layOut(scene, 5);
      expect(editLayoutBy(scene, layout, [])).toBe(layout);
      const added: Edit[] = (['hedge', 'barrel', 'wall'] as const).map((look, i) => ({
        ...{ kind: 'add', thing: `${addable[look].list}/added-${i + 1}`, look },
        ...{ x: i, z: 0, yaw: 0 },
      }));
      const changed = editLayoutBy(scene, layout, added);
      const back = editLayoutBy(
        scene,
        changed,
        added.map(({ thing }) => ({ kind: 'remove', thing })),
      );
      expect({ ...back, portals: layout.portals }).toEqual(layout);
      expect(back.portals).toEqual(layout.portals);
      const graph = sceneGraphOf(changed, graphCapacity(scene));
      expect(graph.row.every(Number.isFinite)).toBe(true);
      for (const thing of thingsOf(layout)) expect(thing).toMatch(/^(statics|props|doors)\//);
    },
  );

  it('what the world is built of stays, and what is not there cannot be moved', () => {
    const refused = (edit: Edit) => {
      expect(() => editLayout(plaza, square, edit)).toThrow(InputError);
    };
    refused({ kind: 'remove', thing: 'statics/border-north' });
    refused({ kind: 'remove', thing: 'statics/nothing' });
    refused({ kind: 'remove', thing: 'doors/any' });
    refused({ kind: 'move', thing: 'props/nothing', x: 0, z: 0, yaw: 0 });
    refused({ kind: 'hold', thing: hedge, as: 'open' });
    refused({ kind: 'add', thing: 'props/added-1', look: 'wall', x: 0, z: 0, yaw: 0 });
    expect(thingsOf(square)).not.toContain('statics/border-north');
    expect(thingsOf(square)).toContain(hedge);
    expect(thingsOf(square).filter((thing) => thing.includes('-lip-'))).toEqual([]);
  });

  it('so many things can be added and no more', () => {
    const crates: Edit[] = Array.from({ length: mostAdded }, (_, i) => ({
      ...{ kind: 'add', thing: `props/added-${i + 1}`, look: 'crate', x: 0, z: 0, yaw: 0 },
    }));
    const full = editLayoutBy(plaza, square, crates);
    const more: Edit = { ...(crates[0] as Edit), thing: 'props/added-99' } as Edit;
    expect(() => editLayout(plaza, full, more)).toThrow(`At most ${mostAdded}`);
    const room = editLayout(plaza, full, { kind: 'remove', thing: 'props/added-3' });
    expect(editLayout(plaza, room, more).props).toHaveLength(full.props.length);
  });
});

describe('edits from outside', () => {
  it('are read as they are', () => {
    const edits: Edit[] = [
      { kind: 'move', thing: 'props/crate-1', x: 1, z: -2.5, yaw: 3 },
      { kind: 'hold', thing: 'doors/door-a', as: 'shut' },
      { kind: 'remove', thing: 'statics/hedge-7' },
    ];
    expect(readEdits(JSON.parse(JSON.stringify(edits)))).toEqual(edits);
  });

  it.each([
    ['no list', 7],
    ['too many', Array(301).fill({ kind: 'remove', thing: 'props/a' })],
    ['no change', [null]],
    ['an unknown kind', [{ kind: 'burn', thing: 'props/a' }]],
    [
      'a place that is no number',
      [{ kind: 'move', thing: 'props/a', x: Number.NaN, z: 0, yaw: 0 }],
    ],
    ['a place out of every world', [{ kind: 'move', thing: 'props/a', x: 1e9, z: 0, yaw: 0 }]],
    ['a name that is none', [{ kind: 'remove', thing: 'props/../secret' }]],
    ['a list that there is not', [{ kind: 'remove', thing: 'walkers/a' }]],
    ['something more', [{ kind: 'remove', thing: 'props/a', also: 1 }]],
    [
      'a look that cannot be added',
      [{ kind: 'add', thing: 'props/added-1', look: 'robot', x: 0, z: 0, yaw: 0 }],
    ],
    [
      'an added thing with a taken name',
      [{ kind: 'add', thing: 'props/crate-1', look: 'crate', x: 0, z: 0, yaw: 0 }],
    ],
  ])('%s is refused in one sentence', (_, value) => {
    expect(() => readEdits(value)).toThrow(InputError);
  });
});
