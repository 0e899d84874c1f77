/**
 * What lies around a layout: its gravel with lamps and benches, the lawn, paths, trees, a village, hills and
 * clouds. The same for every layout of one size, so that a renewed layout does not change the country. Four
 * meshes: what shadows fall on, what throws them too, what is out of their reach, and the clouds, which drift.
 */
import { Group, Matrix4, Mesh } from 'three';
import { createRandom } from '../core/random.ts';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Part } from './frame.ts';
import { addFoundation, addLamps, furnitureAround } from './garden.ts';
import { addApron, addCountry, addLawn, addPaths, type Land, landAround } from './land.ts';
import { append, createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { sceneryMeshes } from './scenery.ts';
import { ball, coarseSolids, ruffle } from './shapes.ts';
import { addTrees, addWoods } from './trees.ts';
import { addVillage } from './village.ts';

const clouds = 16;
/** Radians a second. */
const drift = 0.0016;

const at = new Matrix4();

/** Puffs on a flat base, wide and low, as far away as the mountains. */
function addClouds(mesh: MeshData, land: Land): void {
  const random = createRandom(41, 'clouds');
  for (let i = 0; i < clouds; i++) {
    const angle = i * 2.39996;
    const out = land.reach + random.range(190, 300);
    const y = random.range(30, 74);
    const size = random.range(5, 10);
    const [x, z] = [Math.cos(angle) * out, Math.sin(angle) * out];
    const puffs = 4 + random.integer(3);
    for (let k = 0; k < puffs; k++) {
      const along = (k / (puffs - 1) - 0.5) * 2;
      const r = size * (1 - 0.55 * along * along) * random.range(0.75, 1.05);
      const side = along * size * 1.7;
      append(mesh, ruffle(ball(1), { height: 0.08, wave: 1.6 }), {
        paint: (color, _local, placed) => {
          const up = Math.min(1, Math.max(0, 0.5 + (placed.y - y) / (1.4 * size)));
          color.setScalar(0.95 + 0.3 * up);
        },
        at: at
          .makeScale(r, r * 0.62, r)
          .setPosition(x - Math.sin(angle) * side, y + r * 0.25, z + Math.cos(angle) * side),
      });
    }
  }
}

/** `fineness`: subdivisions of a tree's crown, 2 or 3. */
export function createBackdrop(daylight: Daylight, fineness: number): Part {
  const object = new Group();
  const empty = () => toGeometry(createMeshData(), 'drop');
  const near = new Mesh(empty(), daylight.scenery);
  near.receiveShadow = true;
  const garden = new Mesh(empty(), daylight.garden);
  garden.customDepthMaterial = daylight.sceneryShadow;
  garden.receiveShadow = true;
  garden.castShadow = true;
  const lights = new Mesh(empty(), daylight.garden);
  const far = new Mesh(empty(), daylight.far);
  const sky = new Mesh(empty(), daylight.far);
  const meshes = [near, garden, lights, far, sky];
  for (const mesh of meshes) {
    mesh.frustumCulled = false;
    object.add(mesh);
  }
  let fitted = '';

  function show(mesh: Mesh, data: MeshData): void {
    mesh.geometry.dispose();
    mesh.geometry = toGeometry(data, 'drop');
  }

  function furniture(layout: Layout): MeshData {
    const detail = { leafage: 0, solids: coarseSolids };
    const { solid, leaves } = sceneryMeshes(
      { ...layout, seed: 1, statics: furnitureAround(layout) },
      detail,
    );
    const first = solid.position.length / 3;
    for (const name of ['position', 'normal', 'color', 'extra'] as const) {
      for (const number of leaves[name]) solid[name].push(number);
    }
    for (const i of leaves.index) solid.index.push(first + i);
    return solid;
  }

  return {
    object,
    fit(layout) {
      const wanted = JSON.stringify([layout.min, layout.max]);
      if (wanted === fitted) return;
      fitted = wanted;
      const land = landAround(layout);
      const [lit, shading, strings, distant, high] = [
        createMeshData(),
        furniture(layout),
        createMeshData(),
        createMeshData(),
        createMeshData(),
      ];
      addLawn(lit, land, fineness);
      addApron(lit, land);
      addFoundation(lit, land);
      addPaths(lit, land);
      addLamps({ posts: shading, strings }, land);
      addCountry(distant, land, fineness);
      addTrees(distant, land, fineness);
      addWoods(distant, land, fineness);
      addVillage(distant, land);
      addClouds(high, land);
      show(near, lit);
      show(garden, shading);
      show(lights, strings);
      show(far, distant);
      show(sky, high);
      sky.position.set(land.x, 0, land.z);
    },
    update({ now, still }) {
      if (!still) sky.rotation.y = ((now / 1000) * drift) % (2 * Math.PI);
    },
    dispose() {
      for (const mesh of meshes) mesh.geometry.dispose();
    },
  };
}
