/**
 * The avatars of agents: a rounded robot with one large eye. One InstancedMesh per moving part, so
 * the number of draw calls does not grow with the number of agents; robots that are small on the
 * screen are of simpler parts, those out of sight are left out. The robot walks as far as it goes (gait.ts),
 * leans into its acceleration and its turns, turns eye and then head to what it attends to most, blinks, breathes
 * where it stands, and shows at its antenna how its last episode ended.
 */
import { Color, Group, Matrix4, Quaternion, Vector3 } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { AvatarMaterials } from './avatar-materials.ts';
import type { Frame, Part } from './frame.ts';
import { advance, footAhead, footLift, opposite, strideOf, walkShare } from './gait.ts';
import { createInstances, type Instances } from './instances.ts';
import { turn } from './interpolation.ts';
import { levelOf, pixelsTall } from './on-screen.ts';
import { type Clothing, ownClothes } from './own-avatar/worn-part.ts';
import { signal } from './palette.ts';
import { popIn } from './pop-in.ts';
import { type RobotPart, robotAnatomy, robotGeometry, robotPartNames } from './robot-geometry.ts';
import { lookOf, type RobotLook, wearGeometry, wears } from './robot-look.ts';

/** Seconds in which the head, the eye and the lean follow. */
const headTime = 0.16;
const eyeTime = 0.05;
const leanTime = 0.22;
/** Radians per m/s that the velocity has just changed by. */
const leanPerSpeed = 0.16;
const mostLean = 0.24;
const mostEyeTurn = 0.62;
const mostHeadPitch = 0.3;
/** Robots at least this tall on the screen are drawn finely. */
const finePixels = 44;
/** What they wear is drawn from this height on. */
const wornPixels = 16;
/** Metres that a foot is lifted, and that the body rises over it; radians that it sways. */
const footHeight = 0.07;
const bobHeight = 0.022;
const sway = 0.05;
const pulseSeconds = 1.6;

const up = new Vector3(0, 1, 0);
const foot = new Vector3();
const body = new Matrix4();
const part = new Matrix4();
const position = new Vector3();
const scale = new Vector3();
const rotation = new Quaternion();
const step = new Quaternion();
const axis = new Vector3();
const lampColor = new Color();
const idle = new Color(signal.idle);
const outcomes = [
  idle,
  new Color(signal.success),
  new Color(signal.collision),
  new Color(signal.timeout),
];

/** 0 open to 1 shut; each robot blinks in its own rhythm, now and then. */
function blink(seconds: number, agent: number): number {
  const cycle = 3.1 + ((agent * 0.737) % 1.7);
  const phase = (seconds + agent * 1.31) % cycle;
  return phase < 0.16 ? Math.sin((phase / 0.16) * Math.PI) : 0;
}

const target = new Vector3();

/** Writes what the agent looks at to `target`; false: straight ahead. */
function lookAt({ gaze, selected, strongest, track }: Frame, agent: number): boolean {
  if (!Number.isNaN(gaze[agent * 3] as number)) {
    target.fromArray(gaze, agent * 3);
    return true;
  }
  if (agent !== selected || !strongest) return false;
  const { body } = strongest;
  if (body !== undefined && body < track.bodies) target.fromArray(track.drawn.position, body * 3);
  else target.set(strongest.x, strongest.y, strongest.z);
  return true;
}

export interface Robots extends Part {
  /** [A, 3] where each robot's eye is, as drawn; for rays, tags and the first-person camera. */
  readonly eyes: () => Float32Array;
}

