/**
 * Everything that lies flat on the ground, in one draw call: soft contact shadows under bodies, the
 * rings of goals, the ring around the selected agent, and the ripple where an episode ended.
 *
 * A mark is a disc and a ring, both optional, with soft edges, drawn in a shader on one quad.
 */
import {
  Color,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  PlaneGeometry,
  ShaderMaterial,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Frame, Part } from './frame.ts';
import { pixelsTall } from './on-screen.ts';
import { agentColour, signal } from './palette.ts';
import { supportHeight } from './support.ts';

/** As the scenarios' usual goal radius; only drawn. */
export const goalRadius = 0.5;
const rippleSeconds = 1.3;
const lift = 0.018;

const vertexShader = /* glsl */ `
attribute vec4 place; // x, y, z, half size
attribute vec4 tone;  // r, g, b, alpha
attribute vec3 form;  // disc alpha, ring at (share of half size), ring width
varying vec2 vUv;
varying vec4 vTone;
varying vec3 vForm;
void main() {
  vUv = position.xy * 2.0;
  vTone = tone;
  vForm = form;
  vec4 mvPosition = viewMatrix * vec4(place.xyz + vec3(vUv.x, 0.0, -vUv.y) * place.w, 1.0);
  gl_Position = projectionMatrix * mvPosition;
}`;

const fragmentShader = /* glsl */ `
varying vec2 vUv;
varying vec4 vTone;
varying vec3 vForm;
void main() {
  float r = length(vUv);
  float soft = fwidth(r) * 1.2 + 0.004;
  float disc = vForm.x * (vForm.y > 0.0
    ? smoothstep(vForm.y, vForm.y * 0.1, r) * 0.6 + 0.4 * step(r, vForm.y)
    : pow(max(0.0, 1.0 - r), 1.4));
  float ring = vForm.y > 0.0
    ? 1.0 - smoothstep(vForm.z - soft, vForm.z + soft, abs(r - vForm.y))
    : 0.0;
  float halo = vForm.y > 0.0 ? 0.28 * exp(-pow((r - vForm.y) / (vForm.z * 2.6), 2.0)) : 0.0;
  float alpha = vTone.a * clamp(max(disc, ring) + halo, 0.0, 1.0) * (1.0 - smoothstep(0.96, 1.0, r));
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(vTone.rgb, alpha);
  #include <colorspace_fragment>
}`;

const outcomes = [
  new Color(signal.idle),
  new Color(signal.success),
  new Color(signal.collision),
  new Color(signal.timeout),
];

