/** Whether head and eye of a robot turn to what it attends to, measured where they are drawn. */
import type { InstancedMesh } from 'three';
import { expect, it } from 'vitest';
import { createAvatarMaterials } from '../../src/view/avatar-materials.ts';
import { type RobotPart, robotPartNames } from '../../src/view/robot-geometry.ts';
import { createRobots } from '../../src/view/robots.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

/** Two robots that stand and look along −z, drawn finely; `see` draws so many frames, 60 a second. */
function standing() {
  const robots = createRobots(createAvatarMaterials(), 1);
  robots.fit(smallLayout);
  const { frame } = createSmallFrame();
  frame.screen.perMetre = 1e4;
  frame.delta = 1 / 60;
  frame.selected = -1;
  const see = (frames: number) => {
    for (let i = 0; i < frames; i++) {
      frame.now += 1000 / 60;
      robots.update(frame);
    }
  };
  /** Degrees to the left and up of the way that a part of a robot faces, as its matrix has it. */
  const facing = (name: RobotPart, agent: number) => {
    const mesh = robots.object.children[robotPartNames.indexOf(name)] as InstancedMesh;
    expect(mesh.count).toBe(smallLayout.agents);
    // Its own −z.
    const [x, y, z] = mesh.instanceMatrix.array
      .slice(16 * agent + 8, 16 * agent + 11)
      .map((along) => -along) as unknown as [number, number, number];
    const degrees = 180 / Math.PI;
    return { left: Math.atan2(-x, -z) * degrees, up: Math.atan2(y, Math.hypot(x, z)) * degrees };
  };
  return { frame, see, facing };
}

it('a robot turns its eye and then its head to what it attends to, and its body not', () => {
  const { frame, see, facing } = standing();
  see(30);
  expect(Math.abs(facing('eye', 0).left)).toBeLessThan(0.1);
  // 60° to the left of the first robot; the other attends to nothing.
  frame.gaze.set([-Math.sqrt(12), 0.9, -2]);
  see(4);
  const [eye, head] = [facing('eye', 0).left, facing('head', 0).left];
  expect(head).toBeGreaterThan(5);
  expect(eye).toBeGreaterThan(head + 15);
  see(90);
  for (const part of ['head', 'eye'] as const) {
    expect(facing(part, 0).left).toBeCloseTo(60, 0);
    expect(Math.abs(facing(part, 1).left)).toBeLessThan(0.1);
  }
  expect(Math.abs(facing('body', 0).left)).toBeLessThan(0.1);

  // To the right of it now, and high up.
  frame.gaze.set([2, 3, -2]);
  see(90);
  expect(facing('head', 0).left).toBeCloseTo(-45, 0);
  expect(facing('head', 0).up).toBeGreaterThan(10);
  expect(facing('eye', 0).up).toBeGreaterThan(facing('head', 0).up + 5);
  // Ahead again.
  frame.gaze.fill(Number.NaN);
  see(90);
  expect(Math.abs(facing('head', 0).left)).toBeLessThan(0.5);
});

it('one that is selected looks at the strongest of what it attends to, which moves', () => {
  const { frame, see, facing } = standing();
  frame.strongest = { x: 0, y: 0, z: 0, weight: 1, body: 1 };
  frame.selected = 0;
  see(90);
  // The other robot stands at its right.
  expect(facing('head', 0).left).toBeCloseTo(-90, 0);
  frame.track.drawn.position.set([-2, 0.6, 0], 3);
  see(90);
  expect(facing('head', 0).left).toBeCloseTo(90, 0);
});
