/**
 * A model that bodies wear in place of their own: read from a sealed GLB (seal-avatar.ts) by three's own loader. Made
 * as tall as a body where it is worn, and turned to −z. Many wear one: they share its geometry and its pictures.
 */
import {
  type AnimationClip,
  Box3,
  Group,
  type Material,
  type Mesh,
  type Object3D,
  Texture,
  Vector3,
} from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { InputError } from '../../core/input-error.ts';
import { cloneModel } from './clone-model.ts';
import { createWornBody } from './worn-body.ts';
import type { Wearable } from './worn-part.ts';

/** Pixels along a side of a texture: nobody is seen from nearer than that shows. */
const textureSide = 1024;
/** As wide as so many times its height at most: a wide thing is made smaller. */
const mostWidth = 1.6;

export const isMesh = (object: Object3D): object is Mesh => (object as Mesh).isMesh === true;

function texturesOf(materials: Iterable<Material>): Set<Texture> {
  const textures = new Set<Texture>();
  for (const material of materials) {
    for (const value of Object.values(material)) if (value instanceof Texture) textures.add(value);
  }
  return textures;
}

async function shrink(textures: Iterable<Texture>): Promise<void> {
  for (const texture of textures) {
    const image = texture.image as { readonly width: number; readonly height: number } | undefined;
    const share = textureSide / Math.max(image?.width ?? 0, image?.height ?? 0, 1);
    if (!image || share >= 1) continue;
    const large = texture.image as ImageBitmap;
    texture.image = await createImageBitmap(large, {
      resizeWidth: Math.max(1, Math.round(large.width * share)),
      resizeHeight: Math.max(1, Math.round(large.height * share)),
      ...{ resizeQuality: 'high', colorSpaceConversion: 'none', premultiplyAlpha: 'none' },
    });
    texture.needsUpdate = true;
    large.close?.();
  }
}

/** Clips go round: what they move on by from their beginning to their end is taken out, for the body moves. */
function standOnSpot(clip: AnimationClip): void {
  for (const { name, times, values } of clip.tracks) {
    const length = (times.at(-1) ?? 0) - (times[0] ?? 0);
    // Of cubic curves each time has three values, of which the middle one is the place.
    if (!name.endsWith('.position') || values.length !== 3 * times.length || length <= 0) continue;
    const drift = [0, 1, 2].map((axis) => (values.at(axis - 3) ?? 0) - (values[axis] ?? 0));
    for (let i = 0; i < values.length; i++) {
      const at = ((times[Math.floor(i / 3)] ?? 0) - (times[0] ?? 0)) / length;
      values[i] = (values[i] ?? 0) - (drift[i % 3] ?? 0) * at;
    }
  }
}

/** Throws an InputError that begins with `where` if it cannot be shown. */
export async function loadWearable(
  sealed: Uint8Array<ArrayBuffer>,
  where: string,
): Promise<Wearable> {
  try {
    return await load(sealed, where);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(`${where} cannot be shown as an avatar: ${why.slice(0, 200)}.`);
  }
}

async function load(sealed: Uint8Array<ArrayBuffer>, where: string): Promise<Wearable> {
  const { scene, animations } = await new GLTFLoader().parseAsync(sealed.buffer, '');
  const model = new Group();
  model.add(scene);
  // glTF looks along +z, the world's bodies along −z.
  if (scene.userData.faces !== '-z') model.rotation.y = Math.PI;
  model.updateMatrixWorld(true);

  const meshes: Mesh[] = [];
  scene.traverse((object) => {
    if (isMesh(object)) meshes.push(object);
  });
  const materials = new Set(meshes.flatMap(({ material }) => material));
  const textures = texturesOf(materials);
  const dispose = () => {
    for (const { geometry } of meshes) geometry.dispose();
    for (const material of materials) material.dispose();
    for (const texture of textures) {
      texture.dispose();
      (texture.image as ImageBitmap | undefined)?.close?.();
    }
  };
  const size = new Vector3();
  const box = new Box3();
  try {
    box.setFromObject(model).getSize(size);
    if (!(size.y > 1e-6) || !Number.isFinite(size.length())) {
      throw new InputError(`${where} has no height: there is nothing to stand on the ground.`);
    }
    await shrink(textures);
  } catch (error) {
    dispose();
    throw error;
  }
  let triangles = 0;
  for (const mesh of meshes) {
    const { geometry } = mesh;
    triangles += (geometry.index?.count ?? geometry.getAttribute('position').count) / 3;
    mesh.castShadow = true;
    // It is left out as a whole where it is out of sight; limbs that swing leave the box of their rest.
    mesh.frustumCulled = false;
  }
  const middle = box.getCenter(new Vector3());
  for (const clip of animations) standOnSpot(clip);
  const tall = Math.max(size.y, size.x / mostWidth, size.z / mostWidth);
  return {
    triangles: Math.round(triangles),
    parts: meshes.length,
    eyeLevel: (0.9 * size.y) / tall,
    create(height, phase = 0) {
      const scale = height / tall;
      const body = cloneModel(model);
      body.scale.multiplyScalar(scale);
      body.position.set(-middle.x * scale, -box.min.y * scale, -middle.z * scale);
      return createWornBody(body, { clips: animations, height, phase });
    },
    dispose,
  };
}
