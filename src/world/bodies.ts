/**
 * Every body that moves or may be moved, as one dense table in the snapshot's order: agents, props,
 * doors, walkers, and last the visitor, whose row is there always and counts only while one is in. Behind it are a few
 * rows for copies that somebody supposes (displace.ts), which no step and no snapshot knows.
 * Refreshed after every decision, never reallocated. Axes: N bodies. SI units.
 */
import type { Layout, Shape } from '../scene/layout.ts';
import { bodyCount } from './snapshot.ts';

export const bodyKinds = { agent: 0, prop: 1, door: 2, walker: 3, visitor: 4 } as const;
export type BodyKind = (typeof bodyKinds)[keyof typeof bodyKinds];

export interface Bodies {
  /** N of those that are there: arrays have one row more while no visitor is in, and those for copies. */
  count: number;
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
  /** Row of the visitor. */
  readonly visitor: number;
  /**
   * The kind that agents take a visitor for: their own where there are several of them, else a walker
   * where there are any. No policy was trained among visitors; to those of this kind it was.
   */
  readonly visitorAs: BodyKind;
  /** [copies] the body that each row behind the visitor's is a copy of, while there are any. */
  readonly originals: Int32Array;
}

/** Copies that may be supposed at a time. */
export const mostCopies = 4;

/** The body that row `n` is a copy of, or itself. */
export function originalOf({ visitor, originals }: Bodies, n: number): number {
  return n > visitor ? (originals[n - visitor - 1] as number) : n;
}

/** Whether a visitor is in the world. */
export function hasVisitor(bodies: Bodies): boolean {
  return bodies.count > bodies.visitor;
}

/** m/s, the fastest that a visitor walks: as agents, or as a person who is in a hurry. */
export function visitorSpeed({ body }: Layout): number {
  return Math.max(1.5, body.maxSpeed);
}

/** Radius of the circle around a shape that stands upright. */
export function radiusOf(shape: Shape): number {
  return shape.type === 'cylinder' ? shape.radius : Math.hypot(shape.size[0], shape.size[2]) / 2;
}

export function createBodies(layout: Layout): Bodies {
  const visitor = bodyCount(layout) - 1;
  const rows = visitor + 1 + mostCopies;
  const props = layout.agents;
  const doors = props + layout.props.length;
  const walkers = doors + layout.doors.length;
  const bodies: Bodies = {
    count: visitor,
    position: new Float32Array(3 * rows),
    velocity: new Float32Array(2 * rows),
    radius: new Float32Array(rows).fill(layout.body.radius, 0, layout.agents),
    kind: new Uint8Array(rows),
    props,
    doors,
    walkers,
    visitor,
    visitorAs:
      layout.agents === 1 && layout.walkers.length > 0 ? bodyKinds.walker : bodyKinds.agent,
    originals: new Int32Array(mostCopies),
  };
  bodies.kind[visitor] = bodyKinds.visitor;
  bodies.radius[visitor] = layout.body.radius;
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
