/**
 * What lies around a layout: a kerb, a lawn with trees, hills at the horizon. The same for every
 * layout of one size, so that a renewed layout does not change the country. One mesh.
 */
import { type BufferGeometry, Color, Matrix4, Mesh, PlaneGeometry, RingGeometry } from 'three';
import { createRandom } from '../core/random.ts';
import type { Layout } from '../scene/layout.ts';
import type { Part } from './frame.ts';
import type { Materials } from './materials.ts';
import { append, createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { foliage, solid } from './shading.ts';
import { ball, ripple, roundedBox, ruffle, turned } from './shapes.ts';

const lawnRadius = 170;
const trees = 54;
const kerb = 0.34;

const other = new Color();
const at = new Matrix4();
const scale = new Matrix4();

function addKerb(mesh: MeshData, layout: Layout): void {
  const [x0, z0] = layout.min;
  const [x1, z1] = layout.max;
  const stone = solid(material.stone);
  const bar = (length: number, depth: number, x: number, z: number) => {
    const shape = roundedBox([length, 0.2, depth], { radius: 0.04, segments: 2 });
    append(mesh, shape, { paint: stone, at: at.makeTranslation(x, -0.055, z) });
  };
  const width = x1 - x0 + 2 * kerb;
  bar(width, kerb, (x0 + x1) / 2, z0 - kerb / 2);
  bar(width, kerb, (x0 + x1) / 2, z1 + kerb / 2);
  bar(kerb, z1 - z0, x0 - kerb / 2, (z0 + z1) / 2);
  bar(kerb, z1 - z0, x1 + kerb / 2, (z0 + z1) / 2);
}

function addLawn(mesh: MeshData, centre: readonly [number, number]): void {
  const shape: BufferGeometry = new RingGeometry(0.01, lawnRadius, 48, 40);
  shape.rotateX(-Math.PI / 2);
  append(mesh, shape, {
    paint: (color, local, placed) => {
      const far = Math.min(1, Math.hypot(local.x, local.z) / 90);
      const patch = 0.5 + 0.5 * ripple(placed.x * 0.11, 0.3, placed.z * 0.11);
      color.setHex(material.lawn).lerp(other.setHex(material.lawnFar), far);
      color.multiplyScalar(0.92 + 0.12 * patch);
    },
    at: at.makeTranslation(centre[0], -0.07, centre[1]),
  });
}

function addHills(mesh: MeshData, centre: readonly [number, number]): void {
  const shape = new PlaneGeometry(1, 1, 96, 10);
  const position = shape.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    const angle = position.getX(i) * 2 * Math.PI;
    const out = position.getY(i) + 0.5;
    const radius = 85 + out * 80;
    const bump = 0.55 + 0.45 * ripple(Math.cos(angle) * 3.1, out * 1.4, Math.sin(angle) * 3.1);
    const height = out ** 1.3 * 15 * bump * (1.1 - 0.3 * out) - 0.2;
    position.setXYZ(i, Math.cos(angle) * radius, height, Math.sin(angle) * radius);
  }
  shape.computeVertexNormals();
  append(mesh, shape, {
    paint: (color, local) => {
      color
        .setHex(material.lawnFar)
        .lerp(other.setHex(material.hill), Math.min(1, local.y / 6 + 0.2));
    },
    at: at.makeTranslation(centre[0], -0.06, centre[1]),
  });
}

function addTrees(mesh: MeshData, layout: Layout): void {
  const random = createRandom(11, 'trees');
  const bark = solid(material.trunk);
  const reach = Math.max(layout.max[0] - layout.min[0], layout.max[1] - layout.min[1]) / 2;
  const cx = (layout.min[0] + layout.max[0]) / 2;
  const cz = (layout.min[1] + layout.max[1]) / 2;
  for (let i = 0; i < trees; i++) {
    const angle = (i / trees) * 2 * Math.PI * 7 + random.range(-0.3, 0.3);
    // In loose rows, none so near that the orbit camera would stand in it.
    const distance = reach * 1.42 + 7 + random.uniform() ** 1.3 * 44;
    const x = cx + Math.cos(angle) * distance;
    const z = cz + Math.sin(angle) * distance;
    const height = random.range(3.1, 5.4);
    const trunk = turned(
      [
        [0.2, 0],
        [0.13, 0.5],
        [0.1, height * 0.62],
      ],
      7,
    );
    append(mesh, trunk, { paint: bark, at: at.makeTranslation(x, -0.08, z) });
    const deep = random.uniform() < 0.3 ? 0x4c7040 : 0x3d6a3a;
    const crown = foliage(deep, random.uniform() < 0.25 ? 0x9fb457 : 0x7fa850, 1);
    const lumps = distance > reach * 1.42 + 28 ? 2 : 3;
    for (let k = 0; k < lumps; k++) {
      const r = height * random.range(0.22, 0.3) * (1 - k * 0.14);
      const shape = ruffle(ball(lumps === 3 ? 3 : 2), { height: 0.07, wave: 0.9 });
      at.makeTranslation(
        x + random.range(-0.35, 0.35) * r,
        height * 0.62 + k * r * 0.72,
        z + random.range(-0.35, 0.35) * r,
      ).multiply(scale.makeScale(r * 1.08, r, r * 1.08));
      append(mesh, shape, { paint: crown, at });
    }
  }
}

export function createBackdrop(materials: Materials): Part {
  const object = new Mesh(toGeometry(createMeshData(), 'drop'), materials.plain);
  object.receiveShadow = false;
  object.frustumCulled = false;
  let fitted = '';
  return {
    object,
    fit(layout) {
      const wanted = JSON.stringify([layout.min, layout.max]);
      if (wanted === fitted) return;
      fitted = wanted;
      const mesh = createMeshData();
      const centre = [
        (layout.min[0] + layout.max[0]) / 2,
        (layout.min[1] + layout.max[1]) / 2,
      ] as const;
      addKerb(mesh, layout);
      addLawn(mesh, centre);
      addHills(mesh, centre);
      addTrees(mesh, layout);
      object.geometry.dispose();
      object.geometry = toGeometry(mesh, 'drop');
    },
    update() {},
    dispose() {
      object.geometry.dispose();
    },
  };
}
