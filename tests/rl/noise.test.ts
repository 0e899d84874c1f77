import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createNoise, projectOnDisc } from '../../src/rl/noise.ts';

const agents = 500;
const steps = 80;

/** [steps][agents · 2] noise on an action of 0, so small that the disc is never reached. */
function drawNoise(correlation: number, sigma: number): Float32Array[] {
  const noise = createNoise(agents, correlation, createRandom(6, 'noise', correlation));
  return Array.from({ length: steps }, () => {
    const actions = new Float32Array(agents * 2);
    noise.apply(actions, () => sigma);
    return actions;
  });
}

function meanProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0) / a.length;
}

describe.each([0, 0.5, 0.9])('noise with correlation %d', (correlation) => {
  const sigma = 0.05;
  // The memory starts at 0: after this many steps its variance has come up to within 0.03 %.
  const settled = drawNoise(correlation, sigma).slice(40);

  it('has mean 0 and standard deviation sigma', () => {
    const drawn = settled.flatMap((actions) => [...actions]);
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    const variance = drawn.reduce((sum, x) => sum + x * x, 0) / drawn.length;
    // 40,000 draws; at correlation 0.9 they are worth about 2,100 independent ones.
    expect(Math.abs(mean) / sigma).toBeLessThan(0.1);
    expect(Math.sqrt(variance) / sigma).toBeCloseTo(1, 1);
  });

  it('correlates with itself by the power of the distance in time', () => {
    for (const lag of [1, 2, 5]) {
      let sum = 0;
      for (let t = lag; t < settled.length; t++) {
        sum += meanProduct(settled[t] as Float32Array, settled[t - lag] as Float32Array);
      }
      const mean = sum / (settled.length - lag) / (sigma * sigma);
      expect(Math.abs(mean - correlation ** lag)).toBeLessThan(0.06);
    }
  });

  it('is independent between the two axes and between agents', () => {
    const product = (shift: number) =>
      settled.reduce((sum, actions) => {
        const other = actions.map((_, i) => actions[(i + shift) % actions.length] as number);
        return sum + meanProduct(actions, other);
      }, 0) /
      settled.length /
      (sigma * sigma);
    for (const shift of [1, 2, 7]) expect(Math.abs(product(shift))).toBeLessThan(0.06);
  });
});

describe('noise', () => {
  it('is added to the action, as strongly as each agent’s own scale says', () => {
    const noise = createNoise(2, 0, createRandom(1));
    const actions = Float32Array.of(0.3, -0.2, 0.3, -0.2);
    noise.apply(actions, (agent) => (agent === 0 ? 0 : 0.1));
    expect([...actions.subarray(0, 2)]).toEqual([...Float32Array.of(0.3, -0.2)]);
    for (const i of [2, 3]) {
      const added = 0.1 * (noise.memory[i] as number);
      expect(actions[i]).toBeCloseTo((i === 2 ? 0.3 : -0.2) + added, 6);
    }
    expect(actions[2]).not.toBeCloseTo(0.3, 4);
  });

  it('never leaves the unit disc, and only shortens what is outside of it', () => {
    const noise = createNoise(agents, 0, createRandom(2));
    const actions = new Float32Array(agents * 2).fill(0.6);
    noise.apply(actions, () => 0.8);
    let outside = 0;
    for (let agent = 0; agent < agents; agent++) {
      const forward = actions[agent * 2] as number;
      const left = actions[agent * 2 + 1] as number;
      const before = [0, 1].map((i) => 0.6 + 0.8 * (noise.memory[agent * 2 + i] as number));
      const length = Math.hypot(before[0] as number, before[1] as number);
      if (length > 1) outside += 1;
      expect(Math.hypot(forward, left)).toBeLessThanOrEqual(1 + 1e-6);
      expect(forward).toBeCloseTo((before[0] as number) / Math.max(1, length), 5);
      expect(left).toBeCloseTo((before[1] as number) / Math.max(1, length), 5);
    }
    expect(outside).toBeGreaterThan(agents / 4);
    expect(outside).toBeLessThan(agents);
  });

  it('goes on exactly from its memory and its random stream', () => {
    const random = createRandom(3);
    const noise = createNoise(3, 0.7, random);
    noise.apply(new Float32Array(6), () => 1);
    const saved = { memory: noise.memory.slice(), random: random.state() };
    const next = new Float32Array(6);
    noise.apply(next, () => 0.1);

    const resumedRandom = createRandom(99);
    const resumed = createNoise(3, 0.7, resumedRandom);
    resumed.memory.set(saved.memory);
    resumedRandom.restore(saved.random);
    const again = new Float32Array(6);
    resumed.apply(again, () => 0.1);
    expect(again).toEqual(next);
  });
});

it('disc: a vector inside stays as it is, one outside keeps its direction', () => {
  const actions = Float32Array.of(9, 9, 3, -4, 0.3, 0.4);
  projectOnDisc(actions, 2);
  projectOnDisc(actions, 4);
  expect([...actions]).toEqual([...Float32Array.of(9, 9, 0.6, -0.8, 0.3, 0.4)]);
});
