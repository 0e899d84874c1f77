/**
 * The few solids that everything in the view is made of, centred on the origin, in metres. Made
 * because three's own boxes have hard edges, and light on an edge is what makes a thing look made.
 */
import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  IcosahedronGeometry,
  LatheGeometry,
  Vector2,
  Vector3,
} from 'three';
import { mergeVertices } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Point } from '../scene/layout.ts';

export interface Rounding {
  /** Radius of the edges. */
  readonly radius: number;
  /** Segments of a quarter turn, halved: 1 is a chamfer, 2 is round enough for a wall. */
  readonly segments?: number;
  /** Longest edge of a cell of the flat part; without it the flat part is one cell. */
  readonly cell?: number;
}

/** Stops along one axis from −half to half: dense in the rounding, even between. */
function stops(half: number, radius: number, segments: number, cell: number): number[] {
  const inner = half - radius;
  const rim: number[] = [];
  for (let k = 1; k <= segments; k++) {
    rim.push(inner + radius * Math.tan(((k / segments) * Math.PI) / 4));
  }
  const cells = Math.max(1, Math.ceil((2 * inner) / cell));
  const flat: number[] = [];
  for (let k = 0; k <= cells; k++) flat.push(-inner + (2 * inner * k) / cells);
  return [...rim.map((x) => -x).reverse(), ...flat, ...rim];
}

/** Of [x, y, z] corners, three to a triangle or as `index` says; lit by its own slopes. */
export function surface(corners: readonly number[], index?: number[]): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners), 3));
  if (index) geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

