/**
 * Which thing a ray meets first, of those that a person may take, and of goals, which lie on the ground and give
 * way to all that stands. Pure. What stays where it is (scene/edit.ts) is looked through: walls are cut away when
 * one looks from above. Things are boxes, turned as they are.
 */
import { isFixed, thingOfStatic } from '../scene/edit.ts';
import type { Layout, Point, Shape } from '../scene/layout.ts';
import { goalRadius } from './ground-marks.ts';
import type { Ray } from './picking.ts';

export interface Picked {
  readonly thing: string;
  /** Metres along the ray. */
  readonly along: number;
}

/** Rows as in a snapshot. */
export interface Standing {
  /** [N, 3] */
  readonly position: Float32Array;
  /** [N, 4] */
  readonly rotation: Float32Array;
  /** [A, 2] */
  readonly goal: Float32Array;
}

/** Half of the box around a shape. */
function halfOf(shape: Shape): Point {
  if (shape.type === 'cylinder') return [shape.radius, shape.height / 2, shape.radius];
  return [shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2];
}

type Rotation = readonly [x: number, y: number, z: number, w: number];

/** A vector in the frame of what is turned by q. */
function turnedBack([x, y, z]: Point, [qx, qy, qz, qw]: Rotation): Point {
  // Twice the cross product with the axis, and once more (Euler and Rodrigues).
  const tx = 2 * (y * qz - z * qy);
  const ty = 2 * (z * qx - x * qz);
  const tz = 2 * (x * qy - y * qx);
  return [
    x + qw * tx + (ty * qz - tz * qy),
    y + qw * ty + (tz * qx - tx * qz),
    z + qw * tz + (tx * qy - ty * qx),
  ];
}

/** Metres along the ray to a box, Infinity if it is missed. `slack` widens it by so much per metre of distance. */
function alongTo(ray: Ray, at: Point, rotation: Rotation, half: Point, slack: number): number {
  const { origin, direction } = ray;
  const off: Point = [origin.x - at[0], origin.y - at[1], origin.z - at[2]];
  const wider = slack * Math.hypot(...off);
  const from = turnedBack(off, rotation);
  const way = turnedBack([direction.x, direction.y, direction.z], rotation);
  let enter = 0;
  let leave = Number.POSITIVE_INFINITY;
  for (let axis = 0; axis < 3; axis++) {
    const reach = (half[axis] as number) + wider;
    const step = Math.abs(way[axis] as number) < 1e-9 ? 1e-9 : (way[axis] as number);
    const a = (-reach - (from[axis] as number)) / step;
    const b = (reach - (from[axis] as number)) / step;
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave ? enter : Number.POSITIVE_INFINITY;
}

export function pickThing(
  ray: Ray,
  layout: Layout,
  { position, rotation, goal }: Standing,
  slack: number,
): Picked | undefined {
  let thing: string | undefined;
  let along = Number.POSITIVE_INFINITY;
  const consider = (name: string, at: Point, turn: Rotation, half: Point) => {
    const distance = alongTo(ray, at, turn, half, slack);
    if (distance >= along) return;
    thing = name;
    along = distance;
  };
  for (const body of layout.statics) {
    if (isFixed(body)) continue;
    const turn: Rotation = [0, Math.sin(body.yaw / 2), 0, Math.cos(body.yaw / 2)];
    consider(thingOfStatic(body), body.position, turn, halfOf(body.shape));
  }
  const moving = [
    ...layout.props.map(({ id, shape }) => ({ name: `props/${id}`, half: halfOf(shape) })),
    ...layout.doors.map(({ id, size }) => ({
      name: `doors/${id}`,
      half: halfOf({ type: 'box', size }),
    })),
  ];
  moving.forEach(({ name, half }, i) => {
    const row = layout.agents + i;
    const at = position.subarray(3 * row, 3 * row + 3) as unknown as Point;
    consider(name, at, rotation.subarray(4 * row, 4 * row + 4) as unknown as Rotation, half);
  });
  if (thing !== undefined) return { thing, along };

  const ground = groundUnder(ray);
  if (!ground) return undefined;
  let nearest = goalRadius * 1.4 + slack * ground.along;
  for (let a = 0; a < layout.agents; a++) {
    const off = Math.hypot(
      (goal[2 * a] as number) - ground.x,
      (goal[2 * a + 1] as number) - ground.z,
    );
    if (off >= nearest) continue;
    nearest = off;
    thing = `goals/${a}`;
  }
  return thing === undefined ? undefined : { thing, along: ground.along };
}

/** Where a ray comes to the ground; undefined: it looks up. */
export function groundUnder({ origin, direction }: Ray) {
  if (direction.y >= -1e-4) return undefined;
  const along = -origin.y / direction.y;
  return { x: origin.x + along * direction.x, z: origin.z + along * direction.z, along };
}
