import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createCurriculum, type LayoutRecord, learnability } from '../../src/env/curriculum.ts';

const of = (seed: number, successes: number, episodes = 10): LayoutRecord => ({
  ...{ seed, successes, episodes },
});
const create = (share: number, size: number, seed = 1) =>
  createCurriculum({ share, size, random: createRandom(seed, 'curriculum') });
type Curriculum = ReturnType<typeof create>;
const seedsIn = (curriculum: Curriculum) => curriculum.state().buffer.map(({ seed }) => seed);

describe('learnability', () => {
  it('is the mean of p(1 − p) over all p that so many episodes leave possible', () => {
    expect(learnability(of(1, 0, 0))).toBeCloseTo(1 / 6, 12);
    // One episode tells nothing, however it ended.
    expect([0, 1].map((successes) => learnability(of(1, successes, 1)))).toEqual([1 / 6, 1 / 6]);
    expect(learnability(of(1, 1, 2))).toBeCloseTo(1 / 5, 12);
    expect(learnability(of(1, 2, 2))).toBeCloseTo(3 / 20, 12);
    // By quadrature, 3 successes of 10: weight p³(1 − p)⁷.
    const [sum, total] = Array.from({ length: 10_000 }, (_, i) => (i + 0.5) / 10_000).reduce(
      ([above = 0, below = 0], p) => {
        const weight = p ** 3 * (1 - p) ** 7;
        return [above + weight * p * (1 - p), below + weight];
      },
      [0, 0],
    ) as [number, number];
    expect(learnability(of(1, 3))).toBeCloseTo(sum / total, 6);
  });

  it('comes to p(1 − p) where there are many episodes, greatest where half of them succeed', () => {
    for (const p of [0, 0.1, 0.5, 0.8, 1]) {
      expect(learnability(of(1, p * 100_000, 100_000))).toBeCloseTo(p * (1 - p), 4);
    }
    const values = Array.from({ length: 11 }, (_, successes) => learnability(of(1, successes)));
    expect(values.indexOf(Math.max(...values))).toBe(5);
  });
});

describe('curriculum: the buffer', () => {
  it('keeps the most learnable layouts, whichever come first', () => {
    for (const order of [
      [0, 1, 2, 3, 4, 5, 10],
      [10, 5, 4, 3, 2, 1, 0],
    ]) {
      const curriculum = create(0, 3);
      for (const successes of order) curriculum.next(of(100 + successes, successes));
      expect(seedsIn(curriculum).sort()).toEqual([103, 104, 105]);
    }
  });

  it('of several alike drops the one shown longest ago', () => {
    const curriculum = create(0, 2);
    for (const seed of [1, 2, 3]) curriculum.next(of(seed, 5));
    expect(seedsIn(curriculum)).toEqual([2, 3]);
    // 7 of 10 are as learnable as 3.
    curriculum.next(of(2, 5));
    expect(seedsIn(curriculum)).toEqual([3, 2]);
    curriculum.next(of(4, 3));
    curriculum.next(of(5, 7));
    expect(seedsIn(curriculum)).toEqual([3, 2]);
    const other = create(0, 1);
    other.next(of(4, 3));
    other.next(of(5, 7));
    expect(seedsIn(other)).toEqual([5]);
  });

  it('counts a stay half as much as the one after it', () => {
    const curriculum = create(0, 2);
    for (const successes of [8, 4, 2]) curriculum.next(of(1, successes));
    expect(curriculum.state().buffer).toEqual([of(1, 2 + 4 / 2 + 8 / 4, 10 + 10 / 2 + 10 / 4)]);
  });

  it('lets go of what the policy has come to solve', () => {
    const curriculum = create(0, 2);
    curriculum.next(of(1, 5));
    curriculum.next(of(2, 8));
    for (let stay = 0; stay < 3; stay++) curriculum.next(of(1, 10));
    curriculum.next(of(3, 9));
    expect(seedsIn(curriculum)).toEqual([2, 3]);
  });

  it('keeps nothing of a stay in which no episode counted', () => {
    const curriculum = create(0, 2);
    curriculum.next(of(1, 0, 0));
    expect(seedsIn(curriculum)).toEqual([]);
  });
});

