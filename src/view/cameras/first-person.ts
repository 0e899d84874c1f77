/** From the eye of one agent, which is not drawn itself. Dragging looks around; letting go looks back. */
import { Euler, Vector3 } from 'three';
import { turn } from '../interpolation.ts';
import { type CameraRig, createPose } from './camera-rig.ts';
import { createDrag } from './drag.ts';

const turnTime = 0.14;
const lookBackTime = 0.7;
const slope = -0.11;

export function createFirstPerson(canvas: HTMLCanvasElement, eyes: () => Float32Array): CameraRig {
  const pose = createPose(72);
  const forward = new Vector3();
  const euler = new Euler(0, 0, 0, 'YXZ');
  let yaw = 0;
  let followed = -1;
  let spawnedAt = 0;
  let aside = 0;
  let tilt = 0;

  const drag = createDrag(canvas, (left, up) => {
    aside += left;
    tilt = Math.min(0.9, Math.max(-0.9, tilt + up));
  });

  return {
    pose,
    cutsWalls: false,
    inside: 'agent',
    fit() {
      followed = -1;
    },
    enter() {
      followed = -1;
      aside = 0;
      tilt = 0;
      drag.setActive(true);
    },
    leave() {
      drag.setActive(false);
    },
    update({ track, delta, focus, still }, agent) {
      const heading = track.drawn.heading[agent] as number;
      const spawned = track.spawnedAt[agent] as number;
      const cut = followed !== agent || spawned !== spawnedAt;
      followed = agent;
      spawnedAt = spawned;
      yaw = cut ? heading : yaw + turn(yaw, heading) * (1 - Math.exp(-delta / turnTime));
      if (!drag.held) {
        const back = still ? 1 : 1 - Math.exp(-delta / lookBackTime);
        aside -= aside * back;
        tilt -= tilt * back;
      }
      forward.set(-Math.sin(yaw), 0, -Math.cos(yaw));
      pose.position.fromArray(eyes(), agent * 3).addScaledVector(forward, 0.12);
      pose.rotation.setFromEuler(euler.set(slope + tilt, yaw + aside, 0));
      focus.copy(pose.position).addScaledVector(forward, 6).setY(0);
    },
    dispose: drag.dispose,
  };
}
