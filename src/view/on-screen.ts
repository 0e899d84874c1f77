/**
 * How tall things are on the screen, and whether they are on it: by this each of many things is drawn
 * finely, coarsely or not at all. Lengths are metres, heights on the screen pixels of the picture.
 */
import { Frustum, Matrix4, type PerspectiveCamera, type Plane } from 'three';

export interface Screen {
  readonly frustum: Frustum;
  x: number;
  y: number;
  z: number;
  /** Pixels that a metre is tall at a distance of one metre. */
  perMetre: number;
}

/** A thing this far outside of the view may still throw its shadow into it. */
const shadowReach = 3;

const clip = new Matrix4();

export function createScreen(): Screen {
  return { frustum: new Frustum(), x: 0, y: 0, z: 0, perMetre: 1 };
}

/** `tall` is the height of the picture in pixels. The camera's matrices must be up to date. */
export function lookThrough(screen: Screen, camera: PerspectiveCamera, tall: number): void {
  clip.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  screen.frustum.setFromProjectionMatrix(clip, camera.coordinateSystem);
  screen.x = camera.position.x;
  screen.y = camera.position.y;
  screen.z = camera.position.z;
  screen.perMetre = ((camera.projectionMatrix.elements[5] as number) * tall) / 2;
}

/** Pixels that a thing of this height at (x, y, z) is tall; 0 if neither it nor its shadow is seen. */
export function pixelsTall(
  { frustum, x: cx, y: cy, z: cz, perMetre }: Screen,
  x: number,
  y: number,
  z: number,
  height: number,
): number {
  const { planes } = frustum;
  // The far plane is the last one: what is beyond it is hidden by haze anyway.
  for (let i = 0; i < 5; i++) {
    const { normal, constant } = planes[i] as Plane;
    if (normal.x * x + normal.y * y + normal.z * z + constant < -shadowReach) return 0;
  }
  const distance = Math.hypot(x - cx, y - cy, z - cz);
  return (perMetre * height) / Math.max(0.1, distance);
}

/** How far a thing must shrink below the size that makes it fine before it is drawn coarsely again. */
const loyalty = 0.85;

/**
 * 0: not drawn, 1: coarsely, 2: finely. `before` is what it was, so that a thing at the limit does not
 * flicker between the two.
 */
export function levelOf(pixels: number, finePixels: number, before: number): 0 | 1 | 2 {
  if (pixels === 0) return 0;
  return pixels > finePixels * (before === 2 ? loyalty : 1) ? 2 : 1;
}
