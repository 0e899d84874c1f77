/**
 * The light of every hour: where the sun or the moon stands, and the colours of sun, sky, haze and ground.
 * Some hours are given, what lies between is between them; the sun sets and rises where its light is none, so
 * that it gives way to the moon unseen. Hours are those of a day, 0 to 24. Pure: no clock.
 */
import { Color, Vector3 } from 'three';

export const daytimes = ['morning', 'noon', 'evening', 'night'] as const;
export type Daytime = (typeof daytimes)[number];

const hours: Readonly<Record<Daytime, number>> = {
  morning: 8,
  noon: 12.5,
  evening: 18.8,
  night: 23,
};

export function hourOf(daytime: Daytime): number {
  return hours[daytime];
}

/** One record, written anew for every hour. Colours are linear. */
export interface Ambience {
  readonly zenith: Color;
  readonly horizon: Color;
  /** Around the sun. */
  readonly glow: Color;
  readonly sun: Color;
  readonly skyLight: Color;
  readonly groundLight: Color;
  sunStrength: number;
  skyStrength: number;
  exposure: number;
  /** 0 by day to 1: lamps and windows are lit. */
  lamps: number;
  /** 0 by day to 1. */
  stars: number;
  /** Towards the sun, or the moon. */
  readonly direction: Vector3;
}

export function createAmbience(): Ambience {
  return {
    zenith: new Color(),
    horizon: new Color(),
    glow: new Color(),
    sun: new Color(),
    skyLight: new Color(),
    groundLight: new Color(),
    ...{ sunStrength: 0, skyStrength: 0, exposure: 1, lamps: 0, stars: 0 },
    direction: new Vector3(0, 1, 0),
  };
}

/** As sRGB hex; azimuth (0 along −z, to the right) and elevation of the sun in degrees. */
interface Light {
  readonly azimuth: number;
  readonly elevation: number;
  readonly zenith: number;
  readonly horizon: number;
  readonly glow: number;
  readonly sun: number;
  readonly sunStrength: number;
  readonly skyLight: number;
  readonly groundLight: number;
  readonly skyStrength: number;
  readonly exposure: number;
  readonly lamps: number;
  readonly stars: number;
}

const morning: Light = {
  ...{ azimuth: -158, elevation: 27, lamps: 0, stars: 0, exposure: 0.95 },
  ...{ zenith: 0x4f94d8, horizon: 0xf6e3c8, glow: 0xffd9a0 },
  ...{ sun: 0xffce92, sunStrength: 3.7 },
  ...{ skyLight: 0xb4d0fb, groundLight: 0xcaa583, skyStrength: 1.9 },
};
const noon: Light = {
  ...{ azimuth: -118, elevation: 47, lamps: 0, stars: 0, exposure: 0.92 },
  ...{ zenith: 0x3d8ade, horizon: 0xd8ecf5, glow: 0xffeccb },
  ...{ sun: 0xffe0b0, sunStrength: 3.6 },
  ...{ skyLight: 0xbcd8ff, groundLight: 0xd0ae84, skyStrength: 2 },
};
const evening: Light = {
  ...{ azimuth: 6, elevation: 13, lamps: 1, stars: 0.25, exposure: 1 },
  ...{ zenith: 0x2a3a78, horizon: 0xf2a27c, glow: 0xff9c5a },
  ...{ sun: 0xffa968, sunStrength: 2.5 },
  ...{ skyLight: 0x9fabf0, groundLight: 0x8f6a72, skyStrength: 1.75 },
};
const night: Light = {
  ...{ azimuth: -75, elevation: 42, lamps: 1, stars: 1, exposure: 1.05 },
  ...{ zenith: 0x0b1230, horizon: 0x34487a, glow: 0x9fb6e8 },
  ...{ sun: 0xa9c2ff, sunStrength: 1.05 },
  ...{ skyLight: 0x6f86d0, groundLight: 0x3d3f5e, skyStrength: 1.15 },
};
const afterglow: Light = {
  ...night,
  ...{ azimuth: 14, elevation: 7, sunStrength: 0, stars: 0.6 },
  ...{ zenith: 0x1a2456, horizon: 0xb06a78, glow: 0xc07080 },
};
const dawn: Light = { ...afterglow, azimuth: -180 };
const moonless = { azimuth: night.azimuth, elevation: night.elevation };

