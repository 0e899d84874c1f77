import { describe, expect, it } from 'vitest';
import { pickAgent } from '../../src/view/picking.ts';

const down = (x: number, z: number) => ({
  origin: { x, y: 10, z },
  direction: { x: 0, y: -1, z: 0 },
});
const two = {
  position: new Float32Array([0, 0.6, 0, 3, 0.6, 0]),
  count: 2,
  radius: 0.3,
  height: 1.2,
  slack: 0,
};

describe('picking', () => {
  it('a ray through an agent picks it, one beside all picks none', () => {
    expect(pickAgent(down(0.1, 0.1), two)).toBe(0);
    expect(pickAgent(down(3, -0.2), two)).toBe(1);
    expect(pickAgent(down(1.5, 0), two)).toBe(-1);
  });

  it('of two agents in a row the nearer one is picked', () => {
    const along = { origin: { x: 9, y: 0.6, z: 0 }, direction: { x: -1, y: 0, z: 0 } };
    expect(pickAgent(along, two)).toBe(1);
  });

  it('an agent behind the eye is not picked', () => {
    const away = { origin: { x: -2, y: 0.6, z: 0 }, direction: { x: -1, y: 0, z: 0 } };
    expect(pickAgent(away, two)).toBe(-1);
  });

  it('slack widens an agent for a finger', () => {
    expect(pickAgent(down(0.6, 0), two)).toBe(-1);
    expect(pickAgent(down(0.6, 0), { ...two, slack: 0.05 })).toBe(0);
  });

  it('head and foot of a standing agent can be hit', () => {
    const level = (y: number) => ({ origin: { x: -5, y, z: 0 }, direction: { x: 1, y: 0, z: 0 } });
    expect(pickAgent(level(1.15), two)).toBe(0);
    expect(pickAgent(level(0.05), two)).toBe(0);
    expect(pickAgent(level(1.6), two)).toBe(-1);
  });
});
