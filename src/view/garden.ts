/**
 * What stands around a layout, outside of it and in nobody's way: lamp posts with strings of lights between them,
 * benches and planters on the gravel. Nobody senses it and nobody meets it.
 */
import { type BufferGeometry, Matrix4 } from 'three';
import type { Layout, Static } from '../scene/layout.ts';
import { apron, type Land, landAround } from './land.ts';
import { append, type MeshData } from './mesh-data.ts';
import { material } from './palette.ts';
import { solid } from './shading.ts';
import { plainBox, surface, turned } from './shapes.ts';

export const postHeight = 2.5;
/** Posts stand so far outside, and about so far apart. */
const postOut = 0.95;
const postEvery = 7;
const mostPosts = 32;
/** Strings of lights sag by so much, and have so many lights for each metre. */
const sag = 0.55;
const lightsPerMetre = 1.15;
/** How strongly lamps and lights shine. */
const lampShine = 3.4;
const lightShine = 2.6;

export interface Post {
  readonly x: number;
  readonly z: number;
}

/** Round about the layout, corners among them; each is followed by its neighbour. */
export function lampPosts(land: Land): Post[] {
  const [hx, hz] = [land.halfX + postOut, land.halfZ + postOut];
  const round = 4 * (hx + hz);
  const every = Math.max(postEvery, round / mostPosts);
  const corners = [
    [-hx, -hz],
    [hx, -hz],
    [hx, hz],
    [-hx, hz],
  ] as const;
  return corners.flatMap(([x, z], i) => {
    const [nx, nz] = corners[(i + 1) % 4] as readonly [number, number];
    const count = Math.max(1, Math.round(Math.hypot(nx - x, nz - z) / every));
    return Array.from({ length: count }, (_, k) => ({
      x: land.x + x + ((nx - x) * k) / count,
      z: land.z + z + ((nz - z) * k) / count,
    }));
  });
}

/** Where the light on a string hangs, `t` from 0 at one post to 1 at the next. */
export function onString(
  from: Post,
  to: Post,
  t: number,
): readonly [x: number, y: number, z: number] {
  const y = postHeight - 0.24 - sag * 4 * t * (1 - t);
  return [from.x + (to.x - from.x) * t, y, from.z + (to.z - from.z) * t];
}

export function lightsOn(from: Post, to: Post): number {
  return Math.max(2, Math.round(Math.hypot(to.x - from.x, to.z - from.z) * lightsPerMetre));
}

const at = new Matrix4();
const iron = solid(material.iron);

function addPost(mesh: MeshData, { x, z }: Post): void {
  const pole = turned(
    [
      [0.13, -0.05],
      [0.13, 0.06],
      [0.06, 0.16],
      [0.04, 0.4],
      [0.034, postHeight - 0.22],
      [0.09, postHeight - 0.2],
    ],
    7,
  );
  append(mesh, pole, { paint: iron, at: at.makeTranslation(x, 0, z) });
  const glass = turned(
    [
      [0.085, postHeight - 0.2],
      [0.135, postHeight + 0.06],
      [0.12, postHeight + 0.1],
    ],
    8,
  );
  append(mesh, glass, { paint: 0xffe0a6, at: at.makeTranslation(x, 0, z), extra: -lampShine });
  const cap = turned(
    [
      [0.17, postHeight + 0.08],
      [0.15, postHeight + 0.13],
      [0.05, postHeight + 0.22],
      [0, postHeight + 0.27],
    ],
    8,
  );
  append(mesh, cap, { paint: iron, at: at.makeTranslation(x, 0, z) });
}

/** An octahedron, which is round enough for a light. */
function bulb(size: number): BufferGeometry {
  return turned(
    [
      [0, -size * 1.3],
      [size, 0],
      [size * 0.8, size * 0.6],
      [0, size],
    ],
    6,
  );
}

const bulbTones = [0xffd98f, 0xffe9bd, 0xffc98a] as const;

function addString(mesh: MeshData, from: Post, to: Post): void {
  const count = lightsOn(from, to);
  for (let i = 1; i < count; i++) {
    const [x, y, z] = onString(from, to, i / count);
    append(mesh, bulb(0.062), {
      paint: bulbTones[i % bulbTones.length] as number,
      at: at.makeTranslation(x, y - 0.06, z),
      extra: -lightShine,
    });
  }
  // The cord: a thin roof of two sides.
  const position: number[] = [];
  const index: number[] = [];
  const steps = 10;
  for (let s = 0; s <= steps; s++) {
    const [x, y, z] = onString(from, to, s / steps);
    const across = Math.abs(to.x - from.x) > Math.abs(to.z - from.z) ? [0, 0.011] : [0.011, 0];
    position.push(
      x - (across[0] as number),
      y - 0.008,
      z - (across[1] as number),
      x,
      y + 0.01,
      z,
      x + (across[0] as number),
      y - 0.008,
      z + (across[1] as number),
    );
    if (s === 0) continue;
    for (let k = 0; k < 2; k++) {
      const a = (s - 1) * 3 + k;
      index.push(a, a + 1, a + 4, a, a + 4, a + 3, a + 4, a + 1, a, a + 3, a + 4, a);
    }
  }
  const cord = surface(position, index);
  append(mesh, cord, { paint: 0x6b6258 });
}

/** Posts, which throw shadows, and the strings between them, which would throw crumbs. */
export function addLamps(
  { posts: mesh, strings }: { readonly posts: MeshData; readonly strings: MeshData },
  land: Land,
): void {
  const posts = lampPosts(land);
  for (const [i, post] of posts.entries()) {
    addPost(mesh, post);
    addString(strings, post, posts[(i + 1) % posts.length] as Post);
  }
}

/** Benches that look in, and round planters beside them: statics of no world. */
export function furnitureAround(layout: Layout): Static[] {
  const land = landAround(layout);
  const out = apron - 0.62;
  const things: Static[] = [];
  const sides = [
    { x: 0, z: -1, yaw: Math.PI },
    { x: 1, z: 0, yaw: Math.PI / 2 },
    { x: 0, z: 1, yaw: 0 },
    { x: -1, z: 0, yaw: -Math.PI / 2 },
  ];
  for (const [i, side] of sides.entries()) {
    const half = side.x === 0 ? land.halfX : land.halfZ;
    for (const share of half > 5 ? [-0.5, 0.5] : [0]) {
      const along = share * half * 1.12;
      const place = (more: number) => ({
        x: land.x + side.x * (land.halfX + out) + Math.abs(side.z) * (along + more),
        z: land.z + side.z * (land.halfZ + out) + Math.abs(side.x) * (along + more),
      });
      const bench = place(0);
      things.push({
        ...{ id: `garden-bench-${i}-${share}`, look: 'bench', yaw: side.yaw },
        position: [bench.x, 0.4, bench.z],
        shape: { type: 'box', size: [1.7, 0.8, 0.5] },
      });
      for (const more of [-1.5, 1.5]) {
        const { x, z } = place(more);
        things.push({
          ...{ id: `garden-planter-${i}-${share}-${more}`, look: 'planter', yaw: 0 },
          position: [x, 0.36, z],
          shape: { type: 'cylinder', radius: 0.34, height: 0.72 },
        });
      }
    }
  }
  return things;
}

/** A box under a layout's edge, so that its floor has a thickness where the ground falls away. */
export function addFoundation(mesh: MeshData, land: Land): void {
  append(mesh, plainBox([2 * land.halfX + 0.5, 0.2, 2 * land.halfZ + 0.5]), {
    paint: material.stone,
    at: at.makeTranslation(land.x, -0.115, land.z),
  });
}
