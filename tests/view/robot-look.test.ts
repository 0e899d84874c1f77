import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { robotAnatomy } from '../../src/view/robot-geometry.ts';
import { lookOf, wearGeometry, wears } from '../../src/view/robot-look.ts';

describe('looks of robots', () => {
  it('no two of thirty-two have colour and wear in common', () => {
    const seen = Array.from({ length: 32 }, (_, i) => {
      const { colour, wear } = lookOf(i);
      return `${colour.getHexString()} ${wear}`;
    });
    expect(new Set(seen).size).toBe(32);
  });

  it('a robot has a build of its own, hardly larger or smaller than its body', () => {
    const looks = Array.from({ length: 256 }, (_, i) => lookOf(i));
    for (const of of ['wide', 'tall'] as const) {
      const sizes = looks.map((look) => look[of]);
      expect(Math.min(...sizes)).toBeGreaterThan(0.9);
      expect(Math.max(...sizes)).toBeLessThan(1.1);
      // Seen side by side: those of a small scene differ by some hundredths.
      const few = sizes.slice(0, 8);
      expect(Math.max(...few) - Math.min(...few)).toBeGreaterThan(0.05);
      expect(new Set(few.map((size) => size.toFixed(3))).size).toBe(8);
    }
  });

  /** On a head of radius 1, which looks along −z. */
  const cornersOf = (wear: (typeof wears)[number]) => {
    const position = wearGeometry(wear, 1).getAttribute('position');
    return Array.from({ length: position.count }, (_, i) =>
      new Vector3().fromBufferAttribute(position, i),
    );
  };

  it.each(wears)('a %s sits on the head, in few triangles, and leaves the eye free', (wear) => {
    const corners = cornersOf(wear);
    const distances = corners.map((corner) => corner.length());
    // It neither floats above the head, or its antenna, nor hides in it.
    expect(Math.min(...distances)).toBeLessThan(1.1);
    expect(Math.max(...distances)).toBeGreaterThan(1.1);
    expect(Math.max(...corners.map(({ y }) => y))).toBeLessThan(1.6);
    const { eye } = robotAnatomy({ radius: 1 / 0.86, height: 4 });
    const ahead = new Vector3(0, eye.y, eye.z);
    const clear = corners.map((corner) => corner.distanceTo(ahead));
    expect(Math.min(...clear)).toBeGreaterThan(0.95 * eye.radius);
    const geometry = wearGeometry(wear, 1);
    expect((geometry.index?.count ?? 0) / 3).toBeLessThan(260);
  });

  it('each is told by its outline from behind', () => {
    const outlines = wears.map((wear) => {
      const corners = cornersOf(wear);
      return {
        wide: Math.max(...corners.map(({ x }) => x)),
        tall: Math.max(...corners.map(({ y }) => y)),
      };
    });
    for (const [i, a] of outlines.entries()) {
      for (const b of outlines.slice(i + 1)) {
        expect(Math.abs(a.wide - b.wide) + Math.abs(a.tall - b.tall)).toBeGreaterThan(0.15);
      }
    }
  });
});
