/**
 * A network's parameters, apart from the network: a blueprint lists them (name, shape, how to
 * initialise), an engine is bound to one set of values. Layers are functions of (engine, input), so
 * the online network, its target and a policy in another thread share one definition.
 *
 * All values of one network stand in one flat Float32Array, in the order of declaration: that array
 * is what the optimiser walks, what travels between threads and what a checkpoint keeps.
 */
import type { Random } from '../core/random.ts';

export type Initial =
  /** Uniform in ± 1/√fanIn (Lillicrap et al. 2016, section 7). */
  | { readonly kind: 'fanIn'; readonly fanIn: number }
  /** Uniform in ± `bound`. */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface Slot {
  readonly index: number;
  readonly name: string;
  readonly shape: readonly number[];
  /** First value of the slot in the flat array. */
  readonly offset: number;
  readonly size: number;
  readonly initial: Initial;
}

export class Blueprint {
  readonly slots: Slot[] = [];
  size = 0;

  declare(name: string, shape: readonly number[], initial: Initial): Slot {
    if (this.slots.some((slot) => slot.name === name)) {
      throw new Error(`The parameter "${name}" is declared twice.`);
    }
    const size = shape.reduce((product, axis) => product * axis, 1);
    const slot = { index: this.slots.length, name, shape, offset: this.size, size, initial };
    this.slots.push(slot);
    this.size += size;
    return slot;
  }

  /** Fresh values [size] from a seeded stream. */
  initialValues(random: Random): Float32Array {
    const values = new Float32Array(this.size);
    for (const { offset, size, initial } of this.slots) {
      const bound =
        initial.kind === 'fanIn'
          ? 1 / Math.sqrt(initial.fanIn)
          : initial.kind === 'uniform'
            ? initial.bound
            : 0;
      for (let i = offset; i < offset + size; i++) {
        values[i] = initial.kind === 'constant' ? initial.value : random.range(-bound, bound);
      }
    }
    return values;
  }
}
