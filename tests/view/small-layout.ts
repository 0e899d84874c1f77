/** A layout that fits in the head, for tests of the view. */
import type { Layout, Static } from '../../src/scene/layout.ts';

const wall: Static = {
  id: 'wall',
  look: 'wall',
  position: [0, 1, -3],
  yaw: 0,
  shape: { type: 'box', size: [4, 2, 0.2] },
};

export const smallLayout: Layout = {
  scene: 'small',
  seed: 1,
  min: [-5, -5],
  max: [5, 5],
  flat: true,
  motion: 'bodies',
  agents: 2,
  body: { radius: 0.3, height: 1.2, maxSpeed: 1.5, faces: 'way' },
  statics: [wall],
  props: [
    {
      id: 'crate',
      look: 'crate',
      position: [3, 0.3, 3],
      yaw: 0,
      shape: { type: 'box', size: [0.6, 0.6, 0.6] },
      mass: 10,
    },
  ],
  doors: [],
  walkers: [{ id: 'walker', radius: 0.3, height: 1.7, speed: 1, yields: true, route: [[-4, 4]] }],
  regions: [],
  portals: [],
  landmarks: [],
};
