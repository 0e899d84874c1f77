/**
 * Lets the limbs of a skeleton swing: its legs as far as it goes, its arms hanging and swinging with the other leg.
 * Works on whatever rest the bones have: all turns are about the sideways axis of the body, as the bone's parent has
 * it at rest. The bones are those whose notes say so (`userData.bone`, seal-avatar.ts).
 */
import { type Object3D, Quaternion, Vector3 } from 'three';
import { footAhead, footLift, opposite } from '../gait.ts';
import type { WalkingBone } from './human-bones.ts';

export interface Limbs {
  /** Phase 0 to 1 of a stride of so many metres; `walking` 0 standing to 1. Allocates nothing. */
  swing(phase: number, stride: number, walking: number): void;
}

interface Joint {
  readonly bone: Object3D;
  /** Its rotation where it hangs. */
  readonly rest: Quaternion;
  /** The body's sideways axis, in the frame of its parent. */
  readonly axis: Vector3;
}

/** Radians at most that a thigh turns, that a knee and an elbow bend, and the share of the legs' swing that arms do. */
const mostSwing = 0.75;
const kneeBend = 0.85;
const elbowBend = 0.22;
const armShare = 0.7;
/** How far arms hang from the body, sideways by down. */
const apart = 0.16;

const turn = new Quaternion();

function bend({ bone, rest, axis }: Joint, angle: number): void {
  bone.quaternion.copy(turn.setFromAxisAngle(axis, angle)).multiply(rest);
}

/** `root` stands at the origin and looks along −z; its world matrices are up to date. Undefined: it has no two legs. */
export function createLimbs(root: Object3D, model: Object3D, height: number): Limbs | undefined {
  const bones = new Map<WalkingBone, Object3D>();
  model.traverse((object) => {
    const { bone } = object.userData;
    if (bone) bones.set(bone as WalkingBone, object);
  });

  function joint(name: WalkingBone, hang?: Quaternion): Joint | undefined {
    const bone = bones.get(name);
    if (!bone?.parent) return undefined;
    const above = bone.parent.getWorldQuaternion(new Quaternion()).invert();
    const rest = bone.quaternion.clone();
    if (hang) {
      const back = above.clone().invert();
      rest.premultiply(back).premultiply(hang).premultiply(above);
    }
    return { bone, rest, axis: new Vector3(1, 0, 0).applyQuaternion(above).normalize() };
  }

  /** The turn that lets an arm hang, which rests stretched out in most models. */
  function hanging(side: 'left' | 'right'): Quaternion | undefined {
    const [upper, lower] = [bones.get(`${side}UpperArm`), bones.get(`${side}LowerArm`)];
    if (!upper || !lower) return undefined;
    const from = upper.getWorldPosition(new Vector3());
    const along = lower.getWorldPosition(new Vector3()).sub(from).normalize();
    const down = new Vector3(Math.sign(along.x || from.x) * apart, -1, 0).normalize();
    return new Quaternion().setFromUnitVectors(along, down);
  }

  const sides = (['left', 'right'] as const).map((side) => {
    const thigh = joint(`${side}UpperLeg`);
    const shin = joint(`${side}LowerLeg`);
    const upper = joint(`${side}UpperArm`, hanging(side));
    // After the upper arm hangs: how the forearm's parent rests then.
    if (upper) {
      upper.bone.quaternion.copy(upper.rest);
      root.updateMatrixWorld(true);
    }
    return { thigh, shin, upper, lower: joint(`${side}LowerArm`) };
  });
  const [left, right] = sides;
  if (!left?.thigh || !right?.thigh) return undefined;
  const hip = left.thigh.bone.getWorldPosition(new Vector3()).y;
  const leg = Math.max(0.15 * height, hip);

  return {
    swing(phase, stride, walking) {
      for (let side = 0; side < 2; side++) {
        const { thigh, shin, upper, lower } = sides[side] as (typeof sides)[number];
        const own = side === 0 ? phase : opposite(phase);
        const reach = (footAhead(own) * stride * walking) / leg;
        const angle = Math.asin(Math.max(-mostSwing, Math.min(mostSwing, reach)));
        const lift = footLift(own) * walking;
        if (thigh) bend(thigh, angle + 0.3 * lift);
        if (shin) bend(shin, -kneeBend * lift);
        const arm = -angle * armShare;
        if (upper) bend(upper, arm);
        if (lower) bend(lower, elbowBend * (0.4 + walking));
      }
    },
  };
}