export function createGroundMarks(): Part {
  const quad = new PlaneGeometry();
  const surface = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    polygonOffset: true,
    polygonOffsetFactor: -2,
    polygonOffsetUnits: -4,
    toneMapped: false,
  });
  let geometry = new InstancedBufferGeometry();
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  object.renderOrder = 1;
  let place = new InstancedBufferAttribute(new Float32Array(0), 4);
  let tone = new InstancedBufferAttribute(new Float32Array(0), 4);
  let form = new InstancedBufferAttribute(new Float32Array(0), 3);
  let layout: Layout | undefined;
  let feet = new Float32Array(0);
  let radii = new Float32Array(0);
  /** Row of the first walker; their radii may change. */
  let walkers = 0;
  let colours: Color[] = [];
  /** [A, 3] last goal x, z and its height, so that heights are looked up once per goal. */
  let goals = new Float32Array(0);
  let count = 0;

  function mark(
    x: number,
    y: number,
    z: number,
    half: number,
    color: Color | undefined,
    alpha: number,
    disc: number,
    ring: number,
    width: number,
  ): void {
    place.setXYZW(count, x, y + lift, z, half);
    if (color) tone.setXYZW(count, color.r, color.g, color.b, alpha);
    else tone.setXYZW(count, 0.05, 0.035, 0.03, alpha);
    form.setXYZ(count, disc, ring, width);
    count++;
  }

  function free(): void {
    geometry.dispose();
  }

  return {
    object,
    fit(next) {
      layout = next;
      const bodies = next.agents + next.props.length + next.walkers.length + 1;
      const capacity = bodies + next.agents * 2 + 1;
      free();
      geometry = new InstancedBufferGeometry();
      geometry.index = quad.index;
      geometry.setAttribute('position', quad.getAttribute('position'));
      place = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
      tone = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
      form = new InstancedBufferAttribute(new Float32Array(capacity * 3), 3);
      for (const attribute of [place, tone, form]) attribute.setUsage(DynamicDrawUsage);
      geometry.setAttribute('place', place);
      geometry.setAttribute('tone', tone);
      geometry.setAttribute('form', form);
      object.geometry = geometry;
      // Half height and shadow radius by row of the snapshot; doors cast no contact shadow.
      const all: [number, number][] = [];
      for (let a = 0; a < next.agents; a++) all.push([next.body.height / 2, next.body.radius]);
      for (const { shape } of next.props) {
        if (shape.type === 'cylinder') all.push([shape.height / 2, shape.radius]);
        else all.push([shape.size[1] / 2, Math.max(shape.size[0], shape.size[2]) * 0.62]);
      }
      for (const _ of next.doors) all.push([0, 0]);
      walkers = all.length;
      for (const walker of next.walkers) all.push([walker.height / 2, walker.radius]);
      all.push([next.body.height / 2, next.body.radius]);
      feet = new Float32Array(all.map(([half]) => half));
      radii = new Float32Array(all.map(([, radius]) => radius));
      colours = Array.from({ length: next.agents }, (_, a) => new Color(agentColour(a)));
      goals = new Float32Array(next.agents * 3).fill(Number.NaN);
    },
    update({ track, screen, now, selected, hidden, still }: Frame) {
      if (!layout) return;
      count = 0;
      const { position, goal } = track.drawn;
      const seconds = now / 1000;
      const end = track.visited ? track.bodies : track.bodies - 1;
      for (let i = 0; i < end; i++) {
        const radius = (i < walkers ? radii[i] : track.radius[i]) as number;
        if (radius === 0) continue;
        const x = position[i * 3] as number;
        const y = (position[i * 3 + 1] as number) - (feet[i] as number);
        const z = position[i * 3 + 2] as number;
        if (pixelsTall(screen, x, y, z, radius) === 0) continue;
        mark(x, y, z, radius * 1.75, undefined, 0.55, 1, 0, 0);
      }
      for (let a = 0; a < track.agents; a++) {
        const x = goal[a * 2] as number;
        const z = goal[a * 2 + 1] as number;
        if (goals[a * 3] !== x || goals[a * 3 + 1] !== z) {
          goals[a * 3] = x;
          goals[a * 3 + 1] = z;
          goals[a * 3 + 2] = supportHeight(layout, x, z);
        }
        const strong = a === selected;
        const breath = strong && !still ? 1 + 0.06 * Math.sin(seconds * 3) : 1;
        const half = goalRadius * 1.45 * breath;
        const y = goals[a * 3 + 2] as number;
        mark(
          x,
          y,
          z,
          half,
          colours[a],
          strong ? 0.95 : 0.5,
          strong ? 0.4 : 0.22,
          0.69,
          strong ? 0.075 : 0.045,
        );
        const age = seconds - (track.spawnedAt[a] as number) / 1000;
        const outcome = track.outcome[a] as number;
        if (outcome > 0 && age < rippleSeconds && track.pushed > 1) {
          const share = age / rippleSeconds;
          const spread = still ? 0.8 : 0.45 + 0.65 * Math.sqrt(share);
          const ex = track.endedAt[a * 3] as number;
          const ey = (track.endedAt[a * 3 + 1] as number) - (feet[a] as number);
          const ez = track.endedAt[a * 3 + 2] as number;
          mark(ex, ey, ez, spread, outcomes[outcome], 0.9 * (1 - share), 0.3, 0.8, 0.05);
        }
      }
      if (selected >= 0 && selected < track.agents && selected !== hidden) {
        const radius = radii[selected] as number;
        const y = (position[selected * 3 + 1] as number) - (feet[selected] as number);
        const half = radius * (still ? 2.3 : 2.3 + 0.08 * Math.sin(seconds * 4));
        const x = position[selected * 3] as number;
        const z = position[selected * 3 + 2] as number;
        mark(x, y + 0.004, z, half, colours[selected], 1, 0.3, 0.7, 0.05);
      }
      geometry.instanceCount = count;
      place.needsUpdate = true;
      tone.needsUpdate = true;
      form.needsUpdate = true;
    },
    dispose() {
      free();
      quad.dispose();
      surface.dispose();
    },
  };
}
