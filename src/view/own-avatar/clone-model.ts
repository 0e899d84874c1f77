import { type Bone, type Object3D, Skeleton, type SkinnedMesh } from 'three';

const isSkinned = (object: Object3D): object is SkinnedMesh =>
  (object as SkinnedMesh).isSkinnedMesh === true;

/**
 * The same model once more, with bones of its own and the same geometry. Parts that hang from one skeleton share one
 * there too: three's own `clone` makes each part a skeleton, of which every frame would compute the same again.
 */
export function cloneModel(model: Object3D): Object3D {
  const copy = model.clone();
  const copies = new Map<Object3D, Object3D>();
  const pair = (from: Object3D, to: Object3D): void => {
    copies.set(from, to);
    for (const [i, child] of from.children.entries()) pair(child, to.children[i] as Object3D);
  };
  pair(model, copy);
  const skeletons = new Map<Skeleton, Skeleton>();
  for (const [from, to] of copies) {
    if (!isSkinned(from)) continue;
    const { bones, boneInverses } = from.skeleton;
    const known = skeletons.get(from.skeleton);
    const skeleton =
      known ??
      new Skeleton(
        bones.map((bone) => copies.get(bone) as Bone),
        boneInverses,
      );
    skeletons.set(from.skeleton, skeleton);
    (to as SkinnedMesh).bind(skeleton, from.bindMatrix);
  }
  return copy;
}
