/**
 * The lie of the land around a layout: flat near it, then meadows that roll, hills, and mountains at the horizon;
 * its colours, and the paths that lead to it. The same for every layout of one size.
 */
import { type BufferGeometry, Color, Matrix4 } from 'three';
import type { Layout } from '../scene/layout.ts';
import { append, type MeshData } from './mesh-data.ts';
import { material } from './palette.ts';
import { ripple, surface } from './shapes.ts';

export const lawnHeight = -0.05;
/** Metres beyond the layout's own reach. */
const landEnd = 330;

export interface Land {
  /** Middle of the layout on the ground. */
  readonly x: number;
  readonly z: number;
  /** Half of the layout's sides. */
  readonly halfX: number;
  readonly halfZ: number;
  /** From the middle to a corner. */
  readonly reach: number;
}

export function landAround({ min, max }: Pick<Layout, 'min' | 'max'>): Land {
  const halfX = (max[0] - min[0]) / 2;
  const halfZ = (max[1] - min[1]) / 2;
  return { x: min[0] + halfX, z: min[1] + halfZ, halfX, halfZ, reach: Math.hypot(halfX, halfZ) };
}

const rise = (from: number, to: number, x: number) => {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Metres to the layout's edge; negative inside. */
export function outside(land: Land, x: number, z: number): number {
  const dx = Math.abs(x - land.x) - land.halfX;
  const dz = Math.abs(z - land.z) - land.halfZ;
  return Math.max(dx, dz) < 0 ? Math.max(dx, dz) : Math.hypot(Math.max(0, dx), Math.max(0, dz));
}

/** Height of the lawn above the layout's ground. */
export function heightAt(land: Land, x: number, z: number): number {
  const out = Math.hypot(x - land.x, z - land.z) - land.reach;
  const angle = Math.atan2(z - land.z, x - land.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const meadows = rise(10, 60, out) * (1.3 + 1.5 * ripple(x * 0.034, 0.4, z * 0.034));
  const hills = rise(55, 170, out) * (5.5 + 5 * ripple(cos * 2.6, out * 0.012, sin * 2.6));
  const far = rise(170, 270, out) * (9 + 11 * Math.abs(ripple(cos * 4.3, 0.7, sin * 4.3)));
  return lawnHeight + Math.max(0, meadows) + Math.max(0, hills) + far;
}

const other = new Color();

/** Mown near the layout, in patches; paler and bluer far away. */
export function lawnColour(color: Color, land: Land, x: number, z: number): Color {
  const out = Math.hypot(x - land.x, z - land.z) - land.reach;
  const patch = ripple(x * 0.13, 0.3, z * 0.13) + 0.6 * ripple(z * 0.41, 1.7, x * 0.41);
  const field = ripple(x * 0.021 + 4, 2.1, z * 0.021);
  color.setHex(material.lawn);
  color.lerp(other.setHex(material.lawnFar), rise(4, 70, out));
  // Here and there a field of corn or clover.
  color.lerp(
    other.setHex(field > 0 ? material.field : material.lawn),
    rise(0.35, 0.6, Math.abs(field)) * rise(24, 50, out) * 0.7,
  );
  color.lerp(other.setHex(material.hill), rise(80, 190, out));
  color.lerp(other.setHex(material.mountain), rise(175, 260, out));
  return color.multiplyScalar(1 + 0.07 * patch);
}

/** A disc of rings from `from` to the horizon, or to `to`: dense near the middle. */
function rings(
  land: Land,
  { from, to, count, spokes }: { from: number; to: number; count: number; spokes: number },
): BufferGeometry {
  const position: number[] = [];
  const index: number[] = [];
  for (let ring = 0; ring <= count; ring++) {
    const radius = from + (to - from) * (ring / count) ** 1.9;
    for (let s = 0; s <= spokes; s++) {
      const angle = (s / spokes) * 2 * Math.PI;
      const x = land.x + Math.cos(angle) * radius;
      const z = land.z + Math.sin(angle) * radius;
      position.push(x, heightAt(land, x, z), z);
      if (ring === 0 || s === spokes) continue;
      const b = ring * (spokes + 1) + s;
      const a = b - spokes - 1;
      index.push(a, a + 1, b + 1, a, b + 1, b);
    }
  }
  return surface(position, index);
}

/** Of both parts of the land, so that no seam opens between them. */
const spokesOf = (fineness: number) => (fineness > 2 ? 104 : 72);

/** Lawn that shadows fall on ends so far beyond the layout's corners. */
const shadedLawn = 7;

/** The lawn around the layout, which is in reach of shadows. */
export function addLawn(mesh: MeshData, land: Land, fineness: number): void {
  const near = { from: 0, to: land.reach + shadedLawn, count: 16, spokes: spokesOf(fineness) };
  append(mesh, rings(land, near), {
    paint: (color, _local, { x, z }) => lawnColour(color, land, x, z),
  });
}

export function addCountry(mesh: MeshData, land: Land, fineness: number): void {
  const fine = fineness > 2;
  append(
    mesh,
    rings(land, {
      from: land.reach + shadedLawn,
      to: land.reach + landEnd,
      count: fine ? 34 : 22,
      spokes: spokesOf(fineness),
    }),
    { paint: (color, _local, { x, z }) => lawnColour(color, land, x, z) },
  );
}

/** The gravel around the layout, and the ring of its edge: an uneven border that the lawn grows into. */
export const apron = 1.9;

/** Round about the layout at a distance from its edge, corners rounded: `at(share, distance)`. */
function around(land: Land, share: number, distance: number): { x: number; z: number } {
  // A superellipse is close enough to a rectangle with rounded corners, and never folds.
  const angle = share * 2 * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const halfX = land.halfX + distance;
  const halfZ = land.halfZ + distance;
  const power = 26;
  const norm = (Math.abs(cos / halfX) ** power + Math.abs(sin / halfZ) ** power) ** (-1 / power);
  return { x: land.x + cos * norm, z: land.z + sin * norm };
}

export function addApron(mesh: MeshData, land: Land): void {
  const steps = Math.min(640, Math.max(160, Math.round(land.reach * 9)));
  // Distances from the edge; the outermost is lawn already.
  const rows = [-0.3, 0.5, apron - 0.5, apron, apron + 0.45];
  const position: number[] = [];
  const index: number[] = [];
  for (let s = 0; s <= steps; s++) {
    const share = (s % steps) / steps;
    for (const [row, distance] of rows.entries()) {
      const { x, z } = around(land, share, distance);
      const wobble = row >= 2 ? 0.2 * ripple(x * 1.3, 0.2, z * 1.3) : 0;
      const edge = around(land, share, distance + wobble);
      position.push(
        edge.x,
        row === rows.length - 1 ? lawnHeight + 0.004 : -0.012 - row * 0.004,
        edge.z,
      );
      if (s === 0 || row === 0) continue;
      const b = s * rows.length + row;
      const a = b - rows.length;
      index.push(a - 1, b - 1, b, a - 1, b, a);
    }
  }
  const geometry = surface(position, index);
  let vertex = 0;
  append(mesh, geometry, {
    paint: (color, _local, { x, z }) => {
      const row = vertex++ % rows.length;
      const grain = 1 + 0.05 * ripple(x * 2.7, 0.9, z * 2.7);
      color.setHex(row === 1 ? material.stone : material.gravel).multiplyScalar(grain);
      if (row === rows.length - 1) lawnColour(color, land, x, z);
      else if (row === 3) color.lerp(lawnColour(new Color(), land, x, z), 0.25);
    },
  });
}

/** How far paths lead, and how wide they are. */
const pathLength = 95;
const pathWidth = 0.95;
const pathSteps = 64;

/** The middle of a path, `t` from 0 at the layout to 1, starting on the side of that angle. */
export function pathAt(land: Land, side: number, t: number): { x: number; z: number } {
  const angle = (side * Math.PI) / 2 + 0.25 * t * Math.sin(side * 2.3 + 1);
  const reach = (side % 2 === 0 ? land.halfX : land.halfZ) + 1.5 + pathLength * t ** 1.2;
  const bend = 7 * t * Math.sin(t * 7 + side * 1.9);
  return {
    x: land.x + Math.cos(angle) * reach - Math.sin(angle) * bend,
    z: land.z + Math.sin(angle) * reach + Math.cos(angle) * bend,
  };
}

export function addPaths(mesh: MeshData, land: Land): void {
  for (let side = 0; side < 4; side++) {
    const position: number[] = [];
    const index: number[] = [];
    const tones: number[] = [];
    for (let s = 0; s <= pathSteps; s++) {
      const t = s / pathSteps;
      const { x, z } = pathAt(land, side, t);
      const next = pathAt(land, side, t + 0.004);
      const length = Math.hypot(next.x - x, next.z - z) || 1;
      const [ax, az] = [-(next.z - z) / length, (next.x - x) / length];
      for (const across of [-1.35, -1, 1, 1.35]) {
        const wide = pathWidth * across * (1 + 0.16 * ripple(x * 0.9, across, z * 0.9));
        const [px, pz] = [x + ax * wide, z + az * wide];
        const lift = Math.abs(across) > 1 ? 0.006 : 0.02;
        position.push(px, heightAt(land, px, pz) + lift + 0.14 * t, pz);
        tones.push(Math.abs(across) > 1 ? 1 : Math.max(0, 3.2 * t - 2.2));
      }
      if (s === 0) continue;
      for (let row = 1; row < 4; row++) {
        const b = s * 4 + row;
        const a = b - 4;
        index.push(a - 1, b, b - 1, a - 1, a, b);
      }
    }
    const geometry = surface(position, index);
    let vertex = 0;
    append(mesh, geometry, {
      paint: (color, _local, { x, z }) => {
        color.setHex(material.gravel).multiplyScalar(0.97 + 0.05 * ripple(x, 0.4, z));
        color.lerp(lawnColour(new Color(), land, x, z), tones[vertex++] as number);
      },
    });
  }
}

/** Whether a place is within so many metres of the middle of a path; for a land that stays the same. */
export function pathFinder(land: Land): (x: number, z: number, within: number) => boolean {
  const points = Array.from({ length: 4 * pathPoints }, (_, i) =>
    pathAt(land, i % 4, Math.floor(i / 4) / pathPoints),
  );
  return (x, z, within) => points.some((p) => (p.x - x) ** 2 + (p.z - z) ** 2 < within * within);
}
const pathPoints = 80;

/** Puts a shape at a place on the land. */
export function standing(land: Land, x: number, z: number, yaw = 0): Matrix4 {
  return new Matrix4().makeRotationY(yaw).setPosition(x, heightAt(land, x, z), z);
}
