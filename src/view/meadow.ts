/**
 * Tufts of grass and flowers on the lawn, densest at the edge of the gravel, swaying in the wind. One mesh; how
 * much of it is drawn is a share of its triangles, which lie in no order of place.
 */
import { Color, Mesh } from 'three';
import { createRandom, type Random } from '../core/random.ts';
import type { Daylight } from './daylight.ts';
import type { Part } from './frame.ts';
import { apron, heightAt, type Land, landAround, lawnColour, outside, pathFinder } from './land.ts';
import { createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { ripple } from './shapes.ts';

/** Tufts with all of the grass. */
const tufts = 3400;
const flowerShare = 0.16;

const color = new Color();
const tip = new Color();

/** A triangle that stands on its base; its normal is that of the lawn, so that it is lit as the lawn is. */
function blade(
  mesh: MeshData,
  x: number,
  y: number,
  z: number,
  turn: number,
  wide: number,
  tall: number,
  lean: number,
): void {
  const [dx, dz] = [Math.cos(turn) * wide, Math.sin(turn) * wide];
  const [lx, lz] = [Math.sin(turn * 3) * lean, Math.cos(turn * 3) * lean];
  const first = mesh.position.length / 3;
  mesh.position.push(x - dx, y, z - dz, x + dx, y, z + dz, x + lx, y + tall, z + lz);
  for (let corner = 0; corner < 3; corner++) mesh.normal.push(0, 1, 0);
  mesh.color.push(color.r, color.g, color.b, color.r, color.g, color.b, tip.r, tip.g, tip.b);
  mesh.extra.push(0, 0, tall * 0.14);
  mesh.index.push(first, first + 1, first + 2);
}

function flower(mesh: MeshData, random: Random, x: number, y: number, z: number): void {
  const tone = material.blossom[random.integer(material.blossom.length)] as number;
  const tall = random.range(0.16, 0.34);
  const size = random.range(0.035, 0.06);
  color.setHex(tone);
  const first = mesh.position.length / 3;
  // A lozenge that leans towards the sky.
  for (const [dx, dy, dz] of [
    [-1, 0, 0],
    [0, 0.5, -1],
    [1, 0, 0],
    [0, -0.3, 1],
  ] as const) {
    mesh.position.push(x + dx * size, y + tall + dy * size, z + dz * size);
    mesh.normal.push(0, 1, 0);
    mesh.color.push(color.r, color.g, color.b);
    mesh.extra.push(0.03);
  }
  mesh.index.push(first, first + 1, first + 2, first, first + 2, first + 3);
}

export function meadowMesh(land: Land, count: number): MeshData {
  const mesh = createMeshData();
  const random = createRandom(31, 'meadow');
  const onPath = pathFinder(land);
  for (let i = 0; i < count; i++) {
    const edge = random.uniform() < 0.3;
    const angle = random.range(0, 2 * Math.PI);
    const far = edge ? 0 : 26 * random.uniform() ** 1.6;
    const side = random.integer(4);
    const along = random.range(-1, 1);
    // Along the edge of the gravel, or anywhere around.
    const x = edge
      ? land.x +
        (side < 2
          ? along * (land.halfX + apron)
          : (side === 2 ? 1 : -1) * (land.halfX + apron + 0.25))
      : land.x + Math.cos(angle) * (land.reach + far);
    const z = edge
      ? land.z +
        (side >= 2
          ? along * (land.halfZ + apron)
          : (side === 0 ? 1 : -1) * (land.halfZ + apron + 0.25))
      : land.z + Math.sin(angle) * (land.reach + far);
    const px = x + random.range(-0.35, 0.35);
    const pz = z + random.range(-0.35, 0.35);
    if (outside(land, px, pz) < apron - 0.15 || onPath(px, pz, 1.4)) continue;
    if (!edge && ripple(px * 0.25, 0.8, pz * 0.25) < -0.1) continue;
    const y = heightAt(land, px, pz);
    lawnColour(color, land, px, pz).multiplyScalar(0.82);
    tip.copy(color).multiplyScalar(1.5);
    tip.r *= 1.12;
    const tall = random.range(0.14, edge ? 0.3 : 0.36);
    for (let b = 0; b < 4; b++) {
      const [ox, oz] = [random.range(-0.09, 0.09), random.range(-0.09, 0.09)];
      blade(
        mesh,
        px + ox,
        y,
        pz + oz,
        random.range(0, 6.3),
        0.035,
        tall * random.range(0.6, 1),
        0.1,
      );
    }
    if (random.uniform() < flowerShare) {
      for (let f = 0; f < 3; f++) {
        flower(mesh, random, px + random.range(-0.22, 0.22), y, pz + random.range(-0.22, 0.22));
      }
    }
  }
  return mesh;
}

export interface Meadow extends Part {
  /** Share of the grass that is drawn, 0 to 1. */
  setShare(share: number): void;
}

export function createMeadow(daylight: Daylight, most: number): Meadow {
  const object = new Mesh(toGeometry(createMeshData(), 'drop'), daylight.blades);
  object.frustumCulled = false;
  let fitted = '';
  let share = 1;
  const show = () => {
    const indices = object.geometry.index?.count ?? 0;
    object.geometry.setDrawRange(0, Math.floor((indices * share) / 3) * 3);
    object.visible = share > 0;
  };
  return {
    object,
    setShare(next) {
      share = next;
      show();
    },
    fit(layout) {
      const wanted = JSON.stringify([layout.min, layout.max]);
      if (wanted === fitted) return;
      fitted = wanted;
      object.geometry.dispose();
      object.geometry = toGeometry(meadowMesh(landAround(layout), tufts * most), 'drop');
      show();
    },
    update({ now, still }) {
      // Half a day of it, so that the shader's numbers stay fine.
      if (!still) daylight.wind.value = (now / 1000) % 43_200;
    },
    dispose() {
      object.geometry.dispose();
    },
  };
}
