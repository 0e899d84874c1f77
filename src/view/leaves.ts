/**
 * Single leaves and blossoms on hedges and planters: small tilted quads whose normal is that of the
 * surface they grow on, so that a clipped hedge keeps its soft shape in the light and gains a leafy
 * outline.
 */
import { Color, Matrix4, Vector3 } from 'three';
import type { Random } from '../core/random.ts';
import type { Static } from '../scene/layout.ts';
import { append, type MeshData } from './mesh-data.ts';
import { material } from './palette.ts';
import { grounded } from './shading.ts';
import { ball } from './shapes.ts';

/** Leaves on a square metre of hedge, and at most on one hedge. */
const density = 105;
const most = 1500;

const toWorld = new Matrix4();
const point = new Vector3();
const normal = new Vector3();
const tangent = new Vector3();
const other = new Vector3();
const corner = new Vector3();
const color = new Color();
const shade = new Color();

function leaf(mesh: MeshData, random: Random, size: number): void {
  tangent.set(random.normal(), random.normal(), random.normal()).cross(normal).normalize();
  // Tilted out of the surface by up to half a right angle.
  tangent.addScaledVector(normal, random.range(0.1, 0.9)).normalize();
  other.crossVectors(normal, tangent).normalize();
  color.setHex(random.uniform() < 0.18 ? material.leafWarm : material.leaf);
  shade.setHex(material.hedgeDeep);
  color.lerp(shade, random.range(0, 0.6)).multiplyScalar(grounded(point.y));
  const first = mesh.position.length / 3;
  for (const [along, across] of corners) {
    corner
      .copy(point)
      .addScaledVector(tangent, along * size)
      .addScaledVector(other, across * size);
    mesh.position.push(corner.x, corner.y, corner.z);
    mesh.normal.push(normal.x, normal.y, normal.z);
    mesh.color.push(color.r, color.g, color.b);
    mesh.extra.push(0);
  }
  mesh.index.push(first, first + 1, first + 2, first, first + 2, first + 3);
}
/** A lozenge: base, side, tip, side. */
const corners = [
  [-0.35, 0],
  [0.35, -0.38],
  [1.25, 0],
  [0.35, 0.38],
] as const;

/** `leafage` in [0, 1] scales their number; fewer leaves are larger ones. */
export function scatterLeaves(mesh: MeshData, body: Static, leafage: number, random: Random): void {
  const size = 0.046 / Math.sqrt(0.5 + 0.5 * leafage);
  toWorld.makeRotationY(body.yaw).setPosition(...body.position);
  const { shape } = body;
  if (shape.type === 'cylinder') {
    const { radius, height } = shape;
    const count = Math.min(most, 2 * Math.PI * radius * height * density) * leafage;
    for (let i = 0; i < count; i++) {
      const angle = random.range(0, 2 * Math.PI);
      const up = random.range(-0.4, 0.5);
      const dome = Math.max(0, (up - 0.15) / 0.35);
      const r = radius * Math.sqrt(Math.max(0, 1 - dome * dome));
      normal
        .set(Math.cos(angle) * (1.05 - dome), dome, Math.sin(angle) * (1.05 - dome))
        .normalize();
      point.set(Math.cos(angle) * r, up * height, Math.sin(angle) * r).applyMatrix4(toWorld);
      leaf(mesh, random, size);
    }
    return;
  }
  const [w, h, d] = shape.size;
  const areas = [w * d, w * h, w * h, d * h, d * h];
  const total = areas.reduce((sum, area) => sum + area, 0);
  const count = Math.min(most, total * density) * leafage;
  for (let i = 0; i < count; i++) {
    let pick = random.uniform() * total;
    let face = 0;
    while (face < 4 && pick > (areas[face] as number)) pick -= areas[face++] as number;
    // Towards an edge the surface is rounded away: stay a little inside.
    const u = random.range(-0.48, 0.48);
    const v = random.range(-0.4, 0.47);
    if (face === 0) point.set(u * w, h / 2, v * d);
    else if (face < 3) point.set(u * w, v * h, (face === 1 ? 0.5 : -0.5) * d);
    else point.set((face === 3 ? 0.5 : -0.5) * w, v * h, u * d);
    normal.set(
      face >= 3 ? Math.sign(point.x) : 0.35 * Math.sign(u) * Math.abs(2 * u) ** 6,
      face === 0 ? 1 : 0.25,
      face === 1 || face === 2 ? Math.sign(point.z) : 0.35 * Math.sign(v) * Math.abs(2 * v) ** 6,
    );
    normal.normalize();
    point.applyMatrix4(toWorld);
    normal.transformDirection(toWorld);
    leaf(mesh, random, size);
  }
}

/** Blossoms over a planter, between two heights of its own frame. */
export function scatterBlossoms(
  mesh: MeshData,
  body: Static,
  band: { readonly low: number; readonly high: number },
  random: Random,
): void {
  toWorld.makeRotationY(body.yaw).setPosition(...body.position);
  const { shape } = body;
  const [w, d] =
    shape.type === 'cylinder'
      ? [shape.radius * 2, shape.radius * 2]
      : [shape.size[0], shape.size[2]];
  const tone = material.blossom[random.integer(material.blossom.length)] as number;
  const count = Math.min(40, Math.max(7, Math.round(w * d * 26)));
  const at = new Matrix4();
  for (let i = 0; i < count; i++) {
    const u = random.range(-0.46, 0.46);
    const v = random.range(-0.46, 0.46);
    const edge =
      1 -
      1.7 *
        (shape.type === 'cylinder' ? u * u + v * v : Math.min(1, (w > d ? v * v : u * u) * 1.4));
    if (edge < (shape.type === 'cylinder' ? 0.6 : 0.2)) continue;
    const y = band.low + (band.high - band.low) * (0.25 + 0.62 * edge * random.range(0.82, 1.05));
    point.set(u * w, y, v * d).applyMatrix4(toWorld);
    const size = random.range(0.028, 0.05);
    at.makeScale(size, size * 0.75, size).setPosition(point);
    append(mesh, ball(0), { paint: tone, at });
  }
}
