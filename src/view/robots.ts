/**
 * The avatars of agents: a rounded robot with one large eye. One InstancedMesh per moving part, so
 * the number of draw calls does not grow with the number of agents; robots that are small on the
 * screen are of simpler parts, those out of sight are left out. The robot bobs with its speed, leans
 * into its acceleration, turns eye and then head to what it attends to most, blinks, and shows at its
 * antenna how its last episode ended.
 */
import { Color, Group, Matrix4, Quaternion, Vector3 } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { AvatarMaterials } from './avatar-materials.ts';
import type { Frame, Part } from './frame.ts';
import { createInstances, type Instances } from './instances.ts';
import { turn } from './interpolation.ts';
import { levelOf, pixelsTall } from './on-screen.ts';
import { agentColour, signal } from './palette.ts';
import { type RobotPart, robotAnatomy, robotGeometry, robotPartNames } from './robot-geometry.ts';

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
const popSeconds = 0.45;
const pulseSeconds = 1.6;

const up = new Vector3(0, 1, 0);
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

/** Grows past 1 and settles: a thing that appears with a little spring. */
export function popIn(seconds: number): number {
  if (seconds >= popSeconds) return 1;
  const t = Math.max(0, seconds) / popSeconds - 1;
  return 1 + 2.4 * t * t * t + 1.4 * t * t;
}

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

export function createRobots(materials: AvatarMaterials, roundness: number): Robots {
  const object = new Group();
  let parts: Record<RobotPart, Instances> | undefined;
  let fitted = '';
  let agents = 0;
  let height = 1;
  let anatomy = robotAnatomy({ radius: 0.3, height: 1 });
  let eyes = new Float32Array(0);
  let colours: Color[] = [];
  let level = new Uint8Array(0);
  // Smoothed state, per agent.
  let headYaw = new Float32Array(0);
  let headPitch = new Float32Array(0);
  let eyeYaw = new Float32Array(0);
  let eyePitch = new Float32Array(0);
  let slow = new Float32Array(0);
  let travelled = new Float32Array(0);

  function clear(): void {
    if (!parts) return;
    for (const name of robotPartNames) {
      const { mesh } = parts[name];
      object.remove(mesh);
      mesh.geometry.dispose();
      parts[name].dispose();
    }
    parts = undefined;
  }

  function build(name: RobotPart, layout: Layout): Instances {
    const bare = name.replace('far-', '');
    const instances = createInstances({
      geometry: robotGeometry(name, layout.body, roundness),
      material: bare === 'eye' ? materials.eye : bare === 'lamp' ? materials.lamp : materials.shell,
      capacity: agents,
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
          'far-body': build('far-body', layout),
          'far-head': build('far-head', layout),
          'far-lamp': build('far-lamp', layout),
        };
        colours = Array.from({ length: agents }, (_, a) => new Color(agentColour(a)));
      }
      level = new Uint8Array(agents);
      eyes = new Float32Array(agents * 3);
      headYaw = new Float32Array(agents);
      headPitch = new Float32Array(agents);
      eyeYaw = new Float32Array(agents);
      eyePitch = new Float32Array(agents);
      slow = new Float32Array(agents * 2);
      travelled = new Float32Array(agents);
    },
    update(frame) {
      if (!parts) return;
      for (const name of robotPartNames) parts[name].begin();
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
        travelled[a] = ((travelled[a] as number) + speed * delta) % 1000;

        // Feet: the capsule's centre less half its height, plus a bob as it rolls along.
        const bob = still
          ? 0
          : Math.abs(Math.sin((travelled[a] as number) * 5.2)) * Math.min(0.022, speed * 0.02);
        position.fromArray(poses.position, a * 3);
        position.y += bob - height / 2;

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
        const grown = still ? 1 : popIn(age);
        eyes[a * 3] = position.x;
        eyes[a * 3 + 1] = position.y + anatomy.headHeight + anatomy.eye.y;
        eyes[a * 3 + 2] = position.z;

        const { x, y, z } = position;
        const pixels = a === frame.hidden ? 0 : pixelsTall(frame.screen, x, y, z, height);
        const drawn = levelOf(pixels, finePixels, level[a] as number);
        level[a] = drawn;
        const fine = drawn === 2;
        const colour = colours[a] as Color;
        if (drawn > 0) {
          body.compose(position, rotation, scale.setScalar(grown));
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

        position.set(0, anatomy.headHeight, 0);
        rotation.setFromAxisAngle(up, head);
        rotation.multiply(step.setFromAxisAngle(axis.set(1, 0, 0), headPitch[a] as number));
        part.compose(position, rotation, scale.setScalar(1));
        body.multiply(part);
        (fine ? parts.head : parts['far-head']).add(body, colour);

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
    },
    dispose: clear,
  };
}
