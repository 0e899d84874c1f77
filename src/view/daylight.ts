/**
 * Light on everything matt. Sun, sky, haze, tone mapping and the screen's colour curve are all
 * computed per vertex, once as seen in the sun and once as seen in the shade; a pixel only asks the
 * shadow map which of the two it shows. Shapes are rounded and fine enough for it, and a pixel costs
 * a tenth of a usual one, which is what makes the view fluid where the processor draws.
 *
 * A vertex with `drop` sinks by `drop · cut.value` metres: walls that are cut away.
 */
import {
  Color,
  MeshDepthMaterial,
  RGBADepthPacking,
  ShaderMaterial,
  type Texture,
  UniformsLib,
  UniformsUtils,
  Vector2,
  Vector3,
  type Vector4,
} from 'three';
import type { Theme } from './palette.ts';

export interface Daylight {
  /** Scenery: may sink, casts and receives shadows. */
  readonly scenery: ShaderMaterial;
  readonly sceneryShadow: MeshDepthMaterial;
  /** Props, doors and figures: vertex colour times instance colour. */
  readonly plain: ShaderMaterial;
  /** Out of reach of shadows: lawn, trees, hills. */
  readonly far: ShaderMaterial;
  /** 0 walls at full height, 1 walls cut away. */
  readonly cut: { value: number };
  /** Metres at which haze begins and hides everything. */
  readonly haze: { readonly value: Vector2 };
  ground(textures: GroundTextures): ShaderMaterial;
  setTheme(theme: Theme): void;
  dispose(): void;
}

export interface GroundTextures {
  /** Repeating, factors on the paving's colour with a mean of `pavingMean`. */
  readonly paving: { value: Texture };
  /** Over the whole layout, factors. */
  readonly shade: { value: Texture };
  /** min x, min z, 1 / width, 1 / depth of the layout. */
  readonly frame: { value: Vector4 };
  readonly span: number;
}

/** Towards the sun. */
export const sunDirection = new Vector3(-0.52, 0.78, 0.36).normalize();
export const pavingMean = 0.8;

const vertexShader = /* glsl */ `
#include <common>
#include <shadowmap_pars_vertex>
#include <tonemapping_pars_fragment>
#include <colorspace_pars_fragment>
uniform vec3 sunDirection;
uniform vec3 sunLight;
uniform vec3 skyLight;
uniform vec3 groundLight;
uniform vec3 hazeColor;
uniform vec2 haze;
varying vec3 vSunlit;
varying vec3 vShaded;
#ifdef SINKS
attribute float drop;
uniform float cut;
#endif
#ifdef GROUND
varying vec2 vWorld;
#endif

vec3 grade(vec3 light, float hidden) {
  vec3 shown = sRGBTransferOETF(vec4(ACESFilmicToneMapping(light), 1.0)).rgb;
  return mix(shown, hazeColor, hidden);
}

void main() {
  vec3 transformed = position;
  #ifdef SINKS
  transformed.y -= drop * cut;
  #endif
  vec3 objectNormal = normal;
  #include <defaultnormal_vertex>
  #include <project_vertex>
  vec4 worldPosition = vec4(transformed, 1.0);
  #ifdef USE_INSTANCING
  worldPosition = instanceMatrix * worldPosition;
  #endif
  worldPosition = modelMatrix * worldPosition;
  #include <shadowmap_vertex>

  vec3 albedo = color;
  #ifdef USE_INSTANCING_COLOR
  albedo *= instanceColor;
  #endif
  vec3 n = transformNormalByInverseViewMatrix(transformedNormal, viewMatrix);
  vec3 ambient = mix(groundLight, skyLight, 0.5 + 0.5 * n.y);
  vec3 direct = sunLight * max(0.0, dot(n, sunDirection));
  float hidden = smoothstep(haze.x, haze.y, -mvPosition.z);
  vShaded = grade(albedo * ambient, hidden);
  vSunlit = grade(albedo * (ambient + direct), hidden);
  #ifdef GROUND
  vWorld = worldPosition.xz;
  #endif
}`;

