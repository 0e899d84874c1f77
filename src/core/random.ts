/**
 * Seeded random numbers with named sub-streams. Every draw in the project comes from here, so that
 * a run is repeatable. `createRandom(7, 'layout', 3)` and `createRandom(7, 'noise')` are independent:
 * the names are hashed into the seed, never drawn from a parent, so adding a stream moves no other.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** What a stream needs to continue exactly; plain numbers, so it can stand in JSON. */
export type RandomState = readonly number[];

export interface Random {
  /** A double in [0, 1). */
  uniform(): number;
  /** A double in [low, high). */
  range(low: number, high: number): number;
  /** An integer in [0, count). */
  integer(count: number): number;
  /** A standard normal draw (Box and Muller 1958; the second value is not kept, so state stays small). */
  normal(): number;
  state(): RandomState;
  restore(state: RandomState): void;
}

/** Streams of a larger seed would be those of a smaller one: the hash has 32 bits. */
export const largestSeed = 2 ** 32 - 1;

/** FNV-1a over the UTF-16 code units of every name, started from the seed. */
function hash(seed: number, names: readonly (string | number)[]): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (const name of names) {
    for (const unit of `${name}/`) h = Math.imul(h ^ unit.charCodeAt(0), 0x01000193) >>> 0;
  }
  // A last avalanche (Appleby's fmix32), because neighbouring seeds must not give neighbouring states.
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** `seed`: a whole number from 0 to `largestSeed`, which whoever takes one from outside checks. */
export function createRandom(seed: number, ...names: readonly (string | number)[]): Random {
  let generator = xoroshiro128plus(hash(seed, names) | 0);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    range: (low, high) => low + (high - low) * uniform(),
    integer: (count) => Math.floor(uniform() * count),
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
    state: () => generator.getState(),
    restore(state) {
      generator = xoroshiro128plusFromState(state);
    },
  };
}