describe('curriculum: what is shown next', () => {
  it('is fresh as long as the buffer is not full, and always without a share', () => {
    const [all, none] = [create(1, 4), create(0, 4)];
    const shown = [1, 2, 3, 4, 5, 6].map((seed) => of(seed, 5));
    expect(shown.map((record) => none.next(record))).toEqual(Array(6).fill(undefined));
    const again = shown.map((record) => all.next(record));
    expect(again.slice(0, 3)).toEqual(Array(3).fill(undefined));
    for (const seed of again.slice(3)) expect(seed).toBeTypeOf('number');
  });

  it('is drawn from the buffer in the asked share, each layout of it as often, and none after itself', () => {
    const curriculum = create(0.3, 5);
    for (const seed of [1, 2, 3, 4, 5]) curriculum.next(of(seed, 5));
    const counts = new Map<number | undefined, number>();
    const draws = 20_000;
    // Layout 9 is never learnable enough to be kept.
    for (let i = 0; i < draws; i++) {
      const seed = curriculum.next(of(9, 0));
      counts.set(seed, (counts.get(seed) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, undefined]);
    const close = (count: number | undefined, share: number) => {
      const deviation = Math.sqrt(share * (1 - share) * draws);
      expect(Math.abs((count ?? 0) - share * draws)).toBeLessThan(4.5 * deviation);
    };
    close(counts.get(undefined), 0.7);
    for (const seed of [1, 2, 3, 4, 5]) close(counts.get(seed), 0.06);

    const always = create(1, 2);
    always.next(of(1, 5));
    let shown = 2;
    for (let i = 0; i < 20; i++) {
      const next = always.next(of(shown, 5));
      expect(next).toBe(3 - shown);
      shown = next as number;
    }
  });

  it('is the same for the same seed, goes on from a saved state, and is other for another seed', () => {
    const run = (curriculum: Curriculum, from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) =>
        curriculum.next(of(from + i, (7 * (from + i)) % 11)),
      );
    const whole = run(create(0.5, 3), 0, 200);
    expect(run(create(0.5, 3), 0, 200)).toEqual(whole);
    expect(run(create(0.5, 3, 2), 0, 200)).not.toEqual(whole);
    const first = create(0.5, 3);
    run(first, 0, 90);
    const saved = JSON.parse(JSON.stringify(first.state()));
    // What goes on afterwards is not in what was saved.
    run(first, 90, 100);
    const resumed = create(0.5, 3, 99);
    resumed.restore(saved);
    expect(run(resumed, 90, 200)).toEqual(whole.slice(90));
  });

  it('has p near one half, also where the policy becomes better meanwhile', () => {
    // Layout s of 1000 has difficulty s / 1000; the policy solves it by its skill, which grows.
    const random = createRandom(3, 'episodes');
    const chance = (seed: number, skill: number) =>
      1 / (1 + Math.exp(-12 * (skill - (seed % 1000) / 1000)));
    const curriculum = create(0.5, 24);
    const replayed: { at: number; p: number }[] = [];
    const fresh: number[] = [];
    let next: number | undefined;
    for (let stay = 0; stay < 3000; stay++) {
      const seed = next ?? random.integer(2 ** 31);
      const p = chance(seed, 0.2 + (0.6 * stay) / 3000);
      if (next === undefined) fresh.push(p);
      else replayed.push({ at: stay, p });
      let successes = 0;
      for (let episode = 0; episode < 20; episode++) if (random.uniform() < p) successes++;
      next = curriculum.next(of(seed, successes, 20));
    }
    expect(replayed.length / 3000).toBeGreaterThan(0.45);
    const learnable = (values: readonly number[]) =>
      values.reduce((sum, p) => sum + p * (1 - p), 0) / values.length;
    // Of fresh ones about a third of the layouts are near the skill.
    expect(learnable(fresh)).toBeLessThan(0.12);
    for (const [from, to] of [
      [500, 1500],
      [1500, 3000],
    ] as const) {
      const ps = replayed.filter(({ at }) => from <= at && at < to).map(({ p }) => p);
      expect(learnable(ps)).toBeGreaterThan(0.21);
      expect(ps.reduce((sum, p) => sum + p, 0) / ps.length).toBeGreaterThan(0.4);
      expect(ps.reduce((sum, p) => sum + p, 0) / ps.length).toBeLessThan(0.65);
    }
  });
});
