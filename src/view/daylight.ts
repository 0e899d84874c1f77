/**
 * Light on everything matt. Sun, indirect light by the normal (irradiance.ts), haze, tone mapping and the
 * screen's colour curve are all computed per vertex, once as seen in the sun and once as seen in the shade; a
 * pixel only asks the shadow map which of the two it shows. Shapes are rounded and fine enough for it, and a pixel
 * costs a tenth of a usual one, which is what makes the view fluid where the processor draws.
 *
 * Each vertex has one more number, `drop`. Above zero it is the metres by which the vertex sinks when walls are cut
 * away (`scenery`), by which it is put away from the sun (`far`: the shade under a tree), or sways in the wind
 * (`blades`). Below zero it is how strongly the vertex shines by itself when lamps are lit.
 */
import {
  Color,
  DoubleSide,
  MeshDepthMaterial,
  RGBADepthPacking,
  ShaderMaterial,
  type SphericalHarmonics3,
  type Texture,
  UniformsLib,
  UniformsUtils,
  Vector2,
  Vector3,
  type Vector4,
} from 'three';
import { createReflected, reflect, reflectedShader } from './irradiance.ts';
import type { Ambience } from './time-of-day.ts';

export interface Daylight {
  /** Scenery: may sink, casts and receives shadows. */
  readonly scenery: ShaderMaterial;
  readonly sceneryShadow: MeshDepthMaterial;
  /** As `scenery`, of what stands where the camera may: where walls are cut away, it thins out close before it. */
  readonly garden: ShaderMaterial;
  /** Props, doors and figures: vertex colour times instance colour. */
  readonly plain: ShaderMaterial;
  /** Out of reach of shadows: lawn, trees, hills. */
  readonly far: ShaderMaterial;
  /** Grass and flowers: flat, seen from both sides. */
  readonly blades: ShaderMaterial;
  /** Seconds of the wind. */
  readonly wind: { value: number };
  /** 0 walls at full height, 1 walls cut away. */
  readonly cut: { value: number };
  /** Metres at which haze begins and hides everything. */
  readonly haze: { readonly value: Vector2 };
  ground(textures: GroundTextures): ShaderMaterial;
  /** `indirect`: the radiance from all around. */
  setLight(ambience: Ambience, indirect: SphericalHarmonics3): void;
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

export const pavingMean = 0.8;

const vertexShader = /* glsl */ `
#include <common>
#include <shadowmap_pars_vertex>
#include <tonemapping_pars_fragment>
#include <colorspace_pars_fragment>
uniform vec3 sunDirection;
uniform vec3 sunLight;
${reflectedShader}
uniform vec3 hazeColor;
uniform vec2 haze;
varying vec3 vSunlit;
varying vec3 vShaded;
uniform vec3 sunGlow;
uniform float lamps;
uniform float cut;
uniform float wind;
#if defined( SINKS ) || defined( FAR )
attribute float drop;
#endif
#ifdef GROUND
varying vec2 vWorld;
#endif
#ifdef THINS
varying vec3 vSeen;
#endif

vec3 grade(vec3 light, vec4 haze) {
  vec3 shown = sRGBTransferOETF(vec4(ACESFilmicToneMapping(light), 1.0)).rgb;
  return mix(shown, haze.rgb, haze.a);
}

void main() {
  vec3 transformed = position;
  #ifdef SINKS
  transformed.y -= max(drop, 0.0) * cut;
  #elif defined( BLADES )
  transformed.xz += max(drop, 0.0) * vec2(sin(wind * 1.7 + position.x * 0.6 + position.z * 0.3), 0.6 * sin(wind * 1.3 + position.z * 0.7));
  #elif defined( FAR )
  transformed.xz -= max(drop, 0.0) * sunDirection.xz / max(sunDirection.y, 0.3);
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
  vec3 ambient = reflected(n);
  vec3 direct = sunLight * max(0.0, dot(n, sunDirection));
  // Haze takes on the colour of the sky behind it: warm towards the sun.
  vec3 ahead = normalize(worldPosition.xyz - cameraPosition);
  float toward = max(0.0, dot(ahead, sunDirection));
  float hidden = clamp((-mvPosition.z - haze.x) / (haze.y - haze.x), 0.0, 1.0);
  vec4 veil = vec4(hazeColor + sunGlow * toward * toward * toward, sqrt(hidden) * hidden * 0.25 + 0.75 * hidden);
  #if defined( SINKS ) || defined( FAR )
  ambient += vec3(max(-drop, 0.0) * lamps);
  #endif
  vShaded = grade(albedo * ambient, veil);
  vSunlit = grade(albedo * (ambient + direct), veil);
  #ifdef GROUND
  vWorld = worldPosition.xz;
  #endif
  #ifdef THINS
  vSeen = mvPosition.xyz;
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
#ifdef THINS
varying vec3 vSeen;
uniform float cut;
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
  return mix(1.0, texture(directionalShadowMap[0], at), directionalLightShadows[0].shadowIntensity);
  #endif
}

void main() {
  #ifdef THINS
  // Gone at 1.4 m, whole at 2.3 m, in between a fine grain of it (interleaved gradient noise, Jimenez 2014).
  float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  if (smoothstep(1.4, 2.3, length(vSeen)) < cut * grain) discard;
  #endif
  vec3 shown = mix(vShaded, vSunlit, sun());
  #ifdef GROUND
  shown *= texture2D(paving, vWorld * pavingScale.x).rgb * pavingScale.y;
  shown *= texture2D(shade, (vWorld - frame.xy) * frame.zw).rgb;
  #endif
  gl_FragColor = vec4(shown, 1.0);
}`;

export function createDaylight(options: { readonly softShadows: boolean }): Daylight {
  const cut = { value: 1 };
  const wind = { value: 0 };
  const haze = { value: new Vector2(40, 200) };
  const light = {
    sunDirection: { value: new Vector3(0, 1, 0) },
    sunGlow: { value: new Color() },
    lamps: { value: 0 },
    wind,
    sunLight: { value: new Color() },
    ...createReflected(),
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

  const blades = material({ FAR: '', BLADES: '' });
  blades.side = DoubleSide;
  const sceneryShadow = new MeshDepthMaterial({ depthPacking: RGBADepthPacking });
  sceneryShadow.onBeforeCompile = (shader) => {
    shader.uniforms.cut = cut;
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nattribute float drop;\nuniform float cut;')
      .replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\ntransformed.y -= max(drop, 0.0) * cut;',
      );
  };
  all.push(sceneryShadow);

  return {
    scenery: material({ SINKS: '' }),
    sceneryShadow,
    garden: material({ SINKS: '', THINS: '' }),
    plain: material({}),
    far: material({ FAR: '' }),
    blades,
    cut,
    wind,
    haze,
    ground: ({ paving, shade, frame, span }) =>
      material(
        { GROUND: '' },
        { paving, shade, frame, pavingScale: { value: new Vector2(1 / span, 1 / pavingMean) } },
      ),
    setLight(ambience, indirect) {
      const { sun, horizon, glow, sunStrength } = ambience;
      light.sunDirection.value.copy(ambience.direction);
      // Lambert: a surface of albedo 1 sends back 1/π of what falls on it.
      light.sunLight.value.copy(sun).multiplyScalar(sunStrength / Math.PI);
      reflect(light, indirect, ambience.direction);
      // Haze is mixed in after grading, as the screen shows it.
      light.hazeColor.value.copy(horizon).convertLinearToSRGB();
      light.sunGlow.value.copy(glow).multiplyScalar(0.22);
      light.lamps.value = ambience.lamps;
    },
    dispose() {
      for (const made of all) made.dispose();
    },
  };
}
