/** A model that is worn: as tall as a body, on the ground, looking the right way, and walking as far as it goes. */
import { Box3, type Object3D, type SkinnedMesh, Vector3 } from 'three';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAvatarMaterials } from '../../../src/view/avatar-materials.ts';
import { sealAvatar } from '../../../src/view/own-avatar/seal-avatar.ts';
import { loadWearable } from '../../../src/view/own-avatar/wearable.ts';
import {
  createWornPart,
  mostWearers,
  type WornMoment,
} from '../../../src/view/own-avatar/worn-part.ts';
import { createRobots } from '../../../src/view/robots.ts';
import { createSmallFrame } from '../small-frame.ts';
import { smallLayout } from '../small-layout.ts';
import { changed, pngHead, walkClip } from './made-up-avatar.ts';

const where = 'The file “it.glb”';
const load = (change: Parameters<typeof changed>[0] = () => {}) =>
  loadWearable(sealAvatar(changed(change), where), where);
const moment: WornMoment = {
  ...{ position: new Vector3(2, 0, 3), yaw: 0, speed: 1, delta: 0, still: false, size: 1 },
};
function bone(object: Object3D, name: string): Object3D {
  let found: Object3D | undefined;
  object.traverse((each) => {
    if (each.userData.bone === name) found = each;
  });
  if (!found) throw new Error(`Expected a bone ${name}.`);
  return found;
}
const placeOf = (object: Object3D) => {
  object.updateWorldMatrix(true, false);
  return object.getWorldPosition(new Vector3());
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('worn avatar', () => {
  it('is as tall as the body, with its feet on the ground and its arms hanging', async () => {
    const body = (await load()).create(1.2);
    body.place({ ...moment, speed: 0 });
    body.object.updateMatrixWorld(true);
    const box = new Box3().setFromObject(body.object, true);
    expect(box.max.y - box.min.y).toBeCloseTo(1.2, 3);
    expect(box.min.y).toBeCloseTo(0, 3);
    expect(box.getCenter(new Vector3()).x).toBeCloseTo(2, 3);
    const [upper, lower] = ['leftUpperArm', 'leftLowerArm'].map((name) =>
      placeOf(bone(body.object, name)),
    );
    expect((upper?.y ?? 0) - (lower?.y ?? 0)).toBeGreaterThan(0.19);
  });

  it.each([
    ['of glTF is turned round', () => {}, -1],
    [
      'of an old VRM looks along −z already',
      (json: Record<string, unknown>) => {
        const humanBones = [{ bone: 'leftUpperLeg', node: 1 }];
        json.extensions = { VRM: { humanoid: { humanBones } } };
      },
      1,
    ],
  ] as const)('%s', async (_name, change, side) => {
    const body = (await load(change)).create(1.8);
    body.place({ ...moment, position: new Vector3(), speed: 0 });
    // Left is −x for whoever looks along −z; of the old VRM, whose bones here lie as in glTF, it is +x.
    expect(placeOf(bone(body.object, 'leftUpperLeg')).x).toBeCloseTo(0.1 * side, 5);
  });

  it('swings its legs as far as it goes, and holds still where motion is unwelcome', async () => {
    const body = (await load()).create(1.8);
    const reaches: number[] = [];
    for (let i = 0; i < 20; i++) {
      body.place({ ...moment, position: new Vector3(), delta: 0.1 });
      const [left, right] = ['leftLowerLeg', 'rightLowerLeg'].map((name) =>
        placeOf(bone(body.object, name)),
      );
      reaches.push((left?.z ?? 0) - (right?.z ?? 0));
    }
    expect(Math.max(...reaches)).toBeGreaterThan(0.2);
    expect(Math.min(...reaches)).toBeLessThan(-0.2);
    body.place({ ...moment, delta: 0.1, still: true });
    const apart = ['leftLowerLeg', 'rightLowerLeg'].map(
      (name) => placeOf(bone(body.object, name)).z,
    );
    expect(apart[0]).toBeCloseTo(apart[1] as number, 6);
  });

  it('walks by its own clip, on the spot, one round for each stride', async () => {
    const body = (
      await load((json) => {
        json.animations = [walkClip];
      })
    ).create(1.8);
    const hips = bone(body.object, 'leftUpperLeg').parent as Object3D;
    const stride = 1.04 * 1.8;
    const at = (share: number) => {
      body.place({ ...moment, position: new Vector3(), speed: 1, delta: share * stride });
      return placeOf(hips);
    };
    const half = at(0.5);
    expect(half.y).toBeCloseTo(1.1, 3);
    expect(half.z).toBeCloseTo(0, 3);
    expect(at(0.25).y).toBeCloseTo(1.05, 3);
  });

  it('without legs or clips it glides', async () => {
    const body = (
      await load((json) => {
        for (const node of json.nodes) delete node.name;
      })
    ).create(1);
    body.place({ ...moment, delta: 0.1 });
    expect(body.object.position.y).toBeGreaterThan(0);
    body.place({ ...moment, speed: 0 });
    expect(body.object.position.y).toBe(0);
  });

  it('a thing that is flat is refused', async () => {
    await expect(
      load((json) => {
        json.nodes[9] = { mesh: 0, scale: [1, 0, 1] };
      }),
    ).rejects.toThrow('The file “it.glb” has no height: there is nothing to stand on the ground.');
  });

  it('has one skeleton for all of its parts, and bones that no other body has', async () => {
    const model = await load((json) => {
      json.meshes.push(json.meshes[0]);
      json.nodes.push({ mesh: 1, skin: 0 });
    });
    const skeletonsOf = (object: Object3D) => {
      const skeletons: SkinnedMesh['skeleton'][] = [];
      object.traverse((part) => {
        const { isSkinnedMesh, skeleton } = part as SkinnedMesh;
        if (isSkinnedMesh) skeletons.push(skeleton);
      });
      return skeletons;
    };
    const body = model.create(1.2).object;
    const [one, other] = skeletonsOf(body);
    expect(one?.bones).toHaveLength(9);
    expect(other).toBe(one);
    expect(one?.bones[1]).toBe(bone(body, 'leftUpperLeg'));
    expect(skeletonsOf(model.create(1.2).object)[0]?.bones[1]).not.toBe(one?.bones[1]);
  });

  it('lets go of its pictures if one of them cannot be made smaller', async () => {
    const close = vi.fn();
    vi.stubGlobal('self', globalThis);
    vi.stubGlobal('createImageBitmap', async (_of: unknown, { resizeWidth = 0 } = {}) => {
      if (resizeWidth > 0) throw new Error('out of memory');
      return { width: 2048, height: 2048, close };
    });
    const png = Buffer.from(pngHead(2048, 2048)).toString('base64');
    const broken = load((json) => {
      json.images = [0, 1].map(() => ({ uri: `data:image/png;base64,${png}` }));
      json.textures = [{ source: 0 }, { source: 1 }];
      json.materials[0].pbrMetallicRoughness.baseColorTexture = { index: 0 };
      json.materials[0].emissiveTexture = { index: 1 };
    });
    await expect(broken).rejects.toThrow(
      'The file “it.glb” cannot be shown as an avatar: out of memory.',
    );
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('without bones in its vertices is shown as it stands', async () => {
    const { object } = (
      await load((json) => {
        delete json.meshes[0].primitives[0].attributes.WEIGHTS_0;
      })
    ).create(1.8);
    const skinned: unknown[] = [];
    // Its vertices would all be drawn at the origin.
    object.traverse((part) => skinned.push((part as SkinnedMesh).isSkinnedMesh));
    expect(skinned).not.toContain(true);
  });

  it('is worn by the visitor and by whom the person likes, whose eyes are where its are', async () => {
    const model = await load();
    const part = createWornPart();
    const robots = createRobots(createAvatarMaterials(), 1, part.clothing);
    const { frame } = createSmallFrame();
    for (const each of [part, robots]) each.fit(smallLayout);
    robots.update(frame);
    const own = robots.eyes()[1] as number;
    part.wear(model, 1);
    for (const each of [part, robots]) each.update(frame);
    expect([0, 1].map(part.clothing.robot)).toEqual([false, true]);
    expect(robots.eyes()[1]).toBe(own);
    expect(robots.eyes()[4]).toBeCloseTo(0.9 * 1.2, 5);
    part.wear(model, 'everybody');
    expect([0, 1].map(part.clothing.robot)).toEqual([true, true]);
    expect(part.object.children).toHaveLength(3);
    part.wear(undefined, 'everybody');
    expect([part.clothing.visitor(), part.clothing.robot(0)]).toEqual([false, false]);
    expect(part.object.children).toHaveLength(0);
  });

  it('is worn by fewer robots, the more there is to draw of it', () => {
    expect(mostWearers({ triangles: 100_000, parts: 1 })).toBe(12);
    expect(mostWearers({ triangles: 10, parts: 100 })).toBe(2);
    expect(mostWearers({ triangles: 2e6, parts: 1 })).toBe(1);
  });
});
