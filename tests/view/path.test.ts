import type { Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { choiceArrows } from '../../src/view/overlays/choice-arrows.ts';
import { path } from '../../src/view/overlays/path.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

/** Ten decisions along −z from where the selected agent stands. */
const points = Float32Array.from({ length: 22 }, (_, i) =>
  i % 2 === 0 ? 0 : -0.1 * Math.floor(i / 2),
);

function open() {
  const { frame } = createSmallFrame();
  const overlay = path.create(overlayContext);
  overlay.fit(smallLayout);
  const [ribbon, ring] = overlay.object.children as [Mesh, Mesh];
  return { frame, overlay, ribbon, ring };
}

describe('path', () => {
  it('begins where the agent is drawn, and leaves out what it has walked', () => {
    const { frame, overlay, ribbon, ring } = open();
    frame.way = { points, step: 4, outcome: undefined };
    frame.step = 4;
    overlay.update(frame);
    const at = ribbon.geometry.getAttribute('position');
    expect((at.getX(0) + at.getX(1)) / 2).toBeCloseTo(0, 5);
    expect(ribbon.geometry.drawRange.count).toBe(6 * 10);
    expect(ring.position.z).toBeCloseTo(-1, 5);
    frame.step = 10;
    frame.track.drawn.position[2] = -0.55;
    overlay.update(frame);
    expect(ribbon.geometry.drawRange.count).toBe(6 * 4);
    expect((at.getZ(0) + at.getZ(1)) / 2).toBeCloseTo(-0.55, 5);
    // It is walked to its end.
    frame.step = 14;
    overlay.update(frame);
    expect([ribbon.visible, ring.visible]).toEqual([false, false]);
    overlay.dispose();
  });

  it('is not drawn where the agent does not go it', () => {
    const { frame, overlay, ribbon } = open();
    frame.way = { points, step: 0, outcome: 'success' };
    overlay.update(frame);
    expect(ribbon.visible).toBe(true);
    frame.track.drawn.position[0] = 3;
    overlay.update(frame);
    expect(ribbon.visible).toBe(false);
    overlay.dispose();
  });
});

it('choice arrows: point and reach as far as what is chosen, each its own way', () => {
  const { frame } = createSmallFrame();
  const overlay = choiceArrows.create(overlayContext);
  overlay.fit(smallLayout);
  frame.track.drawn.heading[0] = 0;
  frame.intention = { chosen: { forward: 1.2, left: 0 }, imagined: { forward: 0, left: 0.5 } };
  overlay.update(frame);
  const [chosen, imagined] = overlay.object.children as [Mesh, Mesh];
  expect(chosen.rotation.y).toBeCloseTo(0, 6);
  expect(imagined.rotation.y).toBeCloseTo(Math.PI / 2, 6);
  expect([chosen, imagined].map(({ children: [shaft] }) => shaft?.scale.z)).toEqual([
    expect.closeTo(1.2, 6),
    expect.closeTo(0.5, 6),
  ]);
  overlay.dispose();
});
