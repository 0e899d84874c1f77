import { describe, expect, it } from 'vitest';
import { type DaytimeWish, daytimeOf, nextDaytime } from '../../../src/app/show/daytime.ts';

describe('time of day on the page', () => {
  it('goes with the theme until a person chooses', () => {
    expect([daytimeOf('theme', false), daytimeOf('theme', true)]).toEqual(['noon', 'evening']);
    expect(daytimeOf('morning', true)).toBe('morning');
  });

  it('the first step changes what is in view, and four lead once round', () => {
    expect(nextDaytime('theme', true)).toBe('night');
    expect(nextDaytime('theme', false)).toBe('evening');
    const seen = new Set<string>();
    let wish: DaytimeWish = 'noon';
    for (let i = 0; i < 4; i++) {
      wish = nextDaytime(wish, false);
      seen.add(wish);
    }
    expect([...seen].sort()).toEqual(['evening', 'morning', 'night', 'noon']);
    expect(wish).toBe('noon');
  });
});
