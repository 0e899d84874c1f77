import type { BufferAttribute, Mesh } from 'three';
import { describe, expect, it } from 'vitest';
import { trails } from '../../src/view/overlays/trails.ts';
import { overlayContext } from './overlay-context.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

function open(layout = smallLayout) {
  const { frame } = createSmallFrame();
  const overlay = trails.create(overlayContext);
  overlay.fit(layout);
  const [mesh] = overlay.object.children as [Mesh];
  return {
    ...{ frame, overlay, mesh },
    /** Agent 0 goes along x from where it is; frames come 20 times a second of the world. */
    walk(seconds: number, speed = 1) {
      for (let i = 0; i < 20 * seconds; i++) {
        frame.time += 0.05;
        const { position } = frame.track.drawn;
        position[0] = (position[0] as number) + 0.05 * speed;
        overlay.update(frame);
      }
    },
    /** From where to where along x the pieces of agent 0 are joined: [from, to], none of length 0. */
    pieces() {
      const at = mesh.geometry.getAttribute('position');
      const index = mesh.geometry.index as BufferAttribute;
      const found: [number, number][] = [];
      for (let i = 0; i < mesh.geometry.drawRange.count; i += 6) {
        const [from, to] = [index.getX(i), index.getX(i + 2)];
        if (from >= 128) continue;
        const [a, b] = [at.getX(from), at.getX(to)];
        if (Math.abs(a - b) > 1e-6) found.push([a, b]);
      }
      return found.sort(([a], [b]) => a - b);
    },
  };
}

describe('trails', () => {
  it('lead without a gap from ten seconds ago to where the agent is drawn now', () => {
    const world = open();
    world.walk(30);
    const pieces = world.pieces();
    expect(pieces.at(-1)?.[1]).toBeCloseTo(30, 3);
    expect(pieces[0]?.[0]).toBeGreaterThan(17);
    expect(pieces[0]?.[0]).toBeLessThanOrEqual(20.3);
    for (const [i, [from]] of pieces.entries()) {
      if (i > 0) expect(from).toBeCloseTo(pieces[i - 1]?.[1] as number, 5);
    }
  });

  it('are broken where it was put elsewhere', () => {
    const world = open();
    world.walk(3);
    const { track } = world.frame;
    track.drawn.position[0] = -2;
    track.spawnedAt[0] = 777;
    world.walk(3);
    for (const [from, to] of world.pieces()) expect(to - from).toBeLessThan(0.3);
    expect(world.pieces().some(([from, to]) => from < 2 && to > 2 && from > 1.5)).toBe(true);
    expect(world.pieces()[0]?.[0]).toBeLessThan(-1.7);
  });

  it.each([
    ['they were switched off', true, 1],
    ['nothing was drawn', false, 60_000],
  ])('are broken where %s meanwhile', (_, isSwitched, milliseconds) => {
    const { overlay, frame, walk, pieces } = open();
    walk(3);
    frame.time += 4;
    frame.now += milliseconds;
    frame.track.drawn.position[0] = 7;
    if (isSwitched) overlay.begin?.();
    walk(3);
    for (const [from, to] of pieces()) expect(to - from).toBeLessThan(0.3);
    expect(pieces().some(([, to]) => to < 3)).toBe(true);
  });

  it('stay while the world is changed, and are gone in another', () => {
    const world = open();
    world.walk(3);
    const before = world.pieces();
    world.overlay.fit({ ...smallLayout, statics: [] });
    world.overlay.update(world.frame);
    expect(world.pieces()).toEqual(before);
    world.overlay.fit({ ...smallLayout, seed: 5 });
    world.overlay.update(world.frame);
    expect(world.pieces()).toEqual([]);
  });

  it('of a crowd are the selected agent’s alone', () => {
    const world = open({ ...smallLayout, agents: 65 });
    world.walk(3);
    expect(world.pieces().length).toBeGreaterThan(10);
    world.frame.selected = 1;
    world.walk(0.05);
    expect(world.pieces()).toEqual([]);
    world.frame.selected = -1;
    world.walk(1);
    expect(world.mesh.visible).toBe(false);
  });
});
