/** Trees of three kinds, groves of them, and the woods on the hills. */
import { type Color, Matrix4 } from 'three';
import { createRandom, type Random } from '../core/random.ts';
import { heightAt, type Land, lawnColour, outside, pathFinder } from './land.ts';
import { append, type MeshData, type Paint } from './mesh-data.ts';
import { material } from './palette.ts';
import { solid } from './shading.ts';
import { ball, ripple, ruffle, surface, turned } from './shapes.ts';

const trees = 74;
const woods = 460;

const at = new Matrix4();
const scale = new Matrix4();
const bark = solid(material.trunk);

interface Crown {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  readonly deep: number;
  readonly light: number;
  /** Subdivisions of its largest lobe. */
  readonly fineness: number;
}

/** Dark below, light above, in drifts. */
function leaves({ y, radius, deep, light }: Crown, tall = 1): Paint {
  const from = { r: 0, g: 0, b: 0 };
  return (color, _local, placed) => {
    const up = Math.min(1, Math.max(0, 0.5 + (placed.y - y) / (2.1 * radius * tall)));
    const drift = 0.5 + 0.5 * ripple(placed.x * 0.8, placed.y, placed.z * 0.8);
    color.setHex(light);
    Object.assign(from, { r: color.r, g: color.g, b: color.b });
    const share = Math.min(1, 0.1 + 0.75 * up + 0.25 * drift);
    color.setHex(deep);
    color.r += (from.r - color.r) * share;
    color.g += (from.g - color.g) * share;
    color.b += (from.b - color.b) * share;
    color.multiplyScalar(0.78 + 0.22 * up);
  };
}

