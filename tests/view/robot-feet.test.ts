/** Whether the feet of robots slide, measured where they are drawn. */
import type { InstancedMesh } from 'three';
import { expect, it } from 'vitest';
import { createAvatarMaterials } from '../../src/view/avatar-materials.ts';
import { createRobots } from '../../src/view/robots.ts';
import { createSmallFrame } from './small-frame.ts';
import { smallLayout } from './small-layout.ts';

/** Metres that a foot lies above the ground at most while it stands. */
const onGround = 1e-6;

/** Walks robot 0 and says how far its feet slid in one stand at most, and how often one stood. */
function walk(motion: (seconds: number) => { readonly speed: number; readonly heading: number }) {
  const robots = createRobots(createAvatarMaterials(), 1);
  robots.fit(smallLayout);
  const { frame } = createSmallFrame();
  // Near enough to be drawn finely wherever it goes with x > 0.
  frame.screen.perMetre = 1e4;
  frame.delta = 1 / 60;
  const { position, velocity, heading } = frame.track.drawn;
  // Two feet for each agent: no other part has as many places.
  const feet = robots.object.children.find(
    (mesh) => (mesh as InstancedMesh).instanceMatrix.count === 2 * smallLayout.agents,
  ) as InstancedMesh;
  const { array } = feet.instanceMatrix;
  const planted: (readonly [x: number, z: number] | undefined)[] = [undefined, undefined];
  let slid = 0;
  let stands = 0;
  for (let i = 0; i < 600; i++) {
    const { speed, heading: towards } = motion(i / 60);
    const [vx, vz] = [-Math.sin(towards) * speed, -Math.cos(towards) * speed];
    position[0] = (position[0] as number) + vx / 60;
    position[2] = (position[2] as number) + vz / 60;
    velocity[0] = vx;
    velocity[2] = vz;
    heading[0] = towards;
    frame.now += 1000 / 60;
    robots.update(frame);
    for (let foot = 0; foot < 2; foot++) {
      const at = 16 * foot + 12;
      const [x, y, z] = array.slice(at, at + 3) as unknown as [number, number, number];
      if (y > onGround) {
        planted[foot] = undefined;
        continue;
      }
      if (planted[foot] === undefined) stands++;
      planted[foot] ??= [x, z];
      const [x0, z0] = planted[foot] as readonly [number, number];
      slid = Math.max(slid, Math.hypot(x - x0, z - z0));
    }
  }
  return { slid, stands };
}

it('a foot that stands slides by less than a millimetre, at a steady pace and at others', () => {
  for (const { slid, stands } of [
    walk(() => ({ speed: 1.2, heading: -0.7 })),
    walk((seconds) => ({ speed: 0.8 + 0.5 * Math.sin(3 * seconds), heading: -0.7 })),
  ]) {
    expect(slid).toBeLessThan(1e-3);
    // In 10 s: strides of 0.74 m, of two stands each.
    expect(stands).toBeGreaterThan(20);
  }
});

it('and by less than a centimetre where it turns by 9° a second', () => {
  expect(walk((seconds) => ({ speed: 1, heading: -0.15 * seconds })).slid).toBeLessThan(0.01);
});
