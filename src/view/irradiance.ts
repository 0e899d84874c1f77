/**
 * Indirect light by the picture of what sends it, the sky that is drawn above and the ground's colour below, as
 * spherical harmonics of order 2: Ramamoorthi and Hanrahan 2001, "An Efficient Representation for Irradiance
 * Environment Maps"; equations by their numbers there. What is matt blurs all that it sees, so that nine
 * coefficients a channel are enough for any sky. A uniform sky over uniform ground gives exactly what a hemisphere
 * light gives.
 *
 * Coefficients are SphericalHarmonics3 of three, [9] × (red, green, blue) of radiance, whose polynomials of a
 * direction are, in order, 1, y, z, x, xy, yz, 3z² − 1, xz, x² − y². Radiance 1 is what falls 1 · π on a face that it
 * is all around. Pure; allocates nothing once made. Does not know what stands before the sky.
 */
import { Color, type SphericalHarmonics3, Vector2, Vector3 } from 'three';
import { skyColour } from './sky-colour.ts';
import type { Ambience } from './time-of-day.ts';

/** Equation 3: the factors of the polynomials that make them orthonormal. */
const norms = [
  ...[0.282095, 0.488603, 0.488603, 0.488603],
  ...[1.092548, 1.092548, 0.315392, 1.092548, 0.546274],
] as const;
/** Equation 8, divided by π: how much of each order is left after a cosine's blur. */
const blurs = [1, 2 / 3, 2 / 3, 2 / 3, 1 / 4, 1 / 4, 1 / 4, 1 / 4, 1 / 4] as const;

/** Patches of the sky, of equal area: the haze over the horizon and the sun's glow ask for so many. */
const rings = 32;
const spokes = 48;

/** Writes the radiance from a direction, of length 1. */
export type Radiance<Of> = (colour: Color, of: Of, x: number, y: number, z: number) => void;

const seen = new Color();
const basis = new Float64Array(9);

/** Writes the coefficients of what is seen above the horizon, with nothing below it (equation 10, by midpoints). */
export function projectUpper<Of>(sh: SphericalHarmonics3, radiance: Radiance<Of>, of: Of): void {
  const area = (2 * Math.PI) / (rings * spokes);
  sh.zero();
  for (let patch = 0; patch < rings * spokes; patch++) {
    const y = (Math.floor(patch / spokes) + 0.5) / rings;
    const flat = Math.sqrt(1 - y * y);
    const angle = (2 * Math.PI * ((patch % spokes) + 0.5)) / spokes;
    const x = flat * Math.cos(angle);
    const z = flat * Math.sin(angle);
    radiance(seen, of, x, y, z);
    basis[0] = 1;
    basis[1] = y;
    basis[2] = z;
    basis[3] = x;
    basis[4] = x * y;
    basis[5] = y * z;
    basis[6] = 3 * z * z - 1;
    basis[7] = x * z;
    basis[8] = x * x - y * y;
    for (let i = 0; i < 9; i++) {
      const weight = area * (norms[i] as number) * (basis[i] as number);
      const sum = sh.coefficients[i] as Vector3;
      sum.x += seen.r * weight;
      sum.y += seen.g * weight;
      sum.z += seen.b * weight;
    }
  }
}

/** Adds one radiance from everywhere above (`side` 1) or below (−1): no more than two coefficients have any of it. */
export function addHemisphere(sh: SphericalHarmonics3, { r, g, b }: Color, side: 1 | -1): void {
  const whole = 2 * Math.PI * norms[0];
  const upward = side * Math.PI * norms[1];
  const [all, up] = sh.coefficients as unknown as [Vector3, Vector3];
  all.set(all.x + r * whole, all.y + g * whole, all.z + b * whole);
  up.set(up.x + r * upward, up.y + g * upward, up.z + b * upward);
}

/** What a matt white face sends back, by its normal: factors of 1, y, s, sy, y², s², s its part towards the sun. */
export interface Reflected {
  /** x and z of the way to the sun over the ground, of length 1. */
  readonly reflectedSunward: { readonly value: Vector2 };
  readonly reflectedAll: { readonly value: Vector3 };
  readonly reflectedUp: { readonly value: Vector3 };
  readonly reflectedSun: { readonly value: Vector3 };
  readonly reflectedSunUp: { readonly value: Vector3 };
  readonly reflectedUp2: { readonly value: Vector3 };
  readonly reflectedSun2: { readonly value: Vector3 };
}