const fragmentShader = /* glsl */ `
#include <common>
#include <packing>
#include <lights_pars_begin>
#include <shadowmap_pars_fragment>
varying vec3 vSunlit;
varying vec3 vShaded;
#ifdef GROUND
varying vec2 vWorld;
uniform sampler2D paving;
uniform sampler2D shade;
uniform vec4 frame;
uniform vec2 pavingScale; // repeats per metre, 1 / mean
#endif

float sun() {
  #if defined( FAR ) || ! defined( USE_SHADOWMAP ) || NUM_DIR_LIGHT_SHADOWS == 0
  return 1.0;
  #elif defined( SOFT )
  DirectionalLightShadow s = directionalLightShadows[0];
  return getShadow(directionalShadowMap[0], s.shadowMapSize, s.shadowIntensity, s.shadowBias, s.shadowRadius, vDirectionalShadowCoord[0]);
  #else
  // The sun's coordinates need no division, and one filtered tap is soft enough from afar.
  vec3 at = vDirectionalShadowCoord[0].xyz;
  // Beyond the map its last texels would be drawn out into long streaks.
  if (any(greaterThan(abs(at - 0.5), vec3(0.5)))) return 1.0;
  at.z += directionalLightShadows[0].shadowBias;
  return texture(directionalShadowMap[0], at);
  #endif
}

void main() {
  vec3 shown = mix(vShaded, vSunlit, sun());
  #ifdef GROUND
  shown *= texture2D(paving, vWorld * pavingScale.x).rgb * pavingScale.y;
  shown *= texture2D(shade, (vWorld - frame.xy) * frame.zw).rgb;
  #endif
  gl_FragColor = vec4(shown, 1.0);
}`;

export function createDaylight(options: { readonly softShadows: boolean }): Daylight {
  const cut = { value: 1 };
  const haze = { value: new Vector2(40, 200) };
  const light = {
    sunDirection: { value: sunDirection },
    sunLight: { value: new Color() },
    skyLight: { value: new Color() },
    groundLight: { value: new Color() },
    hazeColor: { value: new Color() },
    haze,
    cut,
  };
  const all: { dispose(): void }[] = [];

  function material(
    defines: Record<string, string>,
    uniforms: ShaderMaterial['uniforms'] = {},
  ): ShaderMaterial {
    const made = new ShaderMaterial({
      defines: { ...defines, ...(options.softShadows ? { SOFT: '' } : {}) },
      // Cloned, because three writes the lights of a frame into them; ours are shared.
      uniforms: { ...UniformsUtils.clone(UniformsLib.lights), ...light, ...uniforms },
      vertexShader,
      fragmentShader,
      vertexColors: true,
      lights: true,
    });
    all.push(made);
    return made;
  }

  const sceneryShadow = new MeshDepthMaterial({ depthPacking: RGBADepthPacking });
  sceneryShadow.onBeforeCompile = (shader) => {
    shader.uniforms.cut = cut;
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nattribute float drop;\nuniform float cut;')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\ntransformed.y -= drop * cut;');
  };
  all.push(sceneryShadow);

  return {
    scenery: material({ SINKS: '' }),
    sceneryShadow,
    plain: material({}),
    far: material({ FAR: '' }),
    cut,
    haze,
    ground: ({ paving, shade, frame, span }) =>
      material(
        { GROUND: '' },
        { paving, shade, frame, pavingScale: { value: new Vector2(1 / span, 1 / pavingMean) } },
      ),
    setTheme(theme) {
      // Lambert: a surface of albedo 1 sends back 1/π of what falls on it.
      light.sunLight.value.setHex(theme.sun).multiplyScalar(theme.sunStrength / Math.PI);
      light.skyLight.value.setHex(theme.skyLight).multiplyScalar(theme.skyStrength / Math.PI);
      light.groundLight.value.setHex(theme.groundLight).multiplyScalar(theme.skyStrength / Math.PI);
      // Haze is mixed in after grading, as the screen shows it.
      light.hazeColor.value.setHex(theme.horizon).convertLinearToSRGB();
    },
    dispose() {
      for (const made of all) made.dispose();
    },
  };
}
