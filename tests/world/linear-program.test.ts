import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import {
  createLines,
  type Lines,
  linearProgram2,
  linearProgram3,
  pushLine,
} from '../../src/world/linear-program.ts';

type Pair = [number, number];

/** How far (x, z) lies on the wrong side of the worst of the lines from `first` on. */
function worstViolation(lines: Lines, x: number, z: number, first = 0): number {
  let worst = 0;
  for (let i = first; i < lines.count; i++) {
    const [px = 0, pz = 0, dx = 0, dz = 0] = lines.values.subarray(4 * i, 4 * i + 4);
    worst = Math.max(worst, dx * (pz - z) - dz * (px - x));
  }
  return worst;
}

/** Every point at which an optimum can lie: the target, its feet on lines and disc, and crossings. */
function candidates(lines: Lines, radius: number, target: Pair): Pair[] {
  const length = Math.hypot(...target);
  const found: Pair[] = [target, [(target[0] / length) * radius, (target[1] / length) * radius]];
  for (let i = 0; i < lines.count; i++) {
    const [px = 0, pz = 0, dx = 0, dz = 0] = lines.values.subarray(4 * i, 4 * i + 4);
    const at = (t: number): Pair => [px + t * dx, pz + t * dz];
    found.push(at(dx * (target[0] - px) + dz * (target[1] - pz)));
    const along = px * dx + pz * dz;
    const half = Math.sqrt(along ** 2 + radius ** 2 - px ** 2 - pz ** 2);
    if (half >= 0) found.push(at(-along - half), at(-along + half));
    for (let j = 0; j < i; j++) {
      const [qx = 0, qz = 0, ex = 0, ez = 0] = lines.values.subarray(4 * j, 4 * j + 4);
      const determinant = dx * ez - dz * ex;
      if (Math.abs(determinant) > 1e-5)
        found.push(at((ex * (pz - qz) - ez * (px - qx)) / determinant));
    }
  }
  return found;
}

function randomLines(seed: number, count: number, spread: number): { lines: Lines; target: Pair } {
  const random = createRandom(seed, 'lines');
  const lines = createLines();
  for (let i = 0; i < count; i++) {
    const angle = random.range(0, 2 * Math.PI);
    pushLine(
      lines,
      random.range(-spread, spread),
      random.range(-spread, spread),
      Math.cos(angle),
      Math.sin(angle),
    );
  }
  return { lines, target: [random.range(-1.5, 1.5), random.range(-1.5, 1.5)] };
}

test('linear program: without lines, the target cut to the disc', () => {
  const result = new Float64Array(2);
  linearProgram2(createLines(), 1, 0.3, -0.4, false, result);
  expect([...result]).toEqual([0.3, -0.4]);
  linearProgram2(createLines(), 1, 3, -4, false, result);
  expect(result[0]).toBeCloseTo(0.6, 12);
  expect(result[1]).toBeCloseTo(-0.8, 12);
});

test('linear program: a line across the target moves it to its foot on the line', () => {
  const lines = createLines();
  pushLine(lines, 0, 0.25, -1, 0); // left of it: z <= 0.25
  const result = new Float64Array(2);
  expect(linearProgram2(lines, 1, 0.5, 0.8, false, result)).toBe(1);
  expect([...result]).toEqual([0.5, 0.25]);
});

test('linear program: 1,000 random problems agree with trying every possible optimum', () => {
  const result = new Float64Array(2);
  let solvable = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const { lines, target } = randomLines(seed, 1 + (seed % 6), 0.6);
    const feasible = candidates(lines, 1, target).filter(
      ([x, z]) => Math.hypot(x, z) <= 1 + 1e-9 && worstViolation(lines, x, z) <= 1e-9,
    );
    const solved = linearProgram2(lines, 1, ...target, false, result) === lines.count;
    expect(solved).toBe(feasible.length > 0);
    if (!solved) continue;
    solvable++;
    const distance = (p: ArrayLike<number>) =>
      Math.hypot((p[0] as number) - target[0], (p[1] as number) - target[1]);
    expect(worstViolation(lines, result[0] as number, result[1] as number)).toBeLessThan(1e-9);
    expect(distance(result)).toBeCloseTo(Math.min(...feasible.map(distance)), 8);
  }
  expect(solvable).toBeGreaterThan(200);
  expect(solvable).toBeLessThan(900);
});

test('linear program: where no velocity satisfies all, the worst violation is the least possible', () => {
  const result = new Float64Array(2);
  const projected = createLines();
  let hopeless = 0;
  for (let seed = 0; seed < 300; seed++) {
    const { lines, target } = randomLines(seed, 6, 0.6);
    const failed = linearProgram2(lines, 1, ...target, false, result);
    if (failed === lines.count) continue;
    hopeless++;
    linearProgram3(lines, 0, failed, 1, projected, result);
    const [x = 0, z = 0] = result;
    expect(Math.hypot(x, z)).toBeLessThan(1 + 1e-9);
    const reached = worstViolation(lines, x, z);
    let least = Infinity;
    for (let gx = -1; gx <= 1; gx += 0.05) {
      for (let gz = -1; gz <= 1; gz += 0.05) {
        if (Math.hypot(gx, gz) > 1) continue;
        least = Math.min(least, worstViolation(lines, gx, gz));
      }
    }
    expect(reached).toBeLessThan(least + 1e-9);
    expect(reached).toBeGreaterThan(least - 0.08);
  }
  expect(hopeless).toBeGreaterThan(50);
});

test('linear program: hard lines are kept when the others have to be violated', () => {
  const lines = createLines();
  pushLine(lines, 0, 0, -1, 0); // hard: z <= 0
  pushLine(lines, 0, 0.5, 1, 0); // z >= 0.5
  pushLine(lines, 0.2, 0, 0, -1); // x >= 0.2
  const result = new Float64Array(2);
  const failed = linearProgram2(lines, 1, 0, 0.8, false, result);
  expect(failed).toBe(1);
  linearProgram3(lines, 1, failed, 1, createLines(), result);
  expect(result[1]).toBeCloseTo(0, 12);
  expect(worstViolation(lines, result[0] as number, result[1] as number)).toBeCloseTo(0.5, 12);
});