/** A box whose edges are rounded; vertices lie on the true rounded surface with its normals. */
export function roundedBox(size: Point, rounding: Rounding): BufferGeometry {
  const half = size.map((length) => length / 2) as [number, number, number];
  const radius = Math.min(rounding.radius, ...half.map((length) => length * 0.98));
  const { segments = 2, cell = Number.POSITIVE_INFINITY } = rounding;
  const along = half.map((length) => stops(length, radius, segments, cell)) as [
    number[],
    number[],
    number[],
  ];
  const position: number[] = [];
  const normal: number[] = [];
  const index: number[] = [];
  const p = [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const u = (axis + 1) % 3;
    const v = (axis + 2) % 3;
    const us = along[u] as number[];
    const vs = along[v] as number[];
    for (const side of [-1, 1]) {
      const first = position.length / 3;
      for (const pv of vs) {
        for (const pu of us) {
          p[axis] = side * (half[axis] as number);
          p[u] = pu;
          p[v] = pv;
          const core = p.map((x, i) => {
            const reach = (half[i] as number) - radius;
            return Math.min(reach, Math.max(-reach, x));
          });
          const out = p.map((x, i) => x - (core[i] as number));
          const length = Math.hypot(...out) || 1;
          for (let i = 0; i < 3; i++) {
            const n = (out[i] as number) / length;
            normal.push(n);
            position.push((core[i] as number) + n * radius);
          }
        }
      }
      for (let j = 0; j + 1 < vs.length; j++) {
        for (let i = 0; i + 1 < us.length; i++) {
          const a = first + j * us.length + i;
          const b = a + us.length;
          if (side > 0) index.push(a, a + 1, b + 1, a, b + 1, b);
          else index.push(a, b + 1, a + 1, a, b, b + 1);
        }
      }
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.setAttribute('normal', new BufferAttribute(new Float32Array(normal), 3));
  geometry.setIndex(index);
  return geometry;
}

/** A box with sharp edges, for what is too small on the screen to have others. */
export function plainBox(size: Point): BufferGeometry {
  return new BoxGeometry(...size);
}

/** A wedge in the box `size`, rising along +x as scene/layout.ts says; faces are flat. */
export function wedge(size: Point): BufferGeometry {
  const [x, y, z] = size.map((length) => length / 2) as [number, number, number];
  const low = [-x, -y] as const;
  const back = [x, -y] as const;
  const top = [x, y] as const;
  const corners: number[] = [];
  const at = ([cx, cy]: readonly [number, number], cz: number) => corners.push(cx, cy, cz);
  const quad = (a: readonly [number, number], b: readonly [number, number]) => {
    at(a, z);
    at(b, z);
    at(b, -z);
    at(a, z);
    at(b, -z);
    at(a, -z);
  };
  // The slope, the back and the underside, each seen from outside.
  quad(low, top);
  quad(top, back);
  quad(back, low);
  for (const corner of [low, back, top]) at(corner, z);
  for (const corner of [low, top, back]) at(corner, -z);
  return surface(corners);
}

/** A solid of revolution about y from [radius, y] pairs, bottom to top. */
export function turned(profile: readonly Point2[], segments = 20): BufferGeometry {
  return new LatheGeometry(
    profile.map(([radius, y]) => new Vector2(radius, y)),
    segments,
  );
}

export type Point2 = readonly [number, number];

/** An ellipsoid as a profile for `turned`, from one angle to another (−π/2 the bottom). */
export function ellipse(
  radius: Point2,
  centre: number,
  range: Point2 = [-Math.PI / 2, Math.PI / 2],
  steps = 10,
): Point2[] {
  const points: Point2[] = [];
  for (let i = 0; i <= steps; i++) {
    const angle = range[0] + ((range[1] - range[0]) * i) / steps;
    points.push([Math.max(0, radius[0] * Math.cos(angle)), centre + radius[1] * Math.sin(angle)]);
  }
  return points;
}

/** Smooth noise in about [−1, 1]; a sum of sines is enough for leaves and hills. */
export function ripple(x: number, y: number, z: number): number {
  return (
    (Math.sin(x * 2.1 + z * 1.3 + Math.sin(y * 1.7)) +
      Math.sin(y * 2.7 - x * 1.1 + 1.9 * Math.sin(z * 1.2)) +
      Math.sin(z * 2.3 + y * 0.9 + 1.3 * Math.sin(x * 1.6))) /
    3
  );
}

const point = new Vector3();
const outward = new Vector3();

/** Pushes each vertex along its normal by `ripple` and tilts the normal with it. */
export function ruffle(
  geometry: BufferGeometry,
  amount: { readonly height: number; readonly wave: number },
): BufferGeometry {
  const positions = geometry.getAttribute('position');
  const normals = geometry.getAttribute('normal');
  const k = (2 * Math.PI) / amount.wave / 2.2;
  for (let i = 0; i < positions.count; i++) {
    point.fromBufferAttribute(positions, i);
    outward.fromBufferAttribute(normals, i);
    const { x, y, z } = point;
    const lift = ripple(x * k, y * k, z * k) * amount.height;
    const e = 0.12;
    const here = ripple(x * k, y * k, z * k);
    const tilt = (amount.height * k) / e;
    outward.x -= (ripple(x * k + e, y * k, z * k) - here) * tilt;
    outward.y -= (ripple(x * k, y * k + e, z * k) - here) * tilt;
    outward.z -= (ripple(x * k, y * k, z * k + e) - here) * tilt;
    const n = point.fromBufferAttribute(normals, i);
    positions.setXYZ(i, x + n.x * lift, y + n.y * lift, z + n.z * lift);
    outward.normalize();
    normals.setXYZ(i, outward.x, outward.y, outward.z);
  }
  return geometry;
}

const balls = new Map<number, BufferGeometry>();

/** A smooth ball of radius 1, the caller's own. */
export function ball(detail: number): BufferGeometry {
  // Merging is dear, and a landscape has a thousand of them.
  const made = balls.get(detail) ?? smoothBall(detail);
  balls.set(detail, made);
  return made.clone();
}

function smoothBall(detail: number): BufferGeometry {
  const geometry = new IcosahedronGeometry(1, detail);
  geometry.deleteAttribute('uv');
  geometry.deleteAttribute('normal');
  const merged = mergeVertices(geometry);
  geometry.dispose();
  merged.computeVertexNormals();
  return merged;
}

/** Makers of solids, as finely as where they are drawn is worth. */
export interface Solids {
  readonly box: typeof roundedBox;
  readonly turned: typeof turned;
  readonly ball: typeof ball;
}

export const fineSolids: Solids = { box: roundedBox, turned, ball };

/** A fifth of the triangles: sharp edges where they were chamfered, chamfers where they were round. */
export const coarseSolids: Solids = {
  box: (size, { radius, segments = 2, cell = Number.POSITIVE_INFINITY }) =>
    segments < 2 ? plainBox(size) : roundedBox(size, { radius, segments: 1, cell: cell * 2.5 }),
  turned: (profile, segments = 20) => turned(profile, Math.ceil(segments * 0.4)),
  ball: (detail) => ball(Math.max(0, detail - 1)),
};
