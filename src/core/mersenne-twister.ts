/**
 * The random stream of numpy's legacy generator: `numpy.random.seed(seed)` followed by
 * `numpy.random.random()`. Only for reproducing published benchmarks whose cases are defined by
 * that stream; everything else draws from random.ts.
 *
 * Source: Matsumoto and Nishimura 1998, seeded by `init_genrand`, doubles by `genrand_res53` (their
 * mt19937ar.c, 2002).
 */
import { mersenne } from 'pure-rand/generator/mersenne';

export interface MersenneTwister {
  /** A double in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Doubles drawn so far: with the seed, where the stream stands. */
  readonly draws: number;
}

/** The stream of `seed` after its first `draws` doubles. */
export function createMersenneTwister(seed: number, draws = 0): MersenneTwister {
  const generator = mersenne(seed);
  let drawn = draws;
  for (let skipped = 0; skipped < 2 * draws; skipped++) generator.next();
  return {
    get draws() {
      return drawn;
    },
    uniform() {
      drawn++;
      const high = generator.next() >>> 5;
      const low = generator.next() >>> 6;
      return (high * 67108864 + low) / 9007199254740992;
    },
  };
}
