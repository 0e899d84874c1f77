import type { InstancedBufferGeometry, Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { pushSnapshot, sampleTrack } from '../../src/view/interpolation.ts';
import { attentionRays } from '../../src/view/overlays/attention-rays.ts';
import type { Attention } from '../../src/view/stage.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

function setUp() {
  const overlay = attentionRays.create(overlayContext);
  overlay.fit(smallLayout);
  const { frame, snapshot } = createSmallFrame();
  const ribbons = (overlay.object.children[0] as Mesh).geometry as InstancedBufferGeometry;
  return {
    frame,
    snapshot,
    overlay,
    show(attention: Attention) {
      frame.attention = attention;
      frame.attentionCount++;
    },
    /** [x, y, z, weight] of each ray drawn. */
    rays() {
      overlay.update(frame);
      const ends = ribbons.getAttribute('end');
      return Array.from({ length: ribbons.instanceCount }, (_, i) => [
        ends.getX(i),
        ends.getY(i),
        ends.getZ(i),
        ends.getW(i),
      ]);
    },
  };
}

const at = (x: number, weight: number, body?: number) =>
  body === undefined ? { x, y: 1, z: 0, weight } : { x, y: 1, z: 0, weight, body };

describe('attention rays', () => {
  it('the first that is attended to in another layout is drawn, where calls are counted from none again', () => {
    const { frame, overlay, rays, show } = setUp();
    frame.still = true;
    show({ entities: [at(2, 0.8)], nodes: [] });
    expect(rays()).toHaveLength(1);
    overlay.fit({ ...smallLayout, seed: 2 });
    frame.attentionCount = 0;
    show({ entities: [at(3, 0.6), at(1, 0.4)], nodes: [] });
    expect(rays()).toHaveLength(2);
  });

  it('a weight glides to its new value instead of jumping', () => {
    const { frame, rays, show } = setUp();
    frame.still = true;
    show({ entities: [at(2, 0.8)], nodes: [] });
    expect(rays()[0]?.[3]).toBeCloseTo(0.8, 5);
    frame.still = false;
    show({ entities: [at(2.1, 0.2)], nodes: [] });
    const weight = rays()[0]?.[3] as number;
    expect(weight).toBeLessThan(0.8);
    expect(weight).toBeGreaterThan(0.2);
  });

  it('the same thing keeps its ray when the order of what is attended changes', () => {
    const { frame, rays, show } = setUp();
    frame.still = true;
    show({ entities: [at(2, 0.9, 1), at(-3, 0.1, 2)], nodes: [] });
    rays();
    frame.still = false;
    frame.delta = 1e-6;
    show({ entities: [at(-3, 0.1, 2), at(2, 0.9, 1)], nodes: [] });
    expect(rays().map((ray) => ray[3])).toEqual([expect.closeTo(0.9, 3), expect.closeTo(0.1, 3)]);
  });

  it('a ray to a body moves with it between decisions', () => {
    const { frame, rays, show, snapshot } = setUp();
    frame.still = true;
    show({ entities: [at(2, 1, 1)], nodes: [] });
    expect(rays()[0]?.[0]).toBeCloseTo(2, 5);
    snapshot.position[3] = 4;
    pushSnapshot(frame.track, snapshot, 100);
    sampleTrack(frame.track, 150);
    expect(rays()[0]?.[0]).toBeCloseTo(3, 5);
  });

  it('weights too small to matter, and not-numbers, get no ray', () => {
    const { frame, rays, show } = setUp();
    frame.still = true;
    show({ entities: [at(2, 0.001), at(3, Number.NaN)], nodes: [at(4, 0.5)] });
    expect(rays()).toHaveLength(1);
  });

  it('another selected agent does not inherit rays', () => {
    const { frame, rays, show } = setUp();
    frame.still = true;
    show({ entities: [at(2, 1)], nodes: [] });
    rays();
    frame.selected = 1;
    frame.attention = undefined;
    frame.attentionCount++;
    expect(rays()).toHaveLength(0);
  });
});