export function createRobots(
  materials: AvatarMaterials,
  roundness: number,
  clothing: Clothing = ownClothes,
): Robots {
  const object = new Group();
  let parts: Record<RobotPart, Instances> | undefined;
  /** In the order of `wears`. */
  let worn: Instances[] = [];
  let fitted = '';
  let agents = 0;
  let height = 1;
  let anatomy = robotAnatomy({ radius: 0.3, height: 1 });
  let eyes = new Float32Array(0);
  let looks: RobotLook[] = [];
  let level = new Uint8Array(0);
  // Smoothed state, per agent.
  let headYaw = new Float32Array(0);
  let headPitch = new Float32Array(0);
  let eyeYaw = new Float32Array(0);
  let eyePitch = new Float32Array(0);
  let slow = new Float32Array(0);
  let phase = new Float32Array(0);
  let stride = 1;

  function clear(): void {
    if (!parts) return;
    for (const name of robotPartNames) {
      const { mesh } = parts[name];
      object.remove(mesh);
      mesh.geometry.dispose();
      parts[name].dispose();
    }
    for (const { mesh, dispose } of worn) {
      object.remove(mesh);
      mesh.geometry.dispose();
      dispose();
    }
    worn = [];
    parts = undefined;
  }

  function build(name: RobotPart, layout: Layout): Instances {
    const bare = name.replace('far-', '');
    const instances = createInstances({
      geometry: robotGeometry(name, layout.body, roundness),
      material: bare === 'eye' ? materials.eye : bare === 'lamp' ? materials.lamp : materials.shell,
      capacity: bare === 'foot' ? agents * 2 : agents,
      coloured: bare !== 'eye',
      shadows: bare === 'body' || bare === 'head',
    });
    object.add(instances.mesh);
    return instances;
  }

  return {
    object,
    eyes: () => eyes,
    fit(layout) {
      const wanted = JSON.stringify([layout.agents, layout.body]);
      if (wanted !== fitted) {
        clear();
        fitted = wanted;
        agents = layout.agents;
        height = layout.body.height;
        anatomy = robotAnatomy(layout.body);
        parts = {
          body: build('body', layout),
          head: build('head', layout),
          eye: build('eye', layout),
          lamp: build('lamp', layout),
          foot: build('foot', layout),
          'far-body': build('far-body', layout),
          'far-head': build('far-head', layout),
          'far-lamp': build('far-lamp', layout),
        };
        stride = strideOf.robot(height);
        looks = Array.from({ length: agents }, (_, a) => lookOf(a));
        worn = wears.map((wear) => {
          const instances = createInstances({
            geometry: wearGeometry(wear, anatomy.headRadius),
            material: materials.shell,
            ...{ capacity: agents, coloured: true, shadows: false },
          });
          object.add(instances.mesh);
          return instances;
        });
      }
      level = new Uint8Array(agents);
      eyes = new Float32Array(agents * 3);
      headYaw = new Float32Array(agents);
      headPitch = new Float32Array(agents);
      eyeYaw = new Float32Array(agents);
      eyePitch = new Float32Array(agents);
      slow = new Float32Array(agents * 2);
      // Nobody walks in step.
      phase = Float32Array.from({ length: agents }, (_, a) => (a * 0.618) % 1);
    },
    update(frame) {
      if (!parts) return;
      for (const name of robotPartNames) parts[name].begin();
      for (const instances of worn) instances.begin();
      const { track, delta, still, now } = frame;
      const poses = track.drawn;
      const headRate = 1 - Math.exp(-delta / headTime);
      const eyeRate = 1 - Math.exp(-delta / eyeTime);
      const leanRate = 1 - Math.exp(-delta / leanTime);
      for (let a = 0; a < agents; a++) {
        const age = (now - (track.spawnedAt[a] as number)) / 1000;
        const vx = poses.velocity[a * 3] as number;
        const vz = poses.velocity[a * 3 + 2] as number;
        const speed = Math.hypot(vx, vz);
        const heading = poses.heading[a] as number;
        if (age < delta) {
          slow[a * 2] = vx;
          slow[a * 2 + 1] = vz;
          headYaw[a] = 0;
        }
        const look = looks[a] as RobotLook;
        const step0 = advance(phase[a] as number, speed * delta, stride);
        phase[a] = step0;
        const walking = walkShare(speed);

        // The capsule's centre less half its height; higher over a foot that stands, twice a stride.
        const bob = still ? 0 : Math.abs(Math.cos(2 * Math.PI * step0)) * bobHeight * walking;
        position.fromArray(poses.position, a * 3);
        position.y -= height / 2;
        const ground = position.y;
        position.y += bob;

        // Lean: towards where the velocity is going, away from where it was.
        const dvx = vx - (slow[a * 2] as number);
        const dvz = vz - (slow[a * 2 + 1] as number);
        slow[a * 2] = (slow[a * 2] as number) + dvx * leanRate;
        slow[a * 2 + 1] = (slow[a * 2 + 1] as number) + dvz * leanRate;
        const change = Math.hypot(dvx, dvz);
        const lean = still ? 0 : Math.min(mostLean, change * leanPerSpeed);
        rotation.setFromAxisAngle(up, heading);
        if (lean > 1e-4) {
          axis.set(dvz / change, 0, -dvx / change);
          rotation.premultiply(step.setFromAxisAngle(axis, lean));
        }
        if (!still && walking > 0) {
          const over = Math.sin(2 * Math.PI * step0) * sway * walking;
          rotation.multiply(step.setFromAxisAngle(axis.set(0, 0, 1), over));
        }
        const grown = still ? 1 : popIn(age);
        eyes[a * 3] = position.x;
        const isWorn = clothing.robot(a);
        eyes[a * 3 + 1] = isWorn
          ? ground + clothing.eyeLevel() * height
          : position.y + anatomy.headHeight * look.tall + anatomy.eye.y;
        eyes[a * 3 + 2] = position.z;

        const { x, y, z } = position;
        const pixels = isWorn || a === frame.hidden ? 0 : pixelsTall(frame.screen, x, y, z, height);
        const drawn = levelOf(pixels, finePixels, level[a] as number);
        level[a] = drawn;
        const fine = drawn === 2;
        const { colour } = look;
        const breath = still ? 0 : 0.012 * (1 - walking) * Math.sin(now / 620 + a * 2.1);
        if (drawn > 0) {
          const { wide, tall } = look;
          scale.set(wide * (1 - breath), tall * (1 + breath), wide * (1 - breath));
          body.compose(position, rotation, scale.multiplyScalar(grown));
          (fine ? parts.body : parts['far-body']).add(body, colour);
        }

        // Where to look, in the agent frame: yaw to the left, pitch up.
        let yaw = 0;
        let pitch = 0.06;
        if (lookAt(frame, a)) {
          const dx = target.x - x;
          const dy = target.y - (y + anatomy.headHeight);
          const dz = target.z - z;
          yaw = turn(heading, Math.atan2(-dx, -dz));
          pitch = Math.atan2(dy, Math.max(0.4, Math.hypot(dx, dz)));
        }
        const head = (headYaw[a] as number) + turn(headYaw[a] as number, yaw) * headRate;
        headYaw[a] = head;
        const wantedPitch = Math.min(mostHeadPitch, Math.max(-mostHeadPitch, pitch));
        headPitch[a] =
          (headPitch[a] as number) + (wantedPitch - (headPitch[a] as number)) * headRate;
        const rest = Math.min(mostEyeTurn, Math.max(-mostEyeTurn, turn(head, yaw)));
        eyeYaw[a] = (eyeYaw[a] as number) + (rest - (eyeYaw[a] as number)) * eyeRate;
        const restPitch = Math.min(0.5, Math.max(-0.5, pitch - (headPitch[a] as number)));
        eyePitch[a] = (eyePitch[a] as number) + (restPitch - (eyePitch[a] as number)) * eyeRate;

        if (drawn === 0) continue;

        if (fine) {
          const cos = Math.cos(heading);
          const sin = Math.sin(heading);
          for (let side = -1; side <= 1; side += 2) {
            const of = side < 0 ? step0 : opposite(step0);
            const ahead = (footAhead(of) * stride * walking) / Math.max(0.05, speed);
            const apart = anatomy.footApart * side;
            foot.set(x + vx * ahead + cos * apart, ground, z + vz * ahead - sin * apart);
            foot.y += footLift(of) * footHeight * walking;
            rotation.setFromAxisAngle(up, heading);
            part.compose(foot, rotation, scale.setScalar(grown));
            parts.foot.add(part, colour);
          }
        }

        position.set(0, anatomy.headHeight, 0);
        rotation.setFromAxisAngle(up, head);
        rotation.multiply(step.setFromAxisAngle(axis.set(1, 0, 0), headPitch[a] as number));
        part.compose(position, rotation, scale.setScalar(1));
        body.multiply(part);
        (fine ? parts.head : parts['far-head']).add(body, colour);
        if (pixels > wornPixels) (worn[look.wear] as Instances).add(body, colour);

        if (fine) {
          position.set(0, anatomy.eye.y, anatomy.eye.z);
          rotation.setFromAxisAngle(up, eyeYaw[a] as number);
          rotation.multiply(step.setFromAxisAngle(axis.set(1, 0, 0), eyePitch[a] as number));
          const lid = still ? 0 : blink(now / 1000, a);
          scale.set(1, 1 - 0.88 * lid, 1);
          part.compose(position, rotation, scale);
          parts.eye.add(part.premultiply(body));
        }

        position.set(0, anatomy.lamp, 0);
        const pulse = track.pushed > 1 ? Math.max(0, 1 - age / pulseSeconds) : 0;
        const outcome = outcomes[track.outcome[a] as number] ?? idle;
        part.compose(position, rotation.identity(), scale.setScalar(1 + 0.7 * pulse));
        lampColor.copy(idle).lerp(outcome, Math.min(1, pulse * 2));
        (fine ? parts.lamp : parts['far-lamp']).add(part.premultiply(body), lampColor);
      }
      for (const name of robotPartNames) parts[name].end();
      for (const instances of worn) instances.end();
    },
    dispose: clear,
  };
}
