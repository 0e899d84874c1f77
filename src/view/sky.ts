/**
 * The sky, a gradient dome with a glow around the sun; the sun, which casts shadows; and a hemisphere
 * light for what is glossy (what is matt is lit by daylight.ts). The sun's shadow map covers the ground around what the camera looks at and
 * moves in whole texels, so that shadow edges do not swim.
 */
import {
  BackSide,
  Color,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  ShaderMaterial,
  SphereGeometry,
  Vector3,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import { type Daylight, sunDirection } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import type { Theme } from './palette.ts';

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
uniform vec3 zenith;
uniform vec3 horizon;
uniform vec3 glow;
uniform vec3 sun;
varying vec3 vDirection;
void main() {
  vec3 d = normalize(vDirection);
  float up = clamp(d.y, 0.0, 1.0);
  vec3 color = mix(horizon, zenith, 1.0 - (1.0 - up) * (1.0 - up) * (1.0 - 0.6 * up));
  float toward = max(dot(d, sun), 0.0);
  toward *= toward * toward;
  color += glow * (0.2 * toward * toward + 0.4 * pow(toward, 30.0));
  gl_FragColor = vec4(color, 1.0);
  #include <colorspace_fragment>
}`;

export interface Sky extends Part {
  setTheme(theme: Theme): void;
  readonly dome: Mesh;
}

export function createSky(daylight: Daylight, shadowSize: number): Sky {
  const object = new Group();
  const uniforms = {
    zenith: { value: new Color() },
    horizon: { value: new Color() },
    glow: { value: new Color() },
    sun: { value: sunDirection },
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
  sun.shadow.camera.far = 120;
  sun.shadow.radius = 2.2;
  sun.shadow.bias = -0.0004;
  sun.shadow.normalBias = 0.03;
  const hemisphere = new HemisphereLight();
  object.add(dome, sun, sun.target, hemisphere);

  let half = shadowReach;
  let around = 0;
  const middle = new Vector3();
  const across = new Vector3().crossVectors(new Vector3(0, 1, 0), sunDirection).normalize();
  const upward = new Vector3().crossVectors(sunDirection, across);

  function aim(x: number, z: number): void {
    // Snap the middle to the shadow map's own grid.
    const texel = (2 * half) / (shadowSize || 1);
    const right = Math.round((x * across.x + z * across.z) / texel) * texel;
    const up = Math.round((x * upward.x + z * upward.z) / texel) * texel;
    sun.target.position.copy(across).multiplyScalar(right).addScaledVector(upward, up);
    sun.position.copy(sun.target.position).addScaledVector(sunDirection, sunDistance);
  }

  return {
    object,
    dome,
    setTheme(theme) {
      uniforms.zenith.value.setHex(theme.zenith);
      uniforms.horizon.value.setHex(theme.horizon);
      uniforms.glow.value.setHex(theme.glow);
      sun.color.setHex(theme.sun);
      sun.intensity = theme.sunStrength;
      hemisphere.color.setHex(theme.skyLight);
      hemisphere.groundColor.setHex(theme.groundLight);
      hemisphere.intensity = theme.skyStrength;
      daylight.setTheme(theme);
    },
    fit(layout: Layout) {
      const width = layout.max[0] - layout.min[0];
      const depth = layout.max[1] - layout.min[1];
      around = Math.hypot(width, depth) / 2;
      half = Math.min(shadowReach, around + 1);
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
      daylight.haze.value.set(near + 22, near + 190);
      if (half >= shadowReach) aim(frame.focus.x, frame.focus.z);
    },
    dispose() {
      dome.geometry.dispose();
      domeMaterial.dispose();
      sun.dispose();
      hemisphere.dispose();
    },
  };
}
