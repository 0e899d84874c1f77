/** A layout of any size with everything in it that the view can draw, for tests of what drawing costs. */
import { createRandom } from '../../src/core/random.ts';
import type { Door, Layout, Prop, Static, Walker } from '../../src/scene/layout.ts';

export interface CrowdSize {
  readonly agents: number;
  /** Everything else: statics, props, doors and walkers in fixed shares. */
  readonly entities: number;
}

/** Metres between neighbouring places. */
const spacing = 1.4;

const staticShapes: readonly Pick<Static, 'look' | 'shape'>[] = [
  { look: 'wall', shape: { type: 'box', size: [1.2, 2, 0.2] } },
  { look: 'hedge', shape: { type: 'box', size: [1.2, 1, 0.5] } },
  { look: 'hedge', shape: { type: 'cylinder', radius: 0.4, height: 1 } },
  { look: 'planter', shape: { type: 'box', size: [0.9, 0.9, 0.6] } },
  { look: 'bench', shape: { type: 'box', size: [1.2, 0.8, 0.5] } },
  { look: 'pillar', shape: { type: 'cylinder', radius: 0.25, height: 2.4 } },
  { look: 'step', shape: { type: 'box', size: [1, 0.15, 1] } },
  { look: 'ramp', shape: { type: 'ramp', size: [1, 0.3, 1] } },
];

/** `places` says where the k-th thing stands: agents first, then bodies, then statics. */
export function crowdLayout({ agents, entities }: CrowdSize): {
  layout: Layout;
  places: readonly (readonly [x: number, z: number])[];
} {
  const random = createRandom(7, 'crowd');
  const count = agents + entities;
  const columns = Math.ceil(Math.sqrt(count));
  const half = (columns * spacing) / 2;
  const places = Array.from({ length: count }, (_, k) => {
    // Steps that share no divisor with the number of cells mix the kinds over the ground.
    const cell = (k * 619) % (columns * columns);
    const jitter = () => random.range(0.35, 0.65) * spacing - half;
    return [
      (cell % columns) * spacing + jitter(),
      Math.floor(cell / columns) * spacing + jitter(),
    ] as const;
  });
  let next = agents;
  const place = () => places[next++] as readonly [number, number];
  const share = (part: number) => Math.round(entities * part);
  const props = Array.from({ length: share(0.4) }, (_, i): Prop => {
    const [x, z] = place();
    const crate = i % 2 === 0;
    return {
      ...{ id: `prop-${i}`, look: crate ? 'crate' : 'barrel', mass: 10, yaw: i },
      position: [x, 0.3, z],
      shape: crate
        ? { type: 'box', size: [0.6, 0.6, 0.6] }
        : { type: 'cylinder', radius: 0.3, height: 0.6 },
    };
  });
  const doors = Array.from({ length: share(0.04) }, (_, i): Door => {
    const [x, z] = place();
    return {
      ...{ id: `door-${i}`, position: [x, 1, z], yaw: 0, size: [1.2, 2, 0.1] },
      ...{ slide: 1.2, period: 8, openShare: 0.5, phase: 0 },
    };
  });
  const walkers = Array.from({ length: share(0.12) }, (_, i): Walker => {
    const spot = place();
    return {
      ...{ id: `walker-${i}`, radius: 0.3, height: 1.7, speed: 1, yields: true },
      route: [spot, [spot[0] + 1, spot[1]]],
    };
  });
  const moving = props.length + doors.length + walkers.length;
  const statics = Array.from({ length: entities - moving }, (_, i): Static => {
    const [x, z] = place();
    const { look, shape } = staticShapes[i % staticShapes.length] as (typeof staticShapes)[number];
    const height = shape.type === 'cylinder' ? shape.height : shape.size[1];
    return { id: `static-${i}`, look, shape, position: [x, height / 2, z], yaw: i };
  });
  return {
    places,
    layout: {
      ...{ scene: 'crowd', seed: 1, min: [-half, -half], max: [half, half], flat: false, agents },
      motion: 'bodies',
      body: { radius: 0.3, height: 1.2, maxSpeed: 1.5, faces: 'way' },
      ...{ statics, props, doors, walkers, regions: [], portals: [], landmarks: [] },
    },
  };
}
