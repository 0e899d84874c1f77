import { describe, expect, it } from 'vitest';
import {
  advance,
  footAhead,
  footLift,
  opposite,
  strideOf,
  walkShare,
} from '../../src/view/gait.ts';

const stride = strideOf.robot(1.2);

describe('gait', () => {
  it('a foot that stands stays where it is, at any pace', () => {
    let phase = 0;
    let body = 0;
    let stood = 0;
    let planted: number | undefined;
    for (let i = 0; i < 2000; i++) {
      // Faster and slower, as walkers go.
      const metres = 0.012 + 0.011 * Math.sin(i * 0.05);
      body += metres;
      phase = advance(phase, metres, stride);
      if (footLift(phase) > 0) {
        planted = undefined;
        continue;
      }
      const foot = body + footAhead(phase) * stride;
      if (planted !== undefined) expect(foot).toBeCloseTo(planted, 9);
      planted ??= foot;
      stood++;
    }
    expect(stood).toBeGreaterThan(1000);
  });

  it('a stride is as long as it says, whatever the steps it is cut into', () => {
    for (const steps of [3, 7, 64]) {
      let phase = 0.3;
      for (let i = 0; i < steps; i++) phase = advance(phase, stride / steps, stride);
      expect(phase).toBeCloseTo(0.3, 9);
    }
    expect(advance(0.9, 0, stride)).toBe(0.9);
  });

  it('one foot at least stands, and each swings forward without a jump', () => {
    for (let i = 0; i < 1000; i++) {
      const phase = i / 1000;
      expect(Math.min(footLift(phase), footLift(opposite(phase)))).toBe(0);
      const next = advance(phase, 0.001, 1);
      expect(Math.abs(footAhead(next) - footAhead(phase))).toBeLessThan(0.004);
    }
  });

  it('who stands has the feet under the body', () => {
    expect(walkShare(0)).toBe(0);
    expect(walkShare(0.5)).toBe(1);
  });
});
