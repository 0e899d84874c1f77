/**
 * Translucent robots, or other figures, each all of one colour: what is drawn of somebody who is not there. Its parts are one
 * geometry, drawn twice: first into the depth alone, so that of a figure only its front is seen through. It glides:
 * that it has no gait tells it from one that walks.
 */
import {
  BufferGeometry,
  type Color,
  DynamicDrawUsage,
  Group,
  InstancedBufferAttribute,
  InstancedMesh,
  Matrix4,
  Quaternion,
  ShaderMaterial,
  Vector3,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { AgentBody } from '../scene/layout.ts';
import { type RobotPart, robotAnatomy, robotGeometry } from './robot-geometry.ts';

/** A little smaller than who is there, in whom they then disappear. */
const size = 0.98;
/** Share of the facets of a robot that is seen from near. */
const roundness = 0.7;

const vertexShader = /* glsl */ `
attribute float strength;
varying vec3 vNormal;
varying vec3 vView;
varying vec3 vTone;
varying float vShade;
varying float vStrength;
void main() {
  vec4 seen = viewMatrix * modelMatrix * instanceMatrix * vec4(position, 1.0);
  vNormal = mat3(viewMatrix) * mat3(instanceMatrix) * normal;
  vView = -seen.xyz;
  vTone = instanceColor;
  vShade = dot(color, vec3(0.3, 0.6, 0.1));
  vStrength = strength;
  gl_Position = projectionMatrix * seen;
}`;

const depthShader = /* glsl */ `
varying float vStrength;
void main() {
  if (vStrength < 0.02) discard;
  gl_FragColor = vec4(0.0);
}`;

const fragmentShader = /* glsl */ `
varying vec3 vNormal;
varying vec3 vView;
varying vec3 vTone;
varying float vShade;
varying float vStrength;
void main() {
  if (vStrength < 0.02) discard;
  float rim = pow(1.0 - abs(dot(normalize(vNormal), normalize(vView))), 1.5);
  // The eye, the belt and the ears are paler, and so is the outline.
  vec3 tone = mix(vTone * 0.82, vTone + 0.16, smoothstep(0.1, 0.9, vShade));
  tone = mix(tone, vec3(1.0), 0.42 * rim + 0.3 * smoothstep(0.86, 1.0, vShade));
  gl_FragColor = vec4(tone, vStrength * (0.6 + 0.35 * rim));
  #include <colorspace_fragment>
}`;

export interface SelfFigures {
  readonly object: Group;
  fit(body: AgentBody): void;
  begin(): void;
  /** With its feet there; `strength` 1: as much as it is ever to be seen, 0: not at all. */
  add(x: number, feet: number, z: number, heading: number, colour: Color, strength: number): void;
  /** Of what is added from here on: across and up. Before: 1. */
  setScale(wide: number, tall: number): void;
  end(): void;
  dispose(): void;
}

const up = new Vector3(0, 1, 0);
const place = new Vector3();
const rotation = new Quaternion();
const matrix = new Matrix4();

/** `geometryOf`: what stands on y = 0 and faces −z, with colours of its vertices; of a robot, if not said otherwise. */
export function createSelfFigures(
  most: number,
  geometryOf: (body: AgentBody) => BufferGeometry = figureGeometry,
): SelfFigures {
  const scale = new Vector3(size, size, size);
  const object = new Group();
  const shared = { vertexShader, vertexColors: true, transparent: true, toneMapped: false };
  const depth = new ShaderMaterial({ ...shared, fragmentShader: depthShader, colorWrite: false });
  const surface = new ShaderMaterial({ ...shared, fragmentShader, depthWrite: false });
  const strengths = new InstancedBufferAttribute(new Float32Array(most), 1);
  const tones = new InstancedBufferAttribute(new Float32Array(3 * most), 3);
  strengths.setUsage(DynamicDrawUsage);
  tones.setUsage(DynamicDrawUsage);
  const meshOf = (material: ShaderMaterial, renderOrder: number) => {
    const mesh = new InstancedMesh(new BufferGeometry(), material, most);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.instanceColor = tones;
    mesh.frustumCulled = false;
    mesh.renderOrder = renderOrder;
    mesh.count = 0;
    object.add(mesh);
    return mesh;
  };
  const first = meshOf(depth, 3);
  const second = meshOf(surface, 4);
  second.instanceMatrix = first.instanceMatrix;
  const meshes = [first, second];
  let fitted = '';
  let count = 0;

  return {
    object,
    fit(body) {
      const wanted = JSON.stringify(body);
      if (wanted === fitted) return;
      fitted = wanted;
      first.geometry.dispose();
      const geometry = geometryOf(body);
      geometry.setAttribute('strength', strengths);
      for (const mesh of meshes) mesh.geometry = geometry;
    },
    begin() {
      count = 0;
    },
    setScale(wide, tall) {
      scale.set(wide, tall, wide).multiplyScalar(size);
    },
    add(x, feet, z, heading, colour, strength) {
      matrix.compose(place.set(x, feet, z), rotation.setFromAxisAngle(up, heading), scale);
      first.setMatrixAt(count, matrix);
      tones.setXYZ(count, colour.r, colour.g, colour.b);
      strengths.setX(count, strength);
      count++;
    },
    end() {
      for (const mesh of meshes) mesh.count = count;
      object.visible = count > 0;
      for (const attribute of [first.instanceMatrix, tones, strengths])
        attribute.needsUpdate = true;
    },
    dispose() {
      first.geometry.dispose();
      for (const mesh of meshes) mesh.dispose();
      depth.dispose();
      surface.dispose();
    },
  };
}

/** Standing on y = 0 and facing −z, its eye straight ahead. */
function figureGeometry(body: AgentBody): BufferGeometry {
  const { headHeight, eye, footApart } = robotAnatomy(body);
  const parts: readonly (readonly [RobotPart, number, number, number])[] = [
    ['body', 0, 0, 0],
    ['head', 0, headHeight, 0],
    ['eye', 0, headHeight + eye.y, eye.z],
    ['foot', footApart, 0, 0],
    ['foot', -footApart, 0, 0],
  ];
  const placed = parts.map(([name, x, y, z]) =>
    robotGeometry(name, body, roundness).translate(x, y, z),
  );
  const whole = mergeGeometries(placed);
  for (const part of placed) part.dispose();
  return whole;
}
