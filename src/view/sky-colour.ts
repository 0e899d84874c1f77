/**
 * The colour of the clear sky, without stars: for the dome that is drawn (sky.ts), in the words of the graphics card,
 * and for the light that the same sky sends (irradiance.ts). Both are made of the same numbers. Linear, as the screen
 * shows it: it is not tone mapped.
 */
import type { Color } from 'three';
import type { Ambience } from './time-of-day.ts';

/** Haze thins out quickly above the horizon, and then the blue deepens slowly. */
const haze = { share: 0.62, thins: 9 };
/** Around the sun: wide near the horizon, bright near the sun, and as bright as a lamp where it is. */
const glows = { wide: 0.22, thins: 3, near: 0.3, nearPower: 24, disc: 0.5, discPower: 400 };

const number = (value: number) => value.toFixed(4);

/** `vec3 skyColour(vec3 d)`, d of length 1; where it looks down the horizon's colour goes on. */
export const skyColourShader = /* glsl */ `
uniform vec3 zenith;
uniform vec3 horizon;
uniform vec3 glow;
uniform vec3 sun;
vec3 skyColour(vec3 d) {
  float up = clamp(d.y, 0.0, 1.0);
  float thick = ${number(haze.share)} * exp(-up * ${number(haze.thins)}) + ${number(1 - haze.share)} * (1.0 - up) * (1.0 - up);
  float toward = max(dot(d, sun), 0.0);
  float wide = toward * toward * toward * exp(-up * ${number(glows.thins)});
  return mix(horizon, zenith, 1.0 - thick) + glow * (${number(glows.wide)} * wide
    + ${number(glows.near)} * pow(toward, ${number(glows.nearPower)}) + ${number(glows.disc)} * pow(toward, ${number(glows.discPower)}));
}`;

/** What of the ambience the sky is made of. */
export type SkyLook = Pick<Ambience, 'zenith' | 'horizon' | 'glow' | 'direction'>;

/** Writes the colour in the direction (x, y, z), of length 1 and y ≥ 0. Allocates nothing. */
export function skyColour(colour: Color, look: SkyLook, x: number, y: number, z: number): void {
  const { direction } = look;
  const thick = haze.share * Math.exp(-y * haze.thins) + (1 - haze.share) * (1 - y) * (1 - y);
  const toward = Math.max(0, x * direction.x + y * direction.y + z * direction.z);
  const shine =
    glows.wide * toward * toward * toward * Math.exp(-y * glows.thins) +
    glows.near * toward ** glows.nearPower +
    glows.disc * toward ** glows.discPower;
  colour.copy(look.horizon).lerp(look.zenith, 1 - thick);
  colour.r += look.glow.r * shine;
  colour.g += look.glow.g * shine;
  colour.b += look.glow.b * shine;
}
