/**
 * Every body that moves or may be moved, as one dense table in the snapshot's order: agents, props,
 * doors, walkers. Refreshed after every decision, never reallocated. Axes: N bodies. SI units.
 */
import type { Layout, Shape } from '../scene/layout.ts';
import { bodyCount } from './snapshot.ts';

export const bodyKinds = { agent: 0, prop: 1, door: 2, walker: 3, visitor: 4 } as const;
export type BodyKind = (typeof bodyKinds)[keyof typeof bodyKinds];

export interface Bodies {
  readonly count: number;
  /** [N, 3] centre. */
  readonly position: Float32Array;
  /** [N, 2] planar, from positions over the last decision. */
  readonly velocity: Float32Array;
  /** [N] of the circle around it, seen from above. */
  readonly radius: Float32Array;
  /** [N] one of `bodyKinds`. */
  readonly kind: Uint8Array;
  /** Row of the first prop, door and walker; the agents come first. */
  readonly props: number;
  readonly doors: number;
  readonly walkers: number;
}

/** Radius of the circle around a shape that stands upright. */
export function radiusOf(shape: Shape): number {
  return shape.type === 'cylinder' ? shape.radius : Math.hypot(shape.size[0], shape.size[2]) / 2;
}

export function createBodies(layout: Layout): Bodies {
  const count = bodyCount(layout);
  const props = layout.agents;
  const doors = props + layout.props.length;
  const walkers = doors + layout.doors.length;
  const bodies: Bodies = {
    count,
    position: new Float32Array(3 * count),
    velocity: new Float32Array(2 * count),
    radius: new Float32Array(count).fill(layout.body.radius, 0, layout.agents),
    kind: new Uint8Array(count),
    props,
    doors,
    walkers,
  };
  layout.props.forEach((prop, i) => {
    bodies.kind[props + i] = bodyKinds.prop;
    bodies.radius[props + i] = radiusOf(prop.shape);
    bodies.position.set(prop.position, 3 * (props + i));
  });
  layout.doors.forEach((door, i) => {
    bodies.kind[doors + i] = bodyKinds.door;
    bodies.radius[doors + i] = Math.hypot(door.size[0], door.size[2]) / 2;
    bodies.position.set(door.position, 3 * (doors + i));
  });
  layout.walkers.forEach((walker, i) => {
    const [x, z] = walker.route[0] as readonly [number, number];
    bodies.kind[walkers + i] = bodyKinds.walker;
    bodies.radius[walkers + i] = walker.radius;
    bodies.position.set([x, walker.height / 2, z], 3 * (walkers + i));
  });
  return bodies;
}
