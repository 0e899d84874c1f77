/**
 * What lies around a layout: a paved edge, a lawn with trees, hills at the horizon. The same for
 * every layout of one size, so that a renewed layout does not change the country. One mesh.
 */
import { BufferAttribute, BufferGeometry, Color, Matrix4, Mesh } from 'three';
import { createRandom, type Random } from '../core/random.ts';
import type { Layout } from '../scene/layout.ts';
import { type Daylight, sunDirection } from './daylight.ts';
import type { Part } from './frame.ts';
import { append, createMeshData, type MeshData, type Paint, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { solid } from './shading.ts';
import { ball, ripple, roundedBox, ruffle, turned } from './shapes.ts';

const lawnRadius = 180;
const lawnHeight = -0.09;
const trees = 58;
/** Metres of paving outside of the layout. */
const apron = 1.5;

const other = new Color();
const at = new Matrix4();
const scale = new Matrix4();

/** The lawn's colour at a place: mown in patches, paler far away. */
function lawnColor(color: Color, x: number, z: number, out: number): void {
  const patch = ripple(x * 0.16, 0.3, z * 0.16) + 0.5 * ripple(z * 0.43, 1.7, x * 0.43);
  color.setHex(material.lawn).lerp(other.setHex(material.lawnFar), Math.min(1, out / 110));
  color.multiplyScalar(1 + 0.075 * patch);
}

/** Rings of vertices, dense near the middle: [angle, ring] to a height. */
function disc(
  radii: readonly number[],
  height: (angle: number, radius: number) => number,
  spokes = 72,
) {
  const position: number[] = [];
  const index: number[] = [];
  for (const [ring, radius] of radii.entries()) {
    for (let s = 0; s <= spokes; s++) {
      const angle = (s / spokes) * 2 * Math.PI;
      position.push(Math.cos(angle) * radius, height(angle, radius), Math.sin(angle) * radius);
      if (ring === 0 || s === spokes) continue;
      const b = ring * (spokes + 1) + s;
      const a = b - spokes - 1;
      index.push(a, a + 1, b + 1, a, b + 1, b);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  geometry.setIndex(index);
  geometry.computeVertexNormals();
  return geometry;
}

type Centre = readonly [x: number, z: number];

function addApron(mesh: MeshData, layout: Layout, [cx, cz]: Centre): void {
  const width = layout.max[0] - layout.min[0] + 2 * apron;
  const depth = layout.max[1] - layout.min[1] + 2 * apron;
  append(mesh, roundedBox([width, 0.3, depth], { radius: 0.06, segments: 2 }), {
    paint: (color) => color.setHex(material.gravel),
    at: at.makeTranslation(cx, -0.166, cz),
  });
}

function addLawn(mesh: MeshData, [cx, cz]: Centre): void {
  const radii = Array.from({ length: 44 }, (_, i) => lawnRadius * (i / 43) ** 1.8);
  append(
    mesh,
    disc(radii, () => 0),
    {
      paint: (color, local, placed) =>
        lawnColor(color, placed.x, placed.z, Math.hypot(local.x, local.z)),
      at: at.makeTranslation(cx, lawnHeight, cz),
    },
  );
}

function addHills(mesh: MeshData, [cx, cz]: Centre): void {
  const radii = Array.from({ length: 12 }, (_, i) => 88 + i * 8);
  const height = (angle: number, radius: number) => {
    const out = (radius - 88) / 88;
    const bump = 0.6 + 0.5 * ripple(Math.cos(angle) * 3.1, out * 1.4, Math.sin(angle) * 3.1);
    return out ** 1.25 * 15 * bump - 0.1;
  };
  append(mesh, disc(radii, height), {
    paint: (color, local, placed) => {
      lawnColor(color, placed.x, placed.z, 110);
      color.lerp(other.setHex(material.hill), Math.min(1, Math.max(0, local.y / 5)));
    },
    at: at.makeTranslation(cx, lawnHeight, cz),
  });
}

/** What a crown keeps from the lawn: a soft ellipse away from the sun, fading into the grass. */
function addTreeShade(mesh: MeshData, x: number, z: number, radius: number, out: number): void {
  const reach = radius * 1.5;
  const geometry = disc([0, 0.4, 0.7, 1], () => 0, 18);
  append(mesh, geometry, {
    paint: (color, local, placed) => {
      lawnColor(color, placed.x, placed.z, out);
      const fade = 1 - Math.hypot(local.x, local.z);
      color.multiplyScalar(1 - 0.5 * Math.min(1, Math.max(0, fade * 1.6)));
    },
    at: at
      .makeTranslation(
        x - sunDirection.x * radius * 1.5,
        lawnHeight + 0.03,
        z - sunDirection.z * radius * 1.5,
      )
      .multiply(scale.makeRotationY(Math.atan2(-sunDirection.z, sunDirection.x)))
      .multiply(scale.makeScale(reach * 1.25, 1, reach)),
  });
}

function addTrees(mesh: MeshData, layout: Layout, [cx, cz]: Centre, fineness: number): void {
  const random = createRandom(11, 'trees');
  const bark = solid(material.trunk);
  const reach = Math.max(layout.max[0] - layout.min[0], layout.max[1] - layout.min[1]) / 2;
  for (let i = 0; i < trees; i++) {
    // The golden angle spreads them evenly whatever their number.
    const angle = i * 2.39996 + random.range(-0.3, 0.3);
    const out = reach * 1.42 + 6 + 46 * ((i + random.uniform()) / trees) ** 1.25;
    const x = cx + Math.cos(angle) * out;
    const z = cz + Math.sin(angle) * out;
    const height = random.range(2.7, 4.8);
    const crown = height * random.range(0.27, 0.34);
    addTreeShade(mesh, x, z, crown, out);
    const trunk = turned(
      [
        [0.2, 0],
        [0.13, 0.5],
        [0.09, height * 0.66],
      ],
      7,
    );
    append(mesh, trunk, { paint: bark, at: at.makeTranslation(x, lawnHeight, z) });
    addCrown(mesh, random, {
      x,
      y: height * 0.66,
      z,
      radius: crown,
      fineness,
      light: random.uniform() < 0.25 ? 0x9fb457 : 0x7fab52,
    });
  }
}

interface Crown {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  readonly light: number;
  /** Subdivisions of its largest lobe. */
  readonly fineness: number;
}

/** A cloud of leaves: one large lobe and smaller ones around it, painted as one. */
function addCrown(
  mesh: MeshData,
  random: Random,
  { x, y, z, radius, light, fineness }: Crown,
): void {
  const paint: Paint = (color, _local, placed) => {
    const up = Math.min(1, Math.max(0, 0.5 + (placed.y - y) / (2.1 * radius)));
    const drift = 0.5 + 0.5 * ripple(placed.x * 0.8, placed.y, placed.z * 0.8);
    color.setHex(0x457a3e).lerp(other.setHex(light), Math.min(1, 0.1 + 0.75 * up + 0.25 * drift));
    color.multiplyScalar(0.8 + 0.2 * up);
  };
  const lobe = (dx: number, dy: number, dz: number, r: number) => {
    at.makeTranslation(x + dx, y + dy, z + dz).multiply(
      scale.makeScale(r * 1.05, r * 0.96, r * 1.05),
    );
    append(
      mesh,
      ruffle(ball(r > radius * 0.9 ? fineness : fineness - 1), { height: 0.05, wave: 1 }),
      { paint, at },
    );
  };
  lobe(0, radius * 0.1, 0, radius);
  const lobes = 2 + random.integer(4);
  const turn = random.range(0, 6);
  for (let k = 0; k < lobes; k++) {
    const angle = turn + (k / lobes) * 2 * Math.PI + random.range(-0.3, 0.3);
    const r = radius * random.range(0.5, 0.72);
    const out = radius * random.range(0.5, 0.72);
    const dy = radius * random.range(-0.25, 0.62);
    lobe(Math.cos(angle) * out, dy, Math.sin(angle) * out, r);
  }
}

/** `fineness`: subdivisions of a tree's crown, 2 or 3. */
export function createBackdrop(daylight: Daylight, fineness: number): Part {
  const object = new Mesh(toGeometry(createMeshData(), 'drop'), daylight.far);
  object.frustumCulled = false;
  let fitted = '';
  return {
    object,
    fit(layout) {
      const wanted = JSON.stringify([layout.min, layout.max]);
      if (wanted === fitted) return;
      fitted = wanted;
      const mesh = createMeshData();
      const centre: Centre = [
        (layout.min[0] + layout.max[0]) / 2,
        (layout.min[1] + layout.max[1]) / 2,
      ];
      addApron(mesh, layout, centre);
      addLawn(mesh, centre);
      addHills(mesh, centre);
      addTrees(mesh, layout, centre, fineness);
      object.geometry.dispose();
      object.geometry = toGeometry(mesh, 'drop');
    },
    update() {},
    dispose() {
      object.geometry.dispose();
    },
  };
}