/** A cloud of leaves: one large lobe and smaller ones around it, painted as one. */
function addRound(mesh: MeshData, random: Random, crown: Crown): void {
  const { x, y, z, radius, fineness } = crown;
  const paint = leaves(crown);
  const lobe = (dx: number, dy: number, dz: number, r: number) => {
    at.makeTranslation(x + dx, y + dy, z + dz).multiply(
      scale.makeScale(r * 1.05, r * 0.96, r * 1.05),
    );
    const solidLobe = ball(r > radius * 0.9 ? fineness : fineness - 1);
    append(mesh, ruffle(solidLobe, { height: 0.05, wave: 1 }), { paint, at });
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

/** Three skirts, one above the other. */
function addConifer(mesh: MeshData, crown: Crown): void {
  const { x, y, z, radius, fineness } = crown;
  const paint = leaves(crown, 1.8);
  for (let k = 0; k < 3; k++) {
    const r = radius * (1 - 0.26 * k);
    const skirt = turned(
      [
        [0, -r * 0.12],
        [r * 0.86, -r * 0.2],
        [r, -r * 0.08],
        [r * 0.56, r * 0.62],
        [r * 0.12, r * 1.3],
        [0, r * 1.36],
      ],
      fineness > 2 ? 14 : 9,
    );
    append(mesh, skirt, {
      paint,
      at: at.makeTranslation(x, y - radius * 0.6 + k * radius * 0.86, z),
    });
  }
}

/** What a crown keeps from the lawn: a soft disc, which daylight.ts puts away from the sun. */
function addShade(mesh: MeshData, land: Land, x: number, z: number, crown: number, height: number) {
  const spokes = 16;
  const position: number[] = [0, 0, 0];
  const index: number[] = [];
  for (const [ring, radius] of [0.55, 1].entries()) {
    for (let s = 0; s < spokes; s++) {
      const angle = (s / spokes) * 2 * Math.PI;
      position.push(Math.cos(angle) * radius, 0, Math.sin(angle) * radius);
      const next = (s + 1) % spokes;
      const here = 1 + ring * spokes;
      if (ring === 0) index.push(0, here + next, here + s);
      else
        index.push(
          here - spokes + s,
          here - spokes + next,
          here + next,
          here - spokes + s,
          here + next,
          here + s,
        );
    }
  }
  const geometry = surface(position, index);
  append(mesh, geometry, {
    paint: (color: Color, local, placed) => {
      lawnColour(color, land, placed.x, placed.z);
      color.multiplyScalar(1 - 0.5 * Math.min(1, (1 - Math.hypot(local.x, local.z)) * 1.9));
    },
    at: at
      .makeTranslation(x, heightAt(land, x, z) + 0.035, z)
      .multiply(scale.makeScale(crown * 1.35, 1, crown * 1.35)),
    // Metres that it is put away for each metre of the sun's slant.
    extra: height * 0.62,
  });
}

interface Place {
  readonly x: number;
  readonly z: number;
}

/** One tree; `size` 1 is a usual one. */
function addTree(
  mesh: MeshData,
  random: Random,
  land: Land,
  { x, z }: Place,
  fineness: number,
): void {
  const height = random.range(2.9, 5.4);
  const ground = heightAt(land, x, z);
  const kind = random.uniform();
  const trunk = turned(
    [
      [0.2, -0.2],
      [0.13, 0.5],
      [0.09, height * 0.66],
    ],
    6,
  );
  append(mesh, trunk, { paint: bark, at: at.makeTranslation(x, ground, z) });
  const y = ground + height * 0.66;
  if (kind < 0.24) {
    const radius = height * 0.3;
    const crown = {
      x,
      y: ground + height * 0.5,
      z,
      radius,
      fineness,
      deep: 0x2f6247,
      light: 0x6b9c5c,
    };
    addConifer(mesh, crown);
    addShade(mesh, land, x, z, radius, height);
    return;
  }
  const radius = height * random.range(0.27, 0.35);
  const blossoms = kind > 0.86;
  const light = blossoms ? 0xf3b6b4 : kind > 0.66 ? 0xb4c057 : 0x86b454;
  const deep = blossoms ? 0xc9737f : kind > 0.66 ? 0x6b8a3c : 0x457a3e;
  addRound(mesh, random, { x, y, z, radius, fineness, light, deep });
  addShade(mesh, land, x, z, radius, height);
}

/** Towards where the first look comes from: what stood there would stand before everything. */
const outlook = Math.atan2(0.86, 0.34);

export function addTrees(mesh: MeshData, land: Land, fineness: number): void {
  const random = createRandom(11, 'trees');
  const onPath = pathFinder(land);
  for (let i = 0; i < trees; i++) {
    // The golden angle spreads groves evenly whatever their number; three to five trees make one.
    const grove = Math.floor(i / 3);
    const angle = grove * 2.39996 + random.range(-0.16, 0.16);
    const out = land.reach + 5 + 62 * ((grove * 3 + 1) / trees) ** 1.2 + random.range(-3, 3);
    const place = { x: land.x + Math.cos(angle) * out, z: land.z + Math.sin(angle) * out };
    const away = Math.abs(Math.atan2(Math.sin(angle - outlook), Math.cos(angle - outlook)));
    const inTheWay = outside(land, place.x, place.z) < 4.5 || onPath(place.x, place.z, 2.8);
    if (inTheWay || (away < 0.75 && out < land.reach * 2.6 + 12)) continue;
    addTree(mesh, random, land, place, fineness);
  }
}

/** Small and plain, on the hills: a blob or a spike each. */
export function addWoods(mesh: MeshData, land: Land, fineness: number): void {
  const random = createRandom(12, 'woods');
  const count = fineness > 2 ? woods : woods * 0.55;
  for (let i = 0; i < count; i++) {
    const angle = random.range(0, 2 * Math.PI);
    const out = land.reach + random.range(100, 200);
    const x = land.x + Math.cos(angle) * out;
    const z = land.z + Math.sin(angle) * out;
    // Woods, and clearings between them.
    if (ripple(x * 0.03, 1.3, z * 0.03) < 0.02) continue;
    const height = random.range(3, 6.5);
    const ground = heightAt(land, x, z);
    const spike = random.uniform() < 0.45;
    const tone = random.range(0.8, 1.1);
    const paint: Paint = (color, local) => {
      color.setHex(spike ? 0x4b7a5c : 0x6f9a57).multiplyScalar(tone * (0.8 + 0.25 * local.y));
    };
    if (spike) {
      const cone = turned(
        [
          [0.34, 0],
          [0, 1],
        ],
        5,
      );
      append(mesh, cone, {
        paint,
        at: at.makeScale(height, height * 1.15, height).setPosition(x, ground, z),
      });
    } else {
      const r = height * 0.42;
      append(mesh, ball(1), {
        paint,
        at: at.makeScale(r, r * 1.05, r).setPosition(x, ground + r * 0.9, z),
      });
    }
  }
}
