/** A soft pillar of light over each goal: strong for the selected agent, a hint for the others. */
import {
  Color,
  CylinderGeometry,
  DoubleSide,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Frame, Part } from './frame.ts';
import { goalRadius } from './ground-marks.ts';
import { agentColour } from './palette.ts';
import { supportHeight } from './support.ts';

const vertexShader = /* glsl */ `
attribute vec4 place; // x, y, z, height
attribute vec4 tone;
varying float vUp;
varying vec4 vTone;
varying float vFacing;
void main() {
  vUp = position.y;
  vTone = tone;
  vec3 p = vec3(position.x, position.y * place.w, position.z) + place.xyz;
  vec4 mvPosition = viewMatrix * vec4(p, 1.0);
  vec3 n = normalize(mat3(viewMatrix) * vec3(position.x, 0.0, position.z));
  vFacing = abs(dot(n, normalize(mvPosition.xyz)));
  gl_Position = projectionMatrix * mvPosition;
}`;

const fragmentShader = /* glsl */ `
varying float vUp;
varying vec4 vTone;
varying float vFacing;
void main() {
  float fall = 1.0 - vUp;
  gl_FragColor = vec4(vTone.rgb, vTone.a * fall * fall * (0.35 + 0.65 * vFacing));
  #include <colorspace_fragment>
}`;

export function createGoalBeams(): Part {
  const tube = new CylinderGeometry(goalRadius * 0.94, goalRadius * 0.94, 1, 28, 1, true);
  tube.translate(0, 0.5, 0);
  const surface = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
    toneMapped: false,
  });
  let geometry = new InstancedBufferGeometry();
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  object.renderOrder = 2;
  let place = new InstancedBufferAttribute(new Float32Array(0), 4);
  let tone = new InstancedBufferAttribute(new Float32Array(0), 4);
  let layout: Layout | undefined;
  let colours: Color[] = [];
  let emphasised = -1;

  return {
    object,
    fit(next) {
      layout = next;
      geometry.dispose();
      geometry = new InstancedBufferGeometry();
      geometry.index = tube.index;
      geometry.setAttribute('position', tube.getAttribute('position'));
      place = new InstancedBufferAttribute(new Float32Array(next.agents * 4), 4);
      tone = new InstancedBufferAttribute(new Float32Array(next.agents * 4), 4);
      place.setUsage(DynamicDrawUsage);
      tone.setUsage(DynamicDrawUsage);
      geometry.setAttribute('place', place);
      geometry.setAttribute('tone', tone);
      object.geometry = geometry;
      colours = Array.from({ length: next.agents }, (_, a) => new Color(agentColour(a)));
      place.array.fill(Number.NaN);
    },
    update({ track, selected }: Frame) {
      if (!layout) return;
      const { goal } = track.drawn;
      let changed = false;
      for (let a = 0; a < track.agents; a++) {
        const x = goal[a * 2] as number;
        const z = goal[a * 2 + 1] as number;
        const moved = place.getX(a) !== x || place.getZ(a) !== z;
        const strong = a === selected;
        if (!moved && strong === (a === emphasised)) continue;
        changed = true;
        const y = moved ? supportHeight(layout, x, z) : place.getY(a);
        place.setXYZW(a, x, y, z, strong ? 3.4 : 0.8);
        const { r, g, b } = colours[a] as Color;
        tone.setXYZW(a, r, g, b, strong ? 0.6 : 0.22);
      }
      emphasised = selected;
      geometry.instanceCount = track.agents;
      // Goals stand still for seconds: nothing is sent to the graphics card meanwhile.
      if (!changed) return;
      place.needsUpdate = true;
      tone.needsUpdate = true;
    },
    dispose() {
      geometry.dispose();
      tube.dispose();
      surface.dispose();
    },
  };
}
