/** Behind and above one agent, turning with it slowly; drawn in where a static stands in the way. */
import { Matrix4, Vector3 } from 'three';
import { turn } from '../interpolation.ts';
import { createBoom } from './boom.ts';
import { type CameraRig, createPose } from './camera-rig.ts';

const distance = 4.2;
const above = 2.5;
const ahead = 1.4;
const turnTime = 0.55;
const moveTime = 0.14;

const up = new Vector3(0, 1, 0);

export function createFollow(): CameraRig {
  const pose = createPose(50);
  const target = new Vector3();
  const look = new Vector3();
  const matrix = new Matrix4();
  const boom = createBoom();
  let yaw = 0;
  let followed = -1;
  let spawnedAt = 0;

  return {
    pose,
    cutsWalls: true,
    inside: 'nobody',
    fit(next) {
      boom.fit(next);
      followed = -1;
    },
    refit: boom.fit,
    enter() {
      followed = -1;
    },
    leave() {},
    update({ track, delta, focus }, agent) {
      const { position, heading } = track.drawn;
      const h = heading[agent] as number;
      target.fromArray(position, agent * 3);
      focus.set(target.x, 0, target.z);
      const spawned = track.spawnedAt[agent] as number;
      const cut = followed !== agent || spawned !== spawnedAt;
      followed = agent;
      spawnedAt = spawned;
      yaw = cut ? h : yaw + turn(yaw, h) * (1 - Math.exp(-delta / turnTime));
      if (cut) look.copy(target);
      else look.lerp(target, 1 - Math.exp(-delta / moveTime));
      pose.position.set(
        look.x + Math.sin(yaw) * distance,
        look.y + above,
        look.z + Math.cos(yaw) * distance,
      );
      target.set(look.x, look.y + 0.4, look.z);
      boom.hold(pose.position, target, delta, cut);
      target.set(look.x - Math.sin(yaw) * ahead, look.y + 0.25, look.z - Math.cos(yaw) * ahead);
      pose.rotation.setFromRotationMatrix(matrix.lookAt(pose.position, target, up));
    },
    dispose() {},
  };
}
