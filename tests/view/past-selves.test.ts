/** What is drawn of ghosts: where they are, how well they are seen, their footprints and how their tags stand. */
import { type InstancedMesh, Matrix4, type Mesh, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { pastSelves } from '../../src/view/overlays/past-selves.ts';
import type { EarlierSelves } from '../../src/view/stage.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

type Outcome = EarlierSelves['looks'][number]['outcome'];

function selvesAt(
  places: readonly (readonly [x: number, z: number])[],
  { round = 1, goal = { x: 0, z: 0 }, outcomes = [] as readonly Outcome[] } = {},
): EarlierSelves {
  return {
    ...{ round, goal },
    poses: Float32Array.from(places.flatMap(([x, z]) => [x, 0.6, z, 0])),
    looks: places.map((_, s) => ({
      ...{ colour: '#ff8800', label: `${s + 1} min`, outcome: outcomes[s] },
    })),
  };
}

/** Agent 0, which is selected, stands at the origin and goes to (0, 0); ten frames from one decision to the next. */
function open() {
  const { frame } = createSmallFrame();
  const tags: { s: number; x: number; strength: number; raised: number }[] = [];
  const overlay = pastSelves.create({
    ...overlayContext,
    createTags: () => ({
      ...overlayContext.createTags(),
      begin() {
        tags.length = 0;
      },
      add(s: number, x: number, _y: number, _z: number, strength: number, raised = 0) {
        tags.push({ s, x, strength, raised });
      },
    }),
  });
  overlay.fit(smallLayout);
  frame.camera.position.set(0, 12, 0.01);
  frame.camera.lookAt(0, 0, 0);
  frame.camera.updateMatrixWorld();
  frame.track.interval = 100;
  const [figures, prints, rings, goal] = overlay.object.children as [
    ...[Mesh, InstancedMesh, InstancedMesh, Mesh],
  ];
  const placesIn = (mesh: InstancedMesh) =>
    Array.from({ length: mesh.visible ? mesh.count : 0 }, (_, i) => {
      const matrix = new Matrix4();
      mesh.getMatrixAt(i, matrix);
      return new Vector3().setFromMatrixPosition(matrix);
    });
  return {
    ...{ frame, overlay, tags, figures, goal },
    footprints: () => placesIn(prints),
    rings: () => placesIn(rings),
    /** Until they stand where `selves` says. */
    show(selves: EarlierSelves | undefined) {
      frame.selves = selves;
      frame.track.arrived = frame.now;
      for (let i = 0; i <= 10; i++) {
        overlay.update(frame);
        frame.now += 10;
      }
    },
  };
}

describe('ghosts', () => {
  it('are seen the better the farther they are from the agent itself, and not at all where it is', () => {
    const { show, tags } = open();
    show(
      selvesAt([
        [0.1, 0],
        [0.425, 0],
        [3, 0],
      ]),
    );
    expect(tags.map(({ strength }) => strength)).toEqual([0, expect.closeTo(0.5, 5), 1]);
  });

  it('glide from decision to decision, and are put where they set out anew', () => {
    const { show, overlay, frame, tags } = open();
    show(selvesAt([[1, 0]]));
    frame.selves = selvesAt([[2, 0]]);
    frame.track.arrived = frame.now;
    frame.now += 50;
    overlay.update(frame);
    expect(tags[0]?.x).toBeCloseTo(1.5, 5);
    frame.now += 25;
    overlay.update(frame);
    expect(tags[0]?.x).toBeCloseTo(1.75, 5);
    // A round later, nobody is drawn on the way there.
    frame.selves = selvesAt([[-4, 0]], { round: 2 });
    frame.track.arrived = frame.now;
    overlay.update(frame);
    expect(tags[0]?.x).toBe(-4);
  });

  it('leave footprints a stride apart, and none of them in the next round', () => {
    const { show, footprints } = open();
    for (let i = 0; i <= 40; i++) show(selvesAt([[0.1 * i, 0]]));
    const xs = footprints().map(({ x }) => x);
    expect(xs.length).toBeGreaterThan(8);
    expect(xs.at(-1)).toBeGreaterThan(3.6);
    for (const [i, x] of xs.entries()) {
      const before = xs[i - 1] ?? 0;
      expect(x - before).toBeGreaterThanOrEqual(0.32 - 1e-5);
      expect(x - before).toBeLessThan(0.45);
    }
    show(selvesAt([[0, 0]], { round: 2 }));
    expect(footprints()).toEqual([]);
  });

  it('have a ring as soon as they have ended, and their goal is marked where it is not the agent’s', () => {
    const { show, rings, goal } = open();
    show(
      selvesAt([
        [1, 0],
        [2, 0],
      ]),
    );
    expect([rings().length, goal.visible]).toEqual([0, false]);
    const outcomes = [undefined, 'collision'] as const;
    show(
      selvesAt(
        [
          [1, 0],
          [2, 0],
        ],
        { outcomes, goal: { x: 3, z: 1 } },
      ),
    );
    expect(rings().map(({ x }) => x)).toEqual([2]);
    expect(goal.visible).toBe(true);
    expect([goal.position.x, goal.position.z]).toEqual([3, 1]);
  });

  it('have tags that stand one over the other where they would cover each other', () => {
    const { show, tags } = open();
    show(
      selvesAt([
        [3, 0],
        [3.05, 0],
        [-3, 0],
      ]),
    );
    const raised = tags.map((tag) => tag.raised);
    // The newest of the two stands lowest; the third is alone.
    expect(raised[1]).toBe(0);
    expect(raised[0]).toBeGreaterThanOrEqual(23);
    expect(raised[2]).toBe(0);
  });

  it('are gone with the selection, and where there are none', () => {
    const { show, frame, figures, footprints } = open();
    show(
      selvesAt([
        [1, 0],
        [2, 0],
      ]),
    );
    expect(figures.visible).toBe(true);
    show(undefined);
    expect([figures.visible, footprints().length]).toEqual([false, 0]);
    show(selvesAt([[1, 0]]));
    frame.selected = -1;
    show(selvesAt([[1, 0]]));
    expect(figures.visible).toBe(false);
  });
});
