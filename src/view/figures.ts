/**
 * A person's figure, without a face: a coat with a head, and four limbs that swing with the distance walked.
 * Many of one look are two draw calls. Used for pedestrians (walkers.ts) and for the visitor (visitor.ts).
 */
import {
  type BufferGeometry,
  Color,
  type Group,
  type Material,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import { advance, footAhead, footLift, opposite, strideOf, walkShare } from './gait.ts';
import { createInstances } from './instances.ts';
import { append, createMeshData, type MeshData, toGeometry } from './mesh-data.ts';
import { ball, ellipse, turned } from './shapes.ts';

export interface FigureColours {
  readonly coat: number;
  readonly legs: number;
  readonly head: number;
}

/** Finely drawn at least at this height on the screen, in pixels. */
export const finePixels = 56;

/** Modelled for a height of 1 and a radius of 0.17; scaled to each figure. */
const figureRadius = 0.17;

/** With so many segments around, and subdivisions of the head. */
function appendBody(mesh: MeshData, round: number, fineness: number, colours: FigureColours): void {
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
      color.setHex(colours.coat).multiplyScalar(0.72 + 0.36 * Math.min(1, local.y));
    },
    at: new Matrix4().makeScale(1.12, 1, 0.84),
  });
  append(mesh, ball(fineness), {
    paint: colours.head,
    at: new Matrix4().makeScale(0.074, 0.088, 0.08).setPosition(0, 0.915, 0),
  });
}

function bodyOf(round: number, fineness: number, colours: FigureColours): BufferGeometry {
  const mesh = createMeshData();
  appendBody(mesh, round, fineness, colours);
  return toGeometry(mesh, 'tint');
}

/** A limb of length 1 hanging from its joint. */
function limbOf(round: number, steps: number): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, turned(ellipse([0.5, 0.5], -0.5, undefined, steps), round), { paint: 0xffffff });
  return toGeometry(mesh, 'tint');
}

/** Joint, length and width in the figure's frame, and the phase of the swing; legs first. */
const limbs = [
  { x: 0.062, y: 0.45, length: 0.45, width: 0.1, phase: 1 },
  { x: -0.062, y: 0.45, length: 0.45, width: 0.1, phase: -1 },
  { x: 0.155, y: 0.78, length: 0.38, width: 0.066, phase: -0.8 },
  { x: -0.155, y: 0.78, length: 0.38, width: 0.066, phase: 0.8 },
] as const;

const legLength = limbs[0].length;

/** A figure of height 1 that stands on y = 0 with its limbs hanging, as one geometry. */
export function standingFigure(colours: FigureColours): BufferGeometry {
  const mesh = createMeshData();
  appendBody(mesh, 14, 2, colours);
  for (const { x, y, length, width } of limbs) {
    append(mesh, turned(ellipse([0.5, 0.5], -0.5, undefined, 8), 8), {
      paint: y < 0.5 ? colours.legs : colours.coat,
      at: new Matrix4().makeScale(width, length, width).setPosition(x, y, 0),
    });
  }
  return toGeometry(mesh, 'tint');
}

/** Across, by which a figure of height 1 is scaled to a body. */
export function figureWidth(radius: number, height: number): number {
  return Math.min(radius / figureRadius, height * 1.25);
}

/** What figures are made of. */
export interface FigureShape {
  readonly body: BufferGeometry;
  readonly limb: BufferGeometry;
  dispose(): void;
}

export function createFigureShape(colours: FigureColours, fine: boolean): FigureShape {
  const body = fine ? bodyOf(18, 2, colours) : bodyOf(8, 1, colours);
  const limb = fine ? limbOf(10, 10) : limbOf(5, 3);
  return {
    body,
    limb,
    dispose() {
      body.dispose();
      limb.dispose();
    },
  };
}

/** Multiplies the colours of a figure's parts. */
export interface FigureLook {
  readonly coat: Color;
  readonly limbs: readonly Color[];
}

export function figureLook({ legs, coat }: FigureColours, tone: number): FigureLook {
  return {
    coat: new Color(tone, tone, tone),
    limbs: limbs.map((_, i) => new Color(i < 2 ? legs : coat).multiplyScalar(tone)),
  };
}

export interface Stance {
  /** Of the body's centre. */
  readonly position: Vector3;
  yaw: number;
  height: number;
  radius: number;
  /** m/s, and metres walked so far. */
  speed: number;
  walked: number;
}

export function createStance(): Stance {
  return { position: new Vector3(), yaw: 0, height: 1, radius: 0.3, speed: 0, walked: 0 };
}

export interface Figures {
  begin(): void;
  /** `still`: its limbs hang. */
  add(stance: Stance, look: FigureLook, still: boolean): void;
  end(): void;
  /** The shape is the caller's. */
  dispose(): void;
}

const up = new Vector3(0, 1, 0);
const side = new Vector3(1, 0, 0);
const position = new Vector3();
const scale = new Vector3();
const rotation = new Quaternion();
const whole = new Matrix4();
const part = new Matrix4();

/** Adds the meshes to `object`, for so many figures at most. */
export function createFigures(
  object: Group,
  shape: FigureShape,
  options: { readonly material: Material; readonly capacity: number },
): Figures {
  const { material, capacity } = options;
  const shared = { material, coloured: true, shadows: true };
  const bodies = createInstances({ ...shared, geometry: shape.body, capacity });
  const members = createInstances({
    ...{ ...shared, geometry: shape.limb },
    capacity: capacity * limbs.length,
  });
  object.add(bodies.mesh, members.mesh);
  return {
    begin() {
      bodies.begin();
      members.begin();
    },
    add(stance, look, still) {
      const { yaw, height, radius, speed, walked } = stance;
      const stride = strideOf.person(height);
      const phase = advance(0, walked, stride);
      const walking = still ? 0 : walkShare(speed);
      const bob = Math.abs(Math.cos(2 * Math.PI * phase)) * 0.014 * walking;
      position.copy(stance.position);
      position.y += bob - height / 2;
      const wide = figureWidth(radius, height);
      scale.set(wide, height, wide);
      whole.compose(position, rotation.setFromAxisAngle(up, yaw), scale);
      bodies.add(whole, look.coat);
      for (let i = 0; i < limbs.length; i++) {
        const joint = limbs[i] as (typeof limbs)[number];
        position.set(joint.x, joint.y, 0);
        const of = joint.phase > 0 ? phase : opposite(phase);
        // A leg whose foot stands reaches back as the body goes on; arms follow the other leg, less far.
        const reach = (footAhead(of) * stride * walking) / (legLength * wide);
        const swing = Math.asin(Math.min(0.9, Math.max(-0.9, reach)));
        rotation.setFromAxisAngle(side, swing * Math.abs(joint.phase));
        // A leg that swings is drawn in, as by a knee.
        const drawnIn = i < 2 ? 1 - 0.16 * footLift(of) * walking : 1;
        scale.set(joint.width, joint.length * drawnIn, joint.width);
        part.compose(position, rotation, scale).premultiply(whole);
        members.add(part, look.limbs[i]);
      }
    },
    end() {
      bodies.end();
      members.end();
    },
    dispose() {
      object.remove(bodies.mesh, members.mesh);
      bodies.dispose();
      members.dispose();
    },
  };
}
