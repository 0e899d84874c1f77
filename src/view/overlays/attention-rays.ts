/**
 * What the selected agent attends to: one arched ribbon to each entity and graph node, its width and
 * opacity by weight, and a floating marker at each node. Two draw calls; a new set of weights only
 * rewrites instance attributes. Ends that are bodies move with them, and weights glide, so that ten
 * decisions a second do not flicker.
 */
import {
  Color,
  DynamicDrawUsage,
  Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  OctahedronGeometry,
  PlaneGeometry,
  ShaderMaterial,
  Vector2,
} from 'three';
import type { Frame } from '../frame.ts';
import { signal } from '../palette.ts';
import type { Attended } from '../stage.ts';
import type { Overlay, OverlayKind } from './overlay.ts';

/** Rays drawn at most; the strongest come first in what a policy reports often enough. */
const most = 48;
/** Below this a weight is not worth a ray. */
const least = 0.015;
const glideTime = 0.12;
const belowEye = 0.3;
/** Ends of two decisions nearer than this are taken for the same thing. */
const sameEnd = 0.8;

const ribbonVertex = /* glsl */ `
attribute vec3 start;
attribute vec4 end;    // x, y, z, weight
attribute vec3 tone;
uniform vec2 screen;   // CSS pixels
uniform float inside;  // 1: seen from the eye that the rays come from
varying vec2 vUv;
varying float vWeight;
varying vec3 vTone;
varying float vLength;
varying float vClear;
vec3 arch(float t, float lift) {
  return mix(start, end.xyz, t) + vec3(0.0, 4.0 * lift * t * (1.0 - t), 0.0);
}
void main() {
  float t = position.x + 0.5;
  float span = distance(start, end.xyz);
  float lift = (0.1 + 0.1 * span) * (1.0 - 0.85 * inside);
  vec4 here = viewMatrix * vec4(arch(t, lift), 1.0);
  vec4 next = viewMatrix * vec4(arch(t + 0.02, lift), 1.0);
  vec4 a = projectionMatrix * here;
  vec4 b = projectionMatrix * next;
  vec2 way = (b.xy / max(b.w, 0.01) - a.xy / max(a.w, 0.01)) * screen;
  vec2 side = normalize(vec2(-way.y, way.x) + 1e-5);
  // Metres near the eye, but never thinner than a line one can see.
  float metres = (0.02 + 0.13 * end.w) * mix(0.6, 1.0, t);
  float pixels = max(metres * projectionMatrix[1][1] * screen.y * 0.5 / max(a.w, 0.01), 2.4 + 6.0 * end.w);
  a.xy += side * position.y * 2.0 * pixels / screen * a.w;
  gl_Position = a;
  vUv = vec2(t, position.y * 2.0);
  vWeight = end.w;
  vTone = tone;
  vLength = span;
  // What passes close by the camera must not cover the view.
  vClear = smoothstep(0.3, 2.2, a.w);
}`;

const ribbonFragment = /* glsl */ `
uniform float seconds;
varying vec2 vUv;
varying float vWeight;
varying vec3 vTone;
varying float vLength;
varying float vClear;
void main() {
  float across = 1.0 - abs(vUv.y);
  float body = smoothstep(0.0, 0.45, across);
  float core = smoothstep(0.55, 1.0, across);
  // Slow beads run from the eye to what it looks at.
  float bead = 0.5 + 0.5 * sin((vUv.x * vLength * 1.6 - seconds * 1.5) * 6.2832);
  float alpha = (0.3 + 0.7 * sqrt(vWeight)) * body * (0.82 + 0.18 * bead);
  alpha *= vClear * smoothstep(0.0, 0.06, vUv.x) * smoothstep(1.0, 0.97, vUv.x);
  gl_FragColor = vec4(mix(vTone, vec3(1.0), 0.3 * core), alpha * smoothstep(0.0, 0.02, vWeight));
  #include <colorspace_fragment>
}`;

