/**
 * Scripted pedestrians: plain grey-blue figures without a face, so that nobody takes them for an
 * agent. Two InstancedMeshes: figures and limbs (four to a figure), which swing with the distance
 * walked.
 */
import { Color, DynamicDrawUsage, Group, InstancedMesh, Matrix4, Quaternion, Vector3 } from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { turn } from './interpolation.ts';
import { append, createMeshData, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { ball, ellipse, turned } from './shapes.ts';

/** Modelled for a height of 1 and a radius of 0.17; scaled to each walker. */
const figureRadius = 0.17;
const turnTime = 0.18;

function figure() {
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
    18,
  );
  append(mesh, coat, {
    paint: (color, local) => {
      color.setHex(material.walkerCoat).multiplyScalar(0.72 + 0.36 * Math.min(1, local.y));
    },
    at: new Matrix4().makeScale(1.12, 1, 0.84),
  });
  append(mesh, ball(2), {
    paint: material.walkerHead,
    at: new Matrix4().makeScale(0.074, 0.088, 0.08).setPosition(0, 0.915, 0),
  });
  return toGeometry(mesh, 'tint');
}

/** A limb of length 1 hanging from its joint. */
function limb() {
  const mesh = createMeshData();
  append(mesh, turned(ellipse([0.5, 0.5], -0.5), 10), { paint: 0xffffff });
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

export function createWalkers(daylight: Daylight): Part {
  const object = new Group();
  const figureShape = figure();
  const limbShape = limb();
  let figures: InstancedMesh | undefined;
  let swinging: InstancedMesh | undefined;
  let first = 0;
  let walkers: Layout['walkers'] = [];
  let yaw = new Float32Array(0);
  let walked = new Float32Array(0);

  function clear(): void {
    for (const mesh of [figures, swinging]) {
      if (!mesh) continue;
      object.remove(mesh);
      mesh.dispose();
    }
    figures = undefined;
    swinging = undefined;
  }

  function instances(shape: typeof figureShape, count: number): InstancedMesh {
    const mesh = new InstancedMesh(shape, daylight.plain, count);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    object.add(mesh);
    return mesh;
  }

  return {
    object,
    fit(layout) {
      clear();
      walkers = layout.walkers;
      first = layout.agents + layout.props.length + layout.doors.length;
      yaw = new Float32Array(walkers.length);
      walked = new Float32Array(walkers.length);
      if (walkers.length === 0) return;
      figures = instances(figureShape, walkers.length);
      swinging = instances(limbShape, walkers.length * limbs.length);
      const color = new Color();
      for (let w = 0; w < walkers.length; w++) {
        const tone = 1 + 0.16 * Math.sin(w * 5.1 + 0.6);
        figures.setColorAt(w, color.setRGB(tone, tone, tone));
        for (const [i, { tone: hex }] of limbs.entries()) {
          swinging.setColorAt(w * limbs.length + i, color.setHex(hex).multiplyScalar(tone));
        }
      }
    },
    update({ track, delta, still }: Frame) {
      if (!figures || !swinging) return;
      const poses = track.drawn;
      const rate = 1 - Math.exp(-delta / turnTime);
      for (let w = 0; w < walkers.length; w++) {
        const { height, radius } = walkers[w] as Layout['walkers'][number];
        const row = first + w;
        const vx = poses.velocity[row * 3] as number;
        const vz = poses.velocity[row * 3 + 2] as number;
        const speed = Math.hypot(vx, vz);
        if (speed > 0.08) {
          const heading = yaw[w] as number;
          yaw[w] = heading + turn(heading, Math.atan2(-vx, -vz)) * rate;
        }
        walked[w] = ((walked[w] as number) + speed * delta) % 1000;
        const stride = (walked[w] as number) * (5.6 / height);
        const swing = still ? 0 : Math.sin(stride) * Math.min(0.55, speed * 0.45);
        const bob = still ? 0 : Math.abs(Math.cos(stride)) * 0.012 * Math.min(1, speed);
        position.fromArray(poses.position, row * 3);
        position.y += bob - height / 2;
        const wide = Math.min(radius / figureRadius, height * 1.25);
        scale.set(wide, height, wide);
        body.compose(position, rotation.setFromAxisAngle(up, yaw[w] as number), scale);
        figures.setMatrixAt(w, body);
        for (let i = 0; i < limbs.length; i++) {
          const joint = limbs[i] as (typeof limbs)[number];
          position.set(joint.x, joint.y, 0);
          rotation.setFromAxisAngle(side, swing * joint.phase);
          scale.set(joint.width, joint.length, joint.width);
          swinging.setMatrixAt(
            w * limbs.length + i,
            part.compose(position, rotation, scale).premultiply(body),
          );
        }
      }
      figures.instanceMatrix.needsUpdate = true;
      swinging.instanceMatrix.needsUpdate = true;
    },
    dispose() {
      clear();
      figureShape.dispose();
      limbShape.dispose();
    },
  };
}