/** In order; two of one hour are one before and one after it. */
const lights: readonly (readonly [hour: number, light: Light])[] = [
  [0, night],
  [4.6, night],
  [5.6, { ...dawn, ...moonless }],
  [5.6, dawn],
  [hours.morning, morning],
  [hours.noon, noon],
  [16, { ...noon, azimuth: -66, elevation: 34, sun: 0xffd49a, horizon: 0xf0e2cf }],
  [hours.evening, evening],
  [20.2, afterglow],
  [20.2, { ...afterglow, ...moonless }],
  [21.4, night],
  [24, night],
];

const other = new Color();
function between(color: Color, from: number, to: number, share: number): void {
  color.setHex(from).lerp(other.setHex(to), share);
}

/** Writes the light of an hour, which may be any number: days go round. Allocates nothing. */
export function lightAt(ambience: Ambience, hour: number): void {
  const time = ((hour % 24) + 24) % 24;
  let i = 0;
  while ((lights[i + 1]?.[0] ?? 24) <= time && i + 2 < lights.length) i++;
  const [before, from] = lights[i] as (typeof lights)[number];
  const [after, to] = lights[i + 1] as (typeof lights)[number];
  const share = after > before ? (time - before) / (after - before) : 0;
  const mix = (a: number, b: number) => a + (b - a) * share;
  between(ambience.zenith, from.zenith, to.zenith, share);
  between(ambience.horizon, from.horizon, to.horizon, share);
  between(ambience.glow, from.glow, to.glow, share);
  between(ambience.sun, from.sun, to.sun, share);
  between(ambience.skyLight, from.skyLight, to.skyLight, share);
  between(ambience.groundLight, from.groundLight, to.groundLight, share);
  ambience.sunStrength = mix(from.sunStrength, to.sunStrength);
  ambience.skyStrength = mix(from.skyStrength, to.skyStrength);
  ambience.exposure = mix(from.exposure, to.exposure);
  ambience.lamps = mix(from.lamps, to.lamps);
  ambience.stars = mix(from.stars, to.stars);
  const azimuth = (mix(from.azimuth, to.azimuth) * Math.PI) / 180;
  const elevation = (mix(from.elevation, to.elevation) * Math.PI) / 180;
  const flat = Math.cos(elevation);
  ambience.direction.set(Math.sin(azimuth) * flat, Math.sin(elevation), -Math.cos(azimuth) * flat);
}

/** Seconds from one time of day to another. */
const passage = 2.6;

/** A day that goes on to the hour it is told, and stands there. */
export interface Day {
  readonly hour: number;
  /** Whether it is on its way. */
  readonly passing: boolean;
  /** `at once`: without the hours between. */
  go(to: Daytime, how: { readonly atOnce: boolean }): void;
  /** Allocates nothing. */
  pass(seconds: number): void;
}

export function createDay(first: Daytime): Day {
  let from = hourOf(first);
  let span = 0;
  let share = 1;
  const day = {
    hour: from,
    get passing() {
      return share < 1;
    },
    go(to: Daytime, { atOnce }: { readonly atOnce: boolean }) {
      from = ((day.hour % 24) + 24) % 24;
      span = hourOf(to) - from;
      // The shorter way: from morning back to night, rather than through the whole day.
      if (span > 12) span -= 24;
      if (span < -12) span += 24;
      share = atOnce || span === 0 ? 1 : 0;
      if (atOnce) day.hour = from + span;
    },
    pass(seconds: number) {
      if (share >= 1) return;
      share = Math.min(1, share + seconds / passage);
      day.hour = from + span * share * share * (3 - 2 * share);
    },
  };
  return day;
}
