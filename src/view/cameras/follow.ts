/** Behind and above one agent, turning with it slowly; drawn in where a static stands in the way. */
import { Matrix4, Vector3 } from 'three';
import type { Layout } from '../../scene/layout.ts';
import { cutHeight } from '../cut-away.ts';
import { turn } from '../interpolation.ts';
import { freeShare } from '../support.ts';
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
  const sight = { x0: 0, y0: 0, z0: 0, x1: 0, y1: 0, z1: 0 };
  let layout: Layout | undefined;
  let yaw = 0;
  let boom = 1;
  let followed = -1;
  let spawnedAt = 0;
  const shown = (top: number) => Math.min(top, cutHeight);

  return {
    pose,
    cutsWalls: true,
    insideAgent: false,
    fit(next) {
      layout = next;
      followed = -1;
    },
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
      sight.x0 = look.x;
      sight.y0 = look.y + 0.4;
      sight.z0 = look.z;
      sight.x1 = pose.position.x;
      sight.y1 = pose.position.y;
      sight.z1 = pose.position.z;
      const free = layout ? freeShare(layout.statics, sight, shown) : 1;
      const wanted = free < 1 ? Math.max(0.3, free - 0.08) : 1;
      // In at once, out at leisure.
      boom = wanted < boom || cut ? wanted : boom + (wanted - boom) * (1 - Math.exp(-delta / 0.5));
      target.set(sight.x0, sight.y0, sight.z0);
      pose.position.lerp(target, 1 - boom);
      target.set(look.x - Math.sin(yaw) * ahead, look.y + 0.25, look.z - Math.cos(yaw) * ahead);
      pose.rotation.setFromRotationMatrix(matrix.lookAt(pose.position, target, up));
    },
    dispose() {},
  };
}
