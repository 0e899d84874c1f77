/** The light of the sky by harmonics, against sums over all directions; those of three evaluate them. */
import { Color, SphericalHarmonics3, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import {
  addHemisphere,
  createReflected,
  lightOfSky,
  projectUpper,
  reflect,
} from '../../src/view/irradiance.ts';
import { skyColour } from '../../src/view/sky-colour.ts';
import {
  type Ambience,
  createAmbience,
  daytimes,
  hourOf,
  lightAt,
} from '../../src/view/time-of-day.ts';

/** Normals all around, evenly. */
const normals = Array.from({ length: 60 }, (_, i) => {
  const y = 1 - (2 * i + 1) / 60;
  const flat = Math.sqrt(1 - y * y);
  return new Vector3(flat * Math.cos(i * 2.39996), y, flat * Math.sin(i * 2.39996));
});
const up = new Vector3(0, 1, 0);

function at(hour: number): Ambience {
  const ambience = createAmbience();
  lightAt(ambience, hour);
  return ambience;
}

function irradiance(sh: SphericalHarmonics3, normal: Vector3): Vector3 {
  return sh.getIrradianceAt(normal, new Vector3());
}

/** What falls on a face from the sky that is drawn, summed over 20,000 directions. */
function summed(sky: Ambience, normal: Vector3): Vector3 {
  const [rings, spokes] = [100, 200];
  const sum = new Vector3();
  const colour = new Color();
  for (let ring = 0; ring < rings; ring++) {
    const y = (ring + 0.5) / rings;
    const flat = Math.sqrt(1 - y * y);
    for (let spoke = 0; spoke < spokes; spoke++) {
      const angle = (2 * Math.PI * spoke) / spokes;
      const [x, z] = [flat * Math.cos(angle), flat * Math.sin(angle)];
      skyColour(colour, sky, x, y, z);
      const cosine = Math.max(0, normal.x * x + normal.y * y + normal.z * z);
      sum.addScaledVector(new Vector3(colour.r, colour.g, colour.b), cosine);
    }
  }
  return sum.multiplyScalar((2 * Math.PI) / (rings * spokes));
}

describe('irradiance', () => {
  it('of one colour all around is the same for every normal', () => {
    const sh = new SphericalHarmonics3();
    const grey = new Color(0.5, 0.25, 1);
    projectUpper(sh, (colour) => colour.copy(grey), undefined);
    addHemisphere(sh, grey, -1);
    for (const normal of normals) {
      const { x, y, z } = irradiance(sh, normal);
      expect(x / Math.PI).toBeCloseTo(0.5, 3);
      expect(y / Math.PI).toBeCloseTo(0.25, 3);
      expect(z / Math.PI).toBeCloseTo(1, 3);
    }
  });

  it('of one colour above and another below is what a hemisphere light gives', () => {
    const sh = new SphericalHarmonics3();
    addHemisphere(sh, new Color(0.2, 0.4, 0.8), 1);
    addHemisphere(sh, new Color(0.6, 0.3, 0.1), -1);
    for (const normal of normals) {
      const above = 0.5 + 0.5 * normal.y;
      const { x, z } = irradiance(sh, normal);
      expect(x / Math.PI).toBeCloseTo(0.2 * above + 0.6 * (1 - above), 4);
      expect(z / Math.PI).toBeCloseTo(0.8 * above + 0.1 * (1 - above), 4);
    }
  });

  it('of the sky that is drawn is what its parts add up to, at every hour', () => {
    for (const daytime of daytimes) {
      const sky = at(hourOf(daytime));
      const sh = new SphericalHarmonics3();
      projectUpper(sh, skyColour, sky);
      // What no order above 2 has is exact: all that falls on normals all around.
      const brightest = summed(sky, new Vector3(sky.direction.x, 0.3, sky.direction.z).normalize());
      let [error, total, exact] = [0, 0, 0];
      for (const normal of normals) {
        const [given, sum] = [irradiance(sh, normal), summed(sky, normal)];
        error += given.distanceTo(sum) / normals.length;
        total += given.length();
        exact += sum.length();
        expect(given.distanceTo(sum), daytime).toBeLessThan(0.04 * brightest.length());
      }
      expect(error, daytime).toBeLessThan(0.015 * brightest.length());
      expect(Math.abs(total / exact - 1), daytime).toBeLessThan(0.01);
    }
  });

  it('keeps level ground and what looks straight down as bright as the hour has them', () => {
    for (let hour = 0; hour < 24; hour += 0.25) {
      const ambience = at(hour);
      const { skyLight, groundLight, skyStrength } = ambience;
      const sh = new SphericalHarmonics3();
      lightOfSky(sh, ambience);
      const { x, y, z } = irradiance(sh, up);
      expect(x, `${hour}`).toBeCloseTo(skyLight.r * skyStrength, 4);
      expect(y, `${hour}`).toBeCloseTo(skyLight.g * skyStrength, 4);
      expect(z, `${hour}`).toBeCloseTo(skyLight.b * skyStrength, 4);
      const below = irradiance(sh, new Vector3(0, -1, 0));
      const ground = new Vector3(groundLight.r, groundLight.g, groundLight.b);
      expect(below.distanceTo(ground.multiplyScalar(skyStrength)), `${hour}`).toBeLessThan(0.12);
    }
  });

  it('sends light to every face, at every hour, as the factors for the graphics card say it too', () => {
    const out = createReflected();
    for (let hour = 0; hour < 24; hour += 0.25) {
      const sh = new SphericalHarmonics3();
      const ambience = at(hour);
      lightOfSky(sh, ambience);
      reflect(out, sh, ambience.direction);
      for (const normal of normals) {
        const { y } = normal;
        const s = normal.x * out.reflectedSunward.value.x + normal.z * out.reflectedSunward.value.y;
        const sum = out.reflectedAll.value.clone().addScaledVector(out.reflectedUp.value, y);
        sum.addScaledVector(out.reflectedSun.value, s);
        sum.addScaledVector(out.reflectedSunUp.value, s * y);
        sum.addScaledVector(out.reflectedUp2.value, y * y);
        sum.addScaledVector(out.reflectedSun2.value, s * s);
        expect(Math.min(sum.x, sum.y, sum.z), `${hour}`).toBeGreaterThan(0);
        expect(sum.multiplyScalar(Math.PI).distanceTo(irradiance(sh, normal))).toBeLessThan(0.01);
      }
    }
  });

  it('makes a wall warmer that faces the sun’s side of the sky, and a bluer one of its other side', () => {
    for (const daytime of daytimes) {
      const ambience = at(hourOf(daytime));
      const sh = new SphericalHarmonics3();
      lightOfSky(sh, ambience);
      const toward = new Vector3(ambience.direction.x, 0, ambience.direction.z).normalize();
      const [sunward, away] = [
        irradiance(sh, toward),
        irradiance(sh, toward.clone().multiplyScalar(-1)),
      ];
      expect(sunward.length(), daytime).toBeGreaterThan(away.length());
      // Of the moon's light there is as much blue in its glow as in its sky.
      if (daytime === 'night') continue;
      expect(sunward.x / sunward.z, daytime).toBeGreaterThan(1.02 * (away.x / away.z));
    }
  });
});
