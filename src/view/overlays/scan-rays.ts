/** What the selected agent's horizontal rays measure: a fan on the ground, a dot where a ray hit. */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DynamicDrawUsage,
  Group,
  LineSegments,
  Points,
  ShaderMaterial,
} from 'three';
import { signal } from '../palette.ts';
import type { Overlay, OverlayKind } from './overlay.ts';

const most = 256;

const vertexShader = /* glsl */ `
attribute float strength;
varying float vStrength;
uniform float size;
void main() {
  vStrength = strength;
  gl_PointSize = size;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;
const fragmentShader = /* glsl */ `
uniform vec3 tone;
varying float vStrength;
void main() {
  gl_FragColor = vec4(tone, vStrength);
  #include <colorspace_fragment>
}`;

function create(): Overlay {
  const object = new Group();
  const position = new BufferAttribute(new Float32Array(most * 6), 3);
  const strength = new BufferAttribute(new Float32Array(most * 2), 1);
  const hits = new BufferAttribute(new Float32Array(most * 3), 3);
  const hitStrength = new BufferAttribute(new Float32Array(most).fill(0.85), 1);
  for (const attribute of [position, strength, hits]) attribute.setUsage(DynamicDrawUsage);
  const fan = new BufferGeometry().setAttribute('position', position);
  fan.setAttribute('strength', strength);
  const dots = new BufferGeometry().setAttribute('position', hits);
  dots.setAttribute('strength', hitStrength);
  const size = { value: 4 };
  const surface = new ShaderMaterial({
    uniforms: { tone: { value: new Color(signal.scan) }, size },
    vertexShader,
    fragmentShader,
    transparent: true,
    depthWrite: false,
    toneMapped: false,
  });
  const lines = new LineSegments(fan, surface);
  const points = new Points(dots, surface);
  for (const mesh of [lines, points]) {
    mesh.frustumCulled = false;
    mesh.renderOrder = 3;
    // Until there is a frame there is nothing.
    mesh.visible = false;
    object.add(mesh);
  }

  return {
    object,
    fit() {},
    update({ scan, selected, track, pixelRatio }) {
      const shown = scan !== undefined && selected >= 0 && selected < track.agents;
      lines.visible = shown;
      points.visible = shown;
      if (!shown) return;
      size.value = 4.5 * pixelRatio;
      const { distances, reach } = scan;
      const rays = Math.min(most, distances.length);
      const x = track.drawn.position[selected * 3] as number;
      const y = track.drawn.position[selected * 3 + 1] as number;
      const z = track.drawn.position[selected * 3 + 2] as number;
      const heading = track.drawn.heading[selected] as number;
      let hit = 0;
      for (let i = 0; i < rays; i++) {
        const angle = heading + (i / rays) * 2 * Math.PI;
        const distance = Math.min(reach, distances[i] as number);
        const ex = x - Math.sin(angle) * distance;
        const ez = z - Math.cos(angle) * distance;
        position.setXYZ(i * 2, x, y, z);
        position.setXYZ(i * 2 + 1, ex, y, ez);
        const near = 1 - distance / reach;
        strength.setX(i * 2, 0.04);
        strength.setX(i * 2 + 1, 0.12 + 0.5 * near);
        if (distance < reach) hits.setXYZ(hit++, ex, y, ez);
      }
      fan.setDrawRange(0, rays * 2);
      dots.setDrawRange(0, hit);
      position.needsUpdate = true;
      strength.needsUpdate = true;
      hits.needsUpdate = true;
    },
    lines() {
      const rays = lines.visible ? fan.drawRange.count / 2 : 0;
      const ends = new Float32Array(4 * rays);
      for (let i = 0; i < rays; i++) {
        ends.set(position.array.subarray(6 * i + 3, 6 * i + 6), 4 * i);
        ends[4 * i + 3] = strength.getX(2 * i + 1);
      }
      return ends;
    },
    dispose() {
      fan.dispose();
      dots.dispose();
      surface.dispose();
    },
  };
}

export const scanRays: OverlayKind = {
  label: 'Range scan',
  visible: false,
  of: 'selected',
  create,
};
