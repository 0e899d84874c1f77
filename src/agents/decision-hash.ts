/**
 * A hash of where all bodies of a world are and how they move, 32 bits, so cheap that every decision can have one
 * (a microsecond for twenty bodies). What differs and is not seen in bodies yet shows a decision or two later.
 */
import type { World } from '../world/world.ts';

const start = 0x811c9dc5;
const prime = 0x01000193;

const wordsOf = ({ buffer, byteOffset, length }: Float32Array) =>
  new Uint32Array(buffer, byteOffset, length);

export class DecisionHash {
  #world: World | undefined;
  #position: Uint32Array = new Uint32Array(0);
  #velocity: Uint32Array = new Uint32Array(0);
  #heading: Uint32Array = new Uint32Array(0);
  #goal: Uint32Array = new Uint32Array(0);

  of(world: World): number {
    if (this.#world !== world) {
      this.#world = world;
      this.#position = wordsOf(world.bodies.position);
      this.#velocity = wordsOf(world.bodies.velocity);
      this.#heading = wordsOf(world.heading);
      this.#goal = wordsOf(world.goal);
    }
    const { count } = world.bodies;
    let hash = mix(start, this.#position, 3 * count);
    hash = mix(hash, this.#velocity, 2 * count);
    hash = mix(hash, this.#heading, this.#heading.length);
    hash = mix(hash, this.#goal, this.#goal.length);
    return hash >>> 0;
  }
}

function mix(from: number, words: Uint32Array, count: number): number {
  let hash = from;
  for (let i = 0; i < count; i++) {
    hash = Math.imul(hash ^ (words[i] as number), prime);
    hash ^= hash >>> 15;
  }
  return hash;
}
