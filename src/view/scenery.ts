/**
 * Everything of a layout that never moves, as two meshes: what is solid, and leaves, which are too
 * small to cast a shadow.
 */
import { Group, Matrix4, Mesh } from 'three';
import { createRandom, type Random } from '../core/random.ts';
import type { Layout, Point, Static } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Part } from './frame.ts';
import { append, createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { coarseSolids, fineSolids, type Solids } from './shapes.ts';
import { builders } from './static-looks.ts';
import type { Site } from './static-site.ts';

function boxAround({ shape }: Static): Point {
  if (shape.type !== 'cylinder') return shape.size;
  return [shape.radius * 2, shape.height, shape.radius * 2];
}

const bodyFrame = new Matrix4();
const partFrame = new Matrix4();
const turnFrame = new Matrix4();

function buildStatic(
  meshes: SceneryMeshes,
  body: Static,
  { leafage, solids }: SceneryDetail,
  random: Random,
): void {
  const base = new Matrix4().makeRotationY(body.yaw).setPosition(...body.position);
  const site: Site = {
    leaves: meshes.leaves,
    leafage,
    body,
    size: boxAround(body),
    random,
    solids,
    add(shape, at, paint, options = {}) {
      partFrame.makeTranslation(...at);
      if (options.yaw) partFrame.multiply(turnFrame.makeRotationY(options.yaw));
      if (options.roll) partFrame.multiply(turnFrame.makeRotationZ(options.roll));
      if (options.scale) partFrame.multiply(turnFrame.makeScale(...options.scale));
      bodyFrame.copy(base).multiply(partFrame);
      const { drop } = options;
      append(meshes.solid, shape, {
        paint,
        at: bodyFrame,
        extra: typeof drop === 'function' ? (placed) => drop(placed.y) : (drop ?? 0),
      });
    },
  };
  builders[body.look](site);
}

export interface SceneryMeshes {
  readonly solid: MeshData;
  readonly leaves: MeshData;
}

export interface SceneryDetail {
  /** Share of the leaves that are drawn, 0 to 1. */
  readonly leafage: number;
  readonly solids: Solids;
}

export function sceneryMeshes(layout: Layout, detail: SceneryDetail): SceneryMeshes {
  const meshes = { solid: createMeshData(), leaves: createMeshData() };
  for (const body of layout.statics) {
    // By its name: it keeps its leaves when another thing goes.
    buildStatic(meshes, body, detail, createRandom(layout.seed, 'scenery', body.id));
  }
  return meshes;
}

/** `fineStatics`: of more than so many, each is small on the screen and built coarsely. */
export function createScenery(
  daylight: Daylight,
  { leafage, fineStatics }: { readonly leafage: number; readonly fineStatics: number },
): Part {
  const object = new Group();
  const solid = new Mesh(toGeometry(createMeshData(), 'drop'), daylight.scenery);
  const leaves = new Mesh(toGeometry(createMeshData(), 'drop'), daylight.scenery);
  solid.customDepthMaterial = daylight.sceneryShadow;
  solid.castShadow = true;
  for (const mesh of [solid, leaves]) {
    mesh.receiveShadow = true;
    // As large as the layout: always in view.
    mesh.frustumCulled = false;
    object.add(mesh);
  }
  let fitted = '';
  return {
    object,
    fit(layout) {
      // A person may have changed something else.
      const wanted = JSON.stringify([layout.seed, layout.statics]);
      if (wanted === fitted) return;
      fitted = wanted;
      const many = layout.statics.length / fineStatics;
      const meshes = sceneryMeshes(layout, {
        leafage: leafage / Math.max(1, many),
        solids: many > 1 ? coarseSolids : fineSolids,
      });
      solid.geometry.dispose();
      solid.geometry = toGeometry(meshes.solid, 'drop');
      leaves.geometry.dispose();
      leaves.geometry = toGeometry(meshes.leaves, 'drop');
      leaves.visible = meshes.leaves.index.length > 0;
    },
    update() {},
    dispose() {
      solid.geometry.dispose();
      leaves.geometry.dispose();
    },
  };
}
