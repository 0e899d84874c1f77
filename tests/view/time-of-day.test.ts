import { describe, expect, it } from 'vitest';
import {
  type Ambience,
  createAmbience,
  createDay,
  daytimes,
  hourOf,
  lightAt,
} from '../../src/view/time-of-day.ts';

function at(hour: number): Ambience {
  const ambience = createAmbience();
  lightAt(ambience, hour);
  return ambience;
}

/** All its numbers, but the direction, which may jump where it shines on nobody. */
function numbers(ambience: Ambience): number[] {
  const { zenith, horizon, glow, skyLight, groundLight } = ambience;
  const { sunStrength, skyStrength, exposure, lamps, stars } = ambience;
  const colours = [zenith, horizon, glow, skyLight, groundLight].flatMap((c) => [c.r, c.g, c.b]);
  return [...colours, sunStrength, skyStrength, exposure, lamps, stars];
}

describe('time of day', () => {
  it('goes on without a jump, through midnight too', () => {
    for (let hour = 0; hour < 24; hour += 0.05) {
      const [before, after] = [numbers(at(hour)), numbers(at(hour + 0.05))];
      for (const [i, number] of after.entries()) {
        expect(Math.abs(number - (before[i] as number)), `${hour}`).toBeLessThan(0.25);
      }
    }
    expect(numbers(at(24))).toEqual(numbers(at(0)));
    expect(numbers(at(-1))).toEqual(numbers(at(23)));
  });

  it('the sun gives way to the moon only where neither shines', () => {
    for (let hour = 0; hour < 24; hour += 0.02) {
      const [before, after] = [at(hour), at(hour + 0.02)];
      if (before.direction.angleTo(after.direction) < 0.2) continue;
      expect(Math.min(before.sunStrength, after.sunStrength)).toBeLessThan(0.1);
    }
  });

  it('light comes from above, and lamps are lit when it is dark', () => {
    for (let hour = 0; hour < 24; hour += 0.25) {
      expect(at(hour).direction.y, `${hour}`).toBeGreaterThan(0.05);
      expect(at(hour).direction.length()).toBeCloseTo(1, 6);
    }
    const lamps = daytimes.map((daytime) => Math.round(at(hourOf(daytime)).lamps * 100));
    expect(lamps).toEqual([0, 0, 100, 100]);
    expect(at(hourOf('night')).sunStrength).toBeLessThan(at(hourOf('noon')).sunStrength / 2);
  });

  it('a day goes to the hour that it is told, the shorter way, and stands there', () => {
    const day = createDay('night');
    day.go('morning', { atOnce: false });
    expect(day.passing).toBe(true);
    let before = day.hour;
    for (let i = 0; day.passing; i++) {
      day.pass(0.1);
      expect(day.hour).toBeGreaterThanOrEqual(before);
      before = day.hour;
      expect(i).toBeLessThan(100);
    }
    // From 23 over midnight to 8.
    expect(day.hour - 24).toBeCloseTo(hourOf('morning'), 6);
    day.pass(1);
    expect(day.hour - 24).toBeCloseTo(hourOf('morning'), 6);
    day.go('noon', { atOnce: true });
    expect(day.passing).toBe(false);
    expect(day.hour).toBeCloseTo(hourOf('noon'), 6);
  });
});