const markerVertex = /* glsl */ `
attribute vec4 end;
attribute vec3 tone;
uniform float seconds;
varying vec3 vNormal;
varying vec3 vTone;
varying float vWeight;
void main() {
  float angle = seconds * 0.8;
  mat2 spin = mat2(cos(angle), -sin(angle), sin(angle), cos(angle));
  vec3 p = position * (0.11 + 0.22 * sqrt(end.w)) * smoothstep(0.0, 0.03, end.w);
  p.xz = spin * p.xz;
  vec3 n = normal;
  n.xz = spin * n.xz;
  vNormal = normalize(mat3(viewMatrix) * n);
  vTone = tone;
  vWeight = end.w;
  gl_Position = projectionMatrix * viewMatrix * vec4(p + end.xyz, 1.0);
}`;

const markerFragment = /* glsl */ `
varying vec3 vNormal;
varying vec3 vTone;
varying float vWeight;
void main() {
  float light = 0.62 + 0.5 * max(0.0, dot(normalize(vNormal), normalize(vec3(-0.4, 0.8, 0.5))));
  gl_FragColor = vec4(mix(vTone, vec3(1.0), 0.12) * light, 0.7 + 0.3 * vWeight);
  #include <colorspace_fragment>
}`;

interface Ray {
  x: number;
  y: number;
  z: number;
  /** −1: a fixed point. */
  body: number;
  /** What is drawn, gliding to `wanted`. */
  weight: number;
  wanted: number;
  node: boolean;
  claimed: boolean;
}