export function createReflected(): Reflected {
  const factor = () => ({ value: new Vector3() });
  return {
    reflectedSunward: { value: new Vector2(1, 0) },
    ...{ reflectedAll: factor(), reflectedUp: factor(), reflectedSun: factor() },
    ...{ reflectedSunUp: factor(), reflectedUp2: factor(), reflectedSun2: factor() },
  };
}

/** Of each coefficient what its polynomial is multiplied by (equation 12, divided by π). */
const factors = Array.from({ length: 9 }, () => new Vector3());
const across2 = new Vector3();

/**
 * Writes the factors. The sky is the same on both sides of the plane through the sun and the zenith, so that six are
 * left of nine, and a vertex costs half: what is odd across that plane is none, and the square of a normal's part
 * across it is 1 − y² − s².
 */
export function reflect(out: Reflected, sh: SphericalHarmonics3, toSun: Vector3): void {
  for (let i = 0; i < 9; i++) {
    const scale = (norms[i] as number) * (blurs[i] as number);
    (factors[i] as Vector3).copy(sh.coefficients[i] as Vector3).multiplyScalar(scale);
  }
  const { x, y: z } = out.reflectedSunward.value.set(toSun.x, toSun.z).normalize();
  const [one, fy, fz, fx, fxy, fyz, fzz, fxz, fxxyy] = factors as unknown as Nine;
  across2.copy(fzz).multiplyScalar(3 * x * x);
  across2.addScaledVector(fxz, -x * z).addScaledVector(fxxyy, z * z);
  out.reflectedAll.value.copy(one).sub(fzz).add(across2);
  out.reflectedUp.value.copy(fy);
  out.reflectedSun.value.copy(fx).multiplyScalar(x).addScaledVector(fz, z);
  out.reflectedSunUp.value.copy(fxy).multiplyScalar(x).addScaledVector(fyz, z);
  out.reflectedUp2.value.copy(fxxyy).add(across2).negate();
  const along2 = out.reflectedSun2.value.copy(fzz).multiplyScalar(3 * z * z);
  along2
    .addScaledVector(fxz, x * z)
    .addScaledVector(fxxyy, x * x)
    .sub(across2);
}

type V = Vector3;
type Nine = readonly [V, V, V, V, V, V, V, V, V];

/** The sum for the graphics card: `vec3 reflected(vec3 n)`, n of length 1. */
export const reflectedShader = /* glsl */ `
uniform vec2 reflectedSunward;
uniform vec3 reflectedAll;
uniform vec3 reflectedUp;
uniform vec3 reflectedSun;
uniform vec3 reflectedSunUp;
uniform vec3 reflectedUp2;
uniform vec3 reflectedSun2;
vec3 reflected(vec3 n) {
  float s = dot(n.xz, reflectedSunward);
  return reflectedAll + n.y * (reflectedUp + s * reflectedSunUp + n.y * reflectedUp2)
    + s * (reflectedSun + s * reflectedSun2);
}`;

/** How much of the sky's light is the dome's own; the rest is the same from all over it, as clouds and haze send it. */
const domeShare = 0.7;

const veil = new Color();
const ground = new Color();
const upward = new Vector3(0, 1, 0);
const onLevel = new Vector3();

/**
 * Writes the light of the sky and the ground of an hour. The dome is drawn for the eye, dark and of a deep blue: its
 * picture says from where which colour comes, `skyLight` how bright and of which colour it makes level ground. So a
 * veil all over the sky is added, of what is missing for that.
 */
export function lightOfSky(sh: SphericalHarmonics3, ambience: Ambience): void {
  const { skyLight, groundLight, skyStrength } = ambience;
  projectUpper(sh, skyColour, ambience);
  const { x, y, z } = sh.coefficients[0] as Vector3;
  const drawn = luminance(x, y, z) / (2 * Math.PI * norms[0]);
  const wanted = luminance(skyLight.r, skyLight.g, skyLight.b) * (skyStrength / Math.PI);
  sh.scale((domeShare * wanted) / drawn);
  sh.getIrradianceAt(upward, onLevel).divideScalar(Math.PI);
  veil.copy(skyLight).multiplyScalar(skyStrength / Math.PI);
  veil.setRGB(veil.r - onLevel.x, veil.g - onLevel.y, veil.b - onLevel.z);
  addHemisphere(sh, veil, 1);
  addHemisphere(sh, ground.copy(groundLight).multiplyScalar(skyStrength / Math.PI), -1);
}

/** Of linear sRGB. */
function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
