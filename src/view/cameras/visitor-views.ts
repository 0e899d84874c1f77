/**
 * With the visitor: from behind it, and through its eyes. Both look where the person turns them, not where
 * the avatar turns: by dragging, by keys or a stick (`turn`), and by walking sideways, which brings the view round to
 * that side. Walking back does not turn them.
 */
import { Euler, Vector3 } from 'three';
import { type Track, visitorHeading } from '../interpolation.ts';
import { createBoom } from './boom.ts';
import { type CameraRig, createPose } from './camera-rig.ts';
import { createDrag } from './drag.ts';

const distance = 3.6;
/** Radians per metre walked sideways. */
const perMetre = 0.5;
const moveTime = 0.1;
/** The look down, in radians, from behind and from the eyes. */
const slopeBehind = -0.36;
const slopeOfEyes = -0.08;
const steepest = 0.55;
/** Share of the avatar's height at which its eyes are. */
const eyeLevel = 0.42;

export interface VisitorViews {
  readonly behind: CameraRig;
  readonly eyes: CameraRig;
  /** Radians to the left and upwards, as far as one can look up and down. */
  turn(left: number, up: number): void;
}

export function createVisitorViews(canvas: HTMLCanvasElement): VisitorViews {
  const boom = createBoom();
  const forward = new Vector3();
  const head = new Vector3();
  const euler = new Euler(0, 0, 0, 'YXZ');
  let height = 1;
  let yaw = 0;
  let tilt = 0;
  /** Whether the view is the visitor's already: one who has just come in is looked after at once. */
  let placed = false;

  function turn(left: number, up: number): void {
    yaw += left;
    tilt = Math.min(steepest, Math.max(-steepest, tilt + up));
  }
  const drag = createDrag(canvas, turn);

  /** Brings yaw, `forward` and `head` up to date; whether this is the first look. */
  function look(track: Track, delta: number): boolean {
    const row = track.bodies - 1;
    const first = !placed;
    placed = true;
    if (first) yaw = visitorHeading(track);
    const { position, velocity } = track.drawn;
    const vx = velocity[row * 3] as number;
    const vz = velocity[row * 3 + 2] as number;
    const left = -Math.cos(yaw) * vx + Math.sin(yaw) * vz;
    if (!first && !drag.held) yaw += left * perMetre * delta;
    forward.set(-Math.sin(yaw), 0, -Math.cos(yaw));
    const share = first ? 1 : 1 - Math.exp(-delta / moveTime);
    const x = position[row * 3] as number;
    const y = (position[row * 3 + 1] as number) + height * eyeLevel;
    const z = position[row * 3 + 2] as number;
    head.set(
      head.x + (x - head.x) * share,
      head.y + (y - head.y) * share,
      head.z + (z - head.z) * share,
    );
    return first;
  }

  function createRig(inside: 'visitor' | 'nobody'): CameraRig {
    const pose = createPose(inside === 'visitor' ? 72 : 50);
    return {
      pose,
      cutsWalls: inside === 'nobody',
      inside,
      fit(layout) {
        boom.fit(layout);
        height = layout.body.height;
        placed = false;
      },
      refit: boom.fit,
      enter() {
        drag.setActive(true);
      },
      leave() {
        drag.setActive(false);
      },
      update({ track, delta, focus }) {
        // Who was asked in may not be there yet, and who was laid out anew not there again.
        if (!track.visited) {
          placed = false;
          return;
        }
        const first = look(track, delta);
        focus.set(head.x, 0, head.z);
        const slope = (inside === 'visitor' ? slopeOfEyes : slopeBehind) + tilt;
        pose.rotation.setFromEuler(euler.set(slope, yaw, 0));
        if (inside === 'visitor') {
          pose.position.copy(head).addScaledVector(forward, 0.1);
          return;
        }
        const flat = distance * Math.cos(slope);
        pose.position.copy(head).addScaledVector(forward, -flat);
        pose.position.y = Math.max(0.3, head.y - distance * Math.sin(slope));
        boom.hold(pose.position, head, delta, first);
      },
      dispose: drag.dispose,
    };
  }

  return { behind: createRig('nobody'), eyes: createRig('visitor'), turn };
}