function create({ eyes }: { readonly eyes: () => Float32Array }): Overlay {
  const object = new Group();
  const screen = { value: new Vector2(1, 1) };
  const seconds = { value: 0 };
  const inside = { value: 0 };
  const strip = new PlaneGeometry(1, 1, 24, 1);
  const solid = new OctahedronGeometry(1);

  const start = new InstancedBufferAttribute(new Float32Array(most * 3), 3);
  const ends = new InstancedBufferAttribute(new Float32Array(most * 4), 4);
  const tones = new InstancedBufferAttribute(new Float32Array(most * 3), 3);
  const markerEnds = new InstancedBufferAttribute(new Float32Array(most * 4), 4);
  const markerTones = new InstancedBufferAttribute(new Float32Array(most * 3), 3);
  const attributes = [start, ends, tones, markerEnds, markerTones];
  for (const attribute of attributes) attribute.setUsage(DynamicDrawUsage);

  const ribbons = new InstancedBufferGeometry();
  ribbons.index = strip.index;
  ribbons.setAttribute('position', strip.getAttribute('position'));
  ribbons.setAttribute('start', start);
  ribbons.setAttribute('end', ends);
  ribbons.setAttribute('tone', tones);
  const markers = new InstancedBufferGeometry();
  markers.index = solid.index;
  markers.setAttribute('position', solid.getAttribute('position'));
  markers.setAttribute('normal', solid.getAttribute('normal'));
  markers.setAttribute('end', markerEnds);
  markers.setAttribute('tone', markerTones);

  const ribbonSkin = new ShaderMaterial({
    uniforms: { screen, seconds, inside },
    vertexShader: ribbonVertex,
    fragmentShader: ribbonFragment,
    transparent: true,
    depthWrite: false,
    toneMapped: false,
  });
  const markerSkin = new ShaderMaterial({
    uniforms: { seconds },
    vertexShader: markerVertex,
    fragmentShader: markerFragment,
    transparent: true,
    toneMapped: false,
  });
  const ribbonMesh = new Mesh(ribbons, ribbonSkin);
  const markerMesh = new Mesh(markers, markerSkin);
  ribbonMesh.renderOrder = 4;
  markerMesh.renderOrder = 3;
  ribbonMesh.frustumCulled = false;
  markerMesh.frustumCulled = false;
  // Until there is a frame there is nothing.
  ribbonMesh.visible = false;
  markerMesh.visible = false;
  object.add(ribbonMesh, markerMesh);

  const entityTone = new Color(signal.attention);
  const nodeTone = new Color(signal.attentionNode);
  const rays: Ray[] = Array.from({ length: most }, () => ({
    x: 0,
    y: 0,
    z: 0,
    body: -1,
    weight: 0,
    wanted: 0,
    node: false,
    claimed: false,
  }));
  let taken = -1;
  let agent = -1;

  /** The ray that already goes there, or the weakest one that nobody claimed. */
  function rayFor(end: Attended, node: boolean): Ray | undefined {
    let found: Ray | undefined;
    let weakest: Ray | undefined;
    for (const ray of rays) {
      if (ray.claimed) continue;
      if (!weakest || ray.weight < weakest.weight) weakest = ray;
      if (ray.node !== node || ray.weight <= 0) continue;
      const same =
        end.body === undefined
          ? ray.body < 0 && Math.hypot(ray.x - end.x, ray.y - end.y, ray.z - end.z) < sameEnd
          : ray.body === end.body;
      if (same) {
        found = ray;
        break;
      }
    }
    if (found) return found;
    if (weakest) weakest.weight = 0;
    return weakest;
  }

  function take(ends: readonly Attended[], node: boolean): void {
    for (const end of ends) {
      if (!(end.weight >= least)) continue;
      const ray = rayFor(end, node);
      if (!ray) return;
      ray.x = end.x;
      ray.y = end.y;
      ray.z = end.z;
      ray.body = end.body ?? -1;
      ray.wanted = Math.min(1, end.weight);
      ray.node = node;
      ray.claimed = true;
    }
  }

  function takeAttention(frame: Frame): void {
    for (const ray of rays) {
      ray.wanted = 0;
      ray.claimed = false;
      if (agent !== frame.selected) ray.weight = 0;
    }
    agent = frame.selected;
    const { attention } = frame;
    if (!attention || agent < 0) return;
    take(attention.entities, false);
    take(attention.nodes, true);
  }

  return {
    object,
    fit() {
      // In another layout calls are counted anew.
      taken = -1;
      for (const ray of rays) {
        ray.weight = 0;
        ray.wanted = 0;
      }
    },
    update(frame) {
      if (taken !== frame.attentionCount || agent !== frame.selected) {
        taken = frame.attentionCount;
        takeAttention(frame);
      }
      const { track, still, delta } = frame;
      screen.value.set(frame.width, frame.height);
      seconds.value = still ? 0 : (frame.now / 1000) % 1000;
      const rate = still ? 1 : 1 - Math.exp(-delta / glideTime);
      const from = eyes();
      inside.value = frame.hidden === agent ? 1 : 0;
      // From within, rays start at the chest: from the eye itself they would be points.
      const lower = inside.value * belowEye;
      let count = 0;
      let nodes = 0;
      for (const ray of rays) {
        ray.weight += (ray.wanted - ray.weight) * rate;
        if (ray.weight < 0.004 || agent < 0 || agent >= track.agents) continue;
        if (ray.body >= 0 && ray.body < track.bodies) {
          ray.x = track.drawn.position[ray.body * 3] as number;
          ray.y = track.drawn.position[ray.body * 3 + 1] as number;
          ray.z = track.drawn.position[ray.body * 3 + 2] as number;
        }
        const tone = ray.node ? nodeTone : entityTone;
        start.setXYZ(
          count,
          from[agent * 3] as number,
          (from[agent * 3 + 1] as number) - lower,
          from[agent * 3 + 2] as number,
        );
        ends.setXYZW(count, ray.x, ray.y, ray.z, ray.weight);
        tones.setXYZ(count, tone.r, tone.g, tone.b);
        count++;
        if (!ray.node) continue;
        markerEnds.setXYZW(nodes, ray.x, ray.y, ray.z, ray.weight);
        markerTones.setXYZ(nodes, tone.r, tone.g, tone.b);
        nodes++;
      }
      ribbonMesh.visible = count > 0;
      markerMesh.visible = nodes > 0;
      ribbons.instanceCount = count;
      markers.instanceCount = nodes;
      for (const attribute of attributes) attribute.needsUpdate = true;
    },
    lines() {
      const count = ribbonMesh.visible ? ribbons.instanceCount : 0;
      return ends.array.slice(0, 4 * count) as Float32Array;
    },
    dispose() {
      for (const geometry of [strip, solid, ribbons, markers]) geometry.dispose();
      ribbonSkin.dispose();
      markerSkin.dispose();
    },
  };
}

export const attentionRays: OverlayKind = {
  label: 'Attention',
  visible: true,
  of: 'selected',
  create,
};
