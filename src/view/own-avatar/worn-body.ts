/**
 * One body that wears a model: it walks as far as it goes (gait.ts), by the model's own clip of a walk if there is one,
 * else by swinging the limbs of its skeleton, else it glides, rising a little as it goes.
 */
import {
  type AnimationAction,
  type AnimationClip,
  AnimationMixer,
  Group,
  type Object3D,
  Quaternion,
  type SkinnedMesh,
} from 'three';
import { advance, strideOf, walkShare } from '../gait.ts';
import { createLimbs } from './limbs.ts';
import type { WornBody } from './worn-part.ts';

const bobHeight = 0.014;
const up = { x: 0, y: 1, z: 0 };

export interface BodyOptions {
  readonly clips: readonly AnimationClip[];
  /** Metres. */
  readonly height: number;
  /** Of its stride, at the beginning. */
  readonly phase: number;
}

export type Gait = 'clip' | 'limbs' | 'glide';

export function createWornBody(
  model: Object3D,
  { clips, height, phase: begun }: BodyOptions,
): WornBody & { readonly gait: Gait } {
  const object = new Group();
  object.add(model);
  object.updateMatrixWorld(true);
  const clipNamed = (name: string) => clips.find((clip) => clip.name === name);
  const mixer = new AnimationMixer(model);
  const play = (clip: AnimationClip | undefined): AnimationAction | undefined => {
    const action = clip && mixer.clipAction(clip);
    action?.play();
    return action;
  };
  const limbs = clipNamed('walk') ? undefined : createLimbs(object, model, height);
  const walk = play(clipNamed('walk'));
  const idle = limbs ? undefined : play(clipNamed('idle'));
  const stride = strideOf.person(height);
  const turned = new Quaternion();
  let phase = begun;
  let seconds = 0;

  return {
    object,
    gait: walk ? 'clip' : limbs ? 'limbs' : 'glide',
    place({ position, yaw, speed, delta, still, size }) {
      phase = advance(phase, speed * delta, stride);
      const walking = still ? 0 : walkShare(speed);
      const bob = walk ? 0 : Math.abs(Math.cos(2 * Math.PI * phase)) * bobHeight * walking;
      object.position.set(position.x, position.y + bob * height, position.z);
      object.quaternion.copy(turned.setFromAxisAngle(up as never, yaw));
      object.scale.setScalar(size);
      limbs?.swing(phase, stride, walking);
      if (walk || idle) {
        if (!still) seconds += delta;
        const length = idle?.getClip().duration ?? 0;
        // A walk goes on by the distance; where there is no standing, it stops as it is.
        const share = idle ? walking : 1;
        if (walk) {
          walk.time = phase * walk.getClip().duration;
          walk.setEffectiveWeight(share);
        }
        if (idle) {
          idle.time = length > 0 ? seconds % length : 0;
          idle.setEffectiveWeight(walk ? 1 - share : 1);
        }
        mixer.update(0);
      }
    },
    dispose() {
      mixer.stopAllAction();
      mixer.uncacheRoot(model);
      // The geometry is the model's; the skeleton's texture is this body's own.
      object.traverse((part) => (part as SkinnedMesh).skeleton?.dispose());
    },
  };
}
