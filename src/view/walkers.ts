/**
 * Scripted pedestrians: plain grey-blue figures without a face, so that nobody takes them for an
 * agent. Two InstancedMeshes: figures and limbs (four to a figure), which swing with the distance
 * walked; two simpler ones for figures that are small on the screen.
 */
import { type BufferGeometry, Color, Group, Matrix4, Quaternion, Vector3 } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { createInstances, type Instances } from './instances.ts';
import { turn } from './interpolation.ts';
import { append, createMeshData, toGeometry } from './mesh-data.ts';
import { levelOf, pixelsTall } from './on-screen.ts';
import { material } from './palette.ts';
import { ball, ellipse, turned } from './shapes.ts';

/** Modelled for a height of 1 and a radius of 0.17; scaled to each walker. */
const figureRadius = 0.17;
const turnTime = 0.18;
/** Finely drawn at least at this height on the screen. */
const finePixels = 56;

/** With so many segments around, and subdivisions of the head. */
function figure(round: number, fineness: number): BufferGeometry {
  const mesh = createMeshData();
  const coat = turned(
    [
      [0, 0.36],
      [0.118, 0.36],
      [0.13, 0.38],
      [0.122, 0.5],
      [0.112, 0.58],
      [0.126, 0.7],
      [0.118, 0.77],
      [0.085, 0.815],
      [0.045, 0.83],
      [0.04, 0.86],
    ],
    round,
  );
  append(mesh, coat, {
    paint: (color, local) => {
      color.setHex(material.walkerCoat).multiplyScalar(0.72 + 0.36 * Math.min(1, local.y));
    },
    at: new Matrix4().makeScale(1.12, 1, 0.84),
  });
  append(mesh, ball(fineness), {
    paint: material.walkerHead,
    at: new Matrix4().makeScale(0.074, 0.088, 0.08).setPosition(0, 0.915, 0),
  });
  return toGeometry(mesh, 'tint');
}

/** A limb of length 1 hanging from its joint. */
function limb(round: number, steps: number): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, turned(ellipse([0.5, 0.5], -0.5, undefined, steps), round), { paint: 0xffffff });
  return toGeometry(mesh, 'tint');
}

/** Joint, length and width in the figure's frame, and the phase of the swing. */
const limbs = [
  { x: 0.062, y: 0.45, length: 0.45, width: 0.1, phase: 1, tone: material.walkerLegs },
  { x: -0.062, y: 0.45, length: 0.45, width: 0.1, phase: -1, tone: material.walkerLegs },
  { x: 0.155, y: 0.78, length: 0.38, width: 0.066, phase: -0.8, tone: material.walkerCoat },
  { x: -0.155, y: 0.78, length: 0.38, width: 0.066, phase: 0.8, tone: material.walkerCoat },
] as const;

const up = new Vector3(0, 1, 0);
const side = new Vector3(1, 0, 0);
const position = new Vector3();
const scale = new Vector3();
const rotation = new Quaternion();
const body = new Matrix4();
const part = new Matrix4();

interface Look {
  readonly coat: Color;
  readonly limbs: readonly Color[];
}

interface Figures {
  readonly figures: Instances;
  readonly limbs: Instances;
}

export function createWalkers(daylight: Daylight): Part {
  const object = new Group();
  const shapes = {
    fine: { figures: figure(18, 2), limbs: limb(10, 10) },
    far: { figures: figure(8, 1), limbs: limb(5, 3) },
  };
  /** Coarse and fine. */
  let drawn: readonly [far: Figures, fine: Figures] | undefined;
  let first = 0;
  let walkers: Layout['walkers'] = [];
  let looks: readonly Look[] = [];
  let level = new Uint8Array(0);
  let yaw = new Float32Array(0);
  let walked = new Float32Array(0);

  function clear(): void {
    for (const { figures, limbs } of drawn ?? []) {
      object.remove(figures.mesh, limbs.mesh);
      figures.dispose();
      limbs.dispose();
    }
    drawn = undefined;
  }

  function build(shape: (typeof shapes)['fine']): Figures {
    const shared = { material: daylight.plain, coloured: true, shadows: true };
    const capacity = walkers.length;
    const made = {
      figures: createInstances({ ...shared, geometry: shape.figures, capacity }),
      limbs: createInstances({
        ...{ ...shared, geometry: shape.limbs },
        capacity: capacity * limbs.length,
      }),
    };
    object.add(made.figures.mesh, made.limbs.mesh);
    return made;
  }

  return {
    object,
    fit(layout) {
      clear();
      walkers = layout.walkers;
      first = layout.agents + layout.props.length + layout.doors.length;
      level = new Uint8Array(walkers.length);
      yaw = new Float32Array(walkers.length);
      walked = new Float32Array(walkers.length);
      if (walkers.length === 0) return;
      drawn = [build(shapes.far), build(shapes.fine)];
      looks = walkers.map((_, w) => {
        const tone = 1 + 0.16 * Math.sin(w * 5.1 + 0.6);
        return {
          coat: new Color(tone, tone, tone),
          limbs: limbs.map((limb) => new Color(limb.tone).multiplyScalar(tone)),
        };
      });
    },
    update({ track, screen, delta, still }: Frame) {
      if (!drawn) return;
      for (const { figures, limbs } of drawn) {
        figures.begin();
        limbs.begin();
      }
      const poses = track.drawn;
      const rate = 1 - Math.exp(-delta / turnTime);
      for (let w = 0; w < walkers.length; w++) {
        const { height } = walkers[w] as Layout['walkers'][number];
        const row = first + w;
        const radius = track.radius[row] as number;
        const vx = poses.velocity[row * 3] as number;
        const vz = poses.velocity[row * 3 + 2] as number;
        const speed = Math.hypot(vx, vz);
        if (speed > 0.08) {
          const heading = yaw[w] as number;
          yaw[w] = heading + turn(heading, Math.atan2(-vx, -vz)) * rate;
        }
        walked[w] = ((walked[w] as number) + speed * delta) % 1000;
        position.fromArray(poses.position, row * 3);
        const pixels = pixelsTall(screen, position.x, position.y, position.z, height);
        const drawnAs = levelOf(pixels, finePixels, level[w] as number);
        level[w] = drawnAs;
        if (drawnAs === 0) continue;
        const to = drawn[drawnAs - 1] as Figures;
        const look = looks[w] as Look;

        const stride = (walked[w] as number) * (5.6 / height);
        const swing = still ? 0 : Math.sin(stride) * Math.min(0.55, speed * 0.45);
        const bob = still ? 0 : Math.abs(Math.cos(stride)) * 0.012 * Math.min(1, speed);
        position.y += bob - height / 2;
        const wide = Math.min(radius / figureRadius, height * 1.25);
        scale.set(wide, height, wide);
        body.compose(position, rotation.setFromAxisAngle(up, yaw[w] as number), scale);
        to.figures.add(body, look.coat);
        for (let i = 0; i < limbs.length; i++) {
          const joint = limbs[i] as (typeof limbs)[number];
          position.set(joint.x, joint.y, 0);
          rotation.setFromAxisAngle(side, swing * joint.phase);
          scale.set(joint.width, joint.length, joint.width);
          part.compose(position, rotation, scale).premultiply(body);
          to.limbs.add(part, look.limbs[i]);
        }
      }
      for (const { figures, limbs } of drawn) {
        figures.end();
        limbs.end();
      }
    },
    dispose() {
      clear();
      for (const { figures, limbs } of Object.values(shapes)) {
        figures.dispose();
        limbs.dispose();
      }
    },
  };
}
