/**
 * The light of lamps when it is dark: a halo around each, and a pool on the ground under it. One draw call, none
 * by day.
 */
import {
  AdditiveBlending,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  PlaneGeometry,
  ShaderMaterial,
} from 'three';
import type { Part } from './frame.ts';
import { lampPosts, lightsOn, onString, postHeight } from './garden.ts';
import { landAround } from './land.ts';
import type { Ambience } from './time-of-day.ts';

const vertexShader = /* glsl */ `
attribute vec4 place; // x, y, z, half size
attribute float lying; // 1: on the ground, 0: faces the camera
varying vec2 vUv;
varying float vLying;
void main() {
  vUv = position.xy * 2.0;
  vLying = lying;
  vec4 seen;
  if (lying > 0.5) {
    seen = viewMatrix * vec4(place.xyz + vec3(vUv.x, 0.0, -vUv.y) * place.w, 1.0);
  } else {
    seen = viewMatrix * vec4(place.xyz, 1.0);
    seen.xy += vUv * place.w;
    // In front of its own lamp.
    seen.z += 0.2;
  }
  gl_Position = projectionMatrix * seen;
}`;

const fragmentShader = /* glsl */ `
uniform float lamps;
varying vec2 vUv;
varying float vLying;
void main() {
  float r = length(vUv);
  if (r > 1.0) discard;
  float fall = (1.0 - r) * (1.0 - r);
  vec3 tone = mix(vec3(1.0, 0.66, 0.3), vec3(0.62, 0.36, 0.14), vLying);
  float strength = mix(0.5 * fall * fall + 0.12 * fall, 0.62 * fall, vLying);
  gl_FragColor = vec4(tone * strength * lamps, 1.0);
}`;

export interface Lamplight extends Part {
  setLight(ambience: Ambience): void;
}

export function createLamplight(): Lamplight {
  const quad = new PlaneGeometry();
  const lamps = { value: 0 };
  const surface = new ShaderMaterial({
    uniforms: { lamps },
    ...{ vertexShader, fragmentShader },
    transparent: true,
    depthWrite: false,
    blending: AdditiveBlending,
    polygonOffset: true,
    polygonOffsetFactor: -1,
    polygonOffsetUnits: -2,
    toneMapped: false,
  });
  let geometry = new InstancedBufferGeometry();
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  let fitted = '';
  return {
    object,
    setLight(ambience) {
      lamps.value = ambience.lamps;
      object.visible = ambience.lamps > 0.01;
    },
    fit(layout) {
      const wanted = JSON.stringify([layout.min, layout.max]);
      if (wanted === fitted) return;
      fitted = wanted;
      const places: number[] = [];
      const lying: number[] = [];
      const posts = lampPosts(landAround(layout));
      posts.forEach((post, i) => {
        places.push(post.x, postHeight - 0.05, post.z, 0.75, post.x, 0.02, post.z, 3.4);
        lying.push(0, 1);
        const next = posts[(i + 1) % posts.length] as typeof post;
        const count = lightsOn(post, next);
        for (let k = 1; k < count; k++) {
          const [x, y, z] = onString(post, next, k / count);
          places.push(x, y - 0.06, z, 0.24);
          lying.push(0);
        }
      });
      geometry.dispose();
      geometry = new InstancedBufferGeometry();
      geometry.index = quad.index;
      geometry.setAttribute('position', quad.getAttribute('position'));
      geometry.setAttribute('place', new InstancedBufferAttribute(new Float32Array(places), 4));
      geometry.setAttribute('lying', new InstancedBufferAttribute(new Float32Array(lying), 1));
      geometry.instanceCount = lying.length;
      object.geometry = geometry;
    },
    update() {},
    dispose() {
      geometry.dispose();
      quad.dispose();
      surface.dispose();
    },
  };
}
