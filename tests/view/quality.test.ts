import { describe, expect, it } from 'vitest';
import { createGovernor, type Governor, limitsOf, qualitySteps } from '../../src/view/quality.ts';

/** Feeds so many frames; how often another step was taken. */
function feed(governor: Governor, frames: number, milliseconds: (frame: number) => number): number {
  let changes = 0;
  for (let i = 0; i < frames; i++) if (governor.judge(milliseconds(i))) changes++;
  return changes;
}

describe('quality', () => {
  it('comes down when most frames are slow, step by step to the coarsest', () => {
    const governor = createGovernor('auto', limitsOf.high);
    expect(governor.step.name).toBe('high');
    expect(feed(governor, 24, () => 30)).toBe(2);
    feed(governor, 400, () => 30);
    expect(governor.step).toBe(qualitySteps[0]);
  });

  it('takes a few late frames for what they are', () => {
    const governor = createGovernor('auto', limitsOf.high);
    expect(feed(governor, 600, (i) => (i % 3 === 0 ? 80 : 16))).toBe(0);
  });

  it('goes up again slowly, and the slower the more often it was too much', () => {
    const governor = createGovernor('auto', limitsOf.high);
    const framesUp = () => {
      const below = governor.step;
      let frames = 0;
      while (governor.step === below) {
        governor.judge(16);
        frames++;
      }
      return frames;
    };
    feed(governor, 12, () => 30);
    const once = framesUp();
    feed(governor, 12, () => 30);
    const twice = framesUp();
    expect(once).toBeGreaterThan(100);
    expect(twice).toBeGreaterThan(once * 1.5);
  });

  it('stays where frames are neither slow nor quick', () => {
    const governor = createGovernor('auto', limitsOf.high);
    feed(governor, 12, () => 30);
    expect(feed(governor, 5000, () => 20)).toBe(0);
  });

  it('keeps shadows where a processor draws, however slowly', () => {
    const governor = createGovernor('auto', limitsOf.low);
    feed(governor, 600, () => 900);
    expect(governor.step.shadows).toBeGreaterThan(0);
  });

  it.each(['low', 'medium', 'high'] as const)('keeps to %s where a person asks for it', (wish) => {
    const governor = createGovernor(wish, limitsOf.high);
    expect(governor.step.name).toBe(wish);
    expect(feed(governor, 600, () => 500) + feed(governor, 6000, () => 5)).toBe(0);
  });

  it('asks for less with every step down', () => {
    for (const [i, step] of qualitySteps.entries()) {
      const finer = qualitySteps[i + 1];
      if (!finer) continue;
      expect(step.resolution).toBeLessThanOrEqual(finer.resolution);
      expect(step.grass).toBeLessThanOrEqual(finer.grass);
      expect(step.shadows).toBeLessThanOrEqual(finer.shadows);
      expect(step.coarser).toBeGreaterThan(finer.coarser);
    }
  });
});
