/**
 * A fast hash of numbers, to tell whether two states are the same: 64 bits in two lanes of FNV-1a over 32-bit words
 * with a last mixing (murmur3's). It finds what differs by accident; it proves nothing against who wants to deceive.
 */

const start = [0x811c9dc5, 0x9747b28c] as const;
const prime = [0x01000193, 0x85ebca6b] as const;

export interface Hash {
  /**
   * Numbers in single precision: engines differ in the last bit of a sine in double precision, and what is computed
   * from it would be another then, although nobody could see it.
   */
  add(numbers: ArrayLike<number>): void;
  /** Whole numbers of 32 bits, as they are. */
  addWords(numbers: ArrayLike<number>): void;
  /** 16 hexadecimal digits. */
  digest(): string;
}

export function createHash(): Hash {
  let [first, second] = start as readonly [number, number];
  const value = new Float32Array(1);
  const words = new Uint32Array(value.buffer);
  const mix = (word: number) => {
    first = Math.imul(first ^ word, prime[0]);
    first ^= first >>> 15;
    second = Math.imul(second ^ word, prime[1]);
    second ^= second >>> 13;
  };
  return {
    add(numbers) {
      for (let i = 0; i < numbers.length; i++) {
        value[0] = numbers[i] as number;
        mix(words[0] as number);
      }
    },
    addWords(numbers) {
      for (let i = 0; i < numbers.length; i++) mix((numbers[i] as number) | 0);
    },
    digest: () => hexOf(finish(first)) + hexOf(finish(second)),
  };
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const hexOf = (lane: number) => lane.toString(16).padStart(8, '0');
