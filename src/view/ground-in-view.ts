/** Which ground a camera sees, for who draws it on a map. */
import { type PerspectiveCamera, Vector3 } from 'three';

/** Metres; ground beyond this is too far off to be seen. */
const farthest = 60;
const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;

/** [4, 2] x, z where the corners of the picture, from the lower left on, meet the ground, or would farthest off. */
export function groundInView(camera: PerspectiveCamera): Float32Array {
  const ground = new Float32Array(8);
  const way = new Vector3();
  for (const [i, [x, y]] of corners.entries()) {
    way.set(x, y, 0.5).unproject(camera).sub(camera.position).normalize();
    const level = Math.hypot(way.x, way.z);
    const down = way.y < 0 ? camera.position.y / -way.y : Number.POSITIVE_INFINITY;
    const along = Math.min(down, farthest / Math.max(1e-6, level));
    ground[2 * i] = camera.position.x + along * way.x;
    ground[2 * i + 1] = camera.position.z + along * way.z;
  }
  return ground;
}
