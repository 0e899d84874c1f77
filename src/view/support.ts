/** Heights and sight lines over a layout's fixed things, for things drawn on them and cameras. */
import { heightOf, isWalkable, type Layout, type Static } from '../scene/layout.ts';

/** Height of the walkable surface at (x, z): the highest step, platform or ramp there, else 0. */
export function supportHeight(layout: Layout, x: number, z: number): number {
  if (layout.flat) return 0;
  let height = 0;
  for (const body of layout.statics) {
    if (isWalkable(body)) height = Math.max(height, topAt(body, x, z));
  }
  return height;
}

function topAt(body: Static, x: number, z: number): number {
  const { shape, position, yaw } = body;
  const dx = x - position[0];
  const dz = z - position[2];
  if (shape.type === 'cylinder') {
    return Math.hypot(dx, dz) <= shape.radius ? position[1] + shape.height / 2 : 0;
  }
  const [w, h, d] = shape.size;
  const u = dx * Math.cos(yaw) - dz * Math.sin(yaw);
  const v = dx * Math.sin(yaw) + dz * Math.cos(yaw);
  if (Math.abs(u) > w / 2 || Math.abs(v) > d / 2) return 0;
  return position[1] + (shape.type === 'ramp' ? (h * u) / w : h / 2);
}

export interface Sight {
  readonly x0: number;
  readonly y0: number;
  readonly z0: number;
  readonly x1: number;
  readonly y1: number;
  readonly z1: number;
}

/**
 * The share of the way from (x0, y0, z0) to (x1, y1, z1) that no static stands in, in [0, 1]. A
 * start inside a static counts as free of it. `topOf` says how high a static is drawn; cylinders are
 * taken as the box around them. Allocates nothing.
 */
export function freeShare(
  statics: readonly Static[],
  sight: Sight,
  topOf: (top: number) => number,
): number {
  let share = 1;
  for (let i = 0; i < statics.length; i++) {
    const body = statics[i] as Static;
    const { shape, position, yaw } = body;
    const cylinder = shape.type === 'cylinder';
    const w = cylinder ? shape.radius : shape.size[0] / 2;
    const h = heightOf(shape) / 2;
    const d = cylinder ? shape.radius : shape.size[2] / 2;
    const cos = Math.cos(yaw);
    const sin = Math.sin(yaw);
    const ax = sight.x0 - position[0];
    const az = sight.z0 - position[2];
    const dx = sight.x1 - sight.x0;
    const dz = sight.z1 - sight.z0;
    let enter = 0;
    let leave = 1;
    for (let axis = 0; axis < 3; axis++) {
      const start = axis === 0 ? ax * cos - az * sin : axis === 1 ? sight.y0 : ax * sin + az * cos;
      const along =
        axis === 0 ? dx * cos - dz * sin : axis === 1 ? sight.y1 - sight.y0 : dx * sin + dz * cos;
      const low = axis === 0 ? -w : axis === 1 ? position[1] - h : -d;
      const high = axis === 0 ? w : axis === 1 ? topOf(position[1] + h) : d;
      if (Math.abs(along) < 1e-9) {
        if (start < low || start > high) leave = -1;
        continue;
      }
      const a = (low - start) / along;
      const b = (high - start) / along;
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter > 0 && enter < leave) share = Math.min(share, enter);
  }
  return share;
}
