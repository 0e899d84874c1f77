/**
 * The sky, a gradient dome with a glow around the sun, and stars; the sun, which casts shadows; and the light of that
 * very sky and of the ground (irradiance.ts), for what is glossy and, by daylight.ts, for what is matt. The sun's
 * shadow map covers the ground around what the camera looks at and moves in whole texels, so that shadow edges do
 * not swim.
 */
import {
  BackSide,
  Color,
  DirectionalLight,
  Group,
  LightProbe,
  Mesh,
  ShaderMaterial,
  SphereGeometry,
  Vector3,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { lightOfSky } from './irradiance.ts';
import { skyColourShader } from './sky-colour.ts';
import type { Ambience } from './time-of-day.ts';

const sunDistance = 60;
/** Half the side of the square that shadows cover, metres, at most. */
const shadowReach = 36;

const vertexShader = /* glsl */ `
varying vec3 vDirection;
void main() {
  vDirection = position;
  // On the far plane: however far away a thing is drawn, the sky is behind it.
  gl_Position = (projectionMatrix * modelViewMatrix * vec4(position, 1.0)).xyww;
}`;

const fragmentShader = /* glsl */ `
${skyColourShader}
uniform float stars;
varying vec3 vDirection;

float speckle(vec3 p) {
  p = fract(p * vec3(0.1031, 0.1137, 0.0973));
  p += dot(p, p.yzx + 19.19);
  return fract((p.x + p.y) * p.z);
}

void main() {
  vec3 d = normalize(vDirection);
  vec3 color = skyColour(d);
  if (stars > 0.01) {
    vec3 cell = floor(d * 90.0);
    float twinkle = speckle(cell);
    float size = length(fract(d * 90.0) - 0.5);
    color += stars * step(0.985, twinkle) * smoothstep(0.32, 0.05, size) * smoothstep(0.03, 0.25, d.y);
  }
  gl_FragColor = vec4(color, 1.0);
  #include <colorspace_fragment>
}`;

export interface Sky extends Part {
  setLight(ambience: Ambience): void;
  /** Share of the shadow map's side; 0: no shadows. */
  setShadows(share: number): void;
  readonly dome: Mesh;
}

export function createSky(daylight: Daylight, shadowSize: number): Sky {
  const object = new Group();
  const uniforms = {
    zenith: { value: new Color() },
    horizon: { value: new Color() },
    glow: { value: new Color() },
    sun: { value: new Vector3(0, 1, 0) },
    stars: { value: 0 },
  };
  const domeMaterial = new ShaderMaterial({
    uniforms,
    vertexShader,
    fragmentShader,
    side: BackSide,
    depthWrite: false,
    toneMapped: false,
  });
  const dome = new Mesh(new SphereGeometry(1, 32, 20), domeMaterial);
  dome.frustumCulled = false;
  // Last of the opaque things: only the pixels that nothing covers are shaded.
  dome.renderOrder = 1000;
  const sun = new DirectionalLight();
  sun.castShadow = shadowSize > 0;
  sun.shadow.mapSize.set(shadowSize || 1, shadowSize || 1);
  sun.shadow.camera.near = 10;
  sun.shadow.camera.far = 130;
  sun.shadow.radius = 2.2;
  sun.shadow.bias = -0.0004;
  sun.shadow.normalBias = 0.03;
  const indirect = new LightProbe();
  object.add(dome, sun, sun.target, indirect);

  let half = shadowReach;
  let around = 0;
  const middle = new Vector3();
  const direction = uniforms.sun.value;
  const across = new Vector3();
  const upward = new Vector3();

  function aim(x: number, z: number): void {
    // Snap the middle to the shadow map's own grid.
    const texel = (2 * half) / (sun.shadow.mapSize.x || 1);
    const right = Math.round((x * across.x + z * across.z) / texel) * texel;
    const up = Math.round((x * upward.x + z * upward.z) / texel) * texel;
    sun.target.position.copy(across).multiplyScalar(right).addScaledVector(upward, up);
    sun.position.copy(sun.target.position).addScaledVector(direction, sunDistance);
  }

  return {
    object,
    dome,
    setLight(ambience) {
      uniforms.zenith.value.copy(ambience.zenith);
      uniforms.horizon.value.copy(ambience.horizon);
      uniforms.glow.value.copy(ambience.glow);
      uniforms.stars.value = ambience.stars;
      direction.copy(ambience.direction);
      across.set(direction.z, 0, -direction.x).normalize();
      upward.crossVectors(direction, across);
      sun.color.copy(ambience.sun);
      sun.intensity = ambience.sunStrength;
      lightOfSky(indirect.sh, ambience);
      daylight.setLight(ambience, indirect.sh);
      aim(middle.x, middle.z);
    },
    setShadows(share) {
      // Not `castShadow`: every shader would be compiled anew.
      sun.shadow.intensity = share > 0 ? 1 : 0;
      const size = Math.round(shadowSize * share);
      if (size === 0 || size === sun.shadow.mapSize.x) return;
      sun.shadow.mapSize.set(size, size);
      sun.shadow.map?.dispose();
      sun.shadow.map = null;
    },
    fit(layout: Layout) {
      const width = layout.max[0] - layout.min[0];
      const depth = layout.max[1] - layout.min[1];
      around = Math.hypot(width, depth) / 2;
      half = Math.min(shadowReach, around + 3);
      middle.set((layout.min[0] + layout.max[0]) / 2, 0, (layout.min[1] + layout.max[1]) / 2);
      const { camera } = sun.shadow;
      camera.left = -half;
      camera.right = half;
      camera.bottom = -half;
      camera.top = half;
      camera.updateProjectionMatrix();
      aim(middle.x, middle.z);
    },
    update(frame: Frame) {
      dome.position.copy(frame.camera.position);
      // From far away, as on a narrow screen, the layout itself must stay clear.
      const near = Math.max(around * 1.6, frame.camera.position.distanceTo(middle) + around * 0.6);
      daylight.haze.value.set(near + 14, near + 380);
      if (half >= shadowReach) aim(frame.focus.x, frame.focus.z);
    },
    dispose() {
      dome.geometry.dispose();
      domeMaterial.dispose();
      sun.dispose();
      indirect.dispose();
    },
  };
}
